import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLogger } from '../../base/logger.ts'
import type { Fault } from '../../io/fault/disk.ts'
import { FaultDisk } from '../../io/fault/disk.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import { partitionStatePath, topicPath } from '../../metadata/nodes/paths.ts'
import { assignmentOf, decodeTopic, encodeTopic } from '../../metadata/nodes/topic-nodes.ts'
import { openEmbeddedTree } from '../../metadata/stores/embedded/embedded-tree.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { NewTopic } from '../contract.ts'
import type { Kit } from '../test-kit.ts'
import { startKit } from '../test-kit.ts'

const NOW = { timeoutMs: 1000, validateOnly: false }

function topic(name: string, more: Partial<NewTopic> = {}): NewTopic {
  return { name, numPartitions: 1, replicationFactor: 1, assignments: new Map(), configs: new Map(), ...more }
}

/** A manual assignment: partition by partition. */
function placed(name: string, ...lists: number[][]): NewTopic {
  const assignments = new Map(lists.map((list, index) => [index, list]))
  return topic(name, { numPartitions: -1, replicationFactor: -1, assignments })
}

/** Refused with this code and, where one is told, these words; nothing was made. */
async function refuses(kit: Kit, wanted: NewTopic, code: number, words: string | null): Promise<void> {
  const before = (await kit.tree.children('/brokers/topics')).names.sort()
  const [outcome] = await kit.controller.createTopics([wanted], NOW)
  assert.deepEqual([outcome?.error, outcome?.message], [code, words])
  assert.deepEqual([outcome?.numPartitions, outcome?.replicationFactor], [-1, -1])
  assert.deepEqual((await kit.tree.children('/brokers/topics')).names.sort(), before)
}

