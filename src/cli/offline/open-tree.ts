/** The tree of metadata for a command: in ZooKeeper, or in a data folder. */
import { silentLogger } from '../../base/logger.ts'
import { storeIn } from '../../broker/store.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import type { TreeReader } from '../../metadata/contract.ts'
import { NodeError } from '../../metadata/contract.ts'
import { readEmbeddedTree } from '../../metadata/stores/embedded/tree-reader.ts'
import { openAcl, secureAcl } from '../../metadata/stores/zookeeper/acls.ts'
import { parseConnectString } from '../../metadata/stores/zookeeper/connect-string.ts'
import type { ZooKeeperTree } from '../../metadata/stores/zookeeper/zookeeper-tree.ts'
import { openZooKeeperTree } from '../../metadata/stores/zookeeper/zookeeper-tree.ts'
import { notFound } from '../exit.ts'

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
export async function reading(place: TreePlace, use: (tree: TreeReader) => Promise<void>): Promise<void> {
  const { disk } = makeNodeWorld()
  const opened = place.data === undefined ? await connect(place, 'read') : null
  try {
    await use(opened ?? (await readEmbeddedTree(disk, await storeIn(disk, place.data!))))
  } catch (error) {
    if (error instanceof NodeError && error.kind === 'no-node') throw notFound(`there is no node ${error.path}`)
    throw error
  } finally {
    await opened?.close()
  }
}

export function connect(place: ZooKeeperPlace, purpose: 'read' | 'write' | 'write-secured'): Promise<ZooKeeperTree> {
  return openZooKeeperTree({
    world: makeNodeWorld(),
    logger: silentLogger,
    address: parseConnectString(place.zookeeper),
    sessionTimeoutMs: SESSION_MS,
    connectionTimeoutMs: SESSION_MS,
    maxInFlight: IN_FLIGHT,
    digest: place.digest ?? null,
    defaultAcl: purpose === 'write-secured' ? secureAcl : openAcl,
    readOnly: purpose === 'read',
  })
}
