/**
 * Zstandard, by node:zlib, which reads the first of several frames and stops without a word; so the frames are found here
 * (RFC 8878, section 3.1.1), and with them an upper bound of what comes out.
 *
 *     frame      magic fd2fb528 (LE), descriptor, [window], [dictionary id 0-4], [content size 0-8], blocks, [checksum 4]
 *     block      3 bytes LE: bit 0 last, bits 1-2 type (0 raw, 1 one byte repeated, 2 compressed), bits 3-23 size
 *     skippable  magic 184d2a50 to 5f (LE), size 4 LE, that many bytes
 */
import { promisify } from 'node:util'
import {
  constants,
  type ZstdOptions,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib'
import { uint32LeAt } from '../../base/bytes.ts'
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

const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50
const BLOCK_BYTES_MAX = 128 * 1024
const CHUNK_BYTES_MIN = 1024
const CHUNK_BYTES_MAX = 4 * 1024 * 1024
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const

interface Frame {
  readonly from: number
  readonly to: number
  /** An upper bound. */
  readonly outputBytes: number
}

type ZstdCall = (bytes: Uint8Array, options: ZstdOptions) => Promise<Uint8Array>
const compressApart: ZstdCall = promisify<Uint8Array, ZstdOptions, Buffer>(zstdCompress)
const decompressApart: ZstdCall = promisify<Uint8Array, ZstdOptions, Buffer>(zstdDecompress)

function compressOptions(bytes: Uint8Array, { level }: CompressOptions): ZstdOptions {
  // With the size known beforehand the tables are made no larger than the data needs.
  const pledgedSrcSize = bytes.length
  return level === undefined
    ? ({ pledgedSrcSize } as ZstdOptions)
    : ({ pledgedSrcSize, params: { [constants.ZSTD_c_compressionLevel]: level } } as ZstdOptions)
}

export function zstdCompressNow(bytes: Uint8Array, options: CompressOptions): Uint8Array {
  return zstdCompressSync(bytes, compressOptions(bytes, options))
}

export function zstdCompressApart(bytes: Uint8Array, options: CompressOptions): Promise<Uint8Array> {
  return compressApart(bytes, compressOptions(bytes, options))
}

/** The frame at `from`; null: a skippable one, which ends at the second answer. */
function frameAt(bytes: Uint8Array, from: number): { frame: Frame | null; to: number } {
  const end = bytes.length
  if (end - from < 5) throw corrupt('zstd: cut within a frame header')
  const magic = uint32LeAt(bytes, from)
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
    if (end - from < 8) throw corrupt('zstd: cut within a skippable frame')
    const to = from + 8 + uint32LeAt(bytes, from + 4)
    if (to > end) throw corrupt('zstd: a skippable frame runs past the end')
    return { frame: null, to }
  }
  if (magic !== FRAME_MAGIC) throw corrupt(`zstd: not a frame at byte ${from}`)
  const descriptor = bytes[from + 4]!
  const singleSegment = (descriptor & 0x20) !== 0
  const sizeCode = descriptor >>> 6
  const contentSizeBytes = sizeCode === 0 && singleSegment ? 1 : CONTENT_SIZE_BYTES[sizeCode]!
  let at = from + 5 + (singleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3]!
  if (at + contentSizeBytes > end) throw corrupt('zstd: cut within a frame header')
  const claimed = contentSizeBytes === 0 ? Number.POSITIVE_INFINITY : contentSize(bytes, at, contentSizeBytes)
  at += contentSizeBytes
  let possible = 0
  for (let last = false; !last; ) {
    if (at + 3 > end) throw corrupt('zstd: cut before a block')
    const block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
    const type = (block >>> 1) & 3
    const size = block >>> 3
    last = (block & 1) !== 0
    if (type === 3) throw corrupt('zstd: a block of a reserved type')
    possible += type === 2 ? BLOCK_BYTES_MAX : size
    at += 3 + (type === 1 ? 1 : size)
  }
  if (descriptor & 4) at += 4
  if (at > end) throw corrupt('zstd: cut within a block')
  return { frame: { from, to: at, outputBytes: Math.min(claimed, possible) }, to: at }
}

function contentSize(bytes: Uint8Array, at: number, width: number): number {
  if (width === 1) return bytes[at]!
  if (width === 2) return 256 + (bytes[at]! | (bytes[at + 1]! << 8))
  const low = uint32LeAt(bytes, at)
  return width === 4 ? low : low + uint32LeAt(bytes, at + 4) * 2 ** 32
}

function framesOf(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < bytes.length; ) {
    const { frame, to } = frameAt(bytes, at)
    if (frame !== null) frames.push(frame)
    at = to
  }
  if (frames.length === 0) throw corrupt('zstd: no frame')
  // A frame is dearer than a block, and nobody writes more than a few.
  checkPartCount(frames.length * 16, bytes.length)
  return frames
}

function frameOptions(frame: Frame, room: number): ZstdOptions {
  const chunk = Math.min(frame.outputBytes, room, CHUNK_BYTES_MAX)
  return { maxOutputLength: Math.max(room, 1), chunkSize: Math.max(chunk + 1, CHUNK_BYTES_MIN) }
}

function asCompressionError(error: unknown, maxBytes: number): CompressionError {
  if (error instanceof CompressionError) return error
  if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes)
  return corrupt(`zstd: ${reason(error)}`, error)
}

export function zstdDecompressNow(bytes: Uint8Array, { maxBytes }: DecompressOptions): Uint8Array {
  try {
    const pieces: Uint8Array[] = []
    let total = 0
    for (const frame of framesOf(bytes)) {
      const piece = zstdDecompressSync(bytes.subarray(frame.from, frame.to), frameOptions(frame, maxBytes - total))
      total += piece.length
      if (total > maxBytes) throw tooLarge(maxBytes)
      pieces.push(piece)
    }
    return joined(pieces)
  } catch (error) {
    throw asCompressionError(error, maxBytes)
  }
}

export async function zstdDecompressApart(bytes: Uint8Array, { maxBytes }: DecompressOptions): Promise<Uint8Array> {
  try {
    const pieces: Uint8Array[] = []
    let total = 0
    for (const frame of framesOf(bytes)) {
      const piece = await decompressApart(bytes.subarray(frame.from, frame.to), frameOptions(frame, maxBytes - total))
      total += piece.length
      if (total > maxBytes) throw tooLarge(maxBytes)
      pieces.push(piece)
    }
    return joined(pieces)
  } catch (error) {
    throw asCompressionError(error, maxBytes)
  }
}
