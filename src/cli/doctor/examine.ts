/**
 * The trouble everybody has: a client reaches the address it was given, is told another one, and fails there. Walks that way
 * from a bootstrap address, as far as it can be walked from here, and says at each step what is wrong and what mends it.
 */
import type { BrokerConnection } from '../../client/connection.ts'
import type { World } from '../../io/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import type { MetadataResponse } from '../../protocol/generated/003-metadata.js'
import { asReached, showAddress, wrongInItself, wrongWithAnswerer } from './advertised.ts'
import type { Finding, Say } from './findings.ts'
import { advertisedInstead, type BrokerListener, listenersOf } from './listeners.ts'
import { examineRegistered, type ReadRegistered } from './registered.ts'
import { type Address, type Answerer, speaksTls, whoAnswers } from './who-answers.ts'

const KAFKA_PORT = 9092
/** Brokers that begin with it have dropped what clients older than 2.1 speak (KIP-896). */
const FIRST_FETCH_OF_4_0 = 4
const SAMPLE = 3

/**
 * Findings in the order in which a client would meet them. `reached`: whether a bootstrap address answers as Kafka. A
 * bootstrap address that is ZooKeeper's is asked for its brokers, and so is `zookeeper`, a connect string. `tls`: the client
 * speaks TLS.
 */
export async function examine(
  world: World,
  bootstrap: readonly (Address & { readonly isPortGuessed?: boolean })[],
  readRegistered: ReadRegistered,
  { zookeeper = null, tls = false }: { zookeeper?: string | null; tls?: boolean } = {},
): Promise<{ reached: boolean; findings: Finding[] }> {
  const findings: Finding[] = []
  const say: Say = (subject, verdict, text, fix = null) => findings.push({ subject, verdict, text, fix })
  let reached = false
  const seen = new Set<string>()
  for (const given of bootstrap) {
    const address = asReached(given)
    if (given.isPortGuessed) sayGuessed(address, say)
    const answerer = await whoAnswers(world, address)
    if (tls && (answerer.kind === 'kafka' || answerer.kind === 'tls')) {
      reached = true
      explainTls(address, answerer, say)
      continue
    }
    if (answerer.kind !== 'kafka') {
      await explainBootstrap(world, address, answerer, say)
      if (answerer.kind === 'zookeeper') {
        await examineRegistered(world, showAddress(address), readRegistered, say)
      }
      continue
    }
    reached = true
    try {
      await examineCluster(world, address, answerer.connection, seen, say)
    } finally {
      answerer.connection.close()
    }
  }
  if (zookeeper !== null) await examineRegistered(world, zookeeper, readRegistered, say)
  return { reached, findings }
}

function sayGuessed(address: Address, say: Say): void {
  const where = showAddress(address)
  const text = `no port was given, so ${address.port} is tried: most clients refuse an address without one`
  say(where, 'note', text, `give clients ${where}`)
}

function explainTls(address: Address, answerer: Answerer, say: Say): void {
  const where = showAddress(address)
  if (answerer.kind !== 'kafka') {
    say(where, 'ok', 'TLS is spoken there; what clients are told behind it is not looked at')
    return
  }
  answerer.connection.close()
  say(
    where,
    'bad',
    'Kafka is spoken there without TLS: the broker cannot read what clients with TLS send, and closes',
    'security.protocol=PLAINTEXT at the client, or the port of an SSL listener',
  )
}

