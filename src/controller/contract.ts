/** What the controller room promises to the request handlers. One entry per topic or resource: an ErrorCode and a text. */
import type { BrokerId, Uuid } from '../base/kinds.ts'

export interface Outcome {
  readonly error: number
  readonly message: string | null
}

export interface NewTopic {
  readonly name: string
  /** -1: the broker's default */
  readonly numPartitions: number
  /** -1: the broker's default */
  readonly replicationFactor: number
  /** Empty: chosen by the broker. */
  readonly assignments: ReadonlyMap<number, readonly BrokerId[]>
  readonly configs: ReadonlyMap<string, string | null>
  /** Made by the broker for itself, with settings that may not be open to others yet. */
  readonly isOwn?: boolean
}

export interface CreatedTopic extends Outcome {
  readonly name: string
  readonly topicId: Uuid
  readonly numPartitions: number
  readonly replicationFactor: number
}

/** Levels go from 0, which is off, to `maxLevel`. */
export interface SupportedFeature {
  readonly name: string
  readonly maxLevel: number
  /** Finalized when a cluster of Odradek brokers alone is made. */
  readonly initialLevel: number
}

export interface FeatureUpdate {
  readonly feature: string
  readonly level: number
  readonly upgradeType: number
}

export interface Place {
  readonly topic: string
  readonly partition: number
}

/** replicas null: cancel. */
export interface WantedReplicas extends Place {
  readonly replicas: readonly BrokerId[] | null
}

export interface OngoingReassignment extends Place {
  readonly replicas: readonly BrokerId[]
  readonly adding: readonly BrokerId[]
  readonly removing: readonly BrokerId[]
}

/** Changes of topics count against a quota (quota/): false is too many. */
export interface Mutations {
  take(count: number): boolean
}

export interface Controller {
  readonly isActive: boolean
  /** 0 before the first election. */
  readonly controllerEpoch: number
  /** Answers when leaders serve and the metadata cache knows (or REQUEST_TIMED_OUT after timeoutMs). `internal`: auto-creation by a broker. */
  createTopics(
    topics: readonly NewTopic[],
    options: { timeoutMs: number; validateOnly: boolean; internal?: boolean; mutations?: Mutations | null },
  ): Promise<CreatedTopic[]>
  deleteTopics(
    names: readonly string[],
    timeoutMs: number,
    mutations?: Mutations | null,
  ): Promise<(Outcome & { name: string })[]>
  createPartitions(
    topics: readonly { name: string; count: number; assignments: readonly (readonly BrokerId[])[] | null }[],
    options: { timeoutMs: number; validateOnly: boolean; mutations?: Mutations | null },
  ): Promise<(Outcome & { name: string })[]>
  /** partitions null: all. */
  electLeaders(
    type: 'preferred' | 'unclean',
    partitions: readonly { topic: string; partition: number }[] | null,
    timeoutMs: number,
  ): Promise<(Outcome & { topic: string; partition: number })[]>
  /** `keepsFactor`: as many replicas as before. Answers when a move has begun; one to where the replicas are is done then. */
  alterReassignments(wanted: readonly WantedReplicas[], keepsFactor: boolean): Promise<(Outcome & Place)[]>
  /** Those of `wanted`, or all, that are under way. */
  listReassignments(wanted: readonly Place[] | null): Promise<OngoingReassignment[]>
  /** All of them or none. */
  updateFeatures(updates: readonly FeatureUpdate[], validateOnly: boolean): Promise<Outcome>
}

/** Settings kept in the tree (/config/…), read at start and followed by /config/changes. */
export type ConfigEntity = {
  readonly type: 'topics' | 'brokers' | 'client-metrics' | 'groups' | 'users' | 'clients' | 'ips'
  /**
   * '<default>' for the default of brokers. Of users, clients and ips it is the path below them as it stands in the tree
   * (quota-entities.ts): "alice", "alice/clients/app%201".
   */
  readonly name: string
}

export type ChangeOfConfigs = (before: ReadonlyMap<string, string>) => ReadonlyMap<string, string>

export interface DynamicConfigs {
  get(entity: ConfigEntity): ReadonlyMap<string, string>
  names(type: ConfigEntity['type']): string[]
  /**
   * Reads the entity from the tree, since another broker or a tool may just have written it, and replaces its whole map by
   * what `change` makes of it (empty: removes it where Apache does), with a notification; nothing is written when it stays the
   * same. `change` is asked again when somebody else was faster; what it throws comes out.
   */
  alter(entity: ConfigEntity, change: ChangeOfConfigs): Promise<void>
  onChange(listener: (entity: ConfigEntity) => void): void
}
