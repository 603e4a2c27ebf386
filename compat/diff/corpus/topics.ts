// Topics made, found, grown and removed: CreateTopics, Metadata, CreatePartitions, DeleteTopics, DescribeTopicPartitions.
import { ZERO_UUID } from '../../../src/base/kinds.ts'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

const STRANGE_UUID = 'c3RyYW5nZS11dWlkLTAwMQ'

function creatable(name: string, more: Body = {}): Body {
  return { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...more }
}

async function create(talk: Talk, label: string, version: number, topics: Body[], more: Body = {}): Promise<void> {
  await talk.ask(label, ApiKey.CreateTopics, version, { topics, timeoutMs: 15_000, validateOnly: false, ...more })
}

/** What Metadata says of topics that begin with this scenario's prefix, so that others on the broker do not disturb. */
async function noteTopic(talk: Talk, label: string, name: string): Promise<void> {
  const found = await talk.prepare(ApiKey.Metadata, 10, { topics: [{ name }], allowAutoTopicCreation: false })
  talk.note(label, found.topics)
}

const createTopics: Scenario[] = [
  {
    api: ApiKey.CreateTopics,
    name: 'valid',
    async run(talk, version) {
      await create(talk, 'one partition', version, [creatable(talk.name('one'))])
      await noteTopic(talk, 'one partition: metadata', talk.name('one'))
      await create(talk, 'three partitions', version, [creatable(talk.name('three'), { numPartitions: 3 })])
      const config = {
        configs: [
          { name: 'retention.ms', value: '123456' },
          { name: 'segment.bytes', value: '1048576' },
        ],
      }
      await create(talk, 'with settings', version, [creatable(talk.name('settings'), config)])
      const assignments = {
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [0, 1].map((partitionIndex) => ({ partitionIndex, brokerIds: [1] })),
      }
      await create(talk, 'with assignments', version, [creatable(talk.name('assigned'), assignments)])
      await noteTopic(talk, 'with assignments: metadata', talk.name('assigned'))
      await create(talk, 'two at once', version, [creatable(talk.name('two-a')), creatable(talk.name('two-b'))])
      await create(talk, 'longest name', version, [creatable(talk.name('l').padEnd(249, 'x'))])
      await create(talk, 'dots and underscores', version, [creatable(talk.name('a.b_c-d'))])
      await create(talk, 'no topics', version, [])
      await create(talk, 'timeout 0', version, [creatable(talk.name('timeout'))], { timeoutMs: 0 })
    },
  },
  {
    api: ApiKey.CreateTopics,
    name: 'defaults',
    async run(talk, version) {
      await create(talk, 'partitions and replicas -1', version, [
        creatable(talk.name('d'), { numPartitions: -1, replicationFactor: -1 }),
      ])
      await create(talk, 'partitions -1', version, [creatable(talk.name('p'), { numPartitions: -1 })])
      await create(talk, 'replicas -1', version, [creatable(talk.name('r'), { replicationFactor: -1 })])
    },
  },
  {
    api: ApiKey.CreateTopics,
    name: 'validate only',
    versions: [1, 99],
    async run(talk, version) {
      const only = { validateOnly: true }
      await create(talk, 'good', version, [creatable(talk.name('v'))], only)
      await noteTopic(talk, 'not there afterwards', talk.name('v'))
      await create(talk, 'bad name', version, [creatable('a/b')], only)
      await create(talk, 'too many replicas', version, [creatable(talk.name('v'), { replicationFactor: 7 })], only)
      const there = await talk.topic('there')
      await create(talk, 'existing', version, [creatable(there)], only)
    },
  },
  {
    api: ApiKey.CreateTopics,
    name: 'mistakes',
    async run(talk, version) {
      const there = await talk.topic('there')
      await create(talk, 'existing', version, [creatable(there)])
      for (const bad of ['', '.', '..', 'a b', 'a/b', 'ä', 'x'.repeat(250), 'a:b', 'a\nb', 'a"b']) {
        await create(talk, `name ${JSON.stringify(bad.length > 100 ? '250 characters' : bad)}`, version, [
          creatable(bad),
        ])
      }
      for (const count of [0, -2, -100])
        await create(talk, `${count} partitions`, version, [creatable(talk.name('n'), { numPartitions: count })])
      for (const count of [0, -2, 2, 32767]) {
        await create(talk, `${count} replicas`, version, [creatable(talk.name('n'), { replicationFactor: count })])
      }
      await create(talk, 'twice in a request', version, [creatable(talk.name('twice')), creatable(talk.name('twice'))])
      await create(talk, 'one good, one bad', version, [creatable(talk.name('good')), creatable('b/ad')])
      const dots = talk.name('co.llide')
      await create(talk, 'a dot', version, [creatable(dots)])
      await create(talk, 'collides with it', version, [creatable(dots.replace('co.', 'co_'))])
      await create(talk, 'negative timeout', version, [creatable(talk.name('timeout'))], { timeoutMs: -1 })
      if (version >= 1)
        await create(talk, 'internal name', version, [creatable('__transaction_state')], { validateOnly: true })
    },
  },
  {
    api: ApiKey.CreateTopics,
    name: 'assignments',
    async run(talk, version) {
      // Apache takes some that are impossible: each has a topic of its own.
      let made = 0
      const assigned = (assignments: Body[], more: Body = {}) => [
        creatable(talk.name(`a${made++}`), { numPartitions: -1, replicationFactor: -1, assignments, ...more }),
      ]
      await create(
        talk,
        'with a partition count too',
        version,
        assigned([{ partitionIndex: 0, brokerIds: [1] }], { numPartitions: 1 }),
      )
      await create(
        talk,
        'with a replica count too',
        version,
        assigned([{ partitionIndex: 0, brokerIds: [1] }], { replicationFactor: 1 }),
      )
      await create(talk, 'no brokers', version, assigned([{ partitionIndex: 0, brokerIds: [] }]))
      await create(talk, 'the same broker twice', version, assigned([{ partitionIndex: 0, brokerIds: [1, 1] }]))
      await create(talk, 'an unknown broker', version, assigned([{ partitionIndex: 0, brokerIds: [99] }]))
      await create(talk, 'a negative broker', version, assigned([{ partitionIndex: 0, brokerIds: [-1] }]))
      await create(talk, 'not from zero', version, assigned([{ partitionIndex: 1, brokerIds: [1] }]))
      await create(
        talk,
        'a gap',
        version,
        assigned([
          { partitionIndex: 0, brokerIds: [1] },
          { partitionIndex: 2, brokerIds: [1] },
        ]),
      )
      await create(
        talk,
        'a partition twice',
        version,
        assigned([
          { partitionIndex: 0, brokerIds: [1] },
          { partitionIndex: 0, brokerIds: [1] },
        ]),
      )
      await create(talk, 'a negative partition', version, assigned([{ partitionIndex: -1, brokerIds: [1] }]))
      const uneven = [
        { partitionIndex: 0, brokerIds: [1] },
        { partitionIndex: 1, brokerIds: [1, 2] },
      ]
      await create(talk, 'uneven replicas', version, assigned(uneven))
    },
  },
  {
    api: ApiKey.CreateTopics,
    name: 'settings',
    async run(talk, version) {
      const tries: [string, string | null][] = [
        ['retention.ms', 'abc'],
        ['retention.ms', '-2'],
        ['retention.ms', ''],
        ['retention.ms', null],
        ['retention.ms', '99999999999999999999'],
        ['segment.bytes', '13'],
        ['segment.bytes', '1.5'],
        ['no.such.setting', '1'],
        ['', '1'],
        ['cleanup.policy', 'never'],
        ['cleanup.policy', 'delete'],
        ['cleanup.policy', ''],
        ['compression.type', 'brotli'],
        ['compression.type', 'zstd'],
        ['min.insync.replicas', '0'],
        ['min.insync.replicas', '5'],
        ['max.message.bytes', '-1'],
        ['max.message.bytes', '0'],
        ['message.timestamp.type', 'LogAppendTime'],
        ['message.timestamp.type', 'logappendtime'],
        ['preallocate', 'true'],
        ['preallocate', 'yes'],
        ['preallocate', 'TRUE'],
        ['index.interval.bytes', '-1'],
        ['flush.messages', '0'],
        ['min.cleanable.dirty.ratio', '2'],
        ['segment.ms', '0'],
        ['retention.bytes', '-1'],
        ['retention.bytes', '-5'],
        ['file.delete.delay.ms', '-1'],
        ['unclean.leader.election.enable', 'true'],
        ['leader.replication.throttled.replicas', 'x'],
        ['leader.replication.throttled.replicas', '0:1,1:1'],
        ['compression.zstd.level', '99'],
        ['compression.gzip.level', '0'],
        ['compression.lz4.level', '17'],
        ['message.timestamp.difference.max.ms', '1000'],
        ['message.timestamp.before.max.ms', '-1'],
        ['retention.ms', ' 5 '],
        ['retention.ms', '0x10'],
        ['retention.ms', '+5'],
        ['segment.index.bytes', '3'],
        ['remote.storage.enable', 'true'],
        ['local.retention.ms', '-3'],
      ]
      for (const [i, [name, value]] of tries.entries()) {
        // Version 0 cannot only validate.
        const topic = creatable(talk.name(`s${i}`), { configs: [{ name, value }] })
        await create(talk, `${name || 'nothing'} = ${value}`, version, [topic], { validateOnly: true })
      }
      const twice = [
        { name: 'retention.ms', value: '1' },
        { name: 'retention.ms', value: '2' },
      ]
      await create(talk, 'a setting twice', version, [creatable(talk.name('twice'), { configs: twice })])
      await noteTopic(talk, 'a setting twice: metadata', talk.name('twice'))
    },
  },
]