async function explainBootstrap(world: World, address: Address, answerer: Answerer, say: Say): Promise<void> {
  const where = showAddress(address)
  const text = wrongWithAnswerer(address, answerer)!
  switch (answerer.kind) {
    case 'tls':
      return say(
        where,
        'bad',
        text,
        'security.protocol=SSL at the client (with ssl.truststore or ssl.ca), or the port of a PLAINTEXT listener',
      )
    case 'http':
      return say(where, 'bad', text, `give clients the port of a Kafka listener, usually ${KAFKA_PORT}`)
    case 'zookeeper':
      return say(
        where,
        'bad',
        `${text}: clients since Kafka 0.9 talk to brokers, not to ZooKeeper`,
        `give clients a broker's address, usually port ${KAFKA_PORT} (--bootstrap-server, not --zookeeper)`,
      )
    case 'unreachable':
      return say(where, 'bad', text, await wayToBroker(world, address, answerer.why))
    case 'silent':
      return say(
        where,
        'bad',
        text,
        'when it is a broker, its process hangs or was stopped: see its log, start it again; else give clients the address in its listeners',
      )
    case 'closes':
      return say(
        where,
        'bad',
        text,
        "give clients the address in the broker's setting listeners; at a published port of a container: nothing listens inside, or on 127.0.0.1 alone (listeners=PLAINTEXT://:9092 listens on every address)",
      )
    default:
      return say(where, 'bad', text, "give clients the address in the broker's setting listeners")
  }
}

async function wayToBroker(world: World, { host, port }: Address, why: string): Promise<string> {
  if (why === 'not-found') return 'write the name as this machine knows it, or the IP address'
  if (why !== 'refused')
    return `see whether port ${port} is open between the two (firewall, published port of the container)`
  if (port !== KAFKA_PORT) {
    const usual = await whoAnswers(world, { host, port: KAFKA_PORT })
    if (usual.kind === 'kafka') {
      usual.connection.close()
      return `a broker answers at ${showAddress({ host, port: KAFKA_PORT })}: use that port`
    }
  }
  return `start the broker (odradek start, or npm start), or see in its listeners which port it has, and whether it listens on 127.0.0.1 alone`
}

async function examineCluster(
  world: World,
  from: Address,
  connection: BrokerConnection,
  seen: Set<string>,
  say: Say,
): Promise<void> {
  const where = showAddress(from)
  let metadata: MetadataResponse
  try {
    metadata = await connection.request(ApiKey.Metadata, { topics: null, allowAutoTopicCreation: false })
  } catch {
    return say(
      where,
      'bad',
      'a broker answers, but ends the connection when it is asked for the cluster: this listener wants a login (SASL)',
      'security.protocol=SASL_PLAINTEXT (or SASL_SSL), sasl.mechanism and the login at the client, or the port of a PLAINTEXT listener',
    )
  }
  const { brokers, controllerId, clusterId } = metadata
  if (brokers.length === 0) {
    return say(
      where,
      'bad',
      'a broker answers, but knows no cluster yet',
      "look into the broker's log: it waits for its controller",
    )
  }
  say(
    where,
    'ok',
    `a broker of cluster ${clusterId ?? '?'} answers: ${brokers.length} brokers, controller ${controllerId}`,
  )
  sayVersions(where, connection, say)
  if (controllerId < 0)
    say(
      where,
      'bad',
      'the cluster has no controller: topics are neither made nor led',
      'start the brokers that are missing, and ZooKeeper',
    )
  for (const broker of brokers) {
    const key = `${clusterId} ${broker.nodeId}`
    if (seen.has(key)) continue
    seen.add(key)
    await examineBroker(world, from, connection, broker, clusterId, say)
  }
  if (!seen.has(`${clusterId} topics`)) sayLeaderless(metadata, say)
  seen.add(`${clusterId} topics`)
}

function sayVersions(where: string, connection: BrokerConnection, say: Say): void {
  const fetch = connection.served.get(ApiKey.Fetch)
  if (fetch === undefined || fetch.min < FIRST_FETCH_OF_4_0) return
  say(
    where,
    'note',
    `it serves Fetch from version ${fetch.min}: clients older than Kafka 2.1 are refused (KIP-896)`,
    "at an old client raise its protocol version, as sarama's Config.Version",
  )
}

