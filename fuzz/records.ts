/** Records that a Produce request carries: batches and message sets of every format, right, and wrong in every place. */
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { crc32, crc32c } from '../src/base/crc32c.ts'
import { writeVarint, writeVarlong } from '../src/base/varint.ts'
import { compress } from '../src/protocol/compression/compression.ts'
import type { RandomValues } from '../src/protocol/testing/random-values.ts'

const HEADER_BYTES = 61
const HOSTILE_INT32 = [-1, 0, 1, -2, 2 ** 31 - 1, -(2 ** 31), 0x00ff_ffff, 48, 49]
/** Where a v2 header has its fields, and how wide they are. */
const FIELDS: readonly (readonly [number, number])[] = [
  [0, 8], // baseOffset
  [8, 4], // batchLength
  [12, 4], // partitionLeaderEpoch
  [16, 1], // magic
  [17, 4], // crc
  [21, 2], // attributes
  [23, 4], // lastOffsetDelta
  [27, 8], // baseTimestamp
  [35, 8], // maxTimestamp
  [43, 8], // producerId
  [51, 2], // producerEpoch
  [53, 4], // baseSequence
  [57, 4], // recordsCount
]
/** Little when compressed, much when unpacked: 4 MiB, and more than the broker lets a batch unpack to. */
const BOMBS = lazy(() => [
  { codec: 1, bytes: gzipSync(Buffer.alloc(4 << 20)) },
  { codec: 4, bytes: zstdCompressSync(Buffer.alloc(4 << 20)) },
  { codec: 4, bytes: zstdCompressSync(Buffer.alloc(300 << 20)) },
])
const BOMB_IN = 2000

function lazy<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

export function hostileRecords(random: RandomValues): Uint8Array {
  const dice = random.below(20)
  if (dice === 0) return random.bytes(random.below(200))
  if (dice === 1) return new Uint8Array(0)
  if (dice < 6) return messageSet(random)
  const count = random.below(8) === 0 ? 1 + random.below(3) : 1
  const batches = Array.from({ length: count }, () => batch(random))
  const joined = Buffer.concat(batches)
  return random.below(12) === 0 ? joined.subarray(0, random.below(joined.length + 1)) : joined
}

/** A varint that is right most of the time. */
function hostileVarint(random: RandomValues, value: number, isHostile: boolean): Buffer {
  const out = Buffer.alloc(10)
  if (!isHostile) return out.subarray(0, writeVarint(out, 0, value))
  switch (random.below(5)) {
    case 0:
      return Buffer.alloc(10, 0xff)
    case 1:
      return Buffer.concat([Buffer.alloc(4, 0x80), Buffer.of(0x7f)])
    case 2:
      return Buffer.of(0x80, 0x80, 0x80, 0x80, 0x00)
    default: {
      const wrong = [...HOSTILE_INT32, value + 1, value - 1][random.below(HOSTILE_INT32.length + 2)]!
      return out.subarray(0, writeVarint(out, 0, wrong))
    }
  }
}

/** `hostileAt`: which of its varints is wrong, counted over the batch; -1: none. */
function record(random: RandomValues, delta: number, state: { left: number }): Buffer {
  const varint = (value: number) => hostileVarint(random, value, state.left-- === 0)
  const key = random.below(3) === 0 ? null : random.bytes(random.below(10))
  const value = random.below(6) === 0 ? null : random.bytes(random.below(60))
  const timestamp = Buffer.alloc(10)
  const parts = [
    Buffer.of(0),
    timestamp.subarray(0, writeVarlong(timestamp, 0, random.below(20) === 0 ? -(2 ** 50) : delta)),
    varint(delta),
    varint(key?.length ?? -1),
    key ?? Buffer.alloc(0),
    varint(value?.length ?? -1),
    value ?? Buffer.alloc(0),
  ]
  const headers = random.below(4) === 0 ? random.below(3) : 0
  parts.push(varint(headers))
  for (let i = 0; i < headers; i++) parts.push(varint(2), Buffer.from('h1'), varint(1), Buffer.of(7))
  const body = Buffer.concat(parts)
  return Buffer.concat([varint(body.length), body])
}

function batch(random: RandomValues): Buffer {
  const count = 1 + random.below(6)
  const state = { left: random.below(3) === 0 ? random.below(count * 5) : -1 }
  const plain = Buffer.concat(Array.from({ length: count }, (_, i) => record(random, i, state)))
  const codec = random.below(2) === 0 ? 0 : 1 + random.below(4)
  const made = packed(random, codec, plain)
  const bytes = Buffer.alloc(HEADER_BYTES + made.bytes.length)
  made.bytes.copy(bytes, HEADER_BYTES)
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeInt32BE(-1, 12)
  bytes[16] = 2
  bytes.writeInt16BE(made.codec, 21)
  bytes.writeInt32BE(count - 1, 23)
  const now = 1_700_000_000_000n + BigInt(random.below(1000))
  bytes.writeBigInt64BE(now, 27)
  bytes.writeBigInt64BE(now + BigInt(count - 1), 35)
  const isIdempotent = random.below(4) === 0
  bytes.writeBigInt64BE(isIdempotent ? BigInt(random.below(50)) : -1n, 43)
  bytes.writeInt16BE(isIdempotent ? 0 : -1, 51)
  bytes.writeInt32BE(isIdempotent ? random.below(20) : -1, 53)
  bytes.writeInt32BE(count, 57)
  spoil(random, bytes)
  return bytes
}

