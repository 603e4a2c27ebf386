/**
 * partition.metadata in a partition's folder: the id of its topic. Written before the first append, so that a topic
 * that was deleted and made again under its old name is told apart.
 *
 *     version: 0
 *     topic_id: 5L6g3nShT-eMCtK--X86sw        (no newline at the end)
 */
import { CorruptionError } from '../base/errors.ts'
import type { Uuid } from '../base/kinds.ts'
import { ZERO_UUID } from '../base/kinds.ts'
import { type Disk, DiskError } from '../io/world.ts'
import { replaceFile, replaceFileSyncLater } from './atomic-file.ts'

export const PARTITION_METADATA = 'partition.metadata'

const FILE_BYTES_MAX = 4096

/** null when the folder has none (topics from before Kafka 2.8), or an empty one (a power cut right after its creation). */
export async function readPartitionMetadata(disk: Disk, dir: string): Promise<Uuid | null> {
  const path = `${dir}/${PARTITION_METADATA}`
  let bytes: Uint8Array
  try {
    bytes = await disk.readFile(path, FILE_BYTES_MAX)
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'not-found') return null
    throw error
  }
  if (bytes.length === 0) return null
  const text = new TextDecoder('latin1').decode(bytes)
  const match = /^version: *(\d+)\r?\ntopic_id: *([A-Za-z0-9_-]{22})\r?\n?$/.exec(text)
  if (!match) throw new CorruptionError(path, 0, 'it is not "version: 0", "topic_id: <id>"')
  if (match[1] !== '0') throw new CorruptionError(path, 0, `version ${match[1]} is not known`)
  if (match[2] === ZERO_UUID) throw new CorruptionError(path, 0, 'the topic id is all zeros')
  // A copy: a part of a text keeps the whole text alive.
  return Buffer.from(match[2]!, 'latin1').toString('latin1')
}

/** Of a folder that is being made: its name is durable with that of the first segment, before the first append. */
export function writeFirstPartitionMetadata(disk: Disk, dir: string, topicId: Uuid): Promise<void> {
  return replaceFileSyncLater(disk, `${dir}/${PARTITION_METADATA}`, encode(topicId))
}

export function writePartitionMetadata(disk: Disk, dir: string, topicId: Uuid): Promise<void> {
  return replaceFile(disk, `${dir}/${PARTITION_METADATA}`, encode(topicId))
}

function encode(topicId: Uuid): Uint8Array {
  return Buffer.from(`version: 0\ntopic_id: ${topicId}`, 'latin1')
}
