/** What a broker does in the tree before it serves: the fixed paths, the cluster's id, its own id, its registration. */
import { OperatorError } from '../base/errors.ts'
import type { BrokerId } from '../base/kinds.ts'
import type { Clock, Entropy } from '../io/world.ts'
import type { NodeTree, Watch } from './contract.ts'
import { NodeError } from './contract.ts'
import type { BrokerNode } from './nodes/broker-node.ts'
import { decodeBroker, encodeBroker } from './nodes/broker-node.ts'
import { NodeFormatError } from './nodes/json.ts'
import { brokerPath, Paths, PERSISTENT_PATHS } from './nodes/paths.ts'
import { decodeClusterId, encodeClusterId, encodeLogDirEvent } from './nodes/small-nodes.ts'
import { parentOf } from './stores/path.ts'

export function isNodeError(error: unknown, kind: NodeError['kind']): error is NodeError {
  return error instanceof NodeError && error.kind === kind
}

/** What to do about `no-auth`. */
export function notAllowedText(path: string): string {
  return `ZooKeeper does not let this broker use ${path}: set odradek.zookeeper.digest (or zookeeper.ssl.keystore.location) to the user who made the nodes above it, or change their access lists`
}

/** null: there is no such node. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (isNodeError(error, 'no-node')) return null
    throw error
  }
}

/** Makes a node and what is missing above it; a node that is there stays as it is. */
export async function ensureNode(tree: NodeTree, path: string, data: Uint8Array | null = null): Promise<void> {
  try {
    await tree.create(path, data, 'persistent')
  } catch (error) {
    if (isNodeError(error, 'node-exists')) return
    if (!isNodeError(error, 'no-node') || path === '/') throw error
    await ensureNode(tree, parentOf(path))
    await ensureNode(tree, path, data)
  }
}

/** The fixed paths. A broker that was here before only looks. */
export async function ensureTopLevelPaths(tree: NodeTree): Promise<void> {
  const found = await Promise.all(PERSISTENT_PATHS.map((path) => tree.exists(path)))
  for (const [index, stat] of found.entries()) {
    if (stat === null) await ensureNode(tree, PERSISTENT_PATHS[index]!)
  }
}

/** 22 characters of base64url. Like Apache's, none begins with "-", which command lines take for an option. */
export function randomUuid(entropy: Entropy): string {
  for (;;) {
    const bytes = Buffer.from(entropy.bytes(16))
    // A random UUID says so in its version and variant bits.
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    const id = bytes.toString('base64url')
    if (!id.startsWith('-')) return id
  }
}

/** `preferred`: the id that the data folders already carry, used when the tree has none. */
export async function getOrCreateClusterId(
  tree: NodeTree,
  entropy: Entropy,
  preferred: string | null = null,
): Promise<string> {
  if ((await tree.exists(Paths.clusterId)) === null) {
    await ensureNode(tree, Paths.clusterId, encodeClusterId(preferred ?? randomUuid(entropy)))
  }
  return decodeClusterId((await tree.get(Paths.clusterId)).data)
}

/** A broker id that nobody has had: above `reserved.broker.max.id`. */
export async function generateBrokerId(tree: NodeTree, reservedMax: number): Promise<BrokerId> {
  try {
    return reservedMax + (await tree.set(Paths.brokerSequence, new Uint8Array(0), -1)).version
  } catch (error) {
    if (!isNodeError(error, 'no-node')) throw error
    await ensureNode(tree, Paths.brokerSequence)
    return reservedMax + (await tree.set(Paths.brokerSequence, new Uint8Array(0), -1)).version
  }
}

export interface Registration {
  /** The czxid of the broker's node. */
  readonly brokerEpoch: number
  readonly sessionId: bigint
}

/**
 * Makes /brokers/ids/N. `ownSessions`: of this process, expired: a node they left is taken away. OperatorError: another
 * broker has this id or one of these addresses.
 */