function packed(random: RandomValues, codec: number, plain: Buffer): { codec: number; bytes: Buffer } {
  if (random.below(BOMB_IN) === 0) return BOMBS()[random.below(BOMBS().length)]!
  if (codec === 0) return { codec, bytes: plain }
  const bytes = Buffer.from(compress(codec, plain))
  switch (random.below(8)) {
    case 0:
      return { codec, bytes: Buffer.from(random.bytes(random.below(80))) }
    case 1:
      return { codec, bytes: bytes.subarray(0, random.below(bytes.length + 1)) }
    case 2:
      flip(random, bytes, 0, bytes.length)
      return { codec, bytes }
    case 3:
      return { codec: 1 + random.below(7), bytes }
    case 4:
      return { codec, bytes: Buffer.concat([bytes, Buffer.from(random.bytes(5))]) }
    case 5:
      return { codec: 1, bytes: deflateRawSync(plain) }
    default:
      return { codec, bytes }
  }
}

/** Wrong fields; the checksum is made right again most of the time, so that what lies behind it is looked at. */
function spoil(random: RandomValues, bytes: Buffer): void {
  let wrong = random.below(3)
  while (wrong-- > 0) {
    const [at, width] = FIELDS[random.below(FIELDS.length)]!
    if (at === 17) continue
    const value = random.below(3) === 0 ? random.below(2 ** 31) : HOSTILE_INT32[random.below(HOSTILE_INT32.length)]!
    if (width === 8) bytes.writeBigInt64BE(BigInt(value) * (random.below(3) === 0 ? 0xffff_ffffn : 1n), at)
    else if (width === 4) bytes.writeInt32BE(value, at)
    else if (width === 2) bytes.writeUInt16BE(value & 0xffff, at)
    else bytes[at] = value
  }
  if (random.below(12) !== 0) bytes.writeUInt32BE(crc32c(bytes, 21), 17)
}

function flip(random: RandomValues, bytes: Buffer, from: number, to: number): void {
  if (to > from) bytes[from + random.below(to - from)]! ^= 1 << random.below(8)
}

// ── Message sets of magic 0 and 1 ───────────────────────────────────────────────────────────────────────────────────

function messageSet(random: RandomValues): Buffer {
  const magic = random.below(2)
  const inner = Array.from({ length: 1 + random.below(4) }, (_, i) => message(random, magic, i, 0, null))
  if (random.below(2) === 0) return Buffer.concat(inner)
  const codec = 1 + random.below(3)
  const set = Buffer.concat(inner)
  const value = random.below(6) === 0 ? Buffer.from(random.bytes(30)) : Buffer.from(compress(codec, set))
  const outer = message(random, magic, random.below(5), codec, value)
  // A message set in a message set in a message set: only one level is allowed.
  return random.below(8) === 0 ? message(random, magic, 0, 1, Buffer.from(compress(1, outer))) : outer
}

function message(random: RandomValues, magic: number, offset: number, codec: number, value: Buffer | null): Buffer {
  const key = random.below(2) === 0 ? null : Buffer.from(random.bytes(random.below(8)))
  const content = value ?? (random.below(5) === 0 ? null : Buffer.from(random.bytes(random.below(40))))
  const wrong = random.below(3) === 0 ? random.below(4) : -1
  const size = (which: number, right: number) => int32(wrong === which ? hostileInt32(random, right) : right)
  const body = Buffer.concat([
    Buffer.of(wrong === 3 ? random.below(256) : magic, codec | (random.below(20) === 0 ? 8 : 0)),
    magic === 1 ? Buffer.from('0000018bcfe56800', 'hex') : Buffer.alloc(0),
    size(0, key?.length ?? -1),
    key ?? Buffer.alloc(0),
    size(1, content?.length ?? -1),
    content ?? Buffer.alloc(0),
  ])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(random.below(15) === 0 ? random.below(2 ** 32) : crc32(body))
  const place = Buffer.alloc(8)
  place.writeBigInt64BE(BigInt(random.below(10) === 0 ? -1 : offset))
  return Buffer.concat([place, size(2, body.length + 4), checksum, body])
}

function hostileInt32(random: RandomValues, right: number): number {
  return [...HOSTILE_INT32, right + 1, right - 1][random.below(HOSTILE_INT32.length + 2)]!
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value | 0)
  return bytes
}
