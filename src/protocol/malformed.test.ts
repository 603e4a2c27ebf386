import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRequestHeader } from './header.ts'
import { DecodeError, Reader } from './reader.ts'
import { allMessages, type MessageCodec } from './testing/messages.ts'
import { RandomValues } from './testing/random-values.ts'
import { Writer } from './writer.ts'

// Half a million errors are thrown here; their stacks are of no use.
Error.stackTraceLimit = 0

const SEED = 815

function sample(codec: MessageCodec, version: number): Buffer {
  const w = new Writer()
  codec.write(w, new RandomValues(SEED, 2).message(codec.schema, version), version)
  return Buffer.from(w.finishJoined())
}

/** The value, or undefined after a DecodeError; anything else thrown fails the test. */
function decode(codec: MessageCodec, bytes: Uint8Array, version: number, where: string): unknown {
  try {
    return codec.read(new Reader(bytes), version)
  } catch (error) {
    if (!(error instanceof DecodeError)) throw new Error(`${where}: ${error}`, { cause: error })
    return undefined
  }
}

function countElements(value: unknown): number {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return 0
  let count = Array.isArray(value) ? value.length : 0
  for (const inner of Object.values(value)) count += countElements(inner)
  return count
}

test('a message cut short anywhere is a DecodeError', () => {
  for (const codec of allMessages().values()) {
    for (let v = codec.minVersion; v <= codec.maxVersion; v++) {
      const bytes = sample(codec, v)
      const step = Math.max(1, Math.floor(bytes.length / 250))
      for (let length = 0; length < bytes.length; length += step) {
        const where = `${codec.name} ${v}, ${length} of ${bytes.length} bytes`
        assert.equal(decode(codec, bytes.subarray(0, length), v, where), undefined, where)
      }
    }
  }
})

test('a message with wrong bytes is read or is a DecodeError, and holds no more elements than bytes', () => {
  const random = new RandomValues(SEED)
  for (const codec of allMessages().values()) {
    for (let v = codec.minVersion; v <= codec.maxVersion; v++) {
      const original = sample(codec, v)
      for (let round = 0; round < 60 && original.length > 0; round++) {
        const bytes = Buffer.from(original)
        const at = random.below(bytes.length)
        const fill = [0xff, 0x7f, 0x80, 0x00, 0x01, random.below(256)][round % 6]!
        bytes.fill(fill, at, Math.min(bytes.length, at + 1 + random.below(5)))
        const where = `${codec.name} ${v}, byte ${at} = ${fill}`
        const value = decode(codec, bytes, v, where)
        assert.ok(countElements(value) <= bytes.length, where)
      }
    }
  }
})

test('large frames of one repeated byte', () => {
  for (const fill of [0, 1, 2, 3, 0x7f, 0x80, 0xff]) {
    const bytes = Buffer.alloc(64 * 1024, fill)
    for (const codec of allMessages().values()) {
      const where = `${codec.name}, all ${fill}`
      for (const v of new Set([codec.minVersion, codec.maxVersion])) {
        assert.ok(countElements(decode(codec, bytes, v, where)) <= bytes.length, where)
      }
    }
  }
})

test('any bytes as a request header', () => {
  const random = new RandomValues(SEED)
  for (let round = 0; round < 20_000; round++) {
    const bytes = random.bytes(random.below(40))
    if (bytes.length > 3) bytes[0] = bytes[2] = 0
    try {
      readRequestHeader(new Reader(bytes))
    } catch (error) {
      assert.ok(error instanceof DecodeError, String(error))
    }
  }
})
