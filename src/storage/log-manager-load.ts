/** Opens all that lies in a log folder. */
import { CorruptionError } from '../base/errors.ts'
import { inParallel } from '../base/in-parallel.ts'
import { topicPartition } from '../base/kinds.ts'
import { DiskError, type World } from '../io/world.ts'
import { replaceFile } from './atomic-file.ts'
import {
  CLEANER_OFFSETS,
  HIGH_WATERMARKS,
  LOG_STARTS,
  type Offsets,
  RECOVERY_POINTS,
  readCheckpoint,
} from './checkpoint-file.ts'
import { FullDiskError, Log } from './log.ts'
import { forgetFailure, hasFailed, takeCleanShutdownMark, tooManyFiles } from './log-dir.ts'
import { type FolderName, parseFolderName } from './log-dir-names.ts'
import { CHECKPOINTS } from './log-manager-checkpoints.ts'
import type { Folder } from './log-manager-folder.ts'
import type { LogManagerParams } from './log-manager-params.ts'
import { readPartitionMetadata } from './partition-metadata.ts'
import type { ReadBuffers } from './read-buffers.ts'

const BROKEN = '.broken'
const CHECKPOINT_BYTES_MAX = 256 * 1024 * 1024
const LOADS_AT_A_TIME = 8

export interface LoadedLog {
  readonly folder: Folder
  readonly log: Log
  readonly isFuture: boolean
}

export interface Loader {
  readonly params: LogManagerParams
  readonly reads: ReadBuffers
  /** Told by a log whose disk failed. */
  failed(folder: Folder, error: Error): void
  /** A folder …-delete was found. */
  remove(folder: Folder, path: string, topic: string): void
}

/** Rejects with a DiskError when the folder does not work, with an OperatorError when the operator has to act. */
export async function loadFolder(loader: Loader, folder: Folder): Promise<LoadedLog[]> {
  const { world, logger } = loader.params
  // Gone before anything is opened: a crash while loading is no clean stop (KAFKA-10471).
  const cleanShutdown = await takeCleanShutdownMark(world, folder.path)
  folder.pagesDoubtful = await hasFailed(world, folder.path)
  for (const name of CHECKPOINTS) {
    const offsets = await readOrSetAside(loader, `${folder.path}/${name}`)
    folder.found.set(name, offsets)
    folder.checkpoints.loaded(name, offsets)
  }
  const partitions: { name: string; parsed: FolderName }[] = []
  for (const { name, kind } of await world.disk.list(folder.path)) {
    if (kind !== 'directory') continue
    const parsed = parseFolderName(name)
    if (parsed === null) ignoreFolder(loader, folder, name)
    else if (parsed.state === 'delete') loader.remove(folder, `${folder.path}/${name}`, parsed.topic)
    else if (parsed.state === 'stray') logger.warn(`${folder.path}/${name} is left alone: it was set aside earlier`)
    else partitions.push({ name, parsed })
  }
  logger.info(`opening ${partitions.length} partitions in ${folder.path}`, { logDir: folder.path, cleanShutdown })
  const loaded: LoadedLog[] = []
  await inParallel(partitions, loader.params.loadsAtATime ?? LOADS_AT_A_TIME, async ({ name, parsed }) => {
    const log = await loadPartition(loader, folder, name, parsed, cleanShutdown)
    if (log !== null) loaded.push({ folder, log, isFuture: parsed.state === 'future' })
  })
  if (folder.pagesDoubtful && folder.unavailable.size === 0) await forgetFailure(world, folder.path)
  return loaded
}

async function loadPartition(
  loader: Loader,
  folder: Folder,
  name: string,
  parsed: FolderName,
  cleanShutdown: boolean,
): Promise<Log | null> {
  const partition = topicPartition(parsed.topic, parsed.partition)
  const dir = `${folder.path}/${name}`
  try {
    return await openLog(loader, folder, dir, parsed, cleanShutdown)
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'too-many-files') throw tooManyFiles()
    const passing = isFull(error)
    if (!passing && !(error instanceof CorruptionError)) throw error
    folder.unavailable.set(partition, { dir, error: error as Error, passing })
    loader.params.logger.error(`${partition} is offline: ${(error as Error).message}`, { partition, dir })
    return null
  }
}

export function isFull(error: unknown): boolean {
  return error instanceof FullDiskError || (error instanceof DiskError && error.kind === 'full')
}

/** The partition's log as it lies in `dir`. */
export async function openLog(
  loader: Loader,
  folder: Folder,
  dir: string,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  cleanShutdown: boolean,
): Promise<Log> {
  const { params } = loader
  const name = topicPartition(topic, partition)
  const topicId = await readPartitionMetadata(params.world.disk, dir)
  return Log.open({
    world: params.world,
    logger: params.logger,
    dir,
    logDir: folder.path,
    topic,
    partition,
    topicId,
    config: params.logConfig(topic),
    recoveryPoint: folder.foundOffset(RECOVERY_POINTS, name),
    logStartOffset: folder.foundOffset(LOG_STARTS, name),
    highWatermark: folder.foundOffset(HIGH_WATERMARKS, name),
    cleanedUpTo: folder.foundOffset(CLEANER_OFFSETS, name),
    cleanShutdown,
    pagesDoubtful: folder.pagesDoubtful,
    flushPolicy: params.flushPolicy,
    buffers: params.buffers,
    reads: loader.reads,
    files: params.files,
    validator: params.validator,
    onFailure: (error) => loader.failed(folder, error),
    onRecoveryPointLowered: async () => {
      await folder.checkpoints.write(RECOVERY_POINTS)
      await folder.checkpoints.write(CLEANER_OFFSETS)
    },
  })
}

/**
 * A damaged checkpoint costs a longer start, not the folder (as it would in Apache): without recovery points everything
 * is looked through, high watermarks come back from the leader or the log's end, log starts from the first segment.
 */
async function readOrSetAside(loader: Loader, path: string): Promise<Offsets> {
  const { world, logger } = loader.params
  try {
    return await readCheckpoint(world.disk, path)
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error
    logger.error(`${error.message}; it is set aside as ${path}${BROKEN} and made anew`, { path })
    await keepCopy(world, path)
    return new Map()
  }
}

async function keepCopy(world: World, path: string): Promise<void> {
  try {
    await replaceFile(world.disk, path + BROKEN, await world.disk.readFile(path, CHECKPOINT_BYTES_MAX))
  } catch (error) {
    if (!(error instanceof DiskError && error.kind === 'full')) throw error
  }
}

/** Apache's own folders, and what file systems put into their root. */
function ignoreFolder(loader: Loader, folder: Folder, name: string): void {
  if (/^(remote-log-index-cache|__cluster_metadata-0|lost\+found|\..*)$/.test(name)) return
  loader.params.logger.warn(`${folder.path}/${name} is left alone: it is not called topic-partition`)
}
