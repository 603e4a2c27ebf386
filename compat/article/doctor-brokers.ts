/** A broker of either kind beside its own ZooKeeper; each of its listeners tells clients something else that is wrong. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureNode } from '../../src/metadata/setup.ts'
import { type ApacheProcess, type Properties, startApache392, startZooKeeper } from '../apache/apache.ts'
import { startOdradek } from '../lib/broker.ts'
import { freePort } from '../lib/net.ts'
import { type Daemon, runOk } from '../lib/process.ts'
import { lookInto } from '../zookeeper/cluster.ts'

export type Kind = 'Odradek' | 'Apache Kafka'

/** IN is right. */
const SHARED = ['IN', 'NAME', 'ID', 'PORT', 'ZOO'] as const
/** ANY is refused by Odradek at its start. SEC speaks TLS, and LOGIN wants one. */
const APACHES = ['ANY', 'SEC', 'LOGIN'] as const
const PROTOCOLS: Partial<Record<ListenerName, string>> = { SEC: 'SSL', LOGIN: 'SASL_PLAINTEXT' }
export type ListenerName = (typeof SHARED)[number] | (typeof APACHES)[number]

export interface Ill {
  readonly zookeeper: ApacheProcess
  readonly broker: Daemon
  /** Where it listens: clients begin there. */
  readonly at: Readonly<Record<ListenerName, string>>
  readonly told: Readonly<Record<ListenerName, string>>
  /** advertised.listeners as it should be for one of them. */
  mended(name: ListenerName): string
  stop(): Promise<void>
}

/** `nobody`: an address where nothing listens. */
export async function startIll(kind: Kind, nobody: string, work: string): Promise<Ill> {
  const dir = join(work, `ill-${kind.replace(' ', '-')}`)
  const zookeeper = await startZooKeeper({ dir: join(dir, 'zookeeper') })
  try {
    await leaveTopicOfDeadBroker(zookeeper.address)
    const { settings, ...about } = await illSettings(kind, zookeeper.address, nobody, dir)
    const port = Number(about.at.IN.split(':')[1])
    const options = { dir, port, overrides: settings }
    const broker =
      kind === 'Odradek' ? await startOdradek(options) : await startApache392({ ...options, zkPort: zookeeper.port })
    const stop = async () => {
      await broker.stop()
      await zookeeper.kill()
    }
    return { zookeeper, broker, ...about, stop }
  } catch (error) {
    await zookeeper.kill()
    throw error
  }
}

async function illSettings(kind: Kind, zookeeper: string, nobody: string, dir: string) {
  const names: ListenerName[] = kind === 'Odradek' ? [...SHARED] : [...SHARED, ...APACHES]
  const at = {} as Record<ListenerName, string>
  for (const name of [...SHARED, ...APACHES]) at[name] = `127.0.0.1:${await freePort()}`
  const told: Record<ListenerName, string> = {
    IN: at.IN,
    NAME: 'kafka:29092',
    ID: 'c0ffee123456:9092',
    PORT: nobody,
    ZOO: zookeeper,
    ANY: '[::]:9092',
    SEC: at.SEC,
    LOGIN: at.LOGIN,
  }
  const list = (each: (name: ListenerName) => string): string => names.map(each).join(',')
  const settings: Properties = {
    'broker.id': 1,
    listeners: list((name) => `${name}://${at[name]}`),
    'advertised.listeners': list((name) => `${name}://${told[name]}`),
    'listener.security.protocol.map': list((name) => `${name}:${PROTOCOLS[name] ?? 'PLAINTEXT'}`),
    'inter.broker.listener.name': 'IN',
    'zookeeper.connect': zookeeper,
    ...(kind === 'Odradek' ? {} : { ...(await keyStore(dir)), ...LOGIN }),
  }
  const mended = (wrong: ListenerName) => list((name) => `${name}://${name === wrong ? at[name] : told[name]}`)
  return { settings, at, told, mended }
}

const LOGIN: Properties = {
  'sasl.enabled.mechanisms': 'PLAIN',
  'listener.name.login.plain.sasl.jaas.config':
    'org.apache.kafka.common.security.plain.PlainLoginModule required user_reader="secret";',
}

async function keyStore(dir: string): Promise<Properties> {
  mkdirSync(dir, { recursive: true })
  const [file, password] = [join(dir, 'broker.p12'), 'secret']
  const key = ['-genkeypair', '-alias', 'broker', '-keyalg', 'RSA', '-dname', 'CN=localhost', '-validity', '2']
  await runOk('keytool', [...key, '-storetype', 'PKCS12', '-keystore', file, '-storepass', password])
  return { 'ssl.keystore.location': file, 'ssl.keystore.type': 'PKCS12', 'ssl.keystore.password': password }
}

/** As broker 2 would have left it, which led it and is gone. */
async function leaveTopicOfDeadBroker(zookeeper: string): Promise<void> {
  const tree = await lookInto(zookeeper)
  try {
    const topic = '/brokers/topics/orphan'
    await ensureNode(tree, topic, Buffer.from('{"partitions":{"0":[2]},"version":2}'))
    const state = '{"controller_epoch":0,"leader":2,"version":1,"leader_epoch":0,"isr":[2]}'
    await ensureNode(tree, `${topic}/partitions/0/state`, Buffer.from(state))
  } finally {
    await tree.close()
  }
}
