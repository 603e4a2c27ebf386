// Fetch: positions and limits, old formats, sessions.
import { ZERO_UUID } from '../../../src/base/kinds.ts'
import { ApiKey } from '../../../src/protocol/apis.ts'
import { batch, messageSet } from '../records.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

interface Target {
  name: string
  topicId: string
}

async function target(
  talk: Talk,
  label: string,
  partitions = 1,
  configs: Record<string, string> = {},
): Promise<Target> {
  const name = await talk.topic(label, partitions, configs)
  return { name, topicId: await talk.topicId(name) }
}

/** The partitions to ask for, by topic name or id as the version wants. */
function topics(version: number, to: Target, partitions: Body[]): Body[] {
  return [{ ...(version >= 13 ? { topicId: to.topicId } : { topic: to.name }), partitions }]
}

function at(fetchOffset: number, more: Body = {}): Body {
  return { partition: 0, fetchOffset, partitionMaxBytes: 1_000_000, ...more }
}

function request(of: Body, more: Body = {}): Body {
  const fixed = {
    replicaId: -1,
    maxWaitMs: 100,
    minBytes: 0,
    maxBytes: 10_000_000,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
  }
  return { ...fixed, topics: of, ...more }
}

function fetching(talk: Talk, version: number, to: Target) {
  return (label: string, partition: Body, more: Body = {}) =>
    talk.ask(label, ApiKey.Fetch, version, request(topics(version, to, [partition]), more))
}

const positions: Scenario = {
  api: ApiKey.Fetch,
  name: 'positions and limits',
  async run(talk, version) {
    const to = await target(talk, 't', 2)
    for (let i = 0; i < 5; i++) await talk.fill(to.name, 0, 3, i * 10)
    const fetch = fetching(talk, version, to)
    await fetch('from the start', at(0))
    await fetch('inside a batch', at(4))
    await fetch('at the end', at(15))
    await fetch('beyond the end', at(16))
    await fetch('negative', at(-1))
    await fetch('far negative', at(-100))
    await fetch('another partition', at(0, { partition: 1 }))
    await fetch('an unknown partition', at(0, { partition: 7 }))
    await fetch('partition -1', at(0, { partition: -1 }))
    await fetch('one byte of a partition', at(0, { partitionMaxBytes: 1 }))
    await fetch('no byte of a partition', at(0, { partitionMaxBytes: 0 }))
    await fetch('negative bytes of a partition', at(0, { partitionMaxBytes: -1 }))
    await fetch('bytes for a batch and a half', at(0, { partitionMaxBytes: 150 }))
    if (version >= 3) {
      await fetch('one byte of an answer', at(0), { maxBytes: 1 })
      await fetch('no byte of an answer', at(0), { maxBytes: 0 })
      await fetch('negative bytes of an answer', at(0), { maxBytes: -1 })
    }
    await fetch('more bytes than there are, 100 ms', at(0), { minBytes: 1_000_000 })
    await fetch('no wait', at(15), { maxWaitMs: 0, minBytes: 1 })
    await fetch('negative wait', at(15), { maxWaitMs: -1, minBytes: 1 })
    await fetch('negative minimum', at(0), { minBytes: -1 })
    if (version >= 4) {
      await fetch('read committed', at(0), { isolationLevel: 1 })
      await fetch('isolation 2', at(0), { isolationLevel: 2 })
    }
    await talk.ask('nothing', ApiKey.Fetch, version, request([]))
    const unknown = { name: talk.name('unknown'), topicId: 'c3RyYW5nZS11dWlkLTAwMQ' }
    await talk.ask('unknown topic', ApiKey.Fetch, version, request(topics(version, unknown, [at(0)])))
    await talk.ask(
      'no name',
      ApiKey.Fetch,
      version,
      request(topics(version, { name: '', topicId: ZERO_UUID }, [at(0)])),
    )
    await talk.ask(
      'two partitions',
      ApiKey.Fetch,
      version,
      request(topics(version, to, [at(0), at(0, { partition: 1 })])),
    )
    await talk.ask('a partition twice', ApiKey.Fetch, version, request(topics(version, to, [at(0), at(6)])))
    await talk.ask('no partitions', ApiKey.Fetch, version, request(topics(version, to, [])))
  },
}

const replicas: Scenario = {
  api: ApiKey.Fetch,
  name: 'epochs and replicas',
  async run(talk, version) {
    const to = await target(talk, 't')
    await talk.fill(to.name, 0, 3)
    const fetch = fetching(talk, version, to)
    if (version >= 9) {
      await fetch('the current epoch', at(0, { currentLeaderEpoch: 0 }))
      await fetch('a newer epoch', at(0, { currentLeaderEpoch: 5 }))
      await fetch('epoch -5', at(0, { currentLeaderEpoch: -5 }))
    }
    if (version >= 12) {
      await fetch('last fetched epoch 0', at(3, { currentLeaderEpoch: 0, lastFetchedEpoch: 0 }))
      await fetch('last fetched epoch unknown', at(2, { currentLeaderEpoch: 0, lastFetchedEpoch: 7 }))
      await fetch('last fetched epoch, beyond the end', at(9, { currentLeaderEpoch: 0, lastFetchedEpoch: 0 }))
    }
    if (version >= 11) await fetch('a rack', at(0), { rackId: 'somewhere' })
    if (version <= 14) {
      await fetch('replica 7, which is none', at(0), { replicaId: 7 })
      await fetch('replica -2', at(0), { replicaId: -2 })
    } else {
      await fetch('replica 7, which is none', at(0), { replicaState: { replicaId: 7, replicaEpoch: -1 } })
    }
  },
}

