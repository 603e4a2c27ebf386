// What an idle connection costs: node bench/connections.ts [--count 9000]
//   The broker's memory before and after so many clients agreed on versions and went silent.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startOdradek } from '../compat/lib/broker.ts'
import { splitAddress } from '../compat/lib/net.ts'
import { BrokerConnection } from '../src/client/connection.ts'
import { makeNodeWorld } from '../src/io/node/world.ts'

const { values: flags } = parseArgs({ options: { count: { type: 'string', default: '9000' } } })
const COUNT = Number(flags.count)
const SETTLED_MS = 5000

const dir = mkdtempSync(join(tmpdir(), 'odradek-connections-'))
const broker = await startOdradek({ dir })
const kilobytes = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${broker.pid}/status`, 'utf8'))?.[1])
try {
  await sleep(SETTLED_MS)
  const before = kilobytes()
  const { host, port } = splitAddress(broker.address)
  const world = makeNodeWorld()
  const connections: BrokerConnection[] = []
  for (let i = 0; i < COUNT; i++) connections.push(await BrokerConnection.open({ world, host, port }))
  await sleep(SETTLED_MS)
  const grown = kilobytes() - before
  const open = connections.filter(({ isOpen }) => isOpen).length
  console.log(`${open} idle connections: RSS grew from ${before} by ${grown} kB, ${(grown / open).toFixed(1)} kB each`)
  for (const connection of connections) connection.close()
} finally {
  await broker.stop()
  rmSync(dir, { recursive: true, force: true })
}
