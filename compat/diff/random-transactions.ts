// Random stories of transactions, told to Apache Kafka and to Odradek step by step: right and wrong producers, epochs,
// partitions and sequences. After each step both must have answered the same, and know the same of transactions, producers,
// last stable offsets and committed offsets.
//   npm run compat:diff:random -- [--oracle apache392|apache44] [--stories 50] [--seed 1] [--steps 60]
// 3.9.2 is asked in versions of before KIP-890, 4.4.0 in newer ones. Ends with 1 when there is a difference without a reason.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Random } from '../../src/io/memory/random.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import { ErrorCode } from '../../src/protocol/error-codes.ts'
import { ALONE } from '../apache/apache.ts'
import { type BrokerKind, startBrokerOfKind } from '../lib/broker.ts'
import { Connection, requestFrame } from './exchange.ts'
import { batch } from './records.ts'
import type { Body } from './talk.ts'

const { values: flags } = parseArgs({
  options: {
    oracle: { type: 'string', default: 'apache392' },
    stories: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    steps: { type: 'string', default: '60' },
  },
})
const isYoung = flags.oracle === 'apache44'
const VERSIONS = isYoung
  ? { init: 5, addOffsets: 4, end: 5, offsets: 5, produce: 12 }
  : { init: 4, addOffsets: 3, end: 3, offsets: 3, produce: 11 }
const PAUSE_MS = 10
const ATTEMPTS = 200
const NOT_YET: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
])

const ACTS = [
  ...(['init', 'init', 'add', 'add', 'add', 'verify', 'add offsets', 'commit offsets'] as const),
  ...(['produce', 'produce', 'produce', 'end', 'end', 'end', 'mark'] as const),
]

/** Ids differ between brokers: the first one that a broker gave is P0, and so on. */
interface Who {
  readonly name: string
  readonly epoch: number
}
const NOBODY: Who = { name: 'nobody', epoch: -1 }
const STRANGER: Who = { name: 'stranger', epoch: 0 }

interface Step {
  readonly act: (typeof ACTS)[number]
  readonly id: number
  readonly who: Who
  readonly partition: number
  readonly sequence: number
  readonly commit: boolean
  readonly isNowhere: boolean
  readonly at: number
}

interface Names {
  readonly ids: readonly string[]
  readonly topic: string
  readonly group: string
}

class Side {
  private readonly connection: Connection
  private readonly names: Names
  private readonly given = new Map<number, string>()

  constructor(address: string, names: Names) {
    this.connection = new Connection(address)
    this.names = names
  }

  close(): void {
    this.connection.close()
  }

  async ask(key: number, version: number, body: Body): Promise<Body> {
    const outcome = await this.connection.ask(key, version, requestFrame(key, version, body))
    if (outcome.kind !== 'answer') throw new Error(`${JSON.stringify(body)} is ${outcome.kind}`)
    return outcome.body
  }

  /** Until the answer tells no error that passes. */
  private async askAgain(again: ReadonlySet<number>, ask: () => Promise<Body>, errorOf: (body: Body) => number) {
    for (let attempt = 0; ; attempt++) {
      const body = await ask()
      if (!again.has(errorOf(body)) || attempt === ATTEMPTS) return body
      await sleep(PAUSE_MS)
    }
  }

  private name(producerId: number): string {
    if (producerId < 0) return NOBODY.name
    const known = this.given.get(producerId) ?? `P${this.given.size}`
    this.given.set(producerId, known)
    return known
  }

  private producer({ name, epoch: producerEpoch }: Who) {
    for (const [producerId, known] of this.given) if (known === name) return { producerId, producerEpoch }
    return { producerId: name === NOBODY.name ? -1 : 999_999, producerEpoch }
  }

