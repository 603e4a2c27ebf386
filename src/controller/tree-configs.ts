/**
 * Settings in the tree: /config/TYPE/NAME, and a notification under /config/changes for each change, which every broker
 * follows. Read whole at the start; the watch stands before the reading, so nothing falls between.
 */

import { inParallel } from '../base/in-parallel.ts'
import type { Logger } from '../base/logger.ts'
import { sameEntries } from '../base/maps.ts'
import type { Clock, Timer } from '../io/world.ts'
import type { NodeTree, TreeOperation } from '../metadata/contract.ts'
import { NodeError } from '../metadata/contract.ts'
import { NodeFormatError } from '../metadata/nodes/json.ts'
import {
  CONFIG_CHANGE_PREFIX,
  configTypePath,
  desanitize,
  Paths,
  sanitize,
  sequenceOf,
} from '../metadata/nodes/paths.ts'
import {
  decodeConfig,
  decodeConfigChange,
  decodeController,
  encodeConfig,
  encodeConfigChange,
} from '../metadata/nodes/small-nodes.ts'
import { ensureNode, isNodeError, unlessMissing } from '../metadata/setup.ts'
import type { ChangeOfConfigs, ConfigEntity, DynamicConfigs } from './contract.ts'

/** Notifications older than this are taken away by whoever sees them. */
const CHANGE_EXPIRATION_MS = 15 * 60 * 1000
const TYPES: readonly ConfigEntity['type'][] = [
  'topics',
  'brokers',
  'client-metrics',
  'groups',
  'users',
  'clients',
  'ips',
]
/** Names of these may hold anything; here they have the form that the tree gives them, too. */
const BY_PATH: ReadonlySet<ConfigEntity['type']> = new Set(['users', 'clients', 'ips'])
/** The same with names as they are. */
const SANITIZED: ReadonlySet<ConfigEntity['type']> = new Set(['client-metrics', 'groups'])
/** Types whose nodes are taken away when the last setting goes, and which are made when first needed. */
const REMOVED_WHEN_EMPTY: ReadonlySet<ConfigEntity['type']> = BY_PATH.union(SANITIZED)
/** After a reading that failed. */
const RETRY_MS = 1000
/** How many nodes are asked for at a time. */
const AT_ONCE = 1000
/**
 * Of one node's settings, which clients choose. A server of ZooKeeper takes a megabyte with what is around it (jute.maxbuffer), and
 * closes the connection when there is more.
 */
const NODE_BYTES_MAX = 1_000_000
const NOTHING: ReadonlyMap<string, string> = new Map()

/** A node's settings, with the version of what was read. */
interface Found {
  readonly values: ReadonlyMap<string, string>
  readonly version: number
}

export interface TreeConfigsOptions {
  readonly tree: NodeTree
  /** For `alter`: gives up waiting for a store that is away. */
  readonly requestTree?: NodeTree
  readonly clock: Clock
  readonly logger: Logger
}

export class TreeConfigs implements DynamicConfigs {
  readonly #tree: NodeTree
  readonly #requestTree: NodeTree
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #values = new Map<ConfigEntity['type'], Map<string, ReadonlyMap<string, string>>>()
  readonly #listeners: ((entity: ConfigEntity) => void)[] = []
  /** The last notification that was taken in. */
  #handled = -1
  /** When the next one is to be taken away, by the wall clock. */
  #purgeMs = 0
  #following: Promise<void> = Promise.resolve()
  #retry: Timer | null = null
  #closed = false

  private constructor(options: TreeConfigsOptions) {
    this.#tree = options.tree
    this.#requestTree = options.requestTree ?? options.tree
    this.#clock = options.clock
    this.#logger = options.logger
    for (const type of TYPES) this.#values.set(type, new Map())
  }

  static async start(options: TreeConfigsOptions): Promise<TreeConfigs> {
    const configs = new TreeConfigs(options)
    await ensureNode(options.tree, Paths.configChanges)
    await configs.#reload()
    options.tree.onSession((event) => {
      if (event === 'connected') configs.#inOrder(() => configs.#reload())
    })
    return configs
  }

