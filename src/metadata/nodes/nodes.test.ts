import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { decodeBroker, encodeBroker } from './broker-node.ts'
import { NodeFormatError, propertiesOrder } from './json.ts'
import { desanitize, sanitize, sequenceOf } from './paths.ts'
import {
  decodeConfig,
  decodeConfigChange,
  decodeController,
  decodeFeature,
  decodeLogDirEvent,
  decodeProducerIdBlock,
  encodeConfig,
  encodeController,
  encodeFeature,
  encodeProducerIdBlock,
} from './small-nodes.ts'
import { assignmentOf, decodeState, decodeTopic, encodeState, encodeTopic } from './topic-nodes.ts'

const text = (data: Uint8Array): string => Buffer.from(data).toString()
const bytes = (value: string): Uint8Array => Buffer.from(value)

describe('nodes as Apache writes them', () => {
  it('brokers: all versions are read, the newest is written', () => {
    const broker = {
      id: 7,
      endpoints: [
        { listener: 'IN', securityProtocol: 'SSL', host: '::1', port: 9093 },
        { listener: 'OUT', securityProtocol: 'PLAINTEXT', host: 'b1', port: 9092 },
      ],
      rack: null,
      features: {},
    }
    const data = encodeBroker(broker, 17)
    assert.equal(
      text(data),
      '{"features":{},"listener_security_protocol_map":{"IN":"SSL","OUT":"PLAINTEXT"},"endpoints":["IN://[::1]:9093","OUT://b1:9092"],"jmx_port":-1,"port":9092,"host":"b1","version":5,"timestamp":"17"}',
    )
    assert.deepEqual(decodeBroker(7, data), broker)
    const noPlain = encodeBroker({ ...broker, endpoints: [broker.endpoints[0]!], rack: 'r' }, 17)
    assert.match(text(noPlain), /"rack":"r","jmx_port":-1,"port":-1,"host":null/)
    const old = decodeBroker(1, bytes('{"version":1,"host":"h","port":9,"jmx_port":-1,"timestamp":"1"}'))
    assert.deepEqual(old.endpoints, [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: 'h', port: 9 }])
    const v2 = decodeBroker(1, bytes('{"version":2,"host":"h","port":9,"endpoints":["ssl://h:9"],"unknown":[1]}'))
    assert.deepEqual(v2.endpoints, [{ listener: 'SSL', securityProtocol: 'SSL', host: 'h', port: 9 }])
  })

  it('topics: with and without id and reassignment', () => {
    const topicId = 'K7jQ0mDdR0Kf9gMZyT7nXQ'
    const moving = { replicas: [4, 5, 1, 2], adding: [4, 5], removing: [1, 2] }
    const node = {
      topicId,
      partitions: new Map([
        [10, assignmentOf([2, 1])],
        [0, moving],
      ]),
    }
    const data = encodeTopic(node)
    assert.equal(
      text(data),
      `{"partitions":{"0":[4,5,1,2],"10":[2,1]},"topic_id":"${topicId}","adding_replicas":{"0":[4,5]},"removing_replicas":{"0":[1,2]},"version":3}`,
    )
    assert.deepEqual(decodeTopic('t', data).partitions.get(0), moving)
    assert.deepEqual(decodeTopic('t', bytes('{"version":1,"partitions":{"0":[1,2]}}')), {
      topicId: ZERO_UUID,
      partitions: new Map([[0, assignmentOf([1, 2])]]),
    })
    assert.doesNotMatch(text(encodeTopic({ ...node, topicId: ZERO_UUID })), /topic_id/)
  })

  it('states: the recovery state stands there only while it lasts', () => {
    const state = { leader: 1, leaderEpoch: 7, isr: [1, 2], recovering: false, controllerEpoch: 3 }
    assert.equal(text(encodeState(state)), '{"controller_epoch":3,"leader":1,"version":1,"leader_epoch":7,"isr":[1,2]}')
    const recovering = encodeState({ ...state, recovering: true })
    assert.equal(
      text(recovering),
      '{"controller_epoch":3,"leader":1,"version":1,"leader_recovery_state":1,"leader_epoch":7,"isr":[1,2]}',
    )
    assert.deepEqual(decodeState('t', 0, recovering, 4), { ...state, recovering: true, version: 4 })
  })

  it('settings: in the order of a java.util.Properties', () => {
    const many =
      'cleanup.policy compression.type delete.retention.ms file.delete.delay.ms flush.messages flush.ms'.split(' ')
    assert.deepEqual(
      propertiesOrder(many).join(' '),
      'compression.type cleanup.policy file.delete.delay.ms flush.ms delete.retention.ms flush.messages',
    )
    const twelve = [
      ...many,
      ...'index.interval.bytes max.message.bytes min.insync.replicas retention.bytes retention.ms segment.bytes'.split(
        ' ',
      ),
    ]
    assert.equal(
      propertiesOrder(twelve).join(' '),
      'compression.type file.delete.delay.ms max.message.bytes min.insync.replicas index.interval.bytes delete.retention.ms retention.bytes cleanup.policy flush.ms retention.ms segment.bytes flush.messages',
    )
    const values = new Map([
      ['__proto__', 'a"b'],
      ['1', 'ü'],
    ])
    assert.deepEqual(decodeConfig('/c', encodeConfig(values)), new Map([...values].sort()))
    assert.equal(decodeConfig('/c', null).size, 0)
  })

  it('the small ones', () => {
    assert.equal(decodeController(bytes('{"version":1,"brokerid":3,"timestamp":"1"}')).kraftControllerEpoch, -1)
    assert.equal(decodeController(encodeController(3, 1)).brokerId, 3)
    assert.equal(
      text(encodeProducerIdBlock({ brokerId: 7, first: 1000, last: 1999 })),
      '{"version":1,"broker":7,"block_start":"1000","block_end":"1999"}',
    )
    assert.equal(decodeProducerIdBlock(null), null)
    const feature = encodeFeature({ enabled: true, features: new Map([['group.version', 1]]) })
    assert.equal(text(feature), '{"features":{"group.version":{"max_version_level":1}},"version":2,"status":1}')
    assert.equal(decodeFeature(feature).features.get('group.version'), 1)
    assert.equal(decodeConfigChange('/c', bytes('{"version":1,"entity_type":"topics","entity_name":"t"}')), 'topics/t')
    assert.equal(decodeConfigChange('/c', bytes('{"version":9,"entity_path":"topics/t"}')), null)
    assert.equal(decodeLogDirEvent('/l', bytes('{"version":1,"broker":2,"event":1}')), 2)
    assert.equal(sequenceOf('config_change_0000000012'), 12)
    assert.equal(sequenceOf('other'), -1)
  })

  it('names of groups stand in a path whatever they hold', () => {
    for (const name of ['a/b', '.', '..', '../x', 'ä ü', '<default>', 'a*b+c', '%41', "it's"]) {
      const part = sanitize(name)
      assert.match(part, /^[A-Za-z0-9%_.-]+$/)
      assert.ok(part !== '.' && part !== '..')
      assert.equal(desanitize(part), name)
    }
    assert.equal(desanitize('%'), null)
  })

  it('what is not readable is said with its path', () => {
    const broken: (() => unknown)[] = [
      () => decodeBroker(1, bytes('{"version":5}')),
      () => decodeBroker(1, bytes('{"version":5,"endpoints":["nonsense"]}')),
      () => decodeTopic('t', bytes('{"partitions":{"x":[1]}}')),
      () => decodeTopic('t', bytes('{"partitions":{"0":["1"]}}')),
      () => decodeTopic('t', null),
      () => decodeState('t', 0, bytes('[]'), 0),
      () => decodeState('t', 0, bytes('{"leader":1.5}'), 0),
      () => decodeConfig('/c', bytes('{"config":{"a":1}}')),
      () => decodeProducerIdBlock(bytes('{"broker":1,"block_start":"-1","block_end":"9"}')),
    ]
    for (const call of broken) assert.throws(call, NodeFormatError)
  })
})
