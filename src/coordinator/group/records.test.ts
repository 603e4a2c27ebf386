import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { writeOffsetCommitValue } from '../../protocol/generated/consumer-offsets.js'
import { Writer } from '../../protocol/writer.ts'
import { decodeRecord, encodeRecord, type GroupRecord } from './records.ts'

const offset = (more: object = {}): GroupRecord => ({
  type: 'offset',
  group: 'g',
  topic: 't',
  partition: 3,
  value: {
    offset: 12,
    leaderEpoch: 4,
    metadata: 'm',
    commitTimestamp: 1000,
    expireTimestamp: -1,
    topicId: ZERO_UUID,
    ...more,
  },
})

const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'))

test('an offset commit is written as Apache 3.9 writes it', () => {
  const { key, value } = encodeRecord(offset())
  assert.equal(hex(key), '0001' + '000167' + '000174' + '00000003')
  assert.equal(hex(value), '0003' + '000000000000000c' + '00000004' + '00016d' + '00000000000003e8')
  const expiring = encodeRecord(offset({ expireTimestamp: 2000 }))
  assert.equal(hex(expiring.value), '0001' + '000000000000000c' + '00016d' + '00000000000003e8' + '00000000000007d0')
  // A version with an expiry has no leader epoch.
  assert.deepEqual(decodeRecord(expiring.key, expiring.value), offset({ expireTimestamp: 2000, leaderEpoch: -1 }))
})

test('what is written is read, tombstones too', () => {
  const group: GroupRecord = {
    type: 'group',
    group: 'g',
    value: {
      protocolType: 'consumer',
      generation: 5,
      protocol: 'range',
      leader: 'a',
      currentStateTimestamp: 77,
      members: [
        {
          memberId: 'a',
          groupInstanceId: null,
          clientId: 'c',
          clientHost: '/127.0.0.1',
          rebalanceTimeout: 1,
          sessionTimeout: 2,
          subscription: new Uint8Array([1]),
          assignment: new Uint8Array([2]),
        },
      ],
    },
  }
  for (const record of [offset(), group, { ...offset(), value: null }, { ...group, value: null }] as GroupRecord[]) {
    const { key, value } = encodeRecord(record)
    assert.deepEqual(decodeRecord(key, value), record)
  }
})

test('every version of an offset commit is read, and none shares memory with what it was read from', () => {
  const { key } = encodeRecord(offset())
  for (let version = 1; version <= 4; version++) {
    const w = new Writer()
    w.int16(version)
    writeOffsetCommitValue(w, { offset: 9, metadata: 'x', commitTimestamp: 1, leaderEpoch: 2 }, version)
    const record = decodeRecord(key, w.finishJoined())
    assert.ok(record?.type === 'offset')
    assert.equal(record.value?.offset, 9)
    assert.equal(record.value?.leaderEpoch, version >= 3 ? 2 : -1)
  }
  const legacy = Buffer.from('0000' + '0000000000000009' + '000178' + '0000000000000001', 'hex')
  const record = decodeRecord(Buffer.concat([Buffer.from('0000', 'hex'), key.subarray(2)]), legacy)
  assert.ok(record?.type === 'offset' && record.value?.offset === 9)
})

test('keys of other kinds are passed over, what is not understood is refused', () => {
  assert.equal(decodeRecord(Buffer.from('0003000167', 'hex'), null), null)
  assert.throws(() => decodeRecord(encodeRecord(offset()).key, Buffer.from('0009', 'hex')))
  assert.throws(() => decodeRecord(Buffer.from('0001', 'hex'), null))
})
