/**
 * The file of the embedded store, version 1. Big-endian; strings are UTF-8.
 *
 *     header, 20 bytes
 *     0          8        10       12      16        20
 *     | odrdk-md | version | 0 0  | salt  | crc32    |      crc32 over bytes 0..15
 *
 *     frames, one after another
 *     0       4        8            16     17      20           24
 *     | magic | length | first zxid | kind | 0 0 0 | header crc | payload (length) | payload crc |
 *
 * Both checksums start from the salt, so that bytes inside a payload never pass for a frame of this file. The file is a
 * snapshot (frames of kind 1, then one of kind 2) and what came after it (kind 3, one frame for everything that was
 * made durable by one fsync). A frame that does not check is a torn tail when no good frame follows it, since it was
 * never acknowledged; else it is damage.
 *
 *     kind 1  nodes, parents first: count:u32, then count times
 *             path, data, acl, czxid:u64 mzxid:u64 pzxid:u64, ctime:u64 mtime:u64, version:u32, creations:u32, owner:u64
 *     kind 2  zxid:u64, session:u64, count of nodes:u32
 *     kind 3  count of transactions:u32, then each: zxid:u64, time:u64, count:u32, operations
 *             operation: 1 create: path, data, acl, ephemeral:u8 | 2 set: path, data | 3 delete: path | 4 session: id:u64
 *     path    length:u16, bytes          data    length:u32 (0xffffffff: null), bytes
 *     acl     count:u16 (0: open to all), then each: permissions:u32, scheme (as path), id (as path)
 */
import { crc32 } from 'node:zlib'
import type { Acl } from '../../contract.ts'
import { OPEN_ACL } from '../../contract.ts'
import type { PackedBytes, ResolvedOperation, Transaction, TreeNode } from './tree-state.ts'
import { ACL_ENTRIES_MAX, DATA_BYTES_MAX } from './tree-state.ts'

export const FORMAT_VERSION = 1
export const HEADER_BYTES = 20
export const FRAME_HEADER_BYTES = 24
export const FRAME_TRAILER_BYTES = 4
/** A group is closed before it grows beyond this; a single transaction may be this large and not more. */
export const PAYLOAD_BYTES_MAX = 64 * 1024 * 1024

const FILE_MAGIC = Buffer.from('odrdk-md', 'latin1')
const FRAME_MAGIC = 0x4f444652
const NULL_LENGTH = 0xffffffff
const TWO_32 = 2 ** 32

export const FrameKind = { nodes: 1, snapshotEnd: 2, group: 3 } as const

export interface FrameHeader {
  readonly length: number
  readonly firstZxid: number
  readonly kind: number
}

/** A payload that checks and still makes no sense. */
export class FormatError extends Error {}

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A growing buffer. #reserve may replace it: it comes first, then the write. */
export class PayloadWriter {
  #buffer = Buffer.allocUnsafeSlow(4096)
  length = 0

  #reserve(count: number): number {
    const at = this.length
    const needed = at + count
    if (needed > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2))
      this.#buffer.copy(grown, 0, 0, at)
      this.#buffer = grown
    }
    this.length = needed
    return at
  }

  u8(value: number): void {
    const at = this.#reserve(1)
    this.#buffer.writeUInt8(value, at)
  }

  u16(value: number): void {
    const at = this.#reserve(2)
    this.#buffer.writeUInt16BE(value, at)
  }

  u32(value: number): void {
    const at = this.#reserve(4)
    this.#buffer.writeUInt32BE(value, at)
  }

  u64(value: number): void {
    const at = this.#reserve(8)
    writeU64(this.#buffer, value, at)
  }

  text(value: string): void {
    const size = Buffer.byteLength(value)
    this.u16(size)
    const at = this.#reserve(size)
    this.#buffer.write(value, at, 'utf8')
  }

  data(value: PackedBytes | null): void {
    if (value === null) {
      this.u32(NULL_LENGTH)
      return
    }
    this.u32(value.length)
    const at = this.#reserve(value.length)
    this.#buffer.write(value, at, 'latin1')
  }

  acl(acl: readonly Acl[]): void {
    if (isOpen(acl)) {
      this.u16(0)
      return
    }
    this.u16(acl.length)
    for (const entry of acl) {
      this.u32(entry.permissions)
      this.text(entry.scheme)
      this.text(entry.id)
    }
  }

  setU32(at: number, value: number): void {
    this.#buffer.writeUInt32BE(value, at)
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.length)
  }
}

