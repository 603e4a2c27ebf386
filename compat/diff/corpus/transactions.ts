// InitProducerId with transactional ids, AddPartitionsToTxn, AddOffsetsToTxn, EndTxn, DescribeTransactions, ListTransactions.
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario } from '../talk.ts'
import { addBody, atRest, ended, initBody, joinTopic, type Producer, producerOf, servedId } from './transaction-talk.ts'

const coordinators: Scenario = {
  api: ApiKey.FindCoordinator,
  name: 'of transactions',
  versions: [1, 6],
  async run(talk, version) {
    const id = await servedId(talk)
    const many = version >= 4
    const ask = (label: string, ...keys: string[]) =>
      talk.ask(
        label,
        ApiKey.FindCoordinator,
        version,
        many ? { keyType: 1, coordinatorKeys: keys } : { keyType: 1, key: keys[0] },
      )
    await ask('a transactional id', id)
    await ask('an empty one', '')
    if (!many) return
    await ask('several', id, `${id}-2`, '')
    await ask('nothing')
    await ask('the same twice', id, id)
  },
}

const init: Scenario = {
  api: ApiKey.InitProducerId,
  name: 'transactional',
  async run(talk, version) {
    const id = await servedId(talk)
    const ask = (label: string, more: Body = {}) => talk.ask(label, ApiKey.InitProducerId, version, initBody(id, more))
    await producerOf(talk, talk.name('first'))
    const first = await ask('new')
    const again = await ask('again')
    talk.note('the same id', first.producerId === again.producerId)
    await ask('timeout 0', { transactionTimeoutMs: 0 })
    await ask('timeout -1', { transactionTimeoutMs: -1 })
    await ask('the longest timeout', { transactionTimeoutMs: 900_000 })
    await ask('a longer one', { transactionTimeoutMs: 900_001 })
    await atRest(talk, id, 'after these')
    const { producerId } = first
    if (version >= 3) {
      const current = await ask('a new one')
      const epoch = current.producerEpoch
      await ask('goes on', { producerId, producerEpoch: epoch })
      await ask('goes on, repeated', { producerId, producerEpoch: epoch })
      await ask('with an old epoch', { producerId, producerEpoch: epoch - 1 })
      await ask('with a future epoch', { producerId, producerEpoch: epoch + 5 })
      await ask('with another id', { producerId: producerId + 100_000, producerEpoch: epoch })
      await ask('with an id, no epoch', { producerId, producerEpoch: -1 })
      await ask('with an epoch, no id', { producerId: -1, producerEpoch: 1 })
      await ask('the last epoch of the id before', { producerId: producerId + 100_000, producerEpoch: 32_766 })
      await ask('an unknown id goes on', { transactionalId: talk.name('unknown'), producerId, producerEpoch: 1 })
    }
    const topic = await talk.topic('t')
    const open = await producerOf(talk, id)
    await joinTopic(talk, id, open, topic)
    await ask('while a transaction is open')
    await atRest(talk, id, 'it is aborted')
    if (version >= 3) await ask('the fenced one goes on', { ...open })
    await ask('the new one')
    await atRest(talk, id, 'and it serves')
    if (version < 3) return
    const young = await producerOf(talk, id)
    await joinTopic(talk, id, young, topic)
    await ask('an old one goes on while a transaction is open', { ...open })
    await atRest(talk, id, 'after it')
    await ask('the old one again', { ...open })
    await ask('the young one goes on', { ...young })
  },
}

