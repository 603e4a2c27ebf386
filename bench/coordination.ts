// What coordinators do, side by side with Apache Kafka 3.9.2: npm run bench:coordination -- [--rounds 5] [--seconds 5] [--producers 16] [--members 50,1000]
//   Transactions per second of several producers at once: AddPartitionsToTxn, one record, EndTxn, each answered before the next.
//   A rebalance: everybody joins a group that was stable, and has a part of its own.
// The driver speaks the protocol itself and runs in this process. Brokers take turns; the first round is cold and left out.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createTopic, uniqueName } from '../compat/lib/client.ts'
import { splitAddress } from '../compat/lib/net.ts'
import { BrokerConnection } from '../src/client/connection.ts'
import { encodeSubscription } from '../src/client/group/protocol.ts'
import { makeNodeWorld } from '../src/io/node/world.ts'
import { ApiKey } from '../src/protocol/apis.ts'
import { buildBatch } from '../src/protocol/batch/builder.ts'
import { ErrorCode } from '../src/protocol/error-codes.ts'
import { median, usage, usedSince } from './measure.ts'
import { type Subject, type SubjectName, Subjects } from './subjects.ts'

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    producers: { type: 'string', default: '16' },
    members: { type: 'string', default: '50,1000' },
  },
})
const ROUNDS = Math.max(2, Number(flags.rounds))
const PRODUCERS = Number(flags.producers)
const PARTITIONS = 8
const REBALANCES = 5
const ASSIGNMENT = Buffer.alloc(100, 'a')
const VALUE = Buffer.alloc(100, 'v')
/** What clients wait before they ask again, while the markers of the transaction before are being written. */
const AGAIN_MS = 2
const BEAT_MS = 50
const NAMES: readonly SubjectName[] = ['apache', 'odradek', 'odradek never']

const world = makeNodeWorld()

function connect(address: string): Promise<BrokerConnection> {
  const { host, port } = splitAddress(address)
  return BrokerConnection.open({ world, host, port, requestTimeoutMs: 60_000 })
}

/** Asks again while the coordinator is loading, or the transaction before is not over. */
async function persist(ask: () => Promise<number>): Promise<void> {
  const passing = new Set<number>([
    ErrorCode.CONCURRENT_TRANSACTIONS,
    ErrorCode.COORDINATOR_NOT_AVAILABLE,
    ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
    ErrorCode.NOT_COORDINATOR,
  ])
  for (;;) {
    const error = await ask()
    if (error === ErrorCode.NONE) return
    if (!passing.has(error)) throw new Error(`answered with error ${error}`)
    await sleep(AGAIN_MS)
  }
}

interface Turn {
  readonly perSecond: number
  readonly cpuMsEach: number
}

async function transactions(subject: Subject): Promise<Turn> {
  const topic = uniqueName('transactions')
  await createTopic(subject.address, topic, PARTITIONS)
  const names = Array.from({ length: PRODUCERS }, (_, i) => `${topic}-${i}`)
  const ready = await Promise.all(names.map((name) => beginProducer(subject.address, name)))
  const before = usage(subject.pid)
  const startedAt = performance.now()
  const endAt = startedAt + Number(flags.seconds) * 1000
  const counts = await Promise.all(
    ready.map(async (producer, i) => {
      let count = 0
      while (performance.now() < endAt) await transaction(producer, topic, i % PARTITIONS, count++)
      producer.connection.close()
      return count
    }),
  )
  const took = (performance.now() - startedAt) / 1000
  const used = usedSince(before, subject.pid)
  const done = counts.reduce((sum, count) => sum + count, 0)
  return { perSecond: done / took, cpuMsEach: ((used.userSeconds + used.systemSeconds) * 1000) / done }
}