export async function registerBroker(
  tree: NodeTree,
  broker: BrokerNode,
  clock: Clock,
  ownSessions: ReadonlySet<bigint> = new Set(),
): Promise<Registration> {
  await refuseTakenEndpoints(tree, broker)
  const path = brokerPath(broker.id)
  try {
    return await register(tree, broker, clock)
  } catch (error) {
    if (!isNodeError(error, 'node-exists')) throw error
  }
  const there = await tree.exists(path)
  if (there !== null) {
    // Our own write whose answer was lost.
    if (there.ephemeralOwner === tree.sessionId) {
      return { brokerEpoch: Number(there.czxid), sessionId: tree.sessionId }
    }
    // ZOOKEEPER-2985: the node of an expired session may outlive it for a moment.
    if (!ownSessions.has(there.ephemeralOwner)) {
      throw new OperatorError(
        `Another broker with the id ${broker.id} is registered in this cluster: give this one another broker.id, or stop the other.`,
      )
    }
    await tree.delete(path, -1).catch((error: unknown) => {
      if (!isNodeError(error, 'no-node')) throw error
    })
  }
  return registerBroker(tree, broker, clock, ownSessions)
}

/** Created empty and filled in one transaction, so that no reader sees it without data. */
async function register(tree: NodeTree, broker: BrokerNode, clock: Clock): Promise<Registration> {
  const path = brokerPath(broker.id)
  const results = await tree.multi([
    { op: 'create', path, data: null, mode: 'ephemeral' },
    { op: 'set', path, data: encodeBroker(broker, clock.wallMs()), version: 0 },
  ])
  const set = results[1]
  const stat = set?.op === 'set' ? set.stat : await tree.exists(path)
  if (stat === null) throw new NodeError('no-node', path)
  return { brokerEpoch: Number(stat.czxid), sessionId: tree.sessionId }
}

async function refuseTakenEndpoints(tree: NodeTree, broker: BrokerNode): Promise<void> {
  const taken = (host: string, port: number): boolean =>
    broker.endpoints.some((endpoint) => endpoint.host === host && endpoint.port === port)
  const others = (await brokerIds(tree)).filter((id) => id !== broker.id)
  for (const other of await readBrokers(tree, others)) {
    const same = other.endpoints.find((endpoint) => taken(endpoint.host, endpoint.port))
    if (same === undefined) continue
    throw new OperatorError(
      `The address ${same.host}:${same.port} is already advertised by broker ${other.id}: change advertised.listeners.`,
    )
  }
}

/** Tells the controller that a log folder of this broker failed: it will ask for each of its replicas. */
export async function notifyLogDirFailure(tree: NodeTree, brokerId: BrokerId): Promise<void> {
  await tree.create(`${Paths.logDirEvents}/log_dir_event_`, encodeLogDirEvent(brokerId), 'persistent-sequential')
}

export interface RegisteredBroker extends BrokerNode {
  readonly epoch: number
}

/** Of all brokers that are registered now, in order. */
export async function brokerIds(tree: NodeTree, watch?: Watch): Promise<BrokerId[]> {
  const { names } = await tree.children(Paths.brokerIds, watch)
  return names
    .map(Number)
    .filter((id) => Number.isSafeInteger(id))
    .sort((a, b) => a - b)
}

/** Of `ids` those that are there; one whose node cannot be read is left out. */
export async function readBrokers(
  tree: NodeTree,
  ids: readonly BrokerId[],
  { watch, unreadable }: { watch?: (id: BrokerId) => Watch; unreadable?: (id: BrokerId, reason: string) => void } = {},
): Promise<RegisteredBroker[]> {
  const read = async (id: BrokerId): Promise<RegisteredBroker | null> => {
    try {
      return await readBroker(tree, id, watch?.(id))
    } catch (error) {
      if (!(error instanceof NodeFormatError)) throw error
      unreadable?.(id, error.message)
      return null
    }
  }
  const found = await Promise.all(ids.map(read))
  return found.filter((broker) => broker !== null)
}

/** null: it is not registered. NodeFormatError: its node cannot be read. */
export async function readBroker(tree: NodeTree, id: BrokerId, watch?: Watch): Promise<RegisteredBroker | null> {
  const there = await unlessMissing(tree.get(brokerPath(id), watch))
  return there && { ...decodeBroker(id, there.data), epoch: Number(there.stat.czxid) }
}