/** The whole of an answer differs between the two forms of AddPartitionsToTxn: what is common is what is asked. */
const cases = (id: string, good: Producer, topic: string, other: string): [string, string, Producer, Body][] => {
  const { producerId, producerEpoch } = good
  const one = [{ name: topic, partitions: [0] }]
  return [
    ['an unknown id', `${id}-unknown`, good, one],
    ['an empty id', '', good, one],
    ['another producer id', id, { producerId: producerId + 100_000, producerEpoch }, one],
    ['no producer id', id, { producerId: -1, producerEpoch: -1 }, one],
    ['an old epoch', id, { producerId, producerEpoch: producerEpoch - 1 }, one],
    ['a future epoch', id, { producerId, producerEpoch: producerEpoch + 1 }, one],
    ['an unknown topic', id, good, [{ name: other, partitions: [0] }]],
    ['an unknown partition', id, good, [{ name: topic, partitions: [9] }]],
    ['a known and an unknown one', id, good, [...one, { name: other, partitions: [0, 1] }]],
    ['no partitions', id, good, [{ name: topic, partitions: [] }]],
    ['no topics', id, good, []],
    ['good', id, good, one],
    ['good, again', id, good, one],
    ['another partition', id, good, [{ name: topic, partitions: [1] }]],
    ['both', id, good, [{ name: topic, partitions: [0, 1] }]],
    ['a partition twice', id, good, [{ name: topic, partitions: [0, 0] }]],
    ['an internal topic', id, good, [{ name: '__transaction_state', partitions: [0] }]],
    ['another internal topic', id, good, [{ name: '__consumer_offsets', partitions: [0] }, ...one]],
  ]
}

const addOne: Scenario = {
  api: ApiKey.AddPartitionsToTxn,
  name: 'of one transaction',
  versions: [0, 3],
  async run(talk, version) {
    const id = await servedId(talk)
    const topic = await talk.topic('t', 2)
    await producerOf(talk, id)
    const good = await producerOf(talk, id)
    for (const [label, transactionalId, producer, topics] of cases(id, good, topic, talk.name('unknown'))) {
      await talk.ask(label, ApiKey.AddPartitionsToTxn, version, addBody(transactionalId, producer, topics))
    }
    await atRest(talk, id, 'what has joined')
    await ended(talk, id, good, true)
    await talk.ask(
      'the next one',
      ApiKey.AddPartitionsToTxn,
      version,
      addBody(id, good, [{ name: topic, partitions: [1] }]),
    )
    await atRest(talk, id, 'what has joined the next one')
  },
}

const addMany: Scenario = {
  api: ApiKey.AddPartitionsToTxn,
  name: 'of several transactions',
  versions: [4, 5],
  async run(talk, version) {
    const id = await servedId(talk)
    const topic = await talk.topic('t', 2)
    await producerOf(talk, id)
    const good = await producerOf(talk, id)
    const ask = (label: string, ...transactions: Body[]) =>
      talk.ask(label, ApiKey.AddPartitionsToTxn, version, { transactions })
    for (const verifyOnly of [true, false]) {
      for (const [label, transactionalId, producer, topics] of cases(id, good, topic, talk.name('unknown'))) {
        await ask(`${label}${verifyOnly ? ', verified' : ''}`, { transactionalId, ...producer, verifyOnly, topics })
      }
    }
    await atRest(talk, id, 'what has joined')
    const topics = [{ name: topic, partitions: [0, 1] }]
    const other = talk.name('y')
    const second = await producerOf(talk, other)
    await ask(
      'several',
      { transactionalId: id, ...good, verifyOnly: true, topics },
      { transactionalId: other, ...second, verifyOnly: true, topics },
    )
    await ask('nothing')
    await ended(talk, id, good, false)
    await ask('verified after the end', { transactionalId: id, ...good, verifyOnly: true, topics })
  },
}

const addOffsets: Scenario = {
  api: ApiKey.AddOffsetsToTxn,
  name: 'of a group',
  async run(talk, version) {
    const id = await servedId(talk)
    await producerOf(talk, id)
    const good = await producerOf(talk, id)
    const { producerId, producerEpoch } = good
    const ask = (label: string, more: Body = {}) =>
      talk.ask(label, ApiKey.AddOffsetsToTxn, version, {
        transactionalId: id,
        ...good,
        groupId: talk.name('g'),
        ...more,
      })
    await ask('an unknown id', { transactionalId: talk.name('unknown') })
    await ask('an empty id', { transactionalId: '' })
    await ask('another producer id', { producerId: producerId + 100_000 })
    await ask('an old epoch', { producerEpoch: producerEpoch - 1 })
    await ask('a future epoch', { producerEpoch: producerEpoch + 1 })
    await ask('good')
    await ask('good, again')
    await ask('an empty group', { groupId: '' })
    const { topics } = await atRest(talk, id)
    talk.note(
      'what has joined',
      topics.map(({ topic }: Body) => topic),
    )
    await ended(talk, id, { producerId, producerEpoch }, true)
  },
}

