/** The doctor beside a wrong advertised address, on Odradek and on Apache Kafka 3.9.2, and beside right ones. */
import { join } from 'node:path'
import { type Properties, startApache392 } from '../apache/apache.ts'
import { startOdradek } from '../lib/broker.ts'
import { compatDir } from '../lib/cache.ts'
import { freePort } from '../lib/net.ts'
import { run } from '../lib/process.ts'

export interface Seen {
  readonly what: string
  readonly expected: readonly string[]
  readonly printed: string
  readonly exitRight: boolean
}

/** A broker that brokers reach and clients do not: OUT tells the name of a container. */
export async function doctorSees(zookeeperPort: number, work: string): Promise<Seen[]> {
  const seen: Seen[] = []
  for (const kind of ['Odradek', 'Apache Kafka'] as const) {
    const [inside, outside] = [await freePort(), await freePort()]
    const overrides: Properties = {
      'broker.id': 1,
      listeners: `IN://127.0.0.1:${inside},OUT://127.0.0.1:${outside}`,
      'advertised.listeners': `IN://127.0.0.1:${inside},OUT://kafka:29092`,
      'listener.security.protocol.map': 'IN:PLAINTEXT,OUT:PLAINTEXT',
      'inter.broker.listener.name': 'IN',
      'zookeeper.connect': `127.0.0.1:${zookeeperPort}/${kind.replace(' ', '-')}`,
    }
    const dir = join(work, `doctor-${outside}`)
    const options = { dir, port: inside, overrides }
    const broker =
      kind === 'Odradek' ? await startOdradek(options) : await startApache392({ ...options, zkPort: zookeeperPort })
    try {
      seen.push(
        await ask(`${kind}, an address that is right`, inside, 0, [
          `ok   127.0.0.1:${inside}: a broker of cluster … answers: 1 brokers, controller 1`,
          `ok   broker 1: clients that begin at 127.0.0.1:${inside} are told 127.0.0.1:${inside}, and it answers there`,
          'note broker 1: listener OUT (PLAINTEXT) tells kafka:29092: …',
        ]),
      )
      seen.push(
        await ask(`${kind}, an address that is wrong`, outside, 1, [
          `ok   127.0.0.1:${outside}: a broker of cluster … answers: 1 brokers, controller 1`,
          `bad  broker 1: clients that begin at 127.0.0.1:${outside} are told kafka:29092: …`,
          `     fix: advertised.listeners=IN://127.0.0.1:${inside},OUT://127.0.0.1:${outside}; …`,
          `ok   broker 1: listener IN (PLAINTEXT) tells 127.0.0.1:${inside}, and it answers there`,
        ]),
      )
    } finally {
      await broker.stop()
    }
  }
  return seen
}

async function ask(what: string, port: number, exitCode: number, expected: string[]): Promise<Seen> {
  const command = join(compatDir, '..', 'bin', 'odradek.js')
  const args = ['--disable-warning=ExperimentalWarning', command, 'doctor', '-b', `127.0.0.1:${port}`]
  const { code, stdout, stderr } = await run(process.execPath, args)
  return { what: `the doctor: ${what}`, expected, printed: stdout + stderr, exitRight: code === exitCode }
}