const metadata: Scenario[] = [
  {
    api: ApiKey.Metadata,
    name: 'by name',
    async run(talk, version) {
      const name = await talk.topic('t', 3)
      const ask = (label: string, topics: Body, more: Body = {}) =>
        talk.ask(label, ApiKey.Metadata, version, { topics, allowAutoTopicCreation: false, ...more })
      await ask('one', [{ name }])
      if (version >= 1) await ask('none', [])
      await ask('twice the same', [{ name }, { name }])
      if (version >= 4) await ask('unknown, no creation', [{ name: talk.name('unknown') }])
      await ask('a bad name', [{ name: 'a/b' }])
      await ask('an empty name', [{ name: '' }])
      await ask('one known, one bad', [{ name }, { name: 'b/ad' }])
      if (version >= 8) {
        const operations = {
          includeTopicAuthorizedOperations: true,
          ...(version <= 10 ? { includeClusterAuthorizedOperations: true } : {}),
        }
        await ask('authorized operations', [{ name }], operations)
      }
      // Older versions always let it be created.
      if (version >= 4) await ask('an internal topic that nobody made', [{ name: '__transaction_state' }])
    },
  },
  {
    api: ApiKey.Metadata,
    name: 'creation',
    async run(talk, version) {
      const ask = (label: string, name: string) =>
        talk.ask(label, ApiKey.Metadata, version, { topics: [{ name }], allowAutoTopicCreation: true })
      await ask('first', talk.name('auto'))
      for (let i = 0; i < 100; i++) {
        const found = await talk.prepare(ApiKey.Metadata, 5, {
          topics: [{ name: talk.name('auto') }],
          allowAutoTopicCreation: true,
        })
        if (found.topics[0].errorCode === 0) break
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await ask('when it is there', talk.name('auto'))
      await ask('a bad name', 'b/ad')
    },
  },
  {
    api: ApiKey.Metadata,
    name: 'all',
    async run(talk, version) {
      const name = await talk.topic('t', 2)
      const all = await talk.prepare(ApiKey.Metadata, version, {
        topics: version === 0 ? [] : null,
        allowAutoTopicCreation: false,
      })
      talk.note('brokers', all.brokers)
      talk.note('controller', all.controllerId)
      talk.note('cluster', typeof all.clusterId)
      talk.note(
        'the topic',
        all.topics.filter((one: Body) => one.name === name),
      )
    },
  },
  {
    api: ApiKey.Metadata,
    name: 'by id',
    versions: [10, 99],
    async run(talk, version) {
      const name = await talk.topic('t')
      const topicId = await talk.topicId(name)
      const ask = (label: string, topics: Body) =>
        talk.ask(label, ApiKey.Metadata, version, { topics, allowAutoTopicCreation: false })
      await ask('known', [{ topicId, name: null }])
      await ask('unknown', [{ topicId: STRANGE_UUID, name: null }])
      await ask('both name and id', [{ topicId, name }])
      await ask('null name and no id', [{ topicId: ZERO_UUID, name: null }])
      await ask('one by id, one by name', [
        { topicId, name: null },
        { topicId: ZERO_UUID, name },
      ])
    },
  },
]

const createPartitions: Scenario = {
  api: ApiKey.CreatePartitions,
  name: 'growing',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    const ask = (label: string, topics: Body[], more: Body = {}) =>
      talk.ask(label, ApiKey.CreatePartitions, version, { topics, timeoutMs: 15_000, validateOnly: false, ...more })
    const to = (count: number, more: Body = {}) => ({ name, count, assignments: null, ...more })
    await ask('validate only', [to(5)], { validateOnly: true })
    await ask('to four', [to(4)])
    await noteTopic(talk, 'to four: metadata', name)
    await ask('to four again', [to(4)])
    await ask('fewer', [to(3)])
    await ask('zero', [to(0)])
    await ask('negative', [to(-1)])
    await ask('unknown topic', [{ name: talk.name('unknown'), count: 3, assignments: null }])
    await ask('bad name', [{ name: 'a/b', count: 3, assignments: null }])
    await ask('twice', [to(5), to(6)])
    await ask('with an assignment', [to(5, { assignments: [{ brokerIds: [1] }] })])
    await ask('too few assignments', [to(8, { assignments: [{ brokerIds: [1] }] })])
    await ask('too many assignments', [to(6, { assignments: [{ brokerIds: [1] }, { brokerIds: [1] }] })])
    await ask('an unknown broker', [to(6, { assignments: [{ brokerIds: [42] }] })])
    await ask('another replication factor', [to(6, { assignments: [{ brokerIds: [1, 2] }] })])
    await ask('a broker twice', [to(6, { assignments: [{ brokerIds: [1, 1] }] })])
    await ask('empty assignment', [to(6, { assignments: [] })])
    await ask('no brokers in an assignment', [to(6, { assignments: [{ brokerIds: [] }] })])
    await ask('nothing', [])
    await noteTopic(talk, 'afterwards', name)
  },
}

