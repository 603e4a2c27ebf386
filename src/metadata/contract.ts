/** What the metadata room promises: the node tree (store of truth) and the broker's cache of the cluster. */
import type { BrokerId, LeaderEpoch, Uuid } from '../base/kinds.ts'

// ── The node tree, with ZooKeeper's meaning of every operation ─────────────────────────────────────────────────────

export type NodeErrorKind =
  | 'no-node'
  | 'node-exists'
  | 'bad-version'
  | 'not-empty'
  | 'no-children-for-ephemerals'
  | 'session-expired'
  | 'connection-loss'
  | 'no-auth'
  | 'invalid-acl'
  | 'bad-arguments'
  /** The embedded store could not write (full disk: nothing changed, try again; failed disk: no write succeeds any more). */
  | 'storage'

export class NodeError extends Error {
  readonly kind: NodeErrorKind
  readonly path: string
  /** For a multi: which operation failed; -1 otherwise. */
  readonly index: number
  constructor(kind: NodeErrorKind, path: string, index = -1) {
    super(`${kind}: ${path}`)
    this.name = 'NodeError'
    this.kind = kind
    this.path = path
    this.index = index
  }
}

export interface Acl {
  readonly scheme: string
  readonly id: string
  /** 31 = all */
  readonly permissions: number
}
export const OPEN_ACL: readonly Acl[] = [{ scheme: 'world', id: 'anyone', permissions: 31 }]

export interface NodeStat {
  readonly czxid: bigint
  readonly mzxid: bigint
  readonly ctimeMs: number
  readonly mtimeMs: number
  readonly version: number
  readonly cversion: number
  readonly aversion: number
  /** 0n: persistent */
  readonly ephemeralOwner: bigint
  readonly dataLength: number
  readonly numChildren: number
  readonly pzxid: bigint
}

export type CreateMode = 'persistent' | 'ephemeral' | 'persistent-sequential' | 'ephemeral-sequential'

export type TreeOperation =
  | {
      readonly op: 'create'
      readonly path: string
      readonly data: Uint8Array | null
      readonly mode: CreateMode
      readonly acl?: readonly Acl[]
    }
  | { readonly op: 'set'; readonly path: string; readonly data: Uint8Array | null; readonly version: number }
  | { readonly op: 'delete'; readonly path: string; readonly version: number }
  | { readonly op: 'check'; readonly path: string; readonly version: number }

export type TreeOperationResult =
  | { readonly op: 'create'; readonly path: string }
  | { readonly op: 'set'; readonly stat: NodeStat }
  | { readonly op: 'delete' | 'check' }

export interface WatchEvent {
  readonly type: 'created' | 'deleted' | 'data-changed' | 'children-changed'
  readonly path: string
}

/** One-shot, as ZooKeeper's: told once, armed again by the next read that passes it. */
export type Watch = (event: WatchEvent) => void

/**
 * 'expired' comes before a new session is opened, 'connected' after each one is. 'disconnected' ends with 'expired' or with
 * 'reconnected', which is the same session again: nothing was missed.
 */
export type SessionEvent = 'connected' | 'reconnected' | 'disconnected' | 'expired'

/**
 * No new session is opened before what 'expired' began is over, and everything asked meanwhile is refused with
 * session-expired: whoever was in the middle of something comes to its end, and nothing of it reaches the next session.
 */
export type SessionListener = (event: SessionEvent) => void | Promise<void>

/** Every method rejects with a NodeError. `version` -1: any. */
export interface NodeTree {
  get(path: string, watch?: Watch): Promise<{ data: Uint8Array | null; stat: NodeStat }>
  exists(path: string, watch?: Watch): Promise<NodeStat | null>
  children(path: string, watch?: Watch): Promise<{ names: string[]; stat: NodeStat }>
  acl(path: string): Promise<readonly Acl[]>
  create(path: string, data: Uint8Array | null, mode: CreateMode, acl?: readonly Acl[]): Promise<{ path: string }>
  set(path: string, data: Uint8Array | null, version: number): Promise<NodeStat>
  delete(path: string, version: number): Promise<void>
  /** All or nothing. */
  multi(operations: readonly TreeOperation[]): Promise<TreeOperationResult[]>
  readonly sessionId: bigint
  onSession(listener: SessionListener): void
  close(): Promise<void>
}

/** For those who only look. */
export type TreeReader = Pick<NodeTree, 'get' | 'children' | 'acl'>

// ── The cache: what UpdateMetadata taught this broker ──────────────────────────────────────────────────────────────

export interface BrokerEndpoint {
  readonly listener: string
  readonly securityProtocol: string
  readonly host: string
  readonly port: number
}

export interface LiveBroker {
  readonly id: BrokerId
  readonly endpoints: readonly BrokerEndpoint[]
  readonly rack: string | null
}

export interface PartitionState {
  readonly topic: string
  readonly partition: number
  readonly controllerEpoch: number
  /** -1: none */
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly isr: readonly BrokerId[]
  readonly zkVersion: number
  readonly replicas: readonly BrokerId[]
  readonly offlineReplicas: readonly BrokerId[]
}

/** Immutable picture; a new one replaces it with every UpdateMetadata. */
export interface ClusterMetadata {
  /** -1: not known */
  readonly controllerId: BrokerId
  readonly brokers: ReadonlyMap<BrokerId, LiveBroker>
  readonly topics: ReadonlyMap<string, ReadonlyMap<number, PartitionState>>
  topicId(topic: string): Uuid | null
  topicName(topicId: Uuid): string | null
  partition(topic: string, partition: number): PartitionState | null
}

export interface MetadataCache {
  readonly current: ClusterMetadata
  /** Called after each change. Returns a function that stops it. */
  onChange(listener: (metadata: ClusterMetadata) => void): () => void
}
