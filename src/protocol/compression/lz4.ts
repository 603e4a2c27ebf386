/**
 * LZ4 frames (frame format 1.6.x), with the library's block calls and the frame layer here.
 *
 *     magic 184d2204 (LE), flags, block descriptor, [content size 8], header checksum, blocks, end mark int32 0, [checksum 4]
 *     flags   bits 6-7 version 1, 5 blocks are independent, 4 block checksums, 3 content size, 2 content checksum
 *     descriptor   bits 4-6 largest block: 4 64 KiB, 5 256 KiB, 6 1 MiB, 7 4 MiB
 *     block   length int32 LE (top bit: stored as it is), bytes, [xxHash32 of the bytes]
 *
 * As Apache: independent blocks only; the header checksum is the second byte of xxHash32 from the flags on; clients of
 * magic 0 took it from the magic on, and it is not looked at there. The content checksum is read past, as Apache does.
 * Written: 64 KiB blocks, independent, no checksums.
 */
import { setInt32Le, uint32LeAt } from '../../base/bytes.ts'
import { lazyPackage } from '../../base/native.ts'
import {
  CompressionError,
  type CompressOptions,
  checkPartCount,
  corrupt,
  type DecompressOptions,
  joined,
  reason,
  tooLarge,
} from './types.ts'
import { xxhash32 } from './xxhash32.ts'

const native = lazyPackage<typeof import('lz4-napi')>('lz4-napi')

const MAGIC = 0x184d2204
const STORED_BIT = 0x80000000
const FLAGS_WRITTEN = 0x60
const DESCRIPTOR_WRITTEN = 0x40
const BLOCK_BYTES_WRITTEN = 64 * 1024
/** Each byte of a length stands for 255 bytes at most. */
const RATIO_MAX = 255
const BLOCKS_AT_ONCE = 8

interface Block {
  readonly from: number
  readonly to: number
  readonly stored: boolean
  /** No more comes out. */
  readonly outputBytesMax: number
}

function headerChecksum(bytes: Uint8Array, from: number, to: number): number {
  return (xxhash32(bytes, from, to) >>> 8) & 0xff
}

interface FrameHeader {
  readonly blocksAt: number
  readonly blockBytesMax: number
  readonly blockChecksums: boolean
  readonly contentChecksum: boolean
}

function frameHeader(bytes: Uint8Array, broken: boolean): FrameHeader {
  if (bytes.length < 7) throw corrupt('lz4: cut within the frame header')
  if (uint32LeAt(bytes, 0) !== MAGIC) throw corrupt('lz4: not a frame')
  const flags = bytes[4]!
  const descriptor = bytes[5]!
  if (flags >>> 6 !== 1) throw corrupt(`lz4: frame version ${flags >>> 6}`)
  if (flags & 0x03) throw corrupt('lz4: reserved flags are set')
  if (!(flags & 0x20)) throw corrupt('lz4: blocks that depend on each other')
  const sizeCode = (descriptor >>> 4) & 7
  if (descriptor & 0x8f) throw corrupt('lz4: reserved bits of the block descriptor are set')
  if (sizeCode < 4) throw corrupt(`lz4: block size code ${sizeCode}`)
  const checksumAt = flags & 0x08 ? 14 : 6
  if (checksumAt >= bytes.length) throw corrupt('lz4: cut within the frame header')
  if (!broken && headerChecksum(bytes, 4, checksumAt) !== bytes[checksumAt]) {
    throw corrupt('lz4: the header checksum does not match')
  }
  return {
    blocksAt: checksumAt + 1,
    blockBytesMax: 1 << (2 * sizeCode + 8),
    blockChecksums: (flags & 0x10) !== 0,
    contentChecksum: (flags & 0x04) !== 0,
  }
}

function blocksOf(bytes: Uint8Array, broken: boolean): Block[] {
  const header = frameHeader(bytes, broken)
  const blocks: Block[] = []
  let at = header.blocksAt
  for (;;) {
    if (bytes.length - at < 4) throw corrupt('lz4: cut before a block')
    const word = uint32LeAt(bytes, at)
    at += 4
    if (word === 0) break
    const stored = word >= STORED_BIT
    const length = stored ? word - STORED_BIT : word
    if (length > header.blockBytesMax) throw corrupt(`lz4: a block of ${length} bytes`)
    const to = at + length
    const next = to + (header.blockChecksums ? 4 : 0)
    if (next > bytes.length) throw corrupt('lz4: a block runs past the end')
    if (header.blockChecksums && xxhash32(bytes, at, to) !== uint32LeAt(bytes, to)) {
      throw corrupt('lz4: a block checksum does not match')
    }
    const outputBytesMax = stored ? length : Math.min(header.blockBytesMax, length * RATIO_MAX)
    blocks.push({ from: at, to, stored, outputBytesMax })
    at = next
  }
  checkPartCount(blocks.length, bytes.length)
  if (header.contentChecksum) at += 4
  // Apache's reader stops here; what follows would be stored and never be seen.
  if (at !== bytes.length) throw corrupt(at > bytes.length ? 'lz4: cut at the end' : 'lz4: bytes after the frame')
  return blocks
}

