/** A cluster lives on while ZooKeeper loses answers, connections and sessions: in the end what the tree says is what is. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { times } from '../base/testing/times.ts'
import { Random } from '../io/memory/random.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { NodeError } from '../metadata/contract.ts'
import { brokerPath, deleteTopicPath, Paths, topicPath } from '../metadata/nodes/paths.ts'
import { decodeConfig } from '../metadata/nodes/small-nodes.ts'
import { assignmentOf, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import { FakeZooKeeper } from '../metadata/stores/zookeeper/testing/fake-server.ts'
import { FakeBrokers } from './test-kit.ts'
import type { OnZooKeeper } from './zookeeper-kit.ts'
import { ID, PORT, startOnZooKeeper } from './zookeeper-kit.ts'

const SEEDS = times(20)
const STEPS = 50
const NAMES = ['a', 'b', 'c', 'd']

class Cluster {
  readonly world = new MemoryWorld()
  readonly server = new FakeZooKeeper(this.world)
  readonly brokers = new FakeBrokers()
  readonly random: Random
  stack!: OnZooKeeper
  /** Under way; whatever comes of them. */
  readonly #asked: Promise<unknown>[] = []

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  async start(): Promise<void> {
    await this.server.listen(PORT)
    const starting = startOnZooKeeper(this.world, this.brokers)
    await this.world.advance(1000)
    this.stack = await starting
  }

  #name(): string {
    return NAMES[this.random.below(NAMES.length)]!
  }

  /** By a client. */
  ask(): void {
    const { controller, configs } = this.stack
    const name = this.#name()
    const options = { timeoutMs: 5000, validateOnly: false }
    const value = String(this.random.below(1000))
    const topic = {
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: new Map(),
      configs: new Map([['flush.ms', value]]),
    }
    const asked = [
      () => controller.createTopics([topic], options),
      () => controller.deleteTopics([name], 5000),
      () => controller.createPartitions([{ name, count: 1 + this.random.below(4), assignments: null }], options),
      () => configs.alter({ type: 'topics', name }, () => new Map([['retention.ms', value]])),
    ][this.random.below(4)]!
    const answer: Promise<unknown> = asked()
    this.#asked.push(answer.catch((error: unknown) => assert.ok(error instanceof NodeError, String(error))))
  }

  /** By an old tool. */
  async write(): Promise<void> {
    const name = this.#name()
    const { tree } = this.server
    if ((await tree.exists(topicPath(name))) === null) {
      const data = encodeTopic({ topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitions: new Map([[0, assignmentOf([ID])]]) })
      await tree.create(topicPath(name), data, 'persistent')
    } else if ((await tree.exists(deleteTopicPath(name))) === null) {
      await tree.create(deleteTopicPath(name), null, 'persistent')
    }
  }

  async disturb(): Promise<void> {
    const { world, server, random } = this
    switch (random.below(5)) {
      case 0:
        return server.dropAll()
      case 1:
        await server.goAway()
        await world.advance(random.below(8000))
        await server.listen(PORT)
        return
      case 2:
        return server.expire()
      case 3:
        return server.loseAnswerOf(1 + random.below(20), random.below(2) === 0)
      default:
        server.silent = true
        await world.advance(random.below(8000))
        server.silent = false
    }
  }

  async check(): Promise<void> {
    const { world, server, brokers, stack } = this
    server.loseAnswerOf(0)
    await world.advance(60_000)
    await Promise.all(this.#asked)
    const { tree } = server
    assert.ok(stack.controller.isActive)
    for (const path of [brokerPath(ID), Paths.controller]) assert.notEqual(await tree.exists(path), null, path)
    assert.deepEqual((await tree.children(Paths.deleteTopics)).names, [])
    const { names } = await tree.children(Paths.topics)
    const { current } = brokers.cache(ID)
    assert.deepEqual([...current.topics.keys()].sort(), names.sort())
    for (const name of names) {
      const { partitions } = JSON.parse(Buffer.from((await tree.get(topicPath(name))).data!).toString())
      for (const partition of Object.keys(partitions)) {
        assert.equal(current.partition(name, Number(partition))?.leader, ID, `${name}-${partition}`)
      }
    }
    for (const name of (await tree.children('/config/topics')).names) {
      const path = `/config/topics/${name}`
      const there = decodeConfig(path, (await tree.get(path)).data)
      assert.deepEqual(stack.configs.get({ type: 'topics', name }), there, path)
    }
  }

  async stop(): Promise<void> {
    const closing = this.stack.close()
    await this.world.advance(10_000)
    await closing
    await this.server.goAway()
  }
}

async function live(seed: number): Promise<void> {
  const cluster = new Cluster(seed)
  await cluster.start()
  for (let step = 0; step < STEPS; step++) {
    const act = cluster.random.below(6)
    if (act < 3) cluster.ask()
    else if (act === 3) await cluster.write()
    else await cluster.disturb()
    if (cluster.random.below(2) === 0) await cluster.world.advance(cluster.random.below(1000))
  }
  await cluster.check()
  await cluster.stop()
}

test('topics and settings are what the tree says in the end', async () => {
  const first = Date.now() % 100_000
  for (let seed = first; seed < first + SEEDS; seed++) {
    await live(seed).catch((error: Error) => assert.fail(`seed ${seed}: ${error.stack}`))
  }
})