  get(entity: ConfigEntity): ReadonlyMap<string, string> {
    return this.#values.get(entity.type)?.get(entity.name) ?? NOTHING
  }

  names(type: ConfigEntity['type']): string[] {
    return [...(this.#values.get(type)?.keys() ?? [])]
  }

  onChange(listener: (entity: ConfigEntity) => void): void {
    this.#listeners.push(listener)
  }

  async alter(entity: ConfigEntity, change: ChangeOfConfigs): Promise<void> {
    const path = nodePath(entity)
    let wanted: ReadonlyMap<string, string> | null = null
    for (;;) {
      const found = await this.#find(this.#requestTree, path)
      this.#takeOver(entity, found)
      const before = found?.values ?? NOTHING
      // What was written, and told, though its answer was lost and it was asked again.
      if (wanted !== null && sameEntries(before, wanted)) return
      wanted = change(before)
      if (sameEntries(before, wanted)) return
      const isRemoval = REMOVED_WHEN_EMPTY.has(entity.type) && wanted.size === 0
      const notification =
        isRemoval && found !== null
          ? await this.#removeSettings(entity, found.version)
          : await this.#write(entity, wanted, found?.version ?? null)
      if (notification !== null) return this.#untilHandled(sequenceOf(notification))
    }
  }

  /** The caller may ask at once what is in effect: take the change in before answering. */
  async #untilHandled(sequence: number): Promise<void> {
    for (let tries = 0; tries < 3 && this.#handled < sequence; tries++) await this.#inOrder(() => this.#follow())
  }

  /** Settings of a topic that is about to be made or was read from its node: in effect without a notification. */
  learn(entity: ConfigEntity, values: ReadonlyMap<string, string>): void {
    const all = this.#values.get(entity.type)!
    const before = all.get(entity.name)
    // Most topics have no settings of their own: one map for all of these.
    all.set(entity.name, values.size === 0 ? NOTHING : values)
    if (!sameEntries(before ?? NOTHING, values)) this.#tell(entity)
  }

  /** The topic is gone. */
  forget(entity: ConfigEntity): void {
    this.#values.get(entity.type)?.delete(entity.name)
  }

  /** Before replicas of a new topic are made: no notification tells of settings that somebody else wrote with it. */
  async learnNew(topic: string): Promise<void> {
    if (!this.#values.get('topics')!.has(topic)) await this.refresh({ type: 'topics', name: topic })
  }

  /** Reads one entity again. */
  async refresh(entity: ConfigEntity): Promise<void> {
    await this.#refreshFrom(this.#requestTree, entity)
  }

  async #refreshFrom(tree: NodeTree, entity: ConfigEntity): Promise<void> {
    this.#takeOver(entity, await this.#find(tree, nodePath(entity)))
  }

  #takeOver(entity: ConfigEntity, found: Found | null): void {
    if (found === null) this.#drop(entity)
    else this.learn(entity, found.values)
  }

  close(): void {
    this.#closed = true
    this.#retry?.cancel()
  }

  // ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Checks that /controller is as it was read: a KRaft controller that takes over must not be overlooked. null: the node is not
   * of that version (null: not there) any more, or there is another controller.
   */
  async #write(
    entity: ConfigEntity,
    values: ReadonlyMap<string, string>,
    version: number | null,
  ): Promise<string | null> {
    const [path, data] = [nodePath(entity), encodeConfig(values)]
    if (data.length > NODE_BYTES_MAX) throw new NodeError('bad-arguments', path)
    const operation: TreeOperation =
      version === null ? { op: 'create', path, data, mode: 'persistent' } : { op: 'set', path, data, version }
    return this.#change(entity, await this.#controllerFence(), operation)
  }