export function encodeHeader(salt: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  FILE_MAGIC.copy(header, 0)
  header.writeUInt16BE(FORMAT_VERSION, 8)
  header.writeUInt32BE(salt, 12)
  header.writeUInt32BE(crc32(header.subarray(0, 16)), 16)
  return header
}

export function encodeFrame(kind: number, firstZxid: number, payload: Buffer, salt: number): Buffer[] {
  const header = Buffer.alloc(FRAME_HEADER_BYTES)
  header.writeUInt32BE(FRAME_MAGIC, 0)
  header.writeUInt32BE(payload.length, 4)
  writeU64(header, firstZxid, 8)
  header.writeUInt8(kind, 16)
  header.writeUInt32BE(crc32(header.subarray(0, 20), salt), 20)
  const trailer = Buffer.alloc(FRAME_TRAILER_BYTES)
  trailer.writeUInt32BE(crc32(payload, salt), 0)
  return [header, payload, trailer]
}

export function writeNode(writer: PayloadWriter, path: string, node: TreeNode): void {
  writer.text(path)
  writer.data(node.data)
  writer.acl(node.acl)
  writer.u64(node.czxid)
  writer.u64(node.mzxid)
  writer.u64(node.pzxid)
  writer.u64(node.ctimeMs)
  writer.u64(node.mtimeMs)
  writer.u32(node.version)
  writer.u32(node.creations)
  writer.u64(node.owner)
}

export function writeTransaction(writer: PayloadWriter, transaction: Transaction): void {
  writer.u64(transaction.zxid)
  writer.u64(transaction.timeMs)
  writer.u32(transaction.operations.length)
  for (const operation of transaction.operations) {
    switch (operation.op) {
      case 'create':
        writer.u8(1)
        writer.text(operation.path)
        writer.data(operation.data)
        writer.acl(operation.acl)
        writer.u8(operation.ephemeral ? 1 : 0)
        break
      case 'set':
        writer.u8(2)
        writer.text(operation.path)
        writer.data(operation.data)
        break
      case 'delete':
        writer.u8(3)
        writer.text(operation.path)
        break
      case 'session':
        writer.u8(4)
        writer.u64(operation.sessionId)
    }
  }
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type HeaderResult = { salt: number } | 'damaged' | { unknownVersion: number }

export function decodeHeader(bytes: Buffer): HeaderResult {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 8).equals(FILE_MAGIC)) return 'damaged'
  if (crc32(bytes.subarray(0, 16)) !== bytes.readUInt32BE(16)) return 'damaged'
  const version = bytes.readUInt16BE(8)
  return version === FORMAT_VERSION ? { salt: bytes.readUInt32BE(12) } : { unknownVersion: version }
}

/** null: no good frame header there. */
export function decodeFrameHeader(bytes: Buffer, at: number, salt: number): FrameHeader | null {
  if (at + FRAME_HEADER_BYTES > bytes.length || bytes.readUInt32BE(at) !== FRAME_MAGIC) return null
  if (crc32(bytes.subarray(at, at + 20), salt) !== bytes.readUInt32BE(at + 20)) return null
  const length = bytes.readUInt32BE(at + 4)
  const firstZxid = readU64(bytes, at + 8)
  if (length > PAYLOAD_BYTES_MAX || firstZxid > Number.MAX_SAFE_INTEGER) return null
  return { length, firstZxid, kind: bytes.readUInt8(at + 16) }
}

/** `payload` with its checksum behind it. */
export function payloadChecks(payload: Buffer, trailer: Buffer, salt: number): boolean {
  return crc32(payload, salt) === trailer.readUInt32BE(0)
}