describe('creating topics', () => {
  it('is refused in Apache’s words', async () => {
    const kit = await startKit()
    await kit.controller.createTopics([topic('a.b')], NOW)
    const { INVALID_TOPIC_EXCEPTION, INVALID_PARTITIONS, INVALID_REPLICATION_FACTOR, INVALID_CONFIG } = ErrorCode
    const { INVALID_REPLICA_ASSIGNMENT: PLACE, INVALID_REQUEST, TOPIC_ALREADY_EXISTS } = ErrorCode
    const long = 'x'.repeat(250)
    const characters = "contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
    const names: [string, string][] = [
      ['', 'the empty string is not allowed'],
      ['.', "'.' is not allowed"],
      ['..', "'..' is not allowed"],
      ['a b', `'a b' ${characters}`],
      ['a/b', `'a/b' ${characters}`],
      ['ä', `'ä' ${characters}`],
      [long, `the length of '${long}' is longer than the max allowed length 249`],
    ]
    for (const [name, why] of names) {
      await refuses(kit, topic(name), INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${why}`)
    }
    const cases: [NewTopic, number, string][] = [
      [topic('a.b'), TOPIC_ALREADY_EXISTS, "Topic 'a.b' already exists."],
      [topic('a_b'), INVALID_TOPIC_EXCEPTION, "Topic 'a_b' collides with existing topics: a.b"],
      [topic('t', { numPartitions: 0 }), INVALID_PARTITIONS, 'Number of partitions must be larger than 0.'],
      [topic('t', { replicationFactor: 0 }), INVALID_REPLICATION_FACTOR, 'Replication factor must be larger than 0.'],
      [
        topic('t', { replicationFactor: 2 }),
        INVALID_REPLICATION_FACTOR,
        'Replication factor: 2 larger than available brokers: 1.',
      ],
      [
        { ...placed('t', [7]), numPartitions: 1 },
        INVALID_REQUEST,
        'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
      ],
      [placed('t', [7], [7, 8]), PLACE, 'All partitions should have the same number of replicas'],
      [placed('t', [7, 7]), PLACE, 'Duplicate replica assignment found: HashMap(0 -> ArrayBuffer(7, 7))'],
      [placed('t', [9]), PLACE, 'The manual partition assignment includes broker 9, but no such broker is registered.'],
      [placed('t', []), PLACE, 'The manual partition assignment includes an empty replica list.'],
      [
        { ...placed('t'), assignments: new Map([[1, [7]]]) },
        PLACE,
        'partitions should be a consecutive 0-based integer sequence',
      ],
      [
        topic('t', {
          configs: new Map([
            ['retention.ms', null],
            ['flush.ms', null],
          ]),
        }),
        INVALID_CONFIG,
        'Null value not supported for topic configs: retention.ms,flush.ms',
      ],
      [topic('t', { configs: new Map([['nope', '1']]) }), INVALID_CONFIG, 'Unknown topic config name: nope'],
    ]
    for (const [wanted, code, words] of cases) await refuses(kit, wanted, code, words)
    // What is refused first when two things are wrong.
    await refuses(
      kit,
      topic('a b', { replicationFactor: 9 }),
      INVALID_REPLICATION_FACTOR,
      'Replication factor: 9 larger than available brokers: 1.',
    )
    await refuses(
      kit,
      topic('t', { numPartitions: 2_000_000_000 }),
      INVALID_PARTITIONS,
      '2000000000 partitions are too many: one request makes 200000 at most.',
    )
    await kit.close()
  })

  it('answers when leaders are known, with counts and id; settings are there before the first log', async () => {
    const kit = await startKit({ others: [8], overrides: { 'num.partitions': '3', 'default.replication.factor': '2' } })
    let seen: string | undefined
    kit.brokers.cache(7).onChange(() => (seen ??= kit.configs.get({ type: 'topics', name: 't' }).get('flush.ms')))
    const [created, second, third] = await kit.controller.createTopics(
      [
        topic('t', { numPartitions: -1, replicationFactor: -1, configs: new Map([['flush.ms', '5']]) }),
        placed('p', [8, 7], [7, 8]),
        topic('t'),
      ],
      NOW,
    )
    assert.deepEqual([created?.error, created?.numPartitions, created?.replicationFactor], [0, 3, 2])
    assert.equal(seen, '5')
    const { current } = kit.brokers.cache(7)
    assert.equal(current.topicId('t'), created?.topicId)
    assert.equal(current.partition('p', 0)?.leader, 8)
    assert.deepEqual([second?.numPartitions, second?.replicationFactor], [2, 2])
    assert.equal(third?.error, ErrorCode.TOPIC_ALREADY_EXISTS)
    await kit.close()
  })

  it('only checks when asked only to', async () => {
    const kit = await startKit()
    const [checked] = await kit.controller.createTopics([topic('t')], { timeoutMs: 0, validateOnly: true })
    assert.deepEqual([checked?.error, checked?.numPartitions], [0, 1])
    assert.deepEqual((await kit.tree.children('/brokers/topics')).names, [])
    await kit.close()
  })

  it('times out when no leader comes, and the topic is made all the same', async () => {
    const kit = await startKit()
    kit.brokers.silent.add(7)
    const created = kit.controller.createTopics([topic('t')], { timeoutMs: 300, validateOnly: false })
    await kit.world.advance(300)
    assert.equal((await created)[0]?.error, ErrorCode.REQUEST_TIMED_OUT)
    const [at_once] = await kit.controller.createTopics([topic('u')], { timeoutMs: 0, validateOnly: false })
    assert.equal(at_once?.error, ErrorCode.REQUEST_TIMED_OUT)
    kit.brokers.speak(7)
    await kit.settle()
    assert.deepEqual([...kit.brokers.cache(7).current.topics.keys()], ['t', 'u'])
    await kit.close()
  })

  it('that a full disk refuses leaves nothing behind; states that it refused are made when there is room', async () => {
    const world = new MemoryWorld()
    let full = false
    const disk = new FaultDisk(world.disk, (operation): Fault | null =>
      full && operation.kind === 'write' ? { act: 'fail', kind: 'full' } : null,
    )
    const { clock, entropy } = world
    const tree = await openEmbeddedTree({ world: { disk, clock, entropy }, logger: silentLogger, path: '/m' })
    const kit = await startKit({ world, tree })
    full = true
    const [refused] = await kit.controller.createTopics([topic('t', { configs: new Map([['flush.ms', '5']]) })], NOW)
    assert.equal(refused?.error, ErrorCode.KAFKA_STORAGE_ERROR)
    assert.equal(kit.configs.get({ type: 'topics', name: 't' }).size, 0)
    assert.equal(await tree.exists(topicPath('t')), null)
    full = false
    // The topic's node finds room, what the controller writes for it does not.
    let writes = 0
    const limited = (): void => {
      full = ++writes > 0
    }
    await tree.exists(topicPath('u'), limited)
    const created = kit.controller.createTopics([topic('u')], { timeoutMs: 5000, validateOnly: false })
    await kit.settle()
    assert.equal(await tree.exists(partitionStatePath('u', 0)), null)
    full = false
    await world.advance(2000)
    assert.equal((await created)[0]?.error, ErrorCode.NONE)
    await kit.close()
  })

  it('makes many topics of one request together, and sees those that collide', async () => {
    const kit = await startKit()
    const names = [...Array.from({ length: 250 }, (_, i) => `t.${i}`), 't_7', 'u']
    const outcomes = await kit.controller.createTopics(
      names.map((name) => topic(name)),
      NOW,
    )
    assert.deepEqual(
      outcomes.filter(({ error }) => error !== 0).map(({ name, error }) => [name, error]),
      [['t_7', ErrorCode.INVALID_TOPIC_EXCEPTION]],
    )
    assert.deepEqual(
      outcomes.map(({ name }) => name),
      names,
    )
    const tooMany = [1, 2, 3].map((i) => topic(`many${i}`, { numPartitions: 90_000 }))
    const checked = await kit.controller.createTopics(tooMany, { timeoutMs: 0, validateOnly: true })
    assert.deepEqual(
      checked.map(({ error }) => error),
      [0, 0, ErrorCode.INVALID_PARTITIONS],
    )
    await kit.close()
  })

  it('makes ten thousand partitions', async () => {
    const kit = await startKit()
    const [created] = await kit.controller.createTopics([topic('big', { numPartitions: 10_000 })], NOW)
    assert.equal(created?.error, ErrorCode.NONE)
    assert.equal(kit.brokers.cache(7).current.topics.get('big')?.size, 10_000)
    await kit.close()
  })
})

describe('adding partitions', () => {
  it('keeps what is there and goes on round the brokers', async () => {
    const kit = await startKit({ others: [8, 9] })
    await kit.controller.createTopics([placed('t', [8, 9])], NOW)
    const add = (count: number, assignments: number[][] | null = null) =>
      kit.controller.createPartitions([{ name: 't', count, assignments }], NOW)
    assert.equal((await add(3))[0]?.error, ErrorCode.NONE)
    assert.equal((await add(4, [[7, 9]]))[0]?.error, ErrorCode.NONE)
    const { partitions } = decodeTopic('t', (await kit.tree.get(topicPath('t'))).data)
    assert.deepEqual(
      [...partitions.values()].map(({ replicas }) => replicas),
      [
        [8, 9],
        [9, 8],
        [7, 9],
        [7, 9],
      ],
    )
    assert.equal(kit.brokers.cache(7).current.partition('t', 3)?.leader, 7)
    await kit.close()
  })

  it('is refused in Apache’s words', async () => {
    const kit = await startKit()
    await kit.controller.createTopics([topic('t', { numPartitions: 2 })], NOW)
    const { INVALID_PARTITIONS, INVALID_REPLICA_ASSIGNMENT: PLACE, UNKNOWN_TOPIC_OR_PARTITION } = ErrorCode
    const cases: [string, number, number[][] | null, number, string][] = [
      ['nope', 2, null, UNKNOWN_TOPIC_OR_PARTITION, "The topic 'nope' does not exist."],
      ['a/b', 2, null, UNKNOWN_TOPIC_OR_PARTITION, "The topic 'a/b' does not exist."],
      ['', 2, null, UNKNOWN_TOPIC_OR_PARTITION, "The topic '' does not exist."],
      ['t', 2, null, INVALID_PARTITIONS, 'Topic already has 2 partitions.'],
      ['t', -1, null, INVALID_PARTITIONS, 'Topic currently has 2 partitions, which is higher than the requested -1.'],
      ['t', 3, [[98], [99]], PLACE, 'Unknown broker(s) in replica assignment: 98, 99.'],
      ['t', 4, [[7]], PLACE, 'Increasing the number of partitions by 2 but 1 assignments provided.'],
      ['t', 3, [], PLACE, 'Increasing the number of partitions by 1 but 0 assignments provided.'],
      ['t', 3, [[]], PLACE, 'Cannot have replication factor of 0 for partition id 2.'],
      ['t', 3, [[7, 7]], PLACE, 'Duplicate brokers not allowed in replica assignment: 7, 7 for partition id 2.'],
    ]
    for (const [name, count, assignments, error, message] of cases) {
      const [outcome] = await kit.controller.createPartitions([{ name, count, assignments }], NOW)
      assert.deepEqual(outcome, { name, error, message })
    }
    await kit.join(8)
    const [uneven] = await kit.controller.createPartitions([{ name: 't', count: 3, assignments: [[7, 8]] }], NOW)
    assert.match(uneven!.message!, /^Inconsistent replication factor .* has 1 while partitions \[2\] have .* \[2\]/)
    const [checked] = await kit.controller.createPartitions([{ name: 't', count: 9, assignments: null }], {
      timeoutMs: 0,
      validateOnly: true,
    })
    assert.equal(checked?.error, ErrorCode.NONE)
    const moving = { replicas: [7, 8], adding: [8], removing: [] }
    const node = { topicId: 'K7jQ0mDdR0Kf9gMZyT7nXQ', partitions: new Map([[0, moving]]) }
    await kit.tree.create(topicPath('moving'), encodeTopic(node), 'persistent')
    const [busy] = await kit.controller.createPartitions([{ name: 'moving', count: 9, assignments: null }], NOW)
    assert.equal(busy?.error, ErrorCode.REASSIGNMENT_IN_PROGRESS)
    assert.equal(assignmentOf([1]).adding.length, 0)
    await kit.close()
  })
})

describe('deleting topics', () => {
  it('knows what is not there, and counts a second request as the same', async () => {
    const kit = await startKit()
    await kit.controller.createTopics([topic('t')], NOW)
    const [unknown, slash] = await kit.controller.deleteTopics(['nope', 'a/b'], 100)
    assert.deepEqual(
      [unknown?.error, slash?.error],
      [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    )
    const [one, two] = await Promise.all([
      kit.controller.deleteTopics(['t'], 1000),
      kit.controller.deleteTopics(['t'], 1000),
    ])
    assert.deepEqual([one[0]?.error, two[0]?.error], [0, 0])
    await kit.controller.createTopics([topic('t', { configs: new Map([['flush.ms', '5']]) })], NOW)
    const [at_once] = await kit.controller.deleteTopics(['t'], 0)
    assert.equal(at_once?.error, ErrorCode.REQUEST_TIMED_OUT)
    await kit.settle()
    assert.equal(await kit.tree.exists(topicPath('t')), null)
    assert.equal(kit.configs.get({ type: 'topics', name: 't' }).size, 0)
    await kit.close()
  })
})