  /**
   * The change and its notification in one transaction: one that is given up waiting for, and happens, is heard of. The path of the
   * notification; null: it was not as it was read.
   */
  async #change(entity: ConfigEntity, fence: TreeOperation[], operation: TreeOperation): Promise<string | null> {
    const data = encodeConfigChange(entityPath(entity))
    const notification: TreeOperation = {
      op: 'create',
      path: CONFIG_CHANGE_PREFIX,
      data,
      mode: 'persistent-sequential',
    }
    const operations = [...fence, operation, notification]
    try {
      const made = (await this.#requestTree.multi(operations)).at(-1)
      return made?.op === 'create' ? made.path : null
    } catch (error) {
      const raced = ['node-exists', 'no-node', 'bad-version']
      if (!(error instanceof NodeError) || error.index < 0 || !raced.includes(error.kind)) throw error
      // Of a creation it is the parent that is not there.
      const isCreation = operations[error.index]?.op === 'create'
      if (isCreation && error.kind === 'no-node') await ensureNode(this.#requestTree, error.path)
      return null
    }
  }

  async #controllerFence(): Promise<TreeOperation[]> {
    try {
      const { data, stat } = await this.#requestTree.get(Paths.controller)
      if (decodeController(data).kraftControllerEpoch > 0) {
        throw new Error('settings cannot be changed here: a KRaft controller has taken over this cluster')
      }
      return [{ op: 'check', path: Paths.controller, version: stat.version }]
    } catch (error) {
      if (isNodeError(error, 'no-node')) return []
      throw error
    }
  }

