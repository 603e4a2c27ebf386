// Builds record batches and message sets byte by byte, right ones and wrong ones: apart from the product's own builder,
// so that a fault common to both does not hide.
import { crc32 } from 'node:zlib'
import { crc32c } from '../../src/base/crc32c.ts'
import { compress } from '../../src/protocol/compression/compression.ts'

export interface TestRecord {
  key?: string | null
  value?: string | Uint8Array | null
  timestampDelta?: number
  offsetDelta?: number
  headers?: readonly [string, string | null][]
  /** Wrong on purpose. */
  lengthOff?: number
  headerCount?: number
}

export interface TestBatch {
  records: readonly TestRecord[]
  timestamp: number
  maxTimestamp?: number
  baseOffset?: number
  leaderEpoch?: number
  /** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  codec?: number
  /** Bits beside the codec: 8 log append time, 16 transactional, 32 control. */
  attributes?: number
  producerId?: number
  producerEpoch?: number
  baseSequence?: number
  /** Wrong on purpose. */
  count?: number
  lastOffsetDelta?: number
  wrongCrc?: boolean
  magic?: number
  sizeOff?: number
  garbage?: Uint8Array
}

class Bytes {
  private readonly parts: Buffer[] = []
  length = 0

  add(bytes: Uint8Array): this {
    this.parts.push(Buffer.from(bytes))
    this.length += bytes.length
    return this
  }

  int(width: 1 | 2 | 4, value: number): this {
    const bytes = Buffer.alloc(width)
    if (width === 1) bytes.writeInt8((value << 24) >> 24)
    else if (width === 2) bytes.writeInt16BE((value << 16) >> 16)
    else bytes.writeInt32BE(value | 0)
    return this.add(bytes)
  }

  int64(value: number): this {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(value))
    return this.add(bytes)
  }

  varint(value: number): this {
    let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n))
    const bytes: number[] = []
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128)
      rest >>= 7n
    }
    bytes.push(Number(rest))
    return this.add(Buffer.from(bytes))
  }

  varBytes(value: Uint8Array | null): this {
    return value === null ? this.varint(-1) : this.varint(value.length).add(value)
  }

  bytes(value: Uint8Array | null): this {
    return value === null ? this.int(4, -1) : this.int(4, value.length).add(value)
  }

  done(): Buffer {
    return Buffer.concat(this.parts)
  }
}

function bytesOf(value: string | Uint8Array | null | undefined): Uint8Array | null {
  return value === null || value === undefined ? null : Buffer.from(value)
}

function recordBytes(record: TestRecord, index: number): Buffer {
  const headers = record.headers ?? []
  const body = new Bytes()
    .int(1, 0)
    .varint(record.timestampDelta ?? 0)
    .varint(record.offsetDelta ?? index)
    .varBytes(bytesOf(record.key))
    .varBytes(bytesOf(record.value))
    .varint(record.headerCount ?? headers.length)
  for (const [key, value] of headers) body.varBytes(Buffer.from(key)).varBytes(bytesOf(value))
  return new Bytes()
    .varint(body.length + (record.lengthOff ?? 0))
    .add(body.done())
    .done()
}

/** A batch of magic 2. */
export function batch(of: TestBatch): Buffer {
  const codec = of.codec ?? 0
  const plain = Buffer.concat([...of.records.map(recordBytes), of.garbage ?? Buffer.alloc(0)])
  const payload = codec === 0 || codec > 4 ? plain : compress(codec, plain)
  const afterCrc = new Bytes()
    .int(2, codec | (of.attributes ?? 0))
    .int(4, of.lastOffsetDelta ?? of.records.length - 1)
    .int64(of.timestamp)
    .int64(
      of.maxTimestamp ?? of.timestamp + Math.max(0, ...of.records.map(({ timestampDelta }) => timestampDelta ?? 0)),
    )
    .int64(of.producerId ?? -1)
    .int(2, of.producerEpoch ?? -1)
    .int(4, of.baseSequence ?? -1)
    .int(4, of.count ?? of.records.length)
    .add(payload)
    .done()
  return new Bytes()
    .int64(of.baseOffset ?? 0)
    .int(4, afterCrc.length + 9 + (of.sizeOff ?? 0))
    .int(4, of.leaderEpoch ?? -1)
    .int(1, of.magic ?? 2)
    .int(4, crc32c(afterCrc) + (of.wrongCrc ? 1 : 0))
    .add(afterCrc)
    .done()
}

export interface TestMessage {
  key?: string | null
  value?: string | null
  timestamp?: number
  attributes?: number
  offset?: number
  wrongCrc?: boolean
}

/** One message of magic 0 or 1, with offset and size. */
function message(magic: number, of: TestMessage, index: number, value: Uint8Array | null): Buffer {
  const afterCrc = new Bytes().int(1, magic).int(1, of.attributes ?? 0)
  if (magic === 1) afterCrc.int64(of.timestamp ?? -1)
  afterCrc.bytes(bytesOf(of.key)).bytes(value)
  const body = afterCrc.done()
  return new Bytes()
    .int64(of.offset ?? index)
    .int(4, body.length + 4)
    .int(4, crc32(body) + (of.wrongCrc ? 1 : 0))
    .add(body)
    .done()
}

/** A message set of magic 0 or 1; with a codec, one wrapper around all of it. */
export function messageSet(magic: 0 | 1, messages: readonly TestMessage[], codec = 0): Buffer {
  const inner = Buffer.concat(messages.map((one, i) => message(magic, one, i, bytesOf(one.value))))
  if (codec === 0) return inner
  const wrapper: TestMessage = {
    attributes: codec,
    offset: messages.length - 1,
    timestamp: Math.max(-1, ...messages.map(({ timestamp }) => timestamp ?? -1)),
  }
  return message(magic, wrapper, 0, compress(codec, inner, magic === 0 ? { brokenLz4Header: true } : {}))
}
