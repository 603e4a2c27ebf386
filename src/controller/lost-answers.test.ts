/** ZooKeeper did what it was asked and the answer was lost: for every request n of a story, with the session kept or expired. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import { FakeZooKeeper } from '../metadata/stores/zookeeper/testing/fake-server.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { FakeBrokers } from './test-kit.ts'
import type { OnZooKeeper } from './zookeeper-kit.ts'
import { ID, PORT, startOnZooKeeper } from './zookeeper-kit.ts'

const STORY_MS = 120_000

type Loss = 'session kept' | 'session expired'

/** Lets time pass until it is done. */
async function drive<T>(world: MemoryWorld, work: Promise<T>): Promise<T> {
  let done = false
  const ended = work.finally(() => (done = true))
  ended.catch(() => {})
  for (let ms = 0; ms < STORY_MS && !done; ms += 100) await world.advance(100)
  assert.ok(done, 'it waits for ever')
  return ended
}

class Story {
  readonly world = new MemoryWorld()
  readonly server = new FakeZooKeeper(this.world)
  readonly brokers = new FakeBrokers()
  #stack!: OnZooKeeper

  async start(): Promise<void> {
    await this.server.listen(PORT)
    this.#stack = await drive(this.world, startOnZooKeeper(this.world, this.brokers))
  }

  /** As a client does: asks again until it is there (or, for a deletion, gone). */
  async until(what: string, ask: () => Promise<number>, goals: readonly number[]): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const error = await drive(this.world, ask()).catch(() => ErrorCode.UNKNOWN_SERVER_ERROR)
      if (goals.includes(error)) return
      await this.world.advance(1000)
    }
    assert.fail(`never: ${what}`)
  }

  /** In a session that is kept, what was done is told as done. */
  async act(loss: Loss): Promise<void> {
    const create = (name: string) => async () => {
      const configs = new Map([['retention.ms', '1000']])
      const topic = { name, numPartitions: 2, replicationFactor: 1, assignments: new Map(), configs }
      return (await this.#stack.controller.createTopics([topic], { timeoutMs: 5000, validateOnly: false }))[0]!.error
    }
    const grow = async () => {
      const topic = { name: 'a', count: 3, assignments: null }
      return (await this.#stack.controller.createPartitions([topic], { timeoutMs: 5000, validateOnly: false }))[0]!
        .error
    }
    const remove = async () => (await this.#stack.controller.deleteTopics(['b'], 5000))[0]!.error
    const { NONE, TOPIC_ALREADY_EXISTS, INVALID_PARTITIONS, UNKNOWN_TOPIC_OR_PARTITION } = ErrorCode
    const done = (already: number) => (loss === 'session kept' ? [NONE] : [NONE, already])
    await this.until('a is created', create('a'), done(TOPIC_ALREADY_EXISTS))
    await this.until('b is created', create('b'), done(TOPIC_ALREADY_EXISTS))
    await this.until('a has three partitions', grow, done(INVALID_PARTITIONS))
    await this.until('b is gone', remove, [UNKNOWN_TOPIC_OR_PARTITION])
  }

  async check(loss: Loss): Promise<void> {
    await this.world.advance(10_000)
    const { tree } = this.server
    const { current } = this.brokers.cache(ID)
    assert.deepEqual([...current.topics.keys()], ['a'])
    for (const partition of [0, 1, 2]) assert.equal(current.partition('a', partition)?.leader, ID)
    assert.equal(this.#stack.controller.isActive, true)
    // A lost answer is no reason for an election.
    if (loss === 'session kept') assert.equal(this.#stack.controller.controllerEpoch, 1)
    assert.notEqual(await tree.exists(`${Paths.brokerIds}/${ID}`), null)
    assert.deepEqual((await tree.children(Paths.topics)).names, ['a'])
    assert.deepEqual((await tree.children(Paths.deleteTopics)).names, [])
  }

  async stop(): Promise<void> {
    await drive(this.world, this.#stack.close())
    await this.server.goAway()
  }
}

/** False when there were fewer requests. */
async function tell(n: number, loss: Loss): Promise<boolean> {
  const story = new Story()
  // A start whose session expires is given up, and the broker says so.
  if (loss === 'session expired') await story.start()
  story.server.loseAnswerOf(n, loss === 'session expired')
  if (loss === 'session kept') await story.start()
  await story.act(loss)
  const met = story.server.answersLost > 0
  await story.check(loss)
  await story.stop()
  return met
}

for (const loss of ['session kept', 'session expired'] as const) {
  test(`any one answer is lost, ${loss}: everything is there in the end`, async () => {
    let n = 1
    while (await tell(n, loss).catch((error) => assert.fail(`request ${n}: ${(error as Error).stack}`))) n++
    assert.ok(n > 40, `${n} requests`)
  })
}