interface TransactionalProducer {
  readonly connection: BrokerConnection
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

async function beginProducer(address: string, transactionalId: string): Promise<TransactionalProducer> {
  const connection = await connect(address)
  await persist(async () => {
    const body = { keyType: 1, key: transactionalId, coordinatorKeys: [transactionalId] }
    const { errorCode, coordinators } = await connection.request(ApiKey.FindCoordinator, body)
    return coordinators[0]?.errorCode ?? errorCode
  })
  let producerId = -1
  let producerEpoch = -1
  await persist(async () => {
    const body = { transactionalId, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 }
    const answer = await connection.request(ApiKey.InitProducerId, body)
    producerId = answer.producerId
    producerEpoch = answer.producerEpoch
    return answer.errorCode
  })
  return { connection, transactionalId, producerId, producerEpoch }
}

/** As clients of 3.9 do it: versions before the second kind of transactions (KIP-890), which both brokers serve. */
async function transaction(
  producer: TransactionalProducer,
  topic: string,
  index: number,
  count: number,
): Promise<void> {
  const { connection, transactionalId, producerId, producerEpoch } = producer
  await persist(async () => {
    const body = {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions: [index] }],
    }
    const answer = await connection.request(ApiKey.AddPartitionsToTxn, body, { version: 3 })
    return answer.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode
  })
  await persist(async () => {
    const options = { producerId, producerEpoch, baseSequence: count, transactional: true }
    const records = buildBatch([{ timestamp: Date.now(), value: VALUE }], options)
    const topicData = [{ name: topic, partitionData: [{ index, records }] }]
    const body = { transactionalId, acks: -1, timeoutMs: 30_000, topicData }
    const answer = await connection.request(ApiKey.Produce, body, { version: 11 })
    return answer.responses[0]!.partitionResponses[0]!.errorCode
  })
  await persist(async () => {
    const body = { transactionalId, producerId, producerEpoch, committed: true }
    return (await connection.request(ApiKey.EndTxn, body, { version: 3 })).errorCode
  })
}

interface Member {
  readonly connection: BrokerConnection
  memberId: string
  generation: number
  metadata: Uint8Array
}

/** Milliseconds until everybody has its part, from when all of them ask to join; the median of a few. */
async function rebalances(subject: Subject, count: number): Promise<Turn> {
  const groupId = uniqueName('group')
  const members: Member[] = []
  for (let i = 0; i < count; i++) {
    const connection = await connect(subject.address)
    members.push({ connection, memberId: '', generation: -1, metadata: subscription(0) })
  }
  const ask = { keyType: 0, key: groupId, coordinatorKeys: [groupId] }
  await persist(async () => {
    const { errorCode, coordinators } = await members[0]!.connection.request(ApiKey.FindCoordinator, ask)
    return coordinators[0]?.errorCode ?? errorCode
  })
  await everybodyMeets(groupId, members)
  const took: number[] = []
  const before = usage(subject.pid)
  for (let i = 0; i < REBALANCES; i++) {
    // With what it said before, a follower is answered at once, and nobody else is asked.
    for (const member of members) member.metadata = subscription(i + 1)
    const startedAt = performance.now()
    await everybodyJoins(groupId, members)
    took.push(performance.now() - startedAt)
  }
  const used = usedSince(before, subject.pid)
  for (const { connection } of members) connection.close()
  return { perSecond: 1000 / median(took), cpuMsEach: ((used.userSeconds + used.systemSeconds) * 1000) / REBALANCES }
}

/** Two topics, and ten partitions that the member says it has. */
function subscription(generation: number): Uint8Array {
  const owned = Array.from({ length: 10 }, (_, partition) => ({ topic: 'clicks', partition }))
  return encodeSubscription(['clicks', 'orders'], owned, generation)
}

/** They come one by one, so who has a part beats until all of them are of one generation. */
async function everybodyMeets(groupId: string, members: readonly Member[]): Promise<void> {
  const areOne = () => members.every(({ generation }) => generation >= 0 && generation === members[0]!.generation)
  await Promise.all(
    members.map(async (member) => {
      await joinAndSync(groupId, member)
      while (!areOne()) {
        await sleep(BEAT_MS)
        const { memberId, generation: generationId } = member
        const { errorCode } = await member.connection.request(ApiKey.Heartbeat, { groupId, generationId, memberId })
        if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) await joinAndSync(groupId, member)
        else if (errorCode !== ErrorCode.NONE) throw new Error(`Heartbeat answered ${errorCode}`)
      }
    }),
  )
}

