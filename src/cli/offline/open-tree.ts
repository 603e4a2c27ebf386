/** The tree of metadata for a command: in ZooKeeper, or in a data folder. */
import { OperatorError } from '../../base/errors.ts'
import { silentLogger } from '../../base/logger.ts'
import { storeIn } from '../../broker/store.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import type { NodeTree, TreeReader } from '../../metadata/contract.ts'
import { NodeError } from '../../metadata/contract.ts'
import { BoundedTree } from '../../metadata/stores/bounded-tree.ts'
import { readEmbeddedTree } from '../../metadata/stores/embedded/tree-reader.ts'
import { openAcl, secureAcl } from '../../metadata/stores/zookeeper/acls.ts'
import { parseConnectString } from '../../metadata/stores/zookeeper/connect-string.ts'
import { openZooKeeperTree } from '../../metadata/stores/zookeeper/zookeeper-tree.ts'
import { CommandError, ExitCode, notFound, usageError } from '../exit.ts'

export interface ZooKeeperPlace {
  readonly zookeeper: string
  readonly digest?: string
}

export interface TreePlace extends ZooKeeperPlace {
  /** Instead of ZooKeeper: a data folder. */
  readonly data?: string
}

const SESSION_MS = 10_000
const IN_FLIGHT = 100

/** Nothing is written, neither there nor there; the folder may belong to a broker that runs. */
export async function reading(
  place: TreePlace,
  use: (tree: TreeReader) => Promise<void>,
  limitMs = SESSION_MS,
): Promise<void> {
  const { data } = place
  if (data === undefined) return inZooKeeper(place, 'read', use, limitMs)
  const { disk } = makeNodeWorld()
  await explained(async () => use(await readEmbeddedTree(disk, await storeIn(disk, data))))
}

/** `limitMs`: a command does not wait longer for a ZooKeeper that goes away in the middle of it. */
export async function inZooKeeper<T>(
  place: ZooKeeperPlace,
  purpose: 'read' | 'write' | 'write-secured',
  use: (tree: NodeTree) => Promise<T>,
  limitMs = SESSION_MS,
): Promise<T> {
  const world = makeNodeWorld()
  const address = await ending(ExitCode.USAGE, async () => parseConnectString(place.zookeeper))
  const options = {
    world,
    logger: silentLogger,
    address,
    sessionTimeoutMs: SESSION_MS,
    connectionTimeoutMs: limitMs,
    maxInFlight: IN_FLIGHT,
    digest: place.digest ?? null,
    defaultAcl: purpose === 'write-secured' ? secureAcl : openAcl,
    readOnly: purpose === 'read',
  }
  const tree = await ending(ExitCode.UNREACHABLE, () => openZooKeeperTree(options))
  try {
    return await explained(() => use(new BoundedTree(tree, world.clock, limitMs)))
  } finally {
    await tree.close()
  }
}

/** What an operator can mend ends the command with this code. */
async function ending<T>(exitCode: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof OperatorError ? new CommandError(exitCode, error.message) : error
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof NodeError ? explain(error) : error
  }
}

function explain({ kind, path, message }: NodeError): CommandError {
  switch (kind) {
    case 'no-node':
      return notFound(`there is no node ${path}`)
    case 'bad-arguments':
      return usageError(`${path} is no path of a node`)
    case 'no-auth':
      return new CommandError(ExitCode.DENIED, `${path}: ZooKeeper does not allow it; --digest says who we are`)
    case 'connection-loss':
    case 'session-expired':
      return new CommandError(ExitCode.UNREACHABLE, 'ZooKeeper does not answer any more: try again')
    default:
      return new CommandError(ExitCode.FAILED, `ZooKeeper: ${message}`)
  }
}