const oldFormats: Scenario = {
  api: ApiKey.Fetch,
  name: 'formats',
  async run(talk, version) {
    for (const [codec, codecName] of ['none', 'gzip', 'snappy', 'lz4', 'zstd'].entries()) {
      const to = await target(talk, codecName)
      const records = [
        { key: 'a', value: '1' },
        { key: null, value: 'two', timestampDelta: 3, headers: [['h', 'x']] as [string, string | null][] },
        { value: null, timestampDelta: -7 },
      ]
      await talk.append(to.name, 0, batch({ records, timestamp: talk.now, codec }))
      await fetching(talk, version, to)(`${codecName}: v2`, at(0))
      await fetching(talk, version, to)(`${codecName}: inside`, at(1))
    }
    // 4.x no longer takes message sets.
    if (version <= 17) {
      const old = await target(talk, 'old')
      const set = messageSet(
        1,
        [
          { key: 'a', value: '1', timestamp: talk.now },
          { value: 'b', timestamp: talk.now },
        ],
        1,
      )
      const body = {
        acks: -1,
        timeoutMs: 5000,
        topicData: [{ name: old.name, partitionData: [{ index: 0, records: set }] }],
      }
      await talk.prepare(ApiKey.Produce, 2, body)
      await fetching(talk, version, old)('written as magic 1, gzip', at(0))
    }
    const appendTime = await target(talk, 'append-time', 1, { 'message.timestamp.type': 'LogAppendTime' })
    await talk.fill(appendTime.name, 0, 2)
    await fetching(talk, version, appendTime)('log append time', at(0))
  },
}

const deleted: Scenario = {
  api: ApiKey.Fetch,
  name: 'after delete-records',
  async run(talk, version) {
    const to = await target(talk, 't')
    for (let i = 0; i < 4; i++) await talk.fill(to.name, 0, 3, i * 10)
    const partitions = [{ partitionIndex: 0, offset: 5 }]
    await talk.prepare(ApiKey.DeleteRecords, 1, { topics: [{ name: to.name, partitions }], timeoutMs: 5000 })
    const fetch = fetching(talk, version, to)
    await fetch('before the start', at(0))
    await fetch('just before the start', at(4))
    await fetch('at the start', at(5))
    if (version >= 5) await fetch('a log start offset of the follower', at(5, { logStartOffset: 3 }))
  },
}

const sessions: Scenario = {
  api: ApiKey.Fetch,
  name: 'sessions',
  versions: [7, 99],
  async run(talk, version) {
    const to = await target(talk, 't', 3)
    const other = await target(talk, 'other')
    await talk.fill(to.name, 0, 2)
    await talk.fill(to.name, 1, 2)
    const all = [0, 1, 2].map((partition) => at(0, { partition }))
    const ask = (label: string, of: Body[], sessionId: number, sessionEpoch: number, forgotten: Body[] = []) =>
      talk.ask(label, ApiKey.Fetch, version, request(of, { sessionId, sessionEpoch, forgottenTopicsData: forgotten }))
    const first = await ask('a full fetch', topics(version, to, all), 0, 0)
    const id = first?.sessionId ?? 0
    talk.note('a session was given', id !== 0)
    await ask('nothing is new', [], id, 1)
    await talk.fill(to.name, 1, 1, 50)
    await ask('one partition has news but was not moved on', topics(version, to, [at(2, { partition: 0 })]), id, 2)
    await ask('moved on', topics(version, to, [at(2, { partition: 1 })]), id, 3)
    await ask('everything read', topics(version, to, [at(3, { partition: 1 })]), id, 4)
    const forgotten = version >= 13 ? [{ topicId: to.topicId, partitions: [1] }] : [{ topic: to.name, partitions: [1] }]
    await ask('one is forgotten', [], id, 5, forgotten)
    await talk.fill(to.name, 1, 1, 60)
    await ask('the forgotten one has news', [], id, 6)
    await ask('another is added', topics(version, other, [at(0)]), id, 7)
    await ask('with an error', topics(version, other, [at(99)]), id, 8)
    await ask('an epoch that was before', [], id, 3)
    await ask('an epoch too far', [], id, 42)
    await ask('the right epoch after that', [], id, 9)
    await ask('an unknown session', [], id + 77, 1)
    await ask('no session, epoch 1', [], 0, 1)
    await ask('negative epoch', topics(version, to, all), id, -5)
    await ask('end the session with a full fetch', topics(version, to, all), id, -1)
    await ask('the ended session', [], id, 10)
    const again = await ask('a full fetch in an unknown session', topics(version, to, all), 123456, 0)
    talk.note('a session was given again', (again?.sessionId ?? 0) !== 0)
  },
}

const waiting: Scenario = {
  api: ApiKey.Fetch,
  name: 'waiting',
  async run(talk, version) {
    const to = await target(talk, 't')
    await talk.fill(to.name, 0, 1)
    const started = Date.now()
    await fetching(talk, version, to)('nothing comes within 300 ms', at(1), { minBytes: 1, maxWaitMs: 300 })
    const took = Date.now() - started
    talk.note('it waited', took >= 280 && took < 2000)
    const again = Date.now()
    await fetching(talk, version, to)('an error does not wait', at(50), { minBytes: 1, maxWaitMs: 3000 })
    talk.note('at once', Date.now() - again < 1000)
  },
}

export const fetchScenarios: readonly Scenario[] = [positions, replicas, oldFormats, deleted, sessions, waiting]
