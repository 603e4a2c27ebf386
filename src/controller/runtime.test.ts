import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { encodeBroker } from '../metadata/nodes/broker-node.ts'
import { brokerPath, deleteTopicPath, Paths, partitionStatePath, topicPath } from '../metadata/nodes/paths.ts'
import { assignmentOf, decodeState, encodeState, encodeTopic } from '../metadata/nodes/topic-nodes.ts'
import { notifyLogDirFailure } from '../metadata/setup.ts'
import { openMemoryTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Kit } from './test-kit.ts'
import { startKit } from './test-kit.ts'

const ID = 'K7jQ0mDdR0Kf9gMZyT7nXQ'

/** Writes a topic as any broker or tool does: only nodes. */
async function makeTopic(kit: Kit, name: string, ...replicas: number[][]): Promise<void> {
  const partitions = new Map(replicas.map((list, index) => [index, assignmentOf(list)]))
  await kit.tree.create(topicPath(name), encodeTopic({ topicId: ID, partitions }), 'persistent')
  await kit.settle()
}

async function state(kit: Kit, topic: string, partition = 0): Promise<string> {
  const { data, stat } = await kit.tree.get(partitionStatePath(topic, partition))
  const { leader, leaderEpoch, isr, recovering } = decodeState(topic, partition, data, stat.version)
  return `leader=${leader} epoch=${leaderEpoch} isr=[${isr}]${recovering ? ' recovering' : ''}`
}

describe('a new topic', () => {
  it('is led by the first live replica; brokers hear LeaderAndIsr, then UpdateMetadata', async () => {
    const kit = await startKit({ others: [8] })
    kit.brokers.take()
    await makeTopic(kit, 't', [8, 7], [9, 7])
    assert.deepEqual(kit.brokers.take().sort(), [
      '7 lisr t-0 leader=8 epoch=0 isr=[8,7] new, t-1 leader=7 epoch=0 isr=[7] new',
      '7 umr [7,8] t-0 leader=8, t-1 leader=7',
      '8 lisr t-0 leader=8 epoch=0 isr=[8,7] new',
      '8 umr [7,8] t-0 leader=8, t-1 leader=7',
    ])
    assert.equal(await state(kit, 't', 1), 'leader=7 epoch=0 isr=[7]')
    assert.deepEqual(kit.brokers.cache(8).current.partition('t', 1)?.offlineReplicas, [9])
    assert.equal(kit.brokers.cache(7).current.topicId('t'), ID)
    await kit.close()
  })

  it('without a live replica waits for one', async () => {
    const kit = await startKit()
    await makeTopic(kit, 't', [9])
    assert.equal(await kit.tree.exists(partitionStatePath('t', 0)), null)
    assert.equal(kit.controller.stats.offlinePartitions, 1)
    await kit.join(9)
    assert.equal(await state(kit, 't'), 'leader=9 epoch=0 isr=[9]')
    assert.equal(kit.controller.stats.offlinePartitions, 0)
    await kit.close()
  })

  it('that an old tool made gets an id, and keeps it when such a tool writes it again', async () => {
    const kit = await startKit()
    await kit.tree.create(topicPath('t'), Buffer.from('{"version":1,"partitions":{"0":[7]}}'), 'persistent')
    await kit.settle()
    const id = kit.brokers.cache(7).current.topicId('t')
    assert.match(id!, /^[A-Za-z0-9_-]{22}$/)
    await kit.tree.set(topicPath('t'), Buffer.from('{"version":1,"partitions":{"0":[7],"1":[7]}}'), -1)
    await kit.settle()
    assert.match((await kit.data(topicPath('t')))!, new RegExp(`"1":\\[7\\].*"topic_id":"${id}"`))
    assert.equal(await state(kit, 't', 1), 'leader=7 epoch=0 isr=[7]')
    await kit.close()
  })

  it('whose node nobody can read is left out, the others come up', async () => {
    const kit = await startKit()
    await kit.tree.create(topicPath('broken'), Buffer.from('{'), 'persistent')
    await makeTopic(kit, 'good', [7])
    assert.equal(await state(kit, 'good'), 'leader=7 epoch=0 isr=[7]')
    await kit.close()
  })
})

