/** `odradek log verify`: reads every batch and record of a data folder and looks whether all is as a broker would leave it. */
import type { Disk } from '../../io/world.ts'
import * as header from '../../protocol/batch/header.ts'
import { openRecords } from '../../protocol/batch/iterate.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { batchesOf, type StoredBatch } from './batches.ts'
import { type LogFile, logFilesIn } from './log-files.ts'

export interface Finding {
  readonly file: string
  readonly position: number
  readonly what: string
}

export interface Verified {
  readonly files: number
  readonly batches: number
  readonly records: number
  readonly bytes: number
  readonly findings: readonly Finding[]
}

const INDEX_BYTES_MAX = 64 * 1024 * 1024

export async function verifyLogs(disk: Disk, paths: readonly string[]): Promise<Verified> {
  const files = await logFilesIn(disk, paths)
  if (!files.some(({ kind }) => kind === 'log')) {
    throw new CommandError(ExitCode.NOT_FOUND, `no .log file in ${paths.join(', ')}`)
  }
  const verifier = new Verifier(disk)
  for (const file of files) {
    if (file.kind === 'log') await verifier.segment(file)
    else await verifier.index(file)
  }
  return verifier.result(files.length)
}

class Verifier {
  readonly #disk: Disk
  readonly #findings: Finding[] = []
  /** Of the segment before the index files that follow it: positions of batches by their last offset. */
  #positions = new Map<number, number>()
  #nextOffset = -1
  #partition = ''
  #batches = 0
  #records = 0
  #bytes = 0

  constructor(disk: Disk) {
    this.#disk = disk
  }

  result(files: number): Verified {
    return { files, batches: this.#batches, records: this.#records, bytes: this.#bytes, findings: this.#findings }
  }

  #find(file: LogFile, position: number, what: string): void {
    this.#findings.push({ file: file.path, position, what })
  }

  async segment(file: LogFile): Promise<void> {
    const partition = `${file.topic}-${file.partition}`
    if (partition !== this.#partition) this.#nextOffset = -1
    this.#partition = partition
    this.#positions = new Map()
    if (file.baseOffset < this.#nextOffset) {
      this.#find(file, 0, `begins at offset ${file.baseOffset}, but the segment before ends at ${this.#nextOffset - 1}`)
    }
    const opened = await this.#disk.open(file.path, 'read')
    try {
      this.#bytes += await opened.size()
      for await (const batch of batchesOf(opened)) this.#batch(file, batch)
    } finally {
      await opened.close()
    }
  }

  #batch(file: LogFile, batch: StoredBatch): void {
    const { bytes, at, position, magic } = batch
    if (batch.fault !== null) {
      this.#find(file, position, batch.fault)
      return
    }
    this.#batches++
    const baseOffset = header.baseOffsetAt(bytes, at)
    const lastOffset = magic === 2 ? header.lastOffsetAt(bytes, at) : baseOffset
    const least = Math.max(this.#nextOffset, magic === 2 ? file.baseOffset : 0)
    if (magic === 2 && baseOffset < least)
      this.#find(file, position, `offset ${baseOffset} where ${least} or more is due`)
    this.#nextOffset = lastOffset + 1
    this.#positions.set(lastOffset, position)
    try {
      this.#walk(file, batch)
    } catch (error) {
      this.#find(file, position, error instanceof Error ? error.message : String(error))
    }
  }

  #walk(file: LogFile, { bytes, at, position, magic }: StoredBatch): void {
    const walk = openRecords(bytes, at)
    let count = 0
    let last = -1
    while (walk.next()) {
      if (walk.offset <= last) this.#find(file, position, `record offset ${walk.offset} after ${last}`)
      last = walk.offset
      count++
    }
    this.#records += count
    if (magic === 2 && count !== header.recordCountAt(bytes, at)) {
      this.#find(file, position, `${count} records where the header says ${header.recordCountAt(bytes, at)}`)
    }
  }

  /** Every entry leads to a batch; entries rise. */
  async index(file: LogFile): Promise<void> {
    const bytes = Buffer.from(await this.#disk.readFile(file.path, INDEX_BYTES_MAX))
    const entrySize = file.kind === 'index' ? 8 : 12
    if (bytes.length % entrySize !== 0) this.#find(file, bytes.length, `its size is no multiple of ${entrySize}`)
    let lastOffset = -1
    let lastTimestamp = Number.NEGATIVE_INFINITY
    for (let at = 0; at + entrySize <= bytes.length; at += entrySize) {
      // Room that a broker keeps while it runs.
      if (bytes.subarray(at, at + entrySize).every((byte) => byte === 0)) return
      const relative = bytes.readInt32BE(file.kind === 'index' ? at : at + 8)
      const offset = file.baseOffset + relative
      if (offset < lastOffset) this.#find(file, at, `offset ${offset} after ${lastOffset}`)
      lastOffset = offset
      if (file.kind === 'timeindex') {
        const timestamp = Number(bytes.readBigInt64BE(at))
        if (timestamp < lastTimestamp) this.#find(file, at, `timestamp ${timestamp} after ${lastTimestamp}`)
        lastTimestamp = timestamp
        continue
      }
      const position = bytes.readInt32BE(at + 4)
      if (this.#positions.size > 0 && this.#positions.get(offset) !== position) {
        this.#find(file, at, `offset ${offset} is said to be at ${position}, where no batch ends with it`)
      }
    }
  }
}
