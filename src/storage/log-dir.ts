/**
 * The log folders themselves: locked, and known to belong to this broker, before anything in them is touched. What
 * lies in a folder:
 *
 *     .lock  meta.properties  .kafka_cleanshutdown  .odradek_failed  recovery-point-offset-checkpoint  replication-offset-checkpoint
 *     log-start-offset-checkpoint  cleaner-offset-checkpoint
 *     T-P/                          a partition
 *     T-P.<32 hex>-delete/          removed after file.delete.delay.ms
 *     T-P.<32 hex>-future/          being copied here from another folder
 */
import { OperatorError } from '../base/errors.ts'
import type { BrokerId, Uuid } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import { DiskError, type DiskLock, type World } from '../io/world.ts'
import { replaceFile } from './atomic-file.ts'
import { parseFolderName } from './log-dir-names.ts'
import { type MetaProperties, readMetaProperties, writeMetaProperties } from './meta-properties.ts'

export const LOCK_FILE = '.lock'
export const CLEAN_SHUTDOWN_FILE = '.kafka_cleanshutdown'
/** Ours; Apache takes no notice of it. */
export const FAILED_FILE = '.odradek_failed'

export interface LogDir {
  readonly path: string
  /** null: the folder had no meta.properties. */
  readonly meta: MetaProperties | null
  /** There are partitions in it. */
  readonly hasPartitions: boolean
}

export interface LogDirsParams {
  readonly world: World
  readonly logger: Logger
  /** log.dirs, in order. */
  readonly paths: readonly string[]
}

/** Folders that work, locked; and those that do not. */
export class LogDirs {
  readonly #params: LogDirsParams
  readonly #locks: DiskLock[] = []
  readonly all: readonly string[]
  readonly online: LogDir[] = []
  /** Why. */
  readonly offline = new Map<string, Error>()

  private constructor(params: LogDirsParams, all: readonly string[]) {
    this.#params = params
    this.all = all
  }

  /**
   * Makes, locks and reads the folders. Throws an OperatorError for a folder that another broker holds or that this
   * one cannot use, and when none works.
   */
  static async open(params: LogDirsParams): Promise<LogDirs> {
    const paths = params.paths.map(withoutEndingSlash)
    const twice = paths.find((path, index) => paths.indexOf(path) !== index)
    if (twice !== undefined) throw new OperatorError(`log.dirs names ${twice} twice: name it once`)
    const dirs = new LogDirs(params, paths)
    try {
      for (const path of paths) await dirs.#open(path)
      dirs.#directoryIdsDiffer()
      if (dirs.online.length === 0) {
        const [path, error] = [...dirs.offline][0] ?? ['', new Error('log.dirs is empty')]
        throw new OperatorError(
          `no folder of log.dirs can be used (${path}: ${error.message}): repair one, or name another`,
        )
      }
    } catch (error) {
      await dirs.release()
      throw error
    }
    return dirs
  }

  /** What the folders say; null when none does. */
  get clusterId(): string | null {
    return this.online.find((dir) => dir.meta?.clusterId != null)?.meta?.clusterId ?? null
  }

  /** What the folders say; null when none does. Throws an OperatorError when they disagree. */
  get brokerId(): BrokerId | null {
    const known = this.online.filter((dir) => dir.meta?.brokerId != null)
    const [first] = known
    const other = known.find((dir) => dir.meta!.brokerId !== first!.meta!.brokerId)
    if (other)
      throw new OperatorError(
        `${first!.path} belongs to broker ${first!.meta!.brokerId} and ${other.path} to broker ${other.meta!.brokerId}: name only the folders of one broker in log.dirs`,
      )
    return first?.meta?.brokerId ?? null
  }

  /**
   * Verifies that the folders belong to this broker, and writes meta.properties where it is missing or incomplete.
   * `isForeign` tells a folder that the broker must not use although the ids match: one that Apache Kafka wrote, when
   * the topics are in our own store.
   */
  async claim(owner: {
    readonly clusterId: string
    readonly brokerId: BrokerId
    readonly isForeign?: (dir: LogDir) => boolean
  }): Promise<void> {
    for (const dir of this.online) {
      if (owner.isForeign?.(dir))
        throw new OperatorError(
          `${dir.path} was written by Apache Kafka: run "odradek adopt ${dir.path}" to take it over, or choose another folder in log.dirs`,
        )
      const { clusterId, brokerId } = dir.meta ?? { clusterId: null, brokerId: null }
      if (clusterId !== null && clusterId !== owner.clusterId)
        throw new OperatorError(
          `${dir.path} belongs to cluster ${clusterId}, but this broker is in cluster ${owner.clusterId}: choose another folder in log.dirs, or connect to the cluster that the folder belongs to`,
        )
      if (brokerId !== null && brokerId !== owner.brokerId)
        throw new OperatorError(
          `${dir.path} belongs to broker ${brokerId}, but broker.id is ${owner.brokerId}: set broker.id=${brokerId}, or choose another folder in log.dirs`,
        )
    }
    for (const dir of [...this.online]) await this.#write(dir, owner.clusterId, owner.brokerId)
  }