const deleteTopics: Scenario[] = [
  {
    api: ApiKey.DeleteTopics,
    name: 'by name',
    async run(talk, version) {
      const ask = (label: string, names: string[], more: Body = {}) => {
        const body = version >= 6 ? { topics: names.map((name) => ({ name })) } : { topicNames: names }
        return talk.ask(label, ApiKey.DeleteTopics, version, { ...body, timeoutMs: 15_000, ...more })
      }
      const name = await talk.topic('t', 2)
      await ask('known', [name])
      await ask('again', [name])
      await noteTopic(talk, 'afterwards', name)
      await ask('unknown', [talk.name('unknown')])
      await ask('a bad name', ['a/b'])
      await ask('an empty name', [''])
      const two = await talk.topic('two')
      await ask('one known, one unknown', [two, talk.name('unknown')])
      const three = await talk.topic('three')
      await ask('twice in a request', [three, three])
      await ask('nothing', [])
      const four = await talk.topic('four')
      await ask('timeout 0', [four], { timeoutMs: 0 })
      await create(talk, 'the name is free again', 5, [creatable(name, { numPartitions: 3 })])
    },
  },
  {
    api: ApiKey.DeleteTopics,
    name: 'by id',
    versions: [6, 99],
    async run(talk, version) {
      const ask = (label: string, topics: Body[]) =>
        talk.ask(label, ApiKey.DeleteTopics, version, { topics, timeoutMs: 15_000 })
      const name = await talk.topic('t')
      const topicId = await talk.topicId(name)
      await ask('both name and id', [{ name, topicId }])
      await ask('neither', [{ name: null, topicId: ZERO_UUID }])
      await ask('unknown id', [{ name: null, topicId: STRANGE_UUID }])
      await ask('the same by id and name', [
        { name: null, topicId },
        { name, topicId: ZERO_UUID },
      ])
      await ask('known', [{ name: null, topicId }])
      await ask('again', [{ name: null, topicId }])
    },
  },
]

