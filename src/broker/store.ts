/** Where the metadata live: alone in a file of the first log folder, otherwise in ZooKeeper. */
import { join } from 'node:path'
import { OperatorError } from '../base/errors.ts'
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfigStore } from '../config/store.ts'
import type { Disk, World } from '../io/world.ts'
import type { NodeError, NodeTree } from '../metadata/contract.ts'
import { overSessions } from '../metadata/over-sessions.ts'
import { ensureTopLevelPaths, generateBrokerId, notAllowedText } from '../metadata/setup.ts'
import { openEmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { lastZxid } from '../metadata/stores/embedded/journal.ts'
import type { ZooKeeperMeters } from '../metrics/zookeeper-metrics.ts'
import type { LogDirs } from '../storage/log-dir.ts'
import type { ComposeParams } from './compose.ts'
import type { BrokerLife } from './lifecycle.ts'

/** The journal of the embedded store, in the first log folder. Apache Kafka ignores files there. */
export const METADATA_FILE = 'odradek-metadata'
/** Without configuration and without a cluster, a broker alone is number 1. */
const ID_WHEN_ALONE = 1

export interface Store {
  readonly tree: NodeTree
  /** The same for requests of clients, who are answered in time. */
  readonly requestTree: NodeTree
  /** In ZooKeeper, where others read and write as well. */
  readonly isShared: boolean
  /** null: not in ZooKeeper. */
  readonly meters: ZooKeeperMeters | null
  /** Ends the session, if it was this broker's before it was killed; false: it was not, or cannot be told. */
  endFormerSession(id: bigint): Promise<boolean>
  /** What the next start needs for that; in every session, once this broker has its nodes. */
  keepSession(): Promise<void>
}

export async function openStore(life: BrokerLife, dirs: LogDirs, params: ComposeParams): Promise<Store> {
  const { config } = params.loaded
  const connect = zooKeeperOf(config)
  // Loaded when it is needed: alone it would cost every start memory.
  const store =
    connect === null
      ? await openAlone(life, dirs, params)
      : await (await import('./zookeeper-store.ts')).openShared(life, dirs, params, connect)
  life.onStop('metadata', () => store.tree.close())
  await overSessions(params.world.clock, () => ensureTopLevelPaths(store.tree))
  return store
}

export function notAllowed({ path }: NodeError): OperatorError {
  return new OperatorError(notAllowedText(path))
}

/** null: the broker is alone. */
export function zooKeeperOf(config: BrokerConfigStore): string | null {
  const connect = config.string('zookeeper.connect')?.trim() ?? ''
  return connect === '' ? null : connect
}

export async function chooseBrokerId(config: BrokerConfigStore, dirs: LogDirs, store: Store): Promise<BrokerId> {
  const configured = config.number('broker.id')
  if (configured >= 0) return allowedId(config, configured, store)
  if (dirs.brokerId !== null) return dirs.brokerId
  if (!store.isShared) return ID_WHEN_ALONE
  if (!config.boolean('broker.id.generation.enable')) {
    throw new OperatorError('broker.id is -1 and broker.id.generation.enable is false: give the broker a number')
  }
  return await generateBrokerId(store.tree, config.number('reserved.broker.max.id'))
}

/** Numbers above are those that the sequence gives. */
function allowedId(config: BrokerConfigStore, id: BrokerId, { isShared }: Store): BrokerId {
  const max = config.number('reserved.broker.max.id')
  if (isShared && config.boolean('broker.id.generation.enable') && id > max) {
    throw new OperatorError(
      `broker.id is ${id}, above reserved.broker.max.id (${max}), where the numbers that ZooKeeper gives begin: choose a smaller one, or set broker.id.generation.enable=false`,
    )
  }
  return id
}

async function openAlone(life: BrokerLife, dirs: LogDirs, params: ComposeParams): Promise<Store> {
  const tree = await openEmbedded(life, dirs, params)
  const ofSessions = { endFormerSession: async () => false, keepSession: async () => {} }
  return { tree, requestTree: tree, isShared: false, meters: null, ...ofSessions }
}

async function openEmbedded(life: BrokerLife, dirs: LogDirs, params: ComposeParams): Promise<NodeTree> {
  const { world, logger } = params
  const room = logger.child({ room: 'metadata' })
  const path = await findStore(world, room, dirs)
  return await openEmbeddedTree({
    world,
    logger: room,
    path,
    otherPaths: () => storePaths(dirs).filter((other) => other !== path),
    onFailed: (error) =>
      life.fail(
        new OperatorError(
          `the metadata cannot be written any more (${error.message}): repair the disk and start the broker again`,
        ),
      ),
  })
}

/** In the first log folder, or where it went when that one failed: of several, the one that has come furthest. */
export async function newestStore(world: World, logger: Logger, dirs: LogDirs): Promise<string | null> {
  const paths = storePaths(dirs)
  const found: { path: string; zxid: number }[] = []
  for (const path of paths) {
    if ((await world.disk.stat(path)) !== null) found.push({ path, zxid: await lastZxid(world.disk, path) })
  }
  found.sort((a, b) => b.zxid - a.zxid)
  const [newest, ...older] = found
  for (const { path } of older) {
    logger.warn('an older metadata store is set aside: another folder has a newer one', { path, newest: newest!.path })
    await world.disk.rename(path, `${path}.stale`)
  }
  return newest?.path ?? null
}

/** For looking into a folder from outside. */
export async function storeIn(disk: Disk, folder: string): Promise<string> {
  const path = join(folder, METADATA_FILE)
  if ((await disk.stat(path)) !== null) return path
  throw new OperatorError(
    `${folder} has no metadata of a broker that runs alone (${METADATA_FILE}): name its first log folder`,
  )
}

/** Where a store is, or is to be made. */
async function findStore(world: World, logger: Logger, dirs: LogDirs): Promise<string> {
  const newest = await newestStore(world, logger, dirs)
  if (newest !== null) return newest
  const foreign = dirs.online.find((dir) => dir.hasPartitions)
  if (foreign === undefined) return storePaths(dirs)[0]!
  throw new OperatorError(
    dirs.offline.size > 0
      ? `${foreign.path} has partitions, but the metadata of this broker are in a folder that cannot be used (${[...dirs.offline.keys()].join(', ')}): repair that one, or put its file ${METADATA_FILE} into ${foreign.path}`
      : `${foreign.path} has partitions of which this broker's metadata know nothing, as a folder that Apache Kafka wrote: set zookeeper.connect when they are in ZooKeeper, run "odradek adopt ${foreign.path}" to take the folder over, or choose another folder in log.dirs`,
  )
}

export function storePaths(dirs: LogDirs): string[] {
  return dirs.online.map((dir) => join(dir.path, METADATA_FILE))
}