describe('brokers', () => {
  it('that fail lose leadership and ISR; that come back follow, then lead again when preferred', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [8, 7])
    kit.brokers.take()
    await kit.leave(8)
    assert.equal(await state(kit, 't'), 'leader=7 epoch=1 isr=[7]')
    // Twice, as Apache: once for the new leader, once for the replica that went offline.
    const once = ['7 lisr t-0 leader=7 epoch=1 isr=[7]', '7 umr [7] t-0 leader=7']
    assert.deepEqual(kit.brokers.take(), [...once, ...once])
    await kit.join(8)
    const told = kit.brokers.take()
    const to8 = told.filter((line) => line.startsWith('8'))
    // Everything it has to know, before what it has to do.
    assert.deepEqual(to8.slice(0, 2), ['8 umr [7,8] t-0 leader=7', '8 lisr t-0 leader=7 epoch=1 isr=[7]'])
    assert.equal(await state(kit, 't'), 'leader=7 epoch=1 isr=[7]')
    // Back in the ISR, as its leader would write.
    const again = { leader: 7, leaderEpoch: 1, isr: [7, 8], recovering: false, controllerEpoch: 1 }
    await kit.tree.set(partitionStatePath('t', 0), encodeState(again), -1)
    const [outcome] = await kit.controller.electLeaders('preferred', [{ topic: 't', partition: 0 }], 1000)
    assert.equal(outcome?.error, ErrorCode.NONE)
    assert.equal(await state(kit, 't'), 'leader=8 epoch=2 isr=[7,8]')
    await kit.close()
  })

  it('that registered anew between two looks are down and up again', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [8, 7])
    kit.brokers.take()
    const { data } = await kit.tree.get(brokerPath(8))
    await kit.tree.multi([
      { op: 'delete', path: brokerPath(8), version: -1 },
      { op: 'create', path: brokerPath(8), data, mode: 'persistent' },
    ])
    await kit.settle()
    assert.equal(await state(kit, 't'), 'leader=7 epoch=1 isr=[7]')
    assert.ok(kit.brokers.take().some((line) => line.startsWith('8 lisr')))
    await kit.close()
  })

  it('the last in sync stays in the ISR without leading; unclean election only when allowed or asked for', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [8, 7])
    const alone = { leader: 8, leaderEpoch: 1, isr: [8], recovering: false, controllerEpoch: 1 }
    await kit.tree.set(partitionStatePath('t', 0), encodeState(alone), -1)
    await kit.leave(8)
    assert.equal(await state(kit, 't'), 'leader=-1 epoch=2 isr=[8]')
    assert.equal(kit.brokers.cache(7).current.partition('t', 0)?.leader, -1)
    const place = [{ topic: 't', partition: 0 }]
    const [refused] = await kit.controller.electLeaders('preferred', place, 1000)
    assert.equal(refused?.error, ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE)
    assert.match(refused!.message!, /Failed to elect leader for partition t-0 under strategy Preferred/)
    const [unclean] = await kit.controller.electLeaders('unclean', place, 1000)
    assert.equal(unclean?.error, ErrorCode.NONE)
    assert.equal(await state(kit, 't'), 'leader=7 epoch=3 isr=[7] recovering')
    await kit.close()
  })

  it('elect uncleanly by themselves where the topic says so', async () => {
    const kit = await startKit({ others: [8] })
    const entity = { type: 'topics', name: 't' } as const
    await kit.configs.alter(entity, () => new Map([['unclean.leader.election.enable', 'true']]))
    await makeTopic(kit, 't', [8, 7])
    const alone = { leader: 8, leaderEpoch: 1, isr: [8], recovering: false, controllerEpoch: 1 }
    await kit.tree.set(partitionStatePath('t', 0), encodeState(alone), -1)
    await kit.leave(8)
    assert.match(await state(kit, 't'), /^leader=7 .*recovering$/)
    await kit.close()
  })

  it('that move to other addresses are told of', async () => {
    const kit = await startKit({ others: [8] })
    const before = (await kit.data(brokerPath(8)))!
    kit.brokers.take()
    await kit.tree.set(brokerPath(8), Buffer.from(before.replaceAll('9593', '9999')), -1)
    await kit.settle()
    assert.equal(kit.brokers.cache(7).current.brokers.get(8)?.endpoints[0]?.port, 9999)
    kit.brokers.take()
    await kit.tree.set(brokerPath(8), Buffer.from(before.replaceAll('9593', '9999')), -1)
    await kit.settle()
    assert.deepEqual(kit.brokers.take(), [])
    await kit.close()
  })

  it('that move again while their addresses are read are told of, too', async () => {
    const kit = await startKit({ others: [8] })
    const at = (host: string): Uint8Array => {
      const endpoint = { listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host, port: 1 }
      return encodeBroker({ id: 8, endpoints: [endpoint], rack: null, features: {} }, 0)
    }
    const get = kit.tree.get.bind(kit.tree)
    kit.tree.get = async (path, watch) => {
      const read = await get(path, watch)
      if (path === brokerPath(8) && read.stat.version === 1) await kit.tree.set(path, at('b'), -1)
      return read
    }
    await kit.tree.set(brokerPath(8), at('a'), -1)
    await kit.settle()
    assert.equal(kit.brokers.cache(7).current.brokers.get(8)?.endpoints[0]?.host, 'b')
    await kit.close()
  })

  it('give leaders back when a broker leads too few of its own', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [8, 7])
    const moved = { leader: 7, leaderEpoch: 1, isr: [7, 8], recovering: false, controllerEpoch: 1 }
    await kit.leave(8)
    await kit.join(8)
    await kit.tree.set(partitionStatePath('t', 0), encodeState(moved), -1)
    await kit.tree.create(
      `${Paths.isrChanges}/isr_change_`,
      Buffer.from('{"version":1,"partitions":[{"topic":"t","partition":0}]}'),
      'persistent-sequential',
    )
    await kit.settle()
    assert.deepEqual((await kit.tree.children(Paths.isrChanges)).names, [])
    assert.deepEqual(kit.brokers.cache(7).current.partition('t', 0)?.isr, [7, 8])
    await kit.world.advance(6000)
    await kit.settle()
    assert.equal(await state(kit, 't'), 'leader=8 epoch=2 isr=[7,8]')
    await kit.close()
  })
})