  async prepare(): Promise<void> {
    const { ids, topic, group } = this.names
    const topics = [{ name: topic, numPartitions: 2, replicationFactor: 1 }]
    await this.ask(ApiKey.CreateTopics, 5, { topics, timeoutMs: 5000 })
    const find = (key: string, keyType: number) => this.ask(ApiKey.FindCoordinator, 2, { key, keyType })
    const first = new Set<number>([...NOT_YET, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.LEADER_NOT_AVAILABLE])
    for (const id of ids) {
      await this.askAgain(
        first,
        () => find(id, 1),
        ({ errorCode }) => errorCode,
      )
      const describe = () => this.ask(ApiKey.DescribeTransactions, 0, { transactionalIds: [id] })
      await this.askAgain(first, describe, ({ transactionStates }) => transactionStates[0].errorCode)
    }
    await this.askAgain(
      first,
      () => find(group, 0),
      ({ errorCode }) => errorCode,
    )
    const offsets = () => this.ask(ApiKey.OffsetFetch, 5, { groupId: group, topics: null })
    await this.askAgain(first, offsets, ({ errorCode }) => errorCode)
    const metadata = () => this.ask(ApiKey.Metadata, 5, { topics: [{ name: topic }] })
    const worst = ({ topics: [one] }: Body) =>
      Math.max(one.errorCode, ...one.partitions.map(({ errorCode }: Body) => errorCode))
    await this.askAgain(first, metadata, worst)
  }

  /** Errors of transitions that are under way pass; what InitProducerId aborts is told by just that error. */
  async take(step: Step): Promise<Body> {
    const again = new Set(step.act === 'init' ? NOT_YET : [...NOT_YET, ErrorCode.CONCURRENT_TRANSACTIONS])
    return this.askAgain(
      again,
      () => this.request(step),
      (answer) => answer.error ?? answer,
    )
  }

  private async request(step: Step): Promise<Body> {
    const { topic, group } = this.names
    const transactionalId = this.names.ids[step.id]!
    const producer = this.producer(step.who)
    switch (step.act) {
      case 'init': {
        const body = { transactionalId, transactionTimeoutMs: 60_000, ...producer }
        return this.told(await this.ask(ApiKey.InitProducerId, VERSIONS.init, body))
      }
      case 'add':
      case 'verify':
        return this.join(transactionalId, producer, step)
      case 'add offsets': {
        const body = { transactionalId, ...producer, groupId: group }
        return (await this.ask(ApiKey.AddOffsetsToTxn, VERSIONS.addOffsets, body)).errorCode
      }
      case 'commit offsets': {
        const partition = {
          partitionIndex: step.partition,
          committedOffset: step.at,
          committedLeaderEpoch: -1,
          committedMetadata: '',
        }
        const member = { generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null }
        const topics = [{ name: topic, partitions: [partition] }]
        const body = { transactionalId, groupId: group, ...producer, ...member, topics }
        return (await this.ask(ApiKey.TxnOffsetCommit, VERSIONS.offsets, body)).topics[0].partitions[0].errorCode
      }
      case 'produce':
        return this.produce(transactionalId, producer, step)
      case 'end': {
        const body = { transactionalId, ...producer, committed: step.commit }
        return this.told(await this.ask(ApiKey.EndTxn, VERSIONS.end, body))
      }
      case 'mark': {
        const topics = [{ name: topic, partitionIndexes: [step.partition] }]
        const markers = [{ ...producer, transactionResult: step.commit, topics, coordinatorEpoch: 0 }]
        const body = await this.ask(ApiKey.WriteTxnMarkers, 1, { markers })
        return body.markers[0].topics[0].partitions[0].errorCode
      }
    }
  }

  private told({ errorCode, producerId = -1, producerEpoch = -1 }: Body): Body {
    return { error: errorCode, name: this.name(producerId), epoch: producerEpoch }
  }

  private async join(transactionalId: string, producer: Body, { act, isNowhere, partition }: Step): Promise<Body> {
    const topics = [{ name: isNowhere ? 'nowhere' : this.names.topic, partitions: [partition] }]
    if (act === 'add' && !isYoung) {
      const body = {
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: producer.producerId,
        v3AndBelowProducerEpoch: producer.producerEpoch,
        v3AndBelowTopics: topics,
      }
      const answer = await this.ask(ApiKey.AddPartitionsToTxn, 3, body)
      return answer.resultsByTopicV3AndBelow[0].resultsByPartition[0].partitionErrorCode
    }
    const transactions = [{ transactionalId, ...producer, verifyOnly: act === 'verify', topics }]
    const answer = await this.ask(ApiKey.AddPartitionsToTxn, 4, { transactions })
    return answer.resultsByTransaction[0].topicResults[0].resultsByPartition[0].partitionErrorCode
  }

