/** Records against bytes that Apache Kafka 4.4.0's own classes wrote. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeRecord, encodeRecord } from './records.ts'
import type { TransactionValue } from './transaction.ts'

const KEY = '000000086f72646572732d31'
const PREPARED_0 =
  '00000000011f71fb04cb7fff0000ea60020000000200066f726465727300000002000000000000000700125f5f636f6e73756d65725f6f66667365747300000001000000310000018bcfe5687b0000018bcfe56800'
const PREPARED_1 =
  '00010000011f71fb04cb7fff0000ea600203076f726465727303000000000000000700135f5f636f6e73756d65725f6f6666736574730200000031000000018bcfe5687b0000018bcfe56800030008000000000000004d01080000011f71fb083702020002'
const EMPTY_0 = '000000000000000000050000000003e800ffffffff0000000000000009ffffffffffffffff'
const EMPTY_1 = '000100000000000000050000000003e800000000000000000009ffffffffffffffff00'

const prepared: TransactionValue = {
  producerId: 1_234_567_890_123,
  previousProducerId: 77,
  nextProducerId: 1_234_567_890_999,
  producerEpoch: 32_767,
  lastProducerEpoch: -1,
  timeoutMs: 60_000,
  state: 'PrepareCommit',
  partitions: new Map([
    ['orders', new Set([0, 7])],
    ['__consumer_offsets', new Set([49])],
  ]),
  startMs: 1_700_000_000_000,
  lastUpdateMs: 1_700_000_000_123,
  clientTransactionVersion: 2,
}
/** What version 0 has of it. */
const preparedOld = {
  ...prepared,
  previousProducerId: prepared.producerId,
  nextProducerId: -1,
  clientTransactionVersion: 0,
}
const empty: TransactionValue = {
  ...preparedOld,
  producerId: 5,
  previousProducerId: 5,
  producerEpoch: 0,
  timeoutMs: 1000,
  state: 'Empty',
  partitions: new Map(),
  startMs: -1,
  lastUpdateMs: 9,
}
const bytes = (hex: string) => Buffer.from(hex, 'hex')

test('values of both versions are read and written as Apache does', () => {
  const cases: [hex: string, value: TransactionValue, transactionVersion: number][] = [
    [PREPARED_0, preparedOld, 0],
    [PREPARED_1, prepared, 2],
    [EMPTY_0, empty, 0],
    [EMPTY_1, empty, 1],
  ]
  for (const [hex, value, transactionVersion] of cases) {
    assert.deepEqual(decodeRecord(bytes(KEY), bytes(hex)), { transactionalId: 'orders-1', value })
    const written = encodeRecord({ transactionalId: 'orders-1', value }, transactionVersion)
    assert.equal(Buffer.from(written.key).toString('hex'), KEY)
    assert.equal(Buffer.from(written.value!).toString('hex'), hex)
  }
  // What a newer client needs is stored whatever the cluster has finalized.
  assert.equal(
    Buffer.from(encodeRecord({ transactionalId: 'x', value: prepared }, 0).value!).toString('hex'),
    PREPARED_1,
  )
})

test('a record without a value forgets the id; other kinds of keys are of no concern', () => {
  assert.deepEqual(decodeRecord(bytes(KEY), null), { transactionalId: 'orders-1', value: null })
  assert.equal(encodeRecord({ transactionalId: 'orders-1', value: null }, 2).value, null)
  assert.equal(decodeRecord(bytes('0001ff'), bytes(EMPTY_1)), null)
})

test('a version that is not known, a state that is never stored and bytes that end are no transaction', () => {
  const wrong = [EMPTY_0.replace(/^0000/, '0002'), EMPTY_0.replace(/^0000/, 'ffff'), EMPTY_0.slice(0, 20), '']
  for (const status of ['06', '07', '08', 'ff']) wrong.push(EMPTY_0.replace('03e800', `03e8${status}`))
  for (const hex of wrong) assert.throws(() => decodeRecord(bytes(KEY), bytes(hex)), Error, hex)
})

test('what is decoded shares no memory with the bytes', () => {
  const value = bytes(PREPARED_1)
  const key = bytes(KEY)
  const decoded = decodeRecord(key, value)
  value.fill(0xff)
  key.fill(0xff)
  assert.deepEqual(decoded, { transactionalId: 'orders-1', value: prepared })
})