const describeTopicPartitions: Scenario = {
  api: ApiKey.DescribeTopicPartitions,
  name: 'pages',
  async run(talk, version) {
    const [a, b] = [await talk.topic('a', 3), await talk.topic('b', 3)]
    const ask = (label: string, topics: string[], limit: number, cursor: Body = null) =>
      talk.ask(label, ApiKey.DescribeTopicPartitions, version, {
        topics: topics.map((name) => ({ name })),
        responsePartitionLimit: limit,
        cursor,
      })
    await ask('both', [a, b], 2000)
    await ask('the other order', [b, a], 2000)
    await ask('limit 2', [a, b], 2)
    await ask('limit 4', [a, b], 4)
    await ask('limit 3', [a, b], 3)
    await ask('from a cursor', [a, b], 2000, { topicName: b, partitionIndex: 1 })
    await ask('from a cursor within the first', [a, b], 2, { topicName: a, partitionIndex: 2 })
    await ask('a cursor at a topic not asked for', [a], 2000, { topicName: b, partitionIndex: 0 })
    await ask('a cursor beyond the partitions', [a, b], 2000, { topicName: a, partitionIndex: 9 })
    await ask('a negative cursor', [a, b], 2000, { topicName: a, partitionIndex: -1 })
    await ask('unknown', [talk.name('unknown')], 2000)
    await ask('a bad name', ['a/b'], 2000)
    await ask('limit 0', [a], 0)
    await ask('limit -1', [a], -1)
    await ask('twice', [a, a], 2000)
  },
}

export const topicScenarios: readonly Scenario[] = [
  ...createTopics,
  ...metadata,
  createPartitions,
  ...deleteTopics,
  describeTopicPartitions,
]
