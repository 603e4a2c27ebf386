/** `odradek log dump`: what a segment file or an index file holds, batch by batch, with --records record by record. */
import type { World } from '../../io/world.ts'
import * as header from '../../protocol/batch/header.ts'
import { openRecords } from '../../protocol/batch/iterate.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { recordFormatter } from '../record-format.ts'
import { batchesOf, type StoredBatch } from './batches.ts'
import { type LogFile, logFilesIn } from './log-files.ts'

export interface LogDumpParams {
  readonly world: World
  readonly paths: readonly string[]
  readonly records: boolean
  readonly json: boolean
  readonly write: (text: string) => Promise<void>
}

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export async function dumpLogs(params: LogDumpParams): Promise<void> {
  const files = await logFilesIn(params.world.disk, params.paths)
  if (files.length === 0) {
    throw new CommandError(ExitCode.NOT_FOUND, `no .log, .index or .timeindex file in ${params.paths.join(', ')}`)
  }
  for (const file of files) {
    if (!params.json) await params.write(`${file.path}\n`)
    if (file.kind === 'log') await dumpSegment(file, params)
    else await dumpIndex(file, params)
  }
}

async function dumpSegment(file: LogFile, params: LogDumpParams): Promise<void> {
  const opened = await params.world.disk.open(file.path, 'read')
  try {
    for await (const batch of batchesOf(opened)) {
      const description = describe(batch)
      await params.write(params.json ? `${JSON.stringify({ file: file.path, ...description })}\n` : lineOf(description))
      if (params.records && batch.fault === null) await dumpRecords(file, batch, params)
    }
  } finally {
    await opened.close()
  }
}

function describe(batch: StoredBatch): Record<string, string | number | boolean> {
  const { bytes, at, position, sizeInBytes, magic, fault } = batch
  if (fault !== null) return { position, sizeInBytes, fault }
  const baseOffset = header.baseOffsetAt(bytes, at)
  if (magic !== 2) return { position, offset: baseOffset, sizeInBytes, magic }
  const deleteHorizonMs = header.deleteHorizonAt(bytes, at)
  return {
    position,
    baseOffset,
    lastOffset: header.lastOffsetAt(bytes, at),
    count: header.recordCountAt(bytes, at),
    sizeInBytes,
    partitionLeaderEpoch: header.partitionLeaderEpochAt(bytes, at),
    timestampType: header.timestampTypeAt(bytes, at),
    maxTimestamp: header.maxTimestampAt(bytes, at),
    compression: COMPRESSIONS[header.compressionAt(bytes, at)] ?? String(header.compressionAt(bytes, at)),
    producerId: header.producerIdAt(bytes, at),
    producerEpoch: header.producerEpochAt(bytes, at),
    baseSequence: header.baseSequenceAt(bytes, at),
    isTransactional: header.isTransactionalAt(bytes, at),
    isControl: header.isControlAt(bytes, at),
    ...(deleteHorizonMs === null ? {} : { deleteHorizonMs }),
    crc: header.crcAt(bytes, at),
    magic,
  }
}

function lineOf(description: Record<string, string | number | boolean>): string {
  return `${Object.keys(description)
    .map((name) => `${name}: ${description[name]}`)
    .join(' ')}\n`
}

async function dumpRecords(file: LogFile, batch: StoredBatch, params: LogDumpParams): Promise<void> {
  const format = recordFormatter(
    params.json ? 'jsonl' : '| offset: %o timestamp: %T keySize: %K valueSize: %S headers: [%h] key: %k value: %s\\n',
  )
  const timestampType = batch.magic === 2 ? header.timestampTypeAt(batch.bytes, batch.at) : 'CreateTime'
  const walk = openRecords(batch.bytes, batch.at)
  while (walk.next()) {
    const { offset, timestamp } = walk
    const { topic, partition } = file
    const printed = {
      topic,
      partition,
      offset,
      timestamp,
      timestampType,
      key: walk.key(),
      value: walk.value(),
      headers: walk.headers(),
    }
    await params.write(String(format(printed)))
  }
}

async function dumpIndex(file: LogFile, params: LogDumpParams): Promise<void> {
  const bytes = Buffer.from(await params.world.disk.readFile(file.path, 64 * 1024 * 1024))
  const entrySize = file.kind === 'index' ? 8 : 12
  for (let at = 0; at + entrySize <= bytes.length; at += entrySize) {
    const entry: Record<string, number> =
      file.kind === 'index'
        ? { offset: file.baseOffset + bytes.readInt32BE(at), position: bytes.readInt32BE(at + 4) }
        : { timestamp: Number(bytes.readBigInt64BE(at)), offset: file.baseOffset + bytes.readInt32BE(at + 8) }
    // An index that was not trimmed by a clean stop ends in zeros.
    if (at > 0 && bytes.subarray(at, at + entrySize).every((byte) => byte === 0)) return
    await params.write(params.json ? `${JSON.stringify({ file: file.path, ...entry })}\n` : lineOf(entry))
  }
}