  private async produce(transactionalId: string, producer: Body, { partition, sequence, at }: Step): Promise<Body> {
    const records = batch({
      records: [{ key: 'k', value: String(at) }],
      timestamp: 1_700_000_000_000,
      attributes: 16,
      baseSequence: sequence,
      ...producer,
    })
    const topicData = [{ name: this.names.topic, partitionData: [{ index: partition, records }] }]
    const body = { transactionalId, acks: -1, timeoutMs: 5000, topicData }
    const [answer] = (await this.ask(ApiKey.Produce, VERSIONS.produce, body)).responses[0].partitionResponses
    return { error: answer.errorCode, offset: answer.baseOffset }
  }

  /** What the broker knows, when nothing is prepared any more. */
  async known(): Promise<Body> {
    const { ids, topic, group } = this.names
    const describe = () => this.ask(ApiKey.DescribeTransactions, 0, { transactionalIds: ids })
    let states: Body[] = []
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      states = (await describe()).transactionStates
      if (!states.some(({ transactionState }) => transactionState.startsWith('Prepare'))) break
      await sleep(PAUSE_MS)
    }
    const partitionIndexes = [0, 1]
    const producers = await this.ask(ApiKey.DescribeProducers, 0, { topics: [{ name: topic, partitionIndexes }] })
    const latest = partitionIndexes.map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp: -1 }))
    const listed = { replicaId: -1, isolationLevel: 1, topics: [{ name: topic, partitions: latest }] }
    const stable = await this.ask(ApiKey.ListOffsets, 5, listed)
    const fetched = { groupId: group, topics: [{ name: topic, partitionIndexes }], requireStable: true }
    const offsets = await this.ask(ApiKey.OffsetFetch, 7, fetched)
    return {
      transactions: states.map((state) => this.transaction(state)),
      producers: sorted(producers.topics[0].partitions, (one) => [
        one.partitionIndex,
        sorted(one.activeProducers, (active) => this.activeProducer(active)),
      ]),
      stable: sorted(stable.topics[0].partitions, ({ partitionIndex, offset }) => [partitionIndex, offset]),
      offsets: sorted(offsets.topics[0].partitions, (one) => [one.partitionIndex, one.errorCode, one.committedOffset]),
    }
  }

  private transaction({ errorCode, transactionState, producerId, producerEpoch, topics }: Body): Body {
    if (errorCode !== ErrorCode.NONE) return errorCode
    const joined = sorted(topics, ({ topic, partitions }) => [
      topic.slice(topic.lastIndexOf('-') + 1),
      [...partitions].sort(),
    ])
    return [transactionState, this.name(producerId), producerEpoch, joined]
  }

  private activeProducer(one: Body): Body {
    const { producerId, producerEpoch, lastSequence, coordinatorEpoch, currentTxnStartOffset } = one
    return [this.name(producerId), producerEpoch, lastSequence, coordinatorEpoch, currentTxnStartOffset]
  }
}

/** In one order: as texts. */
function sorted(list: readonly Body[], of: (one: Body) => Body): Body[] {
  return list.map((one) => JSON.stringify(of(one))).sort()
}

class Steps {
  private readonly random: Random
  private readonly current = new Map<number, Who>()
  private readonly everybody: Who[] = [STRANGER, NOBODY]
  private readonly sequences = new Map<string, number>()

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  next(at: number): Step {
    const { random } = this
    const id = random.below(2)
    const act = this.pick(ACTS)
    const isNew = act === 'init' && random.below(2) === 0
    const who = isNew ? NOBODY : this.who(id)
    const partition = random.below(2)
    const wrong = random.below(8) === 0 ? this.pick([-1, 1, 5]) : 0
    const sequence = Math.max(0, (this.sequences.get(`${who.name}/${who.epoch}/${partition}`) ?? 0) + wrong)
    return { act, id, who, partition, sequence, commit: random.below(2) === 0, isNowhere: random.below(15) === 0, at }
  }

