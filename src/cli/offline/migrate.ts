/**
 * `odradek zk migrate`: the tree of a broker that ran alone goes into an empty ZooKeeper. Its data folders stay as they are
 * and serve on. /cluster/id goes last: without it a ZooKeeper is one that nobody has moved into yet, and the command may be
 * given again.
 */
import { OperatorError } from '../../base/errors.ts'
import { inParallel } from '../../base/in-parallel.ts'
import type { Logger } from '../../base/logger.ts'
import { newestStore } from '../../broker/store.ts'
import type { World } from '../../io/world.ts'
import type { NodeTree } from '../../metadata/contract.ts'
import { Paths } from '../../metadata/nodes/paths.ts'
import { decodeClusterId } from '../../metadata/nodes/small-nodes.ts'
import { ensureNode, isNodeError, unlessMissing } from '../../metadata/setup.ts'
import { readEmbeddedTree } from '../../metadata/stores/embedded/tree-reader.ts'
import { LogDirs } from '../../storage/log-dir.ts'
import type { WalkedNode } from './tree-walk.ts'
import { walk } from './tree-walk.ts'

export interface MigrateParams {
  readonly world: World
  readonly logger: Logger
  /** log.dirs of the broker, in its order. */
  readonly paths: readonly string[]
  readonly tree: NodeTree
}

export interface Migrated {
  readonly clusterId: string
  readonly nodes: number
  readonly store: string
}

/** Tell of what has been taken in long ago. */
const NOTIFICATIONS = [Paths.configChanges, Paths.isrChanges, Paths.logDirEvents]
const AT_ONCE = 100

export async function migrateToZooKeeper(params: MigrateParams): Promise<Migrated> {
  const { world, tree } = params
  for (const path of params.paths) {
    if ((await world.disk.stat(path)) === null) throw new OperatorError(`${path} is not there: name a data folder`)
  }
  const dirs = await LogDirs.open(params)
  try {
    const [offline] = dirs.offline.keys()
    if (offline !== undefined) throw new OperatorError(`${offline} cannot be read: repair it first`)
    const store = await newestStore(world, params.logger, dirs)
    if (store === null) throw new OperatorError(`${dirs.all[0]} has no metadata of a broker that ran alone`)
    const nodes: WalkedNode[] = []
    for await (const node of walk(await readEmbeddedTree(world.disk, store), '/')) {
      if (isMoved(node)) nodes.push(node)
    }
    const clusterId = decodeClusterId(nodes.find(({ path }) => path === Paths.clusterId)?.data ?? null)
    await refuseUnlessEmpty(tree, clusterId)
    await refuseForeign(tree, nodes)
    await removeLeft(tree, nodes)
    await writeAll(tree, nodes)
    await world.disk.rename(store, `${store}.moved`)
    await world.disk.syncDirectory(store.slice(0, store.lastIndexOf('/')))
    return { clusterId, nodes: nodes.length, store }
  } finally {
    await dirs.release()
  }
}

function isMoved({ path, stat }: WalkedNode): boolean {
  return path !== '/' && stat.ephemeralOwner === 0n && !NOTIFICATIONS.some((parent) => path.startsWith(`${parent}/`))
}

async function refuseUnlessEmpty(tree: NodeTree, clusterId: string): Promise<void> {
  const there = await unlessMissing(tree.get(Paths.clusterId))
  const other = there === null ? null : decodeClusterId(there.data)
  if (other !== null && other !== clusterId) {
    throw new OperatorError(
      `this ZooKeeper belongs to cluster ${other}: name an empty one, or another chroot, as in zk1:2181/kafka2`,
    )
  }
  const brokers = await unlessMissing(tree.children(Paths.brokerIds))
  if (brokers !== null && brokers.names.length > 0) {
    throw new OperatorError(`brokers are registered in this ZooKeeper (${brokers.names.join(', ')}): stop them first`)
  }
}

/** Topics and settings that would come to the broker with the move: of somebody else, or gone since an attempt that broke off. */
async function refuseForeign(tree: NodeTree, nodes: readonly WalkedNode[]): Promise<void> {
  const known = new Set(nodes.map(({ path }) => path))
  const below = async (path: string): Promise<string[]> => {
    const { names } = (await unlessMissing(tree.children(path))) ?? { names: [] }
    return names.map((name) => `${path}/${name}`)
  }
  const settings = (await below(Paths.config)).filter((path) => path !== Paths.configChanges)
  for (const parent of [Paths.topics, ...settings]) {
    const foreign = (await below(parent)).find((path) => !known.has(path))
    if (foreign === undefined) continue
    throw new OperatorError(
      `this ZooKeeper has ${foreign}, and the broker that ran alone has not: name an empty one, or another chroot, or remove it`,
    )
  }
}

/** By depth, the root's children first; without the node that says that all of them are there. */
function levels(nodes: readonly WalkedNode[]): WalkedNode[][] {
  const byDepth = Map.groupBy(
    nodes.filter(({ path }) => path !== Paths.clusterId),
    ({ path }) => path.split('/').length,
  )
  return [...byDepth].sort(([a], [b]) => a - b).map(([, level]) => level)
}

/** Of an attempt that broke off: the data, and who may do what with them, may be others now. */
async function removeLeft(tree: NodeTree, nodes: readonly WalkedNode[]): Promise<void> {
  const remove = (path: string): Promise<void> =>
    tree.delete(path, -1).catch((error: unknown) => {
      if (!isNodeError(error, 'no-node') && !isNodeError(error, 'not-empty')) throw error
    })
  // First of all: what follows may break off, too.
  await remove(Paths.clusterId)
  for (const level of levels(nodes).reverse()) await inParallel(level, AT_ONCE, ({ path }) => remove(path))
}

async function writeAll(tree: NodeTree, nodes: readonly WalkedNode[]): Promise<void> {
  for (const level of levels(nodes)) await inParallel(level, AT_ONCE, (node) => put(tree, node))
  const clusterId = nodes.find(({ path }) => path === Paths.clusterId)!
  await ensureNode(tree, Paths.clusterId, clusterId.data)
}

/** One with something else below it, or whose answer was lost, is there already. */
async function put(tree: NodeTree, { path, data }: WalkedNode): Promise<void> {
  try {
    await tree.create(path, data, 'persistent')
  } catch (error) {
    if (!isNodeError(error, 'node-exists')) throw error
    await tree.set(path, data, -1)
  }
}