/** Where the next thing that begins like a frame is, from `from`; -1: none. */
export function findFrameMagic(bytes: Buffer, from: number): number {
  const magic = Buffer.alloc(4)
  magic.writeUInt32BE(FRAME_MAGIC, 0)
  return bytes.indexOf(magic, from)
}

export class PayloadReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  #take(count: number): number {
    const at = this.#at
    if (count > this.#bytes.length - at) throw new FormatError('a field runs over the end of its frame')
    this.#at = at + count
    return at
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#take(1))
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#take(2))
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#take(4))
  }

  u64(): number {
    const value = readU64(this.#bytes, this.#take(8))
    if (value > Number.MAX_SAFE_INTEGER) throw new FormatError('a number is out of range')
    return value
  }

  /** A count of things that take at least `leastBytes` each. */
  count(leastBytes: number): number {
    const count = this.u32()
    if (count * leastBytes > this.#bytes.length - this.#at) throw new FormatError('a count is larger than its frame')
    return count
  }

  text(): string {
    const length = this.u16()
    const at = this.#take(length)
    return this.#bytes.toString('utf8', at, at + length)
  }

  data(): PackedBytes | null {
    const length = this.u32()
    if (length === NULL_LENGTH) return null
    if (length > DATA_BYTES_MAX) throw new FormatError('the data of a node is too large')
    const at = this.#take(length)
    return this.#bytes.toString('latin1', at, at + length)
  }

  acl(): readonly Acl[] {
    const count = this.u16()
    if (count === 0) return OPEN_ACL
    if (count > ACL_ENTRIES_MAX) throw new FormatError('an ACL is too long')
    const acl: Acl[] = []
    for (let i = 0; i < count; i++) {
      const permissions = this.u32()
      acl.push({ permissions, scheme: this.text(), id: this.text() })
    }
    return acl
  }
}

export function readNode(reader: PayloadReader): { path: string; node: TreeNode } {
  const path = reader.text()
  const node: TreeNode = {
    data: reader.data(),
    acl: reader.acl(),
    czxid: reader.u64(),
    mzxid: reader.u64(),
    pzxid: reader.u64(),
    ctimeMs: reader.u64(),
    mtimeMs: reader.u64(),
    version: reader.u32(),
    creations: reader.u32(),
    owner: reader.u64(),
    children: null,
  }
  return { path, node }
}

export function readTransaction(reader: PayloadReader): Transaction {
  const zxid = reader.u64()
  const timeMs = reader.u64()
  const count = reader.count(3)
  const operations: ResolvedOperation[] = []
  for (let i = 0; i < count; i++) operations.push(readOperation(reader))
  return { zxid, timeMs, operations }
}

function readOperation(reader: PayloadReader): ResolvedOperation {
  const kind = reader.u8()
  switch (kind) {
    case 1:
      return {
        op: 'create',
        path: reader.text(),
        data: reader.data(),
        acl: reader.acl(),
        ephemeral: reader.u8() === 1,
      }
    case 2:
      return { op: 'set', path: reader.text(), data: reader.data() }
    case 3:
      return { op: 'delete', path: reader.text() }
    case 4:
      return { op: 'session', sessionId: reader.u64() }
    default:
      throw new FormatError(`unknown operation ${kind}`)
  }
}

function isOpen(acl: readonly Acl[]): boolean {
  const only = acl[0]
  return (
    acl.length === 1 &&
    only?.scheme === 'world' &&
    only.id === 'anyone' &&
    only.permissions === OPEN_ACL[0]!.permissions
  )
}

function writeU64(buffer: Buffer, value: number, at: number): void {
  buffer.writeUInt32BE(Math.floor(value / TWO_32), at)
  buffer.writeUInt32BE(value % TWO_32, at + 4)
}

function readU64(buffer: Buffer, at: number): number {
  return buffer.readUInt32BE(at) * TWO_32 + buffer.readUInt32BE(at + 4)
}
