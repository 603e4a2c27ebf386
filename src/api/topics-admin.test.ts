/** CreateTopics, DeleteTopics, CreatePartitions and ElectLeaders over a real controller, through their codecs. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ZERO_UUID } from '../base/kinds.ts'
import { silentLogger } from '../base/logger.ts'
import { loadConfig } from '../config/load.ts'
import type { Kit } from '../controller/test-kit.ts'
import { startKit } from '../controller/test-kit.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { CreateTopicsResponse } from '../protocol/generated/019-create-topics.js'
import type { DeleteTopicsResponse } from '../protocol/generated/020-delete-topics.js'
import type { CreatePartitionsResponse } from '../protocol/generated/037-create-partitions.js'
import type { ElectLeadersResponse } from '../protocol/generated/043-elect-leaders.js'
import { handler as createTopics } from './019-create-topics.ts'
import { handler as deleteTopics } from './020-delete-topics.ts'
import { handler as createPartitions } from './037-create-partitions.ts'
import { handler as electLeaders } from './043-elect-leaders.ts'
import type { BrokerServices } from './handler.ts'
import { LargeAnswers } from './large-answers.ts'
import type { Fakes } from './testing.ts'
import { ask } from './testing.ts'

async function start(overrides: Record<string, string> = {}): Promise<{ kit: Kit; fakes: Fakes }> {
  const kit = await startKit({ overrides })
  const { config } = loadConfig({ flags: new Map(Object.entries(overrides)) })
  const metadata = kit.brokers.cache(7)
  const { controller, world } = kit
  const parts = { controller, config, metadata, logger: silentLogger }
  const services = { ...parts, quotas: { active: null }, largeAnswers: new LargeAnswers(world) }
  return { kit, fakes: { services: services as unknown as BrokerServices } as Fakes }
}

const topic = (name: string, more: object = {}) => ({ name, numPartitions: 1, replicationFactor: 1, ...more })
const FIVE_SECONDS = { timeoutMs: 5000 }

describe('CreateTopics', () => {
  it('tells what each version can carry', async () => {
    const { kit, fakes } = await start()
    for (let version = 0; version <= 7; version++) {
      const configs = [{ name: 'retention.ms', value: '777777' }]
      const body = { topics: [topic(`t${version}`, { configs })], ...FIVE_SECONDS }
      const { topics } = await ask<CreateTopicsResponse>(createTopics, version, body, fakes)
      const [created] = topics
      assert.equal(created?.errorCode, ErrorCode.NONE)
      assert.equal(created?.numPartitions, version >= 5 ? 1 : -1)
      assert.equal(created?.topicId === ZERO_UUID, version < 7)
      const retention = created?.configs?.find(({ name }) => name === 'retention.ms')
      assert.deepEqual(
        [retention?.value, retention?.configSource],
        version >= 5 ? ['777777', 1] : [undefined, undefined],
      )
    }
    await kit.close()
  })

  it('does not keep its turn among the large answers when it fails', async () => {
    const { kit, fakes } = await start()
    let entered = 0
    let left = 0
    const enter = async () => {
      entered++
      return () => left++
    }
    Object.assign(fakes.services, { config: undefined, largeAnswers: { enter } })
    const topics = Array.from({ length: 61 }, (_, n) => topic(`t${n}`))
    await assert.rejects(ask(createTopics, 7, { topics, validateOnly: true, ...FIVE_SECONDS }, fakes), /settings/)
    assert.deepEqual([entered, left], [1, 1])
    await kit.close()
  })

  it('tells the settings of so many topics that the answer stays within bounds', async () => {
    const { kit, fakes } = await start()
    const named = Array.from({ length: 5001 }, (_, n) => topic(`t${n}`))
    const body = { topics: named, validateOnly: true, ...FIVE_SECONDS }
    const { topics } = await ask<CreateTopicsResponse>(createTopics, 7, body, fakes)
    assert.ok(topics.every(({ errorCode }) => errorCode === ErrorCode.NONE))
    const told = topics.filter(({ configs }) => configs !== null)
    assert.equal(told.length, 5000)
    assert.deepEqual(told[0]!.configs, told[4999]!.configs)
    const { configs, topicConfigErrorCode } = topics[5000]!
    assert.deepEqual([configs, topicConfigErrorCode], [null, ErrorCode.INVALID_REQUEST])
    await kit.close()
  })

  it('refuses a name wherever it comes twice, and goes on with the others in their order', async () => {
    const { kit, fakes } = await start()
    const body = {
      topics: [topic('d'), topic('ok'), topic('d'), topic('__cluster_metadata'), topic('x y')],
      ...FIVE_SECONDS,
    }
    const { topics } = await ask<CreateTopicsResponse>(createTopics, 7, body, fakes)
    assert.deepEqual(
      topics.map(({ name, errorCode, errorMessage }) => [name, errorCode, errorMessage?.slice(0, 21) ?? null]),
      [
        ['d', ErrorCode.INVALID_REQUEST, 'Found multiple entrie'],
        ['ok', ErrorCode.NONE, null],
        ['d', ErrorCode.INVALID_REQUEST, 'Found multiple entrie'],
        ['__cluster_metadata', ErrorCode.INVALID_REQUEST, 'Creation of internal '],
        ['x y', ErrorCode.INVALID_TOPIC_EXCEPTION, 'Topic name is invalid'],
      ],
    )
    assert.deepEqual((await ask<CreateTopicsResponse>(createTopics, 7, { topics: [] }, fakes)).topics, [])
    await kit.close()
  })

  it('makes a topic whose leader nobody saw in time, and says its id', async () => {
    const { kit, fakes } = await start()
    const { topics } = await ask<CreateTopicsResponse>(createTopics, 7, { topics: [topic('t')], timeoutMs: 0 }, fakes)
    assert.equal(topics[0]?.errorCode, ErrorCode.REQUEST_TIMED_OUT)
    await kit.settle()
    assert.equal(kit.brokers.cache(7).current.topicId('t'), topics[0]?.topicId)
    await kit.close()
  })

  it('is for the controller alone, as the others are', async () => {
    const { kit, fakes } = await start()
    await kit.controller.stop()
    const error = ErrorCode.NOT_CONTROLLER
    const created = await ask<CreateTopicsResponse>(createTopics, 5, { topics: [topic('t')] }, fakes)
    assert.equal(created.topics[0]?.errorCode, error)
    const deleted = await ask<DeleteTopicsResponse>(deleteTopics, 5, { topicNames: ['t'] }, fakes)
    assert.equal(deleted.responses[0]?.errorCode, error)
    const more = await ask<CreatePartitionsResponse>(createPartitions, 3, { topics: [{ name: 't', count: 3 }] }, fakes)
    assert.equal(more.results[0]?.errorCode, error)
    const body = { topicPartitions: [{ topic: 't', partitions: [0] }] }
    const elected = await ask<ElectLeadersResponse>(electLeaders, 2, body, fakes)
    assert.equal(elected.replicaElectionResults[0]?.partitionResult[0]?.errorCode, error)
    await kit.close()
  })
})

describe('DeleteTopics', () => {
  it('finds topics by name and by id, each entry answered', async () => {
    const { kit, fakes } = await start()
    await ask(createTopics, 7, { topics: ['a', 'b', 'c'].map((name) => topic(name)), ...FIVE_SECONDS }, fakes)
    const topicId = kit.brokers.cache(7).current.topicId('b')!
    const unknownId = 'aaaaaaaaaaaaaaaaaaaaaA'
    const topics = [
      { name: 'a' },
      { name: null, topicId },
      { name: 'nope' },
      { name: null, topicId: unknownId },
      { name: null },
    ]
    const { responses } = await ask<DeleteTopicsResponse>(deleteTopics, 6, { topics, ...FIVE_SECONDS }, fakes)
    assert.deepEqual(
      responses.map(({ name, errorCode }) => [name, errorCode]),
      [
        ['a', ErrorCode.NONE],
        ['b', ErrorCode.NONE],
        ['nope', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
        [null, ErrorCode.UNKNOWN_TOPIC_ID],
        [null, ErrorCode.TOPIC_AUTHORIZATION_FAILED],
      ],
    )
    const both = { topics: [{ name: 'c', topicId }], ...FIVE_SECONDS }
    const refused = await ask<DeleteTopicsResponse>(deleteTopics, 6, both, fakes)
    assert.equal(refused.responses[0]?.errorCode, ErrorCode.INVALID_REQUEST)
    const twice = await ask<DeleteTopicsResponse>(deleteTopics, 0, { topicNames: ['c', 'c'], ...FIVE_SECONDS }, fakes)
    assert.deepEqual(
      twice.responses.map(({ errorCode }) => errorCode),
      [0, 0],
    )
    await kit.close()
  })

  it('switched off says so in the words of the version', async () => {
    const { kit, fakes } = await start({ 'delete.topic.enable': 'false' })
    const codes: number[] = []
    for (const version of [2, 3]) {
      const { responses } = await ask<DeleteTopicsResponse>(deleteTopics, version, { topicNames: ['t'] }, fakes)
      codes.push(responses[0]!.errorCode)
    }
    assert.deepEqual(codes, [ErrorCode.INVALID_REQUEST, ErrorCode.TOPIC_DELETION_DISABLED])
    await kit.close()
  })
})

describe('CreatePartitions', () => {
  it('serves those that come once and refuses the others, once', async () => {
    const { kit, fakes } = await start()
    await ask(createTopics, 7, { topics: [topic('a'), topic('b')], ...FIVE_SECONDS }, fakes)
    const topics = [
      { name: 'a', count: 2 },
      { name: 'b', count: 3, assignments: [{ brokerIds: [7] }, { brokerIds: [7] }] },
      { name: 'a', count: 4 },
    ]
    const { results } = await ask<CreatePartitionsResponse>(createPartitions, 3, { topics, ...FIVE_SECONDS }, fakes)
    assert.deepEqual(
      results.map(({ name, errorCode, errorMessage }) => [name, errorCode, errorMessage]),
      [
        ['b', ErrorCode.NONE, null],
        ['a', ErrorCode.INVALID_REQUEST, 'Duplicate topic in request.'],
      ],
    )
    assert.equal(kit.brokers.cache(7).current.topics.get('b')?.size, 3)
    await kit.close()
  })
})

describe('ElectLeaders', () => {
  it('leaves out what needs no election when asked for all, and tells it when asked for it', async () => {
    const { kit, fakes } = await start()
    await ask(createTopics, 7, { topics: [topic('a', { numPartitions: 2 })], ...FIVE_SECONDS }, fakes)
    for (const version of [0, 1, 2]) {
      const all = await ask<ElectLeadersResponse>(
        electLeaders,
        version,
        { topicPartitions: null, ...FIVE_SECONDS },
        fakes,
      )
      assert.deepEqual([all.errorCode, all.replicaElectionResults], [0, []])
    }
    const topicPartitions = [{ topic: 'a', partitions: [0, 0, 9] }]
    const some = await ask<ElectLeadersResponse>(electLeaders, 2, { topicPartitions, ...FIVE_SECONDS }, fakes)
    const byPartition = some.replicaElectionResults[0]!.partitionResult.sort((x, y) => x.partitionId - y.partitionId)
    assert.deepEqual(
      byPartition.map(({ partitionId, errorCode, errorMessage }) => [partitionId, errorCode, errorMessage]),
      [
        [0, ErrorCode.ELECTION_NOT_NEEDED, 'Leader election not needed for topic partition.'],
        [9, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'The partition does not exist.'],
      ],
    )
    const strange = await ask<ElectLeadersResponse>(electLeaders, 2, { electionType: 5, topicPartitions }, fakes)
    assert.equal(strange.errorCode, ErrorCode.UNKNOWN_SERVER_ERROR)
    await kit.close()
  })

  it('bears a topic that is named again for each of very many partitions', { timeout: 60_000 }, async () => {
    const { kit, fakes } = await start()
    const topicPartitions = Array.from({ length: 100_000 }, (_, partition) => ({ topic: 'a', partitions: [partition] }))
    const told = await ask<ElectLeadersResponse>(electLeaders, 2, { topicPartitions, ...FIVE_SECONDS }, fakes)
    assert.deepEqual(
      told.replicaElectionResults.map(({ partitionResult }) => partitionResult.length),
      [100_000],
    )
    await kit.close()
  })
})