describe('a log folder that failed', () => {
  it('takes its replicas offline until the broker starts again', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [7, 8], [7, 8])
    kit.brokers.broken.set(7, new Set(['t-0']))
    await notifyLogDirFailure(kit.tree, 7)
    await kit.settle()
    assert.equal(await state(kit, 't', 0), 'leader=8 epoch=1 isr=[8]')
    assert.equal(await state(kit, 't', 1), 'leader=7 epoch=0 isr=[7,8]')
    assert.deepEqual(kit.brokers.cache(8).current.partition('t', 0)?.offlineReplicas, [7])
    assert.deepEqual((await kit.tree.children(Paths.logDirEvents)).names, [])
    await kit.close()
  })
})

describe('deletion', () => {
  it('tells brokers to forget first, then to delete, then takes the nodes away', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [7, 8])
    await makeTopic(kit, 'other', [8])
    kit.brokers.take()
    await kit.tree.create(deleteTopicPath('t'), null, 'persistent')
    await kit.settle()
    const to8 = kit.brokers.take().filter((line) => line.startsWith('8'))
    assert.equal(to8[0], '8 umr [7,8] t-0 leader=-2')
    assert.deepEqual(
      to8.filter((line) => line.includes('stop')),
      ['8 stop t-0 epoch=-2', '8 stop t-0 epoch=-2 delete'],
    )
    assert.equal(
      to8.some((line) => line.includes('lisr')),
      false,
    )
    assert.deepEqual((await kit.tree.children(Paths.topics)).names, ['other'])
    assert.deepEqual((await kit.tree.children(Paths.deleteTopics)).names, [])
    assert.equal(kit.brokers.cache(8).current.topics.has('t'), false)
    await kit.close()
  })

  it('waits for a broker that is away, then is carried out', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [7, 8])
    await kit.leave(8)
    const outcome = kit.controller.deleteTopics(['t'], 500)
    await kit.world.advance(1000)
    assert.equal((await outcome)[0]?.error, ErrorCode.REQUEST_TIMED_OUT)
    assert.notEqual(await kit.tree.exists(topicPath('t')), null)
    assert.match(
      (
        await kit.controller.createPartitions([{ name: 't', count: 3, assignments: null }], {
          timeoutMs: 1,
          validateOnly: false,
        })
      )[0]!.message!,
      /queued for deletion/,
    )
    await kit.join(8)
    assert.equal(await kit.tree.exists(topicPath('t')), null)
    assert.deepEqual((await kit.tree.children(Paths.deleteTopics)).names, [])
    await kit.close()
  })

  it('begins again after a broker failed in the middle of it', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [7, 8])
    kit.brokers.silent.add(8)
    await kit.tree.create(deleteTopicPath('t'), null, 'persistent')
    await kit.settle()
    assert.notEqual(await kit.tree.exists(topicPath('t')), null)
    await kit.leave(8)
    kit.brokers.speak(8)
    await kit.settle()
    assert.notEqual(await kit.tree.exists(topicPath('t')), null)
    await kit.join(8)
    assert.equal(await kit.tree.exists(topicPath('t')), null)
    await kit.close()
  })

  it('that a folder refuses waits, and the topic does not come back', async () => {
    const kit = await startKit()
    await makeTopic(kit, 't', [7])
    kit.brokers.broken.set(7, new Set(['t-0']))
    await kit.tree.create(deleteTopicPath('t'), null, 'persistent')
    await kit.settle()
    assert.notEqual(await kit.tree.exists(topicPath('t')), null)
    assert.equal(kit.brokers.cache(7).current.topics.has('t'), false)
    await kit.close()
  })

  it('of an unknown topic, or with deletion switched off, is only taken off the list', async () => {
    const kit = await startKit({ overrides: { 'delete.topic.enable': 'false' } })
    await makeTopic(kit, 't', [7])
    await kit.tree.create(deleteTopicPath('t'), null, 'persistent')
    await kit.tree.create(deleteTopicPath('unknown'), null, 'persistent')
    await kit.settle()
    assert.deepEqual((await kit.tree.children(Paths.deleteTopics)).names, [])
    assert.notEqual(await kit.tree.exists(topicPath('t')), null)
    await kit.close()
  })

  it('of a topic that was never led is answered when it is gone', async () => {
    const kit = await startKit()
    await kit.tree.create(topicPath('t'), encodeTopic({ topicId: ID, partitions: new Map() }), 'persistent')
    await kit.settle()
    const [deleted] = await kit.controller.deleteTopics(['t'], 1000)
    assert.equal(deleted?.error, ErrorCode.NONE)
    assert.equal(await kit.tree.exists(topicPath('t')), null)
    assert.equal(await kit.tree.exists(deleteTopicPath('t')), null)
    await kit.close()
  })

  it('and creation of the same name follow each other at once', async () => {
    const kit = await startKit()
    const topic = { name: 't', numPartitions: 2, replicationFactor: 1, assignments: new Map(), configs: new Map() }
    for (let round = 0; round < 3; round++) {
      const [created] = await kit.controller.createTopics([topic], { timeoutMs: 1000, validateOnly: false })
      assert.equal(created?.error, ErrorCode.NONE)
      const [deleted] = await kit.controller.deleteTopics(['t'], 1000)
      assert.equal(deleted?.error, ErrorCode.NONE)
    }
    await kit.close()
  })
})