  /**
   * The node, and a user above it of whom nothing is left; a user with client ids below loses the settings alone. null: the
   * node has changed meanwhile.
   */
  async #removeSettings(entity: ConfigEntity, version: number): Promise<string | null> {
    let notification: string | null
    try {
      notification = await this.#change(entity, [], { op: 'delete', path: nodePath(entity), version })
    } catch (error) {
      if (isNodeError(error, 'not-empty')) return this.#write(entity, NOTHING, version)
      throw error
    }
    const [user, clients] = entity.name.split('/')
    if (entity.type === 'users' && clients !== undefined) await this.#removeEmptyUser(user!)
    return notification
  }

  async #removeEmptyUser(user: string): Promise<void> {
    const path = `${configTypePath('users')}/${user}`
    try {
      await this.#remove(`${path}/clients`)
      const found = await this.#find(this.#requestTree, path)
      if (found?.values.size !== 0) return
      await this.#remove(path, found.version)
      this.#drop({ type: 'users', name: user })
    } catch (error) {
      // It has other clients, or was given settings just now.
      if (!isNodeError(error, 'not-empty') && !isNodeError(error, 'bad-version')) throw error
    }
  }

  async #remove(path: string, version = -1): Promise<void> {
    await this.#requestTree.delete(path, version).catch((error: unknown) => {
      if (!isNodeError(error, 'no-node')) throw error
    })
  }

  // ── Following ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#following = this.#following.then(work).catch((error: unknown) => {
      if (this.#closed) return
      this.#logger.error('Settings could not be read from the tree', { error: String(error) })
      // The watch may not be armed. A new session reads everything by itself.
      if (!isNodeError(error, 'session-expired')) this.#reloadLater()
    })
    return this.#following
  }

  #reloadLater(): void {
    this.#retry ??= this.#clock.after(RETRY_MS, () => {
      this.#retry = null
      void this.#inOrder(() => this.#reload())
    })
  }

  readonly #watch = (): void => {
    if (!this.#closed) void this.#inOrder(() => this.#follow())
  }

  async #reload(): Promise<void> {
    const { names } = await this.#tree.children(Paths.configChanges, this.#watch)
    this.#handled = names.reduce((last, name) => Math.max(last, sequenceOf(name)), -1)
    for (const type of TYPES) await this.#reloadType(type)
    await this.#purge(names)
  }

  async #reloadType(type: ConfigEntity['type']): Promise<void> {
    const there = new Set<string>()
    await inParallel(await this.#childrenOf(configTypePath(type)), AT_ONCE, async (part) => {
      const name = nameOfPart(type, part)
      if (name !== null) there.add(name)
      if (type !== 'users') return
      const below = await this.#childrenOf(`${configTypePath(type)}/${part}/clients`)
      for (const client of below) there.add(`${part}/clients/${client}`)
    })
    await inParallel([...there], AT_ONCE, (name) => this.#refreshFrom(this.#tree, { type, name }))
    for (const name of this.names(type)) {
      if (!there.has(name)) this.#drop({ type, name })
    }
  }

  async #follow(): Promise<void> {
    const { names } = await this.#tree.children(Paths.configChanges, this.#watch)
    const fresh = names.filter((name) => sequenceOf(name) > this.#handled)
    fresh.sort((a, b) => sequenceOf(a) - sequenceOf(b))
    for (const name of fresh) {
      await this.#takeIn(`${Paths.configChanges}/${name}`)
      this.#handled = sequenceOf(name)
    }
    await this.#purge(names)
  }

  async #takeIn(path: string): Promise<void> {
    let changed: string | null
    try {
      changed = decodeConfigChange(path, (await this.#tree.get(path)).data)
    } catch (error) {
      if (!(error instanceof NodeFormatError || isNodeError(error, 'no-node'))) throw error
      this.#logger.warn('A notification of changed settings is passed over', { path, reason: String(error) })
      return
    }
    const entity = changed === null ? null : entityOfPath(changed)
    if (entity !== null) await this.#refreshFrom(this.#tree, entity)
  }

  /** From the oldest on, up to one that is young enough; until that one is old nothing is looked at: there may be very many. */
  async #purge(names: readonly string[]): Promise<void> {
    const nowMs = this.#clock.wallMs()
    if (nowMs < this.#purgeMs) return
    const before = nowMs - CHANGE_EXPIRATION_MS
    this.#purgeMs = nowMs + CHANGE_EXPIRATION_MS
    try {
      for (const name of names.toSorted((a, b) => sequenceOf(a) - sequenceOf(b))) {
        const path = `${Paths.configChanges}/${name}`
        const stat = await this.#tree.exists(path)
        if (stat !== null && stat.ctimeMs >= before) {
          this.#purgeMs = Math.min(stat.ctimeMs, nowMs) + CHANGE_EXPIRATION_MS + 1
          return
        }
        if (stat !== null) await this.#remove(path)
      }
    } catch (error) {
      this.#purgeMs = nowMs
      // Tidying up must not stand in the way of a start on a full disk.
      if (!isNodeError(error, 'storage')) throw error
    }
  }

  async #find(tree: NodeTree, path: string): Promise<Found | null> {
    const there = await unlessMissing(tree.get(path))
    return there && { values: this.#decode(path, there.data), version: there.stat.version }
  }

  #decode(path: string, data: Uint8Array | null): ReadonlyMap<string, string> {
    try {
      return decodeConfig(path, data)
    } catch (error) {
      if (!(error instanceof NodeFormatError)) throw error
      this.#logger.error('Settings in the tree are passed over', { path, reason: error.message })
      return NOTHING
    }
  }

  async #childrenOf(path: string): Promise<string[]> {
    return (await unlessMissing(this.#tree.children(path)))?.names ?? []
  }

  #drop(entity: ConfigEntity): void {
    if (this.#values.get(entity.type)!.delete(entity.name)) this.#tell(entity)
  }

  #tell(entity: ConfigEntity): void {
    for (const listener of this.#listeners) {
      try {
        listener(entity)
      } catch (error) {
        this.#logger.error('Changed settings could not be applied', { ...entity, error: String(error) })
      }
    }
  }
}

/** Names of topics and brokers stand as they are; `<default>` is what Apache calls the default of brokers. */
function entityPath(entity: ConfigEntity): string {
  return `${entity.type}/${SANITIZED.has(entity.type) ? sanitize(entity.name) : entity.name}`
}

function nodePath(entity: ConfigEntity): string {
  return `${Paths.config}/${entityPath(entity)}`
}

function entityOfPath(path: string): ConfigEntity | null {
  const slash = path.indexOf('/')
  const type = TYPES.find((known) => known === path.slice(0, slash))
  const name = type === undefined ? null : nameOfPart(type, path.slice(slash + 1))
  return type === undefined || name === null ? null : { type, name }
}

function nameOfPart(type: ConfigEntity['type'], part: string): string | null {
  if (BY_PATH.has(type)) return part
  return part.includes('/') ? null : part.includes('%') ? desanitize(part) : part
}
