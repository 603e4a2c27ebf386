import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Reader } from './reader.ts'
import { allMessages, type MessageCodec } from './testing/messages.ts'
import { comparable, defaultOf, type Json, RandomValues } from './testing/random-values.ts'
import { Writer } from './writer.ts'

const SEED = 4711
const ROUNDS = 4

function written(codec: MessageCodec, value: unknown, version: number): Buffer {
  const w = new Writer()
  codec.write(w, value, version)
  const { byteLength } = w
  const bytes = Buffer.from(w.finishJoined())
  assert.equal(bytes.length, byteLength)
  return bytes
}

function readAll(codec: MessageCodec, bytes: Uint8Array, version: number): Json {
  const r = new Reader(bytes)
  const value = codec.read(r, version) as Json
  assert.equal(r.pos, bytes.length, 'bytes left over')
  assert.equal(r.end, bytes.length)
  return value
}

test('every message and version, random values: what is written is read again', () => {
  let count = 0
  for (const codec of allMessages().values()) {
    for (let v = codec.minVersion; v <= codec.maxVersion; v++) {
      for (let round = 0; round < ROUNDS; round++) {
        const seed = SEED + round
        const value = new RandomValues(seed).message(codec.schema, v)
        const where = `${codec.name} ${v}, seed ${seed}`
        const bytes = written(codec, value, v)
        const again = readAll(codec, bytes, v)
        assert.deepEqual(comparable(again), comparable(value), where)
        assert.deepEqual(written(codec, again, v), bytes, where)
        count++
      }
    }
  }
  assert.ok(count > 2000)
})

test('what a caller leaves out has its default', () => {
  for (const codec of allMessages().values()) {
    for (let v = codec.minVersion; v <= codec.maxVersion; v++) {
      const where = `${codec.name} ${v}`
      const bytes = written(codec, {}, v)
      const value = readAll(codec, bytes, v)
      const expected = Object.fromEntries(codec.schema.root.fields.map((field) => [field.name, empty(field, v)]))
      assert.deepEqual(comparable(value), comparable(expected), where)
      assert.deepEqual(written(codec, value, v), bytes, where)
    }
  }
})

/** As `defaultOf`, but what is null by default is empty in a version that cannot say null. */
function empty(field: Parameters<typeof defaultOf>[0], v: number): unknown {
  const canBeNull = field.nullable !== null && v >= field.nullable.min && v <= field.nullable.max
  const isThere = v >= field.versions.min && v <= field.versions.max
  return isThere && !canBeNull ? defaultOf({ ...field, nullable: null }) : defaultOf(field)
}

test('what a version lacks is dropped', () => {
  const codec = allMessages().get('FetchRequest')!
  const old = written(codec, { maxWaitMs: 5, rackId: 'a', clusterId: 'c', sessionId: 9, topics: [{ topicId: 'x' }] }, 0)
  const value = readAll(codec, old, 0)
  assert.equal(value.rackId, '')
  assert.equal(value.clusterId, null)
  assert.equal(value.sessionEpoch, -1)
  assert.equal(value.maxWaitMs, 5)
})
