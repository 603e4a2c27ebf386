/** The batches of one segment file, read in pieces; damage is told, not thrown. */
import type { FilePosition } from '../../base/kinds.ts'
import type { DiskFile } from '../../io/world.ts'
import { faultAt, LOG_OVERHEAD, magicAt, sizeInBytesAt } from '../../protocol/batch/header.ts'

export interface StoredBatch {
  readonly position: FilePosition
  /** The batch lies at `at`; good until the next one is asked for. */
  readonly bytes: Buffer
  readonly at: number
  readonly sizeInBytes: number
  readonly magic: number
  /** What is wrong with it; null: nothing. The walk ends with the first fault of a size. */
  readonly fault: string | null
}

const WINDOW_BYTES = 4 * 1024 * 1024
/** No batch is larger than what a request may carry. */
const BATCH_BYTES_MAX = 512 * 1024 * 1024
const HEADER_BYTES = 17

export async function* batchesOf(file: DiskFile): AsyncGenerator<StoredBatch, void, void> {
  const fileSize = await file.size()
  let buffer = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, Math.max(fileSize, 1)))
  let position = 0
  let filled = 0
  let at = 0
  while (position + at < fileSize) {
    const here = position + at
    const size = filled - at >= LOG_OVERHEAD ? sizeInBytesAt(buffer, at) : LOG_OVERHEAD
    if (filled - at >= LOG_OVERHEAD && filled - at >= Math.min(size, fileSize - here)) {
      const batch = look(buffer, at, Math.min(filled - at, fileSize - here), here)
      yield batch
      if (batch.sizeInBytes === 0) return
      at += batch.sizeInBytes
      continue
    }
    if (fileSize - here < LOG_OVERHEAD) {
      yield { ...look(buffer, at, 0, here), fault: `${fileSize - here} bytes at the end are no batch` }
      return
    }
    const needed = Math.max(WINDOW_BYTES, Math.min(size, BATCH_BYTES_MAX))
    if (needed > buffer.length) buffer = Buffer.allocUnsafe(needed)
    position = here
    at = 0
    filled = await readFully(file, buffer, Math.min(buffer.length, fileSize - position), position)
    if (filled < LOG_OVERHEAD) return
  }
}

async function readFully(file: DiskFile, into: Buffer, length: number, position: number): Promise<number> {
  let done = 0
  while (done < length) {
    const count = await file.read(into, done, length - done, position + done)
    if (count === 0) break
    done += count
  }
  return done
}

/** sizeInBytes 0: nothing after it can be found. */
function look(bytes: Buffer, at: number, available: number, position: FilePosition): StoredBatch {
  if (available < HEADER_BYTES) {
    return { position, bytes, at, sizeInBytes: 0, magic: -1, fault: `${available} bytes are too few for a batch` }
  }
  const size = sizeInBytesAt(bytes, at)
  const magic = magicAt(bytes, at)
  if (size <= HEADER_BYTES || size > available) {
    const fault =
      size > available ? `a batch of ${size} bytes where ${available} remain` : `a batch size of ${size} bytes`
    return { position, bytes, at, sizeInBytes: 0, magic, fault }
  }
  const fault = magic === 2 ? faultAt(bytes, at, at + size) : magic === 0 || magic === 1 ? null : `magic ${magic}`
  return { position, bytes, at, sizeInBytes: size, magic, fault }
}