async function everybodyJoins(groupId: string, members: readonly Member[]): Promise<void> {
  await Promise.all(members.map((member) => joinAndSync(groupId, member)))
}

/** Begins anew when a rebalance began meanwhile: members that come one by one see several, as with any client. */
async function joinAndSync(groupId: string, member: Member): Promise<void> {
  for (;;) {
    const joined = await joinGroup(groupId, member)
    const { generationId, leader, memberId } = joined
    const all = leader === memberId ? joined.members.map((one) => one.memberId) : []
    const assignments = all.map((id) => ({ memberId: id, assignment: ASSIGNMENT }))
    const body = { groupId, generationId, memberId, protocolType: 'consumer', protocolName: 'range', assignments }
    const { errorCode } = await member.connection.request(ApiKey.SyncGroup, body)
    if (errorCode === ErrorCode.NONE) {
      member.generation = generationId
      return
    }
    if (errorCode !== ErrorCode.REBALANCE_IN_PROGRESS) throw new Error(`SyncGroup answered ${errorCode}`)
  }
}

async function joinGroup(groupId: string, member: Member) {
  for (;;) {
    const joined = await member.connection.request(ApiKey.JoinGroup, {
      groupId,
      sessionTimeoutMs: 60_000,
      rebalanceTimeoutMs: 60_000,
      memberId: member.memberId,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: member.metadata }],
    })
    member.memberId = joined.memberId
    if (joined.errorCode === ErrorCode.NONE) return joined
    if (joined.errorCode === ErrorCode.MEMBER_ID_REQUIRED) continue
    if (joined.errorCode !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
      throw new Error(`JoinGroup answered ${joined.errorCode}`)
    }
    await sleep(AGAIN_MS)
  }
}

type Work = (subject: Subject) => Promise<Turn>

async function compare(name: string, subjects: ReadonlyMap<SubjectName, Subject>, work: Work): Promise<void> {
  const turns = new Map<SubjectName, Turn[]>(NAMES.map((subject) => [subject, []]))
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % NAMES.length
    for (const subject of [...NAMES.slice(first), ...NAMES.slice(0, first)]) {
      turns.get(subject)!.push(await work(subjects.get(subject)!))
    }
  }
  const warm = (subject: SubjectName) => {
    const [, ...rest] = turns.get(subject)!
    return { rate: median(rest.map((one) => one.perSecond)), cpu: median(rest.map((one) => one.cpuMsEach)) }
  }
  const apache = warm('apache')
  for (const subject of NAMES) {
    const { rate, cpu } = warm(subject)
    const ratio =
      subject === 'apache'
        ? ''
        : `  ${(rate / apache.rate).toFixed(2)} × as many, ${(cpu / apache.cpu).toFixed(2)} × CPU`
    console.log(
      `${name.padEnd(28)} ${subject.padEnd(14)} ${rate.toFixed(1).padStart(8)}/s (${(1000 / rate).toFixed(2)} ms)  ` +
        `CPU each ${cpu.toFixed(2)} ms${ratio}`,
    )
  }
}

const workDir = mkdtempSync(join(tmpdir(), 'odradek-coordination-'))
const all = new Subjects(workDir, { 'group.initial.rebalance.delay.ms': 0 })
const running = new Map<SubjectName, Subject>()
try {
  for (const name of NAMES) running.set(name, await all.start(name))
  await compare(`transactions, ${PRODUCERS} producers`, running, transactions)
  for (const members of flags.members.split(',').map(Number)) {
    await compare(`a rebalance, ${members} members`, running, (subject) => rebalances(subject, members))
  }
} finally {
  for (const subject of running.values()) await subject.stop()
  await all.stop()
  rmSync(workDir, { recursive: true, force: true })
}