async function examineBroker(
  world: World,
  from: Address,
  connection: BrokerConnection,
  broker: { nodeId: number; host: string; port: number },
  clusterId: string | null,
  say: Say,
): Promise<void> {
  const told: Address = { host: broker.host, port: broker.port }
  const answerer = await whoAnswers(world, told)
  try {
    const open = answerer.kind === 'kafka' ? answerer.connection : connection
    const listeners = (await listenersOf(open, broker.nodeId)) ?? []
    const subject = `broker ${broker.nodeId}`
    const itself = wrongInItself(told, from)
    const text = itself ?? wrongWithAnswerer(told, answerer) ?? (await wrongCluster(answerer, clusterId))
    const lead = `clients that begin at ${showAddress(from)} are told ${showAddress(told)}`
    if (text === null) say(subject, 'ok', `${lead}, and it answers there`)
    else
      say(
        subject,
        'bad',
        `${lead}: ${text}`,
        advertisedInstead(listeners, told, await reachable(connection, broker.nodeId, from)),
      )
    for (const listener of listeners) {
      if (listener.host !== told.host || listener.port !== told.port)
        await examineListener(world, from, subject, listener, say)
    }
  } finally {
    if (answerer.kind === 'kafka') answerer.connection.close()
  }
}

/** The address that this connection goes to, when it is this broker's: clients can be told that one. */
async function reachable(connection: BrokerConnection, nodeId: number, from: Address): Promise<Address | null> {
  return (await listenersOf(connection, nodeId)) === null ? null : from
}

async function wrongCluster(answerer: Answerer, clusterId: string | null): Promise<string | null> {
  if (answerer.kind !== 'kafka' || clusterId === null) return null
  try {
    const there = await answerer.connection.request(ApiKey.Metadata, { topics: [], allowAutoTopicCreation: false })
    if (there.clusterId === null || there.clusterId === clusterId) return null
    return `a broker of another cluster (${there.clusterId}) answers there`
  } catch {
    return 'a broker answers there, but wants a login (SASL)'
  }
}

/** A listener of which clients that begin elsewhere are told. Not reaching it from here may be meant. */
async function examineListener(
  world: World,
  from: Address,
  subject: string,
  listener: BrokerListener,
  say: Say,
): Promise<void> {
  const lead = `listener ${listener.name} (${listener.protocol}) tells ${showAddress(listener)}`
  const itself = wrongInItself(listener, from)
  if (itself !== null) return say(subject, 'note', `${lead}: ${itself}`)
  if (listener.protocol.endsWith('SSL')) {
    const answers = await speaksTls(world, listener)
    return say(
      subject,
      answers ? 'ok' : 'note',
      `${lead}${answers ? ', and TLS answers there' : ': no TLS answers there, as seen from here'}`,
    )
  }
  const answerer = await whoAnswers(world, listener)
  if (answerer.kind === 'kafka') {
    answerer.connection.close()
    return say(subject, 'ok', `${lead}, and it answers there`)
  }
  say(subject, 'note', `${lead}: ${wrongWithAnswerer(listener, answerer)}`)
}

function sayLeaderless({ topics, brokers }: MetadataResponse, say: Say): void {
  const live = new Set(brokers.map(({ nodeId }) => nodeId))
  const without: string[] = []
  const gone = new Set<number>()
  for (const { name, partitions } of topics) {
    for (const { partitionIndex, leaderId, replicaNodes } of partitions) {
      if (leaderId >= 0) continue
      without.push(`${name}-${partitionIndex}`)
      for (const id of replicaNodes) if (!live.has(id)) gone.add(id)
    }
  }
  if (without.length === 0) return
  const shown = without.slice(0, SAMPLE).join(', ')
  say(
    'partitions',
    'bad',
    `${without.length} have no leader (${shown}${without.length > SAMPLE ? ', …' : ''}): clients are told LEADER_NOT_AVAILABLE`,
    gone.size > 0
      ? `start broker ${[...gone].sort((a, b) => a - b).join(', ')}, which has their records`
      : 'look for a log folder that is offline (odradek health, the broker log)',
  )
}
