// Runs real clients, one after another, against a broker: `npm run compat -- [--broker odradek|apache392|apache44]
// [--bootstrap host:port] [--only text,text] [--list]`. Prints every case and one closing line; ends with 1 when a case failed.
import { parseArgs } from 'node:util'
import { allClients } from './clients/index.ts'
import { type BrokerKind, startBrokerOfKind } from './lib/broker.ts'
import { runClients } from './lib/runner.ts'

const { values } = parseArgs({
  options: {
    broker: { type: 'string', default: 'odradek' },
    bootstrap: { type: 'string' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})

/** Members that fall silent are missed soon; what a broker asks for by default makes a run long. */
const SHORT_WAITS = { 'group.min.session.timeout.ms': 1000, 'group.initial.rebalance.delay.ms': 0 }

const wanted = values.only?.split(',').map((text) => text.trim().toLowerCase())
const clients = allClients.filter(({ name }) => !wanted || wanted.some((text) => name.toLowerCase().includes(text)))

if (clients.length === 0) throw new Error(`no client has a name like ${values.only}`)

if (values.list) {
  for (const { name } of clients) console.log(name)
} else {
  const broker = await startBrokerOfKind(values.bootstrap ? 'running' : (values.broker as BrokerKind), {
    bootstrap: values.bootstrap,
    keep: values.keep,
    overrides: SHORT_WAITS,
  })
  const totals = await runClients(clients, broker).finally(() => broker.stop())
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  process.exitCode = totals.failed === 0 ? 0 : 1
}
