/** The compression of a record batch: bits 0-2 of its attributes. */
export const CompressionType = { NONE: 0, GZIP: 1, SNAPPY: 2, LZ4: 3, ZSTD: 4 } as const
export type CompressionType = (typeof CompressionType)[keyof typeof CompressionType]

export const COMPRESSION_NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CompressionName = (typeof COMPRESSION_NAMES)[number]

/** 'uncompressed' is the topic setting's word for none; null: not a type ('producer' is none either). */
export function compressionTypeOf(name: string): CompressionType | null {
  if (name === 'uncompressed') return CompressionType.NONE
  const index = COMPRESSION_NAMES.indexOf(name as CompressionName)
  return index < 0 ? null : (index as CompressionType)
}

/** 'too-large': more than `maxBytes` would come out. 'corrupt': not what the format says. 'unsupported': no such type. */
export type CompressionErrorKind = 'too-large' | 'corrupt' | 'unsupported'

export class CompressionError extends Error {
  readonly kind: CompressionErrorKind
  constructor(kind: CompressionErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CompressionError'
    this.kind = kind
  }
}

export interface DecompressOptions {
  /** No more than this comes out; what would give more is refused, mostly before its memory is taken. */
  readonly maxBytes: number
  /** Magic 0: the lz4 frame header's checksum was computed wrongly and is not looked at. */
  readonly brokenLz4Header?: boolean
}

export interface CompressOptions {
  /** Of gzip (1 to 9) and zstd (-131072 to 22); undefined: the library's own. Snappy and lz4 have one here. */
  readonly level?: number
  /** Magic 0: writes the wrong checksum that old readers want. */
  readonly brokenLz4Header?: boolean
}

/** For Compute.offload. */
export interface Work<T> {
  readonly apart: () => Promise<T>
  readonly here: () => T
}

export function corrupt(message: string, cause?: unknown): CompressionError {
  return new CompressionError('corrupt', message, cause === undefined ? undefined : { cause })
}

export function tooLarge(maxBytes: number): CompressionError {
  return new CompressionError('too-large', `more than ${maxBytes} bytes would come out of the compressed data`)
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** One piece of output when there is one piece, a copy of all otherwise. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}

/**
 * Tiny blocks cost a call into the library each, so that a mebibyte of them would keep a broker busy for seconds. Real
 * writers make blocks of 32 KiB and more, or one per flush.
 */
export function checkPartCount(count: number, bytes: number): void {
  if (count > 256 + bytes / 64) throw corrupt(`${count} blocks in ${bytes} bytes`)
}
