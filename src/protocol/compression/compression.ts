/** Compression of record batches: one call for all types. Output is always bounded. Throws CompressionError. */
import { gzipCompress, gzipCompressApart, gzipDecompress, gzipDecompressApart } from './gzip.ts'
import { lz4Compress, lz4CompressApart, lz4Decompress, lz4DecompressApart } from './lz4.ts'
import { snappyCompress, snappyCompressApart, snappyDecompress, snappyDecompressApart } from './snappy.ts'
import { CompressionError, CompressionType, type CompressOptions, type DecompressOptions, type Work } from './types.ts'
import { zstdCompressApart, zstdCompressNow, zstdDecompressApart, zstdDecompressNow } from './zstd.ts'

export {
  COMPRESSION_NAMES,
  CompressionError,
  type CompressionErrorKind,
  type CompressionName,
  CompressionType,
  type CompressOptions,
  compressionTypeOf,
  type DecompressOptions,
  type Work,
} from './types.ts'

function unsupported(type: number): CompressionError {
  return new CompressionError('unsupported', `compression type ${type}`)
}

/** Of type NONE: the bytes as they are. */
export function compress(type: number, bytes: Uint8Array, options: CompressOptions = {}): Uint8Array {
  if (type === CompressionType.NONE) return bytes
  if (type === CompressionType.GZIP) return gzipCompress(bytes, options)
  if (type === CompressionType.SNAPPY) return snappyCompress(bytes)
  if (type === CompressionType.LZ4) return lz4Compress(bytes, options)
  if (type === CompressionType.ZSTD) return zstdCompressNow(bytes, options)
  throw unsupported(type)
}

/** Of type NONE: the bytes as they are. */
export function decompress(type: number, bytes: Uint8Array, options: DecompressOptions): Uint8Array {
  if (type === CompressionType.NONE) return bytes
  if (type === CompressionType.GZIP) return gzipDecompress(bytes, options)
  if (type === CompressionType.SNAPPY) return snappyDecompress(bytes, options)
  if (type === CompressionType.LZ4) return lz4Decompress(bytes, options)
  if (type === CompressionType.ZSTD) return zstdDecompressNow(bytes, options)
  throw unsupported(type)
}

/** The same off the loop or in place, for Compute.offload. `bytes` stay unchanged until it is done. */
export function compressWork(type: number, bytes: Uint8Array, options: CompressOptions = {}): Work<Uint8Array> {
  return { apart: () => compressApart(type, bytes, options), here: () => compress(type, bytes, options) }
}

export function decompressWork(type: number, bytes: Uint8Array, options: DecompressOptions): Work<Uint8Array> {
  return { apart: () => decompressApart(type, bytes, options), here: () => decompress(type, bytes, options) }
}

async function compressApart(type: number, bytes: Uint8Array, options: CompressOptions): Promise<Uint8Array> {
  if (type === CompressionType.GZIP) return gzipCompressApart(bytes, options)
  if (type === CompressionType.SNAPPY) return snappyCompressApart(bytes)
  if (type === CompressionType.LZ4) return lz4CompressApart(bytes, options)
  if (type === CompressionType.ZSTD) return zstdCompressApart(bytes, options)
  return compress(type, bytes, options)
}

async function decompressApart(type: number, bytes: Uint8Array, options: DecompressOptions): Promise<Uint8Array> {
  if (type === CompressionType.GZIP) return gzipDecompressApart(bytes, options)
  if (type === CompressionType.SNAPPY) return snappyDecompressApart(bytes, options)
  if (type === CompressionType.LZ4) return lz4DecompressApart(bytes, options)
  if (type === CompressionType.ZSTD) return zstdDecompressApart(bytes, options)
  return decompress(type, bytes, options)
}