  /** The folder failed: it stays locked, and is not used any more. False when that was known. */
  markOffline(path: string, error: Error): boolean {
    const index = this.online.findIndex((dir) => dir.path === path)
    if (index < 0) return false
    this.online.splice(index, 1)
    this.offline.set(path, error)
    return true
  }

  async release(): Promise<void> {
    for (const lock of this.#locks.splice(0)) await lock.release().catch(() => {})
  }

  async #open(path: string): Promise<void> {
    const { disk } = this.#params.world
    try {
      await makeDurableDirectory(this.#params.world, path)
      this.#locks.push(await disk.lock(`${path}/${LOCK_FILE}`))
      const meta = await readMetaProperties(disk, path)
      const entries = await disk.list(path)
      const hasPartitions = entries.some((entry) => entry.kind === 'directory' && parseFolderName(entry.name) !== null)
      this.online.push({ path, meta, hasPartitions })
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      if (error.kind === 'locked')
        throw new OperatorError(
          `${path} is in use by another broker (it holds ${LOCK_FILE}): stop that one, or choose another folder in log.dirs`,
        )
      if (error.kind === 'too-many-files') throw tooManyFiles()
      this.offline.set(path, error)
      this.#params.logger.error(`the log folder ${path} cannot be used: ${error.message}`, { logDir: path })
    }
  }

  #directoryIdsDiffer(): void {
    const seen = new Map<Uuid, string>()
    for (const { path, meta } of this.online) {
      if (!meta?.directoryId) continue
      const other = seen.get(meta.directoryId)
      if (other !== undefined)
        throw new OperatorError(
          `${path} and ${other} have the same directory.id in meta.properties: one is a copy, leave it out of log.dirs`,
        )
      seen.set(meta.directoryId, path)
    }
  }

  async #write(dir: LogDir, clusterId: string, brokerId: BrokerId): Promise<void> {
    if (dir.meta?.clusterId === clusterId && dir.meta.brokerId === brokerId) return
    const { meta } = dir
    try {
      await writeMetaProperties(this.#params.world.disk, dir.path, {
        clusterId,
        brokerId,
        directoryId: meta?.directoryId ?? null,
        others: meta?.others ?? new Map(),
      })
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      // A full disk must not keep a broker from serving what it has; the ids were checked, the file is for the next start.
      if (error.kind === 'full')
        this.#params.logger.warn(`no room to write meta.properties in ${dir.path}`, { logDir: dir.path })
      else this.markOffline(dir.path, error)
    }
  }
}

/** True when the last stop was clean. The mark is gone, durably, when this resolves: a crash while loading is no clean stop. */
export async function takeCleanShutdownMark(world: World, path: string): Promise<boolean> {
  const mark = `${path}/${CLEAN_SHUTDOWN_FILE}`
  if ((await world.disk.stat(mark)) === null) return false
  await world.disk.remove(mark)
  await world.disk.syncDirectory(path)
  return true
}

/** The last thing that a clean stop does to a folder. */
export async function writeCleanShutdownMark(world: World, path: string): Promise<void> {
  const text = JSON.stringify({ version: 0, brokerEpoch: -1 })
  await replaceFile(world.disk, `${path}/${CLEAN_SHUTDOWN_FILE}`, new TextEncoder().encode(text))
}

/**
 * The folder failed while in use. The system forgets to write pages whose sync failed, yet goes on showing them: the next
 * start has to know. Not synced, since a start of the machine forgets the pages as well; and if it cannot be written,
 * neither could anything else.
 */
export async function markFailed(world: World, path: string): Promise<void> {
  const file = await world.disk.open(`${path}/${FAILED_FILE}`, 'create')
  await file.close()
}

export async function hasFailed(world: World, path: string): Promise<boolean> {
  return (await world.disk.stat(`${path}/${FAILED_FILE}`)) !== null
}

export async function forgetFailure(world: World, path: string): Promise<void> {
  await world.disk.remove(`${path}/${FAILED_FILE}`)
  await world.disk.syncDirectory(path)
}

export function tooManyFiles(): OperatorError {
  return new OperatorError(
    'the system allows this process too few open files: raise the limit (ulimit -n 100000) and start again',
  )
}

function withoutEndingSlash(path: string): string {
  const trimmed = path.trim().replace(/\/+$/, '')
  return trimmed === '' ? '/' : trimmed
}

/** With its parents, each of them durable. */
async function makeDurableDirectory(world: World, path: string): Promise<void> {
  const made: string[] = []
  for (let at = path; at !== '' && (await world.disk.stat(at)) === null; at = parentOf(at)) made.push(at)
  if (made.length === 0) return
  await world.disk.makeDirectory(path)
  for (const one of made.reverse()) await world.disk.syncDirectory(parentOf(one) || '.')
}

/** '' above a relative path. */
function parentOf(path: string): string {
  const at = path.lastIndexOf('/')
  return at === 0 && path.length > 1 ? '/' : path.slice(0, Math.max(at, 0))
}
