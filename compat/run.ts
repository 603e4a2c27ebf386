// Runs real clients, one after another, against a broker: `npm run compat -- [--broker odradek|apache392|apache44]
// [--bootstrap host:port] [--only text,text] [--case text] [--times n] [--trace FILE] [--list]`. Prints every case and one closing
// line; ends with 1 when a case failed.
import { parseArgs } from 'node:util'
import { allClients } from './clients/index.ts'
import { type BrokerKind, startBrokerOfKind } from './lib/broker.ts'
import { startGroupTrace } from './lib/group-trace.ts'
import { freePort } from './lib/net.ts'
import { runClients } from './lib/runner.ts'

const { values } = parseArgs({
  options: {
    broker: { type: 'string', default: 'odradek' },
    bootstrap: { type: 'string' },
    only: { type: 'string' },
    /** Of the clients, only cases whose names have this in them. */
    case: { type: 'string', default: '' },
    times: { type: 'string', default: '1' },
    /** What members of groups ask and are answered is written there. */
    trace: { type: 'string' },
    list: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})

/** Members that fall silent are missed soon; what a broker asks for by default makes a run long. */
const SHORT_WAITS = { 'group.min.session.timeout.ms': 1000, 'group.initial.rebalance.delay.ms': 0 }

const wanted = values.only?.split(',').map((text) => text.trim().toLowerCase())
const clients = allClients.filter(({ name }) => !wanted || wanted.some((text) => name.toLowerCase().includes(text)))

if (values.trace && values.bootstrap)
  throw new Error('--trace needs a broker that advertises the proxy: no --bootstrap')
if (clients.length === 0) throw new Error(`no client has a name like ${values.only}`)

if (values.list) {
  for (const { name } of clients) console.log(name)
} else {
  const port = await freePort()
  const proxyPort = await freePort()
  // Before the broker, which may ask itself at the address that it advertises.
  const proxy = values.trace ? await startGroupTrace(proxyPort, `127.0.0.1:${port}`, values.trace) : undefined
  const broker = await startBrokerOfKind(values.bootstrap ? 'running' : (values.broker as BrokerKind), {
    bootstrap: values.bootstrap,
    keep: values.keep,
    port,
    overrides: proxy ? { ...SHORT_WAITS, 'advertised.listeners': `PLAINTEXT://127.0.0.1:${proxyPort}` } : SHORT_WAITS,
  })
  const under = proxy ? { ...broker, bootstrap: `127.0.0.1:${proxyPort}` } : broker
  const choice = { named: values.case, times: Number(values.times) }
  const totals = await runClients(clients, under, choice).finally(async () => {
    await proxy?.stop()
    await broker.stop()
  })
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  process.exitCode = totals.failed === 0 ? 0 : 1
}