  /** What Apache answered. */
  answered({ act, id, who, partition, sequence }: Step, answer: Body): void {
    if (act === 'produce' && answer.error === ErrorCode.NONE)
      this.sequences.set(`${who.name}/${who.epoch}/${partition}`, sequence + 1)
    if (answer.error !== ErrorCode.NONE || !(answer.epoch >= 0)) return
    this.current.set(id, answer)
    this.everybody.push(answer)
  }

  private who(id: number): Who {
    const current = this.current.get(id) ?? STRANGER
    if (this.random.below(10) < 7) return current
    if (this.random.below(2) === 0) return this.pick(this.everybody)
    return { ...current, epoch: Math.max(0, current.epoch + this.pick([-1, 1])) }
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!
  }
}

/** What docs/gaps.md says of 3.9.2, and of negative ids. 'ends': after it the two know different things for good. */
function meant({ act, who }: Step, theirs: Body, ours: Body, knowledge: readonly Body[]): 'goes on' | 'ends' | null {
  const [error, own] = [theirs.error ?? theirs, ours.error ?? ours]
  if (who === NOBODY && act !== 'init') return 'ends'
  if (isYoung) return null
  // The epoch is looked at before the coordinator is asked.
  if (own === ErrorCode.INVALID_PRODUCER_EPOCH)
    return error === ErrorCode.INVALID_PRODUCER_ID_MAPPING || error === ErrorCode.TRANSACTION_ABORTABLE
      ? 'goes on'
      : 'ends'
  // A producer whose transaction was aborted may go on with the next epoch.
  if (act === 'init' && error === ErrorCode.PRODUCER_FENCED && own === ErrorCode.NONE) return 'ends'
  // A partition that refuses its marker for good.
  return JSON.stringify(knowledge[0].transactions).includes('Prepare') ? 'ends' : null
}

async function tellStory(seed: number, addresses: readonly [string, string]): Promise<string | null> {
  const run = `r${Date.now()}x${seed}`
  const names = { ids: [`${run}-x`, `${run}-y`], topic: `${run}-t`, group: `${run}-g` }
  const sides = addresses.map((address) => new Side(address, names))
  const steps = new Steps(seed)
  const story: string[] = []
  try {
    for (const side of sides) await side.prepare()
    for (let at = 0; at < Number(flags.steps); at++) {
      const step = steps.next(at)
      const answers: Body[] = []
      const knowledge: Body[] = []
      for (const side of sides) {
        answers.push(await side.take(step))
        knowledge.push(await side.known())
      }
      story.push(`${JSON.stringify(step)} -> ${JSON.stringify(answers[0])}`)
      steps.answered(step, answers[0])
      const [theirs, ours] = answers.map((answer, i) => JSON.stringify([answer, knowledge[i]]))
      if (theirs === ours) continue
      const reason = meant(step, answers[0], answers[1], knowledge)
      if (reason === 'ends') return null
      if (reason === null) return [...story.slice(-12), `${flags.oracle}: ${theirs}`, `odradek: ${ours}`].join('\n')
    }
    return null
  } finally {
    for (const side of sides) side.close()
  }
}

const overrides = { ...ALONE, 'broker.id': 1 }
const kinds: readonly BrokerKind[] = [flags.oracle as BrokerKind, 'odradek']
const brokers = await Promise.all(kinds.map((kind) => startBrokerOfKind(kind, { overrides })))
try {
  const [theirs, ours] = brokers.map(({ bootstrap }) => bootstrap)
  let differences = 0
  for (let n = 0; n < Number(flags.stories); n++) {
    const seed = Number(flags.seed) + n
    const difference = await tellStory(seed, [theirs!, ours!])
    if (difference === null) continue
    differences++
    console.log(`seed ${seed}\n${difference}\n`)
  }
  console.log(`${flags.stories} stories from seed ${flags.seed} beside ${flags.oracle}: ${differences} differ`)
  if (differences > 0) process.exitCode = 1
} finally {
  await Promise.all(brokers.map((broker) => broker.stop()))
}