const end: Scenario = {
  api: ApiKey.EndTxn,
  name: 'the epoch stays',
  versions: [0, 4],
  async run(talk, version) {
    const id = await servedId(talk)
    const topic = await talk.topic('t')
    await producerOf(talk, id)
    const good = await producerOf(talk, id)
    const { producerId, producerEpoch } = good
    const ask = (label: string, committed: boolean, more: Body = {}) =>
      talk.ask(label, ApiKey.EndTxn, version, { transactionalId: id, ...good, committed, ...more })
    for (const committed of [true, false]) {
      const word = committed ? 'commit' : 'abort'
      await ask(`${word}: an unknown id`, committed, { transactionalId: talk.name('unknown') })
      await ask(`${word}: an empty id`, committed, { transactionalId: '' })
      await ask(`${word}: another producer id`, committed, { producerId: producerId + 100_000 })
      await ask(`${word}: an old epoch`, committed, { producerEpoch: producerEpoch - 1 })
      await ask(`${word}: a future epoch`, committed, { producerEpoch: producerEpoch + 1 })
      if (committed) {
        await ask('commit of nothing', true)
        await ask('abort of nothing', false)
      }
      await joinTopic(talk, id, good, topic)
      await ask(word, committed)
      await atRest(talk, id, `after ${word}`)
      await ask(`${word}, again`, committed)
      await ask(`not ${word}`, !committed)
      await atRest(talk, id, `after all of ${word}`)
    }
  },
}

const endRaising: Scenario = {
  api: ApiKey.EndTxn,
  name: 'the epoch rises',
  versions: [5, 5],
  async run(talk, version) {
    const id = await servedId(talk)
    const topic = await talk.topic('t')
    await producerOf(talk, id)
    const producer = await producerOf(talk, id)
    const ask = async (label: string, committed: boolean, epochs = 0, more: Body = {}): Promise<Body> => {
      const producerEpoch = producer.producerEpoch + epochs
      const body = { transactionalId: id, producerId: producer.producerId, producerEpoch, committed, ...more }
      return await talk.ask(label, ApiKey.EndTxn, version, body)
    }
    const table = async (state: string) => {
      await ask(`${state}: commit, the last epoch again`, true, -1)
      await ask(`${state}: abort, the last epoch again`, false, -1)
      await ask(`${state}: commit, an old epoch`, true, -2)
      await ask(`${state}: commit, a future epoch`, true, 1)
      await ask(`${state}: commit`, true)
    }
    await ask('an unknown id', true, 0, { transactionalId: talk.name('unknown') })
    await ask('an empty id', true, 0, { transactionalId: '' })
    await ask('another producer id', true, 0, { producerId: producer.producerId + 100_000 })
    await table('empty')
    for (const committed of [true, false]) {
      await joinTopic(talk, id, producer, topic)
      await ask('open: the last epoch again', committed, -1)
      const answer = await ask(committed ? 'commit' : 'abort', committed)
      producer.producerEpoch = answer.producerEpoch
      await atRest(talk, id, 'after it')
      await table(committed ? 'committed' : 'aborted')
    }
    const nothing = await ask('abort of nothing', false)
    producer.producerEpoch = nothing.producerEpoch
    await atRest(talk, id, 'after the abort of nothing')
    await ask('abort of nothing, again', false, -1)
    await joinTopic(talk, id, producer, topic)
    await talk.prepare(ApiKey.InitProducerId, 4, initBody(id))
    await atRest(talk, id, 'fenced by a new one')
    await ask('the fenced one aborts', false)
    await ask('the fenced one commits', true)
    await talk.ask('the fenced one goes on', ApiKey.InitProducerId, 5, initBody(id, producer))
    await atRest(talk, id, 'at last')
  },
}