describe('the office', () => {
  it('is taken over with everything that was begun', async () => {
    const world = new MemoryWorld()
    const tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
    const first = await startKit({ world, tree })
    await makeTopic(first, 'led', [7])
    await first.controller.stop()
    // Made while nobody was in office.
    await makeTopic(first, 'fresh', [7])
    await makeTopic(first, 'doomed', [7])
    await tree.create(deleteTopicPath('doomed'), null, 'persistent')
    await tree.expireSession()
    const second = await startKit({ world, tree })
    assert.equal(second.controller.controllerEpoch, 2)
    assert.equal(await state(second, 'led'), 'leader=7 epoch=0 isr=[7]')
    assert.equal(await state(second, 'fresh'), 'leader=7 epoch=0 isr=[7]')
    assert.equal(await tree.exists(topicPath('doomed')), null)
    const told = second.brokers.take()
    assert.equal(told[0], '7 umr [7]')
    assert.ok(told.includes('7 lisr led-0 leader=7 epoch=0 isr=[7]'), told.join('\n'))
    await second.close()
  })

  it('is left when another broker has it, and nothing more is written', async () => {
    const kit = await startKit()
    await kit.tree.multi([
      { op: 'delete', path: Paths.controller, version: -1 },
      { op: 'create', path: Paths.controller, data: Buffer.from('{"version":2,"brokerid":9}'), mode: 'persistent' },
      { op: 'set', path: Paths.controllerEpoch, data: Buffer.from('2'), version: -1 },
    ])
    await makeTopic(kit, 't', [7])
    assert.equal(kit.controller.isActive, false)
    assert.equal(await kit.tree.exists(partitionStatePath('t', 0)), null)
    const [outcome] = await kit.controller.electLeaders('preferred', [{ topic: 't', partition: 0 }], 10)
    assert.equal(outcome?.error, ErrorCode.NOT_CONTROLLER)
    await kit.tree.delete(Paths.controller, -1)
    await kit.settle()
    assert.equal(kit.controller.isActive, true)
    assert.equal(kit.controller.controllerEpoch, 3)
    assert.equal(await state(kit, 't'), 'leader=7 epoch=0 isr=[7]')
    await kit.close()
  })

  it('KAFKA-6082: a controller that was replaced without knowing it writes nothing', async () => {
    const kit = await startKit()
    // The epoch moves before the news of it arrives: the next write of this controller is refused.
    const writes = [
      kit.tree.set(Paths.controllerEpoch, Buffer.from('5'), -1),
      kit.tree.create(
        topicPath('t'),
        encodeTopic({ topicId: ID, partitions: new Map([[0, assignmentOf([7])]]) }),
        'persistent',
      ),
    ]
    await Promise.all(writes)
    await kit.settle()
    assert.equal(await kit.tree.exists(partitionStatePath('t', 0)), null)
    await kit.close()
  })

  it('ends with the session and begins with the next one', async () => {
    const kit = await startKit()
    await makeTopic(kit, 't', [7])
    const before = Number((await kit.tree.exists(brokerPath(7)))!.czxid)
    await kit.tree.expireSession()
    await kit.settle()
    assert.equal(kit.controller.isActive, true)
    assert.equal(kit.controller.controllerEpoch, 2)
    assert.ok(Number((await kit.tree.exists(brokerPath(7)))!.czxid) > before)
    await makeTopic(kit, 'u', [7])
    assert.equal(await state(kit, 'u'), 'leader=7 epoch=0 isr=[7]')
    await kit.close()
  })

  it('carries out the old node of preferred elections', async () => {
    const kit = await startKit({ others: [8] })
    await makeTopic(kit, 't', [8, 7])
    await kit.leave(8)
    await kit.join(8)
    const both = { leader: 7, leaderEpoch: 1, isr: [7, 8], recovering: false, controllerEpoch: 1 }
    await kit.tree.set(partitionStatePath('t', 0), encodeState(both), -1)
    for (let round = 0; round < 2; round++) {
      const wanted = Buffer.from('{"version":1,"partitions":[{"topic":"t","partition":0}]}')
      await kit.tree.create(Paths.preferredElection, wanted, 'persistent')
      await kit.settle()
      assert.equal(await kit.tree.exists(Paths.preferredElection), null)
      assert.equal(await state(kit, 't'), 'leader=8 epoch=2 isr=[7,8]')
    }
    await kit.close()
  })

  it('sends again what did not get through', async () => {
    const kit = await startKit()
    const send = kit.brokers.send.bind(kit.brokers)
    let failures = 3
    kit.brokers.send = async (broker, apiKey, request) => {
      if (failures-- > 0) throw new Error('no connection')
      return send(broker, apiKey, request)
    }
    await makeTopic(kit, 't', [7])
    assert.equal(kit.brokers.cache(7).current.topics.has('t'), false)
    await kit.world.advance(1000)
    assert.equal(kit.brokers.cache(7).current.partition('t', 0)?.leader, 7)
    await kit.close()
  })
})