/** The library takes the size of the output before the block, and its word for it: it gets an upper bound. */
function withBound(bytes: Uint8Array, block: Block): Buffer {
  const out = Buffer.allocUnsafe(4 + block.to - block.from)
  setInt32Le(out, 0, block.outputBytesMax)
  out.set(bytes.subarray(block.from, block.to), 4)
  return out
}

function asCompressionError(error: unknown): CompressionError {
  return error instanceof CompressionError ? error : corrupt(`lz4: ${reason(error)}`, error)
}

export function lz4Decompress(bytes: Uint8Array, { maxBytes, brokenLz4Header = false }: DecompressOptions): Uint8Array {
  // Before the try: a library that does not load is not the data's fault.
  const library = native()
  try {
    const pieces: Uint8Array[] = []
    let total = 0
    for (const block of blocksOf(bytes, brokenLz4Header)) {
      const piece = block.stored
        ? bytes.subarray(block.from, block.to)
        : library.uncompressSync(withBound(bytes, block))
      total += piece.length
      if (total > maxBytes) throw tooLarge(maxBytes)
      pieces.push(piece)
    }
    return joined(pieces)
  } catch (error) {
    throw asCompressionError(error)
  }
}

export async function lz4DecompressApart(
  bytes: Uint8Array,
  { maxBytes, brokenLz4Header = false }: DecompressOptions,
): Promise<Uint8Array> {
  const library = native()
  try {
    const blocks = blocksOf(bytes, brokenLz4Header)
    const pieces: Uint8Array[] = []
    let total = 0
    for (let i = 0; i < blocks.length; i += BLOCKS_AT_ONCE) {
      const group = blocks.slice(i, i + BLOCKS_AT_ONCE)
      const done = await Promise.all(
        group.map((block) =>
          block.stored ? bytes.subarray(block.from, block.to) : library.uncompress(withBound(bytes, block)),
        ),
      )
      for (const piece of done) total += piece.length
      if (total > maxBytes) throw tooLarge(maxBytes)
      pieces.push(...done)
    }
    return joined(pieces)
  } catch (error) {
    throw asCompressionError(error)
  }
}

function inputBlocks(bytes: Uint8Array): Uint8Array[] {
  const blocks: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += BLOCK_BYTES_WRITTEN) {
    blocks.push(bytes.subarray(from, from + BLOCK_BYTES_WRITTEN))
  }
  return blocks
}

/** `compressed` as the library gives them, with their size in the first four bytes. */
function frame(input: readonly Uint8Array[], compressed: readonly Uint8Array[], { brokenLz4Header }: CompressOptions) {
  const size = compressed.reduce((sum, block, i) => sum + 4 + Math.min(block.length - 4, input[i]!.length), 7 + 4)
  const out = Buffer.allocUnsafe(size)
  setInt32Le(out, 0, MAGIC)
  out[4] = FLAGS_WRITTEN
  out[5] = DESCRIPTOR_WRITTEN
  out[6] = headerChecksum(out, brokenLz4Header ? 0 : 4, 6)
  let at = 7
  for (let i = 0; i < input.length; i++) {
    const stored = compressed[i]!.length - 4 >= input[i]!.length
    const block = stored ? input[i]! : compressed[i]!.subarray(4)
    setInt32Le(out, at, stored ? block.length | STORED_BIT : block.length)
    out.set(block, at + 4)
    at += 4 + block.length
  }
  setInt32Le(out, at, 0)
  return out
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function lz4Compress(bytes: Uint8Array, options: CompressOptions): Uint8Array {
  const input = inputBlocks(bytes)
  const compressed = input.map((block) => native().compressSync(asBuffer(block)))
  return frame(input, compressed, options)
}

export async function lz4CompressApart(bytes: Uint8Array, options: CompressOptions): Promise<Uint8Array> {
  const input = inputBlocks(bytes)
  const compressed: Uint8Array[] = []
  for (let i = 0; i < input.length; i += BLOCKS_AT_ONCE) {
    compressed.push(...(await Promise.all(input.slice(i, i + BLOCKS_AT_ONCE).map((block) => native().compress(block)))))
  }
  return frame(input, compressed, options)
}