const describe: Scenario = {
  api: ApiKey.DescribeTransactions,
  name: 'states',
  async run(talk, version) {
    const id = await servedId(talk)
    const topic = await talk.topic('t', 2)
    const ask = (label: string, ...transactionalIds: string[]) =>
      talk.ask(label, ApiKey.DescribeTransactions, version, { transactionalIds })
    await ask('unknown', id)
    await ask('empty', '')
    await ask('nothing')
    const producer = await producerOf(talk, id)
    await ask('of an id without a transaction', id)
    await joinTopic(talk, id, producer, topic)
    await ask('ongoing', id)
    await ended(talk, id, producer, true)
    await ask('committed', id)
    await joinTopic(talk, id, producer, topic)
    await ended(talk, id, producer, false)
    await ask('aborted', id)
    await ask('twice', id, id)
    await ask('several', talk.name('unknown'), id, '')
  },
}

const list: Scenario = {
  api: ApiKey.ListTransactions,
  name: 'filters',
  async run(talk, version) {
    const ids = [await servedId(talk, 'a'), await servedId(talk, 'b'), await servedId(talk, 'c')] as const
    const topic = await talk.topic('t')
    const producers = [await producerOf(talk, ids[0]), await producerOf(talk, ids[1]), await producerOf(talk, ids[2])]
    await joinTopic(talk, ids[1], producers[1]!, topic)
    await joinTopic(talk, ids[2], producers[2]!, topic)
    await ended(talk, ids[2], producers[2]!, true)
    const ask = async (label: string, body: Body) => {
      const answer = await talk.prepare(ApiKey.ListTransactions, version, body)
      const mine = answer.transactionStates
        .filter(({ transactionalId }: Body) => ids.includes(transactionalId))
        .sort((x: Body, y: Body) => (x.transactionalId < y.transactionalId ? -1 : 1))
      talk.note(label, { ...answer, transactionStates: mine })
    }
    await ask('all', {})
    await ask('one state', { stateFilters: ['Ongoing'] })
    await ask('two states', { stateFilters: ['Empty', 'CompleteCommit'] })
    await ask('a state in other letters', { stateFilters: ['ongoing'] })
    await ask('an unknown state', { stateFilters: ['Sleeping'] })
    await ask('an unknown state twice, and a known one', { stateFilters: ['Sleeping', 'Empty', 'Sleeping'] })
    await ask('states that are passed through', { stateFilters: ['Dead', 'PrepareEpochFence'] })
    await ask('a producer', { producerIdFilters: [producers[1]!.producerId] })
    await ask('an unknown producer', { producerIdFilters: [999_999_999] })
    await ask('a producer and a state', { producerIdFilters: [producers[1]!.producerId], stateFilters: ['Empty'] })
    if (version >= 1) {
      await ask('longer than nothing', { durationFilter: 0 })
      await ask('longer than an hour', { durationFilter: 3_600_000 })
      await ask('a negative time', { durationFilter: -5 })
    }
    if (version < 2) return
    await ask('a pattern', { transactionalIdPattern: `.*-[ab]` })
    await ask('part of an id', { transactionalIdPattern: '-a' })
    await ask('an empty pattern', { transactionalIdPattern: '' })
    await ask('no pattern', { transactionalIdPattern: null })
    await ask('a bad pattern', { transactionalIdPattern: '(' })
    await ask('a pattern that Java has and RE2 has not', { transactionalIdPattern: '(?=a).*' })
  },
}

export const transactionScenarios: readonly Scenario[] = [
  coordinators,
  init,
  addOne,
  addMany,
  addOffsets,
  end,
  endRaising,
  describe,
  list,
]
