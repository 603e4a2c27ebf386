/** Gzip, by node:zlib. Several members one after another are read, as Java does; anything else behind is refused. */
import { promisify } from 'node:util'
import { gunzip, gunzipSync, gzip, gzipSync, type ZlibOptions } from 'node:zlib'
import { uint32LeAt } from '../../base/bytes.ts'
import { CompressionError, type CompressOptions, corrupt, type DecompressOptions, reason, tooLarge } from './types.ts'

/** Deflate cannot do better than 1032 to 1. */
const RATIO_MAX = 1032
const CHUNK_BYTES_MIN = 1024
const CHUNK_BYTES_MAX = 4 * 1024 * 1024
const MEMBER_BYTES_MIN = 18

const gunzipApart = promisify<Uint8Array, ZlibOptions, Buffer>(gunzip)
const gzipApart = promisify<Uint8Array, ZlibOptions, Buffer>(gzip)

function compressOptions(options: CompressOptions): ZlibOptions {
  return options.level === undefined ? {} : { level: options.level }
}

export function gzipCompress(bytes: Uint8Array, options: CompressOptions): Uint8Array {
  return gzipSync(bytes, compressOptions(options))
}

export function gzipCompressApart(bytes: Uint8Array, options: CompressOptions): Promise<Uint8Array> {
  return gzipApart(bytes, compressOptions(options))
}

/** What a member's trailer claims, which is a hint only, sizes the output chunk: mostly one chunk, no joining. */
function decompressOptions(bytes: Uint8Array, { maxBytes }: DecompressOptions): ZlibOptions {
  if (bytes.length < MEMBER_BYTES_MIN) throw corrupt(`${bytes.length} bytes are too few for gzip`)
  const claimed = uint32LeAt(bytes, bytes.length - 4)
  const possible = Math.min(claimed, bytes.length * RATIO_MAX, maxBytes, CHUNK_BYTES_MAX)
  return { maxOutputLength: Math.max(maxBytes, 1), chunkSize: Math.max(possible + 1, CHUNK_BYTES_MIN) }
}

function asCompressionError(error: unknown, maxBytes: number): CompressionError {
  if (error instanceof CompressionError) return error
  if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes)
  return corrupt(`gzip: ${reason(error)}`, error)
}

export function gzipDecompress(bytes: Uint8Array, options: DecompressOptions): Uint8Array {
  try {
    return gunzipSync(bytes, decompressOptions(bytes, options))
  } catch (error) {
    throw asCompressionError(error, options.maxBytes)
  }
}

export async function gzipDecompressApart(bytes: Uint8Array, options: DecompressOptions): Promise<Uint8Array> {
  try {
    return await gunzipApart(bytes, decompressOptions(bytes, options))
  } catch (error) {
    throw asCompressionError(error, options.maxBytes)
  }
}
