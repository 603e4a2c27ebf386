/**
 * Snappy as Java's snappy-java writes it ("xerial"): a header, then blocks, each a raw snappy block of at most 32 KiB input.
 *
 *     82 'S' 'N' 'A' 'P' 'P' 'Y' 00, version int32 1, lowest compatible version int32 1, { length int32, raw block } ...
 *
 * Read are also raw blocks without any of this (what other clients write), and several such streams one after another.
 */
import { int32At, setInt32 } from '../../base/bytes.ts'
import { lazyPackage } from '../../base/native.ts'
import { CompressionError, checkPartCount, corrupt, type DecompressOptions, joined, reason, tooLarge } from './types.ts'

const native = lazyPackage<typeof import('snappy')>('snappy')

const XERIAL_HEADER = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1)
const XERIAL_MAGIC_BYTES = 8
const XERIAL_BLOCK_BYTES = 32 * 1024
/** A copy of 64 bytes takes two bytes at least. */
const RATIO_MAX = 32
/** Handing over the library's memory costs some 35 µs a block, more than copying it. */
const COPY = { copyOutputData: true }
/** Blocks under way at once when off the loop. */
const BLOCKS_AT_ONCE = 8

interface Block {
  readonly from: number
  readonly to: number
}

function isXerial(bytes: Uint8Array, at: number): boolean {
  if (bytes.length - at < XERIAL_HEADER.length) return false
  for (let i = 0; i < XERIAL_MAGIC_BYTES; i++) if (bytes[at + i] !== XERIAL_HEADER[i]) return false
  return true
}

function blocksOf(bytes: Uint8Array): Block[] {
  if (!isXerial(bytes, 0)) return [{ from: 0, to: bytes.length }]
  const blocks: Block[] = []
  for (let at = 0; at < bytes.length; ) {
    if (isXerial(bytes, at)) {
      if (int32At(bytes, at + XERIAL_MAGIC_BYTES) < 1) throw corrupt('snappy: a stream version below 1')
      at += XERIAL_HEADER.length
      continue
    }
    if (bytes.length - at < 4) throw corrupt('snappy: cut before a block')
    const length = int32At(bytes, at)
    if (length < 0 || length > bytes.length - at - 4) throw corrupt('snappy: a block runs past the end')
    blocks.push({ from: at + 4, to: at + 4 + length })
    at += 4 + length
  }
  return blocks
}

/** A raw block begins with what comes out of it, an unsigned varint. The library believes it and takes the memory. */
function claimedBytes(bytes: Uint8Array, { from, to }: Block): number {
  let claimed = 0
  for (let i = 0; ; i++) {
    if (i === 5 || from + i >= to) throw corrupt('snappy: a block without a length')
    const byte = bytes[from + i]!
    claimed += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) break
  }
  if (claimed > (to - from) * RATIO_MAX) throw corrupt(`snappy: ${to - from} bytes claim to hold ${claimed}`)
  return claimed
}

/** All blocks, once each is known to claim what it can and their sum to be within bounds. */
function checkedBlocks(bytes: Uint8Array, maxBytes: number): Block[] {
  const blocks = blocksOf(bytes)
  checkPartCount(blocks.length, bytes.length)
  let total = 0
  for (const block of blocks) {
    total += claimedBytes(bytes, block)
    if (total > maxBytes) throw tooLarge(maxBytes)
  }
  return blocks
}

function asCompressionError(error: unknown): CompressionError {
  return error instanceof CompressionError ? error : corrupt(`snappy: ${reason(error)}`, error)
}

export function snappyDecompress(bytes: Uint8Array, { maxBytes }: DecompressOptions): Uint8Array {
  // Before the try: a library that does not load is not the data's fault.
  const library = native()
  try {
    const pieces = checkedBlocks(bytes, maxBytes).map(
      ({ from, to }) => library.uncompressSync(bytes.subarray(from, to), COPY) as Buffer,
    )
    return joined(pieces)
  } catch (error) {
    throw asCompressionError(error)
  }
}

export async function snappyDecompressApart(bytes: Uint8Array, { maxBytes }: DecompressOptions): Promise<Uint8Array> {
  const library = native()
  try {
    const pieces = await inGroups(
      checkedBlocks(bytes, maxBytes),
      ({ from, to }) => library.uncompress(bytes.subarray(from, to), COPY) as Promise<Buffer>,
    )
    return joined(pieces)
  } catch (error) {
    throw asCompressionError(error)
  }
}

function inputBlocks(bytes: Uint8Array): Block[] {
  const blocks: Block[] = []
  for (let from = 0; from < bytes.length; from += XERIAL_BLOCK_BYTES) {
    blocks.push({ from, to: Math.min(from + XERIAL_BLOCK_BYTES, bytes.length) })
  }
  return blocks
}

function xerial(blocks: readonly Uint8Array[]): Uint8Array {
  const out = Buffer.allocUnsafe(blocks.reduce((sum, block) => sum + 4 + block.length, XERIAL_HEADER.length))
  out.set(XERIAL_HEADER)
  let at = XERIAL_HEADER.length
  for (const block of blocks) {
    setInt32(out, at, block.length)
    out.set(block, at + 4)
    at += 4 + block.length
  }
  return out
}

export function snappyCompress(bytes: Uint8Array): Uint8Array {
  return xerial(inputBlocks(bytes).map(({ from, to }) => native().compressSync(bytes.subarray(from, to), COPY)))
}

export async function snappyCompressApart(bytes: Uint8Array): Promise<Uint8Array> {
  return xerial(await inGroups(inputBlocks(bytes), ({ from, to }) => native().compress(bytes.subarray(from, to), COPY)))
}

async function inGroups(blocks: readonly Block[], call: (block: Block) => Promise<Uint8Array>): Promise<Uint8Array[]> {
  const done: Uint8Array[] = []
  for (let i = 0; i < blocks.length; i += BLOCKS_AT_ONCE) {
    done.push(...(await Promise.all(blocks.slice(i, i + BLOCKS_AT_ONCE).map(call))))
  }
  return done
}
