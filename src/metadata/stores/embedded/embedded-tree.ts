/**
 * The node tree of a broker that runs alone: in memory, made durable by a journal. Everything goes through one queue in
 * the order it was asked for, as in one ZooKeeper session: what waits is applied together, made durable by one fsync,
 * and only then told to callers and watches, so that nobody sees what a power cut could take back.
 */
import { CorruptionError, OperatorError } from '../../../base/errors.ts'
import type { Logger } from '../../../base/logger.ts'
import type { Clock, World } from '../../../io/world.ts'
import { DiskError } from '../../../io/world.ts'
import type {
  Acl,
  CreateMode,
  NodeStat,
  NodeTree,
  SessionEvent,
  SessionListener,
  TreeOperation,
  TreeOperationResult,
  Watch,
  WatchEvent,
} from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import { validatePath } from '../path.ts'
import { WatchTable } from '../watches.ts'
import { PAYLOAD_BYTES_MAX, PayloadWriter, writeTransaction } from './format.ts'
import { isFull, Journal } from './journal.ts'
import type { Applied, Transaction } from './tree-state.ts'
import { childNames, TreeState, unpacked } from './tree-state.ts'

const GROUP_ITEMS_MAX = 2000
const GROUP_BYTES_MAX = 1024 * 1024
/** More transactions that bind the session alone are not kept back. */
const CARRIED_MAX = 1000
/**
 * Goes with the session too: it only tells the controller of one session from the one before, and any later change that is
 * durable carries it along. So a broker registers and is elected without a write, and starts on a full disk.
 */
const BOUND_TO_SESSION: ReadonlySet<string> = new Set(['/controller_epoch'])

export interface EmbeddedTreeOptions {
  readonly world: Pick<World, 'disk' | 'clock' | 'entropy'>
  readonly logger: Logger
  /** The file, in the first log folder. */
  readonly path: string
  /** Where else the file may be, best first, when the disk it is on fails. */
  readonly otherPaths?: () => readonly string[]
  /** Told once when the disk failed (not when it is merely full): from then on every write is refused. */
  readonly onFailed?: (error: Error) => void
  /** For tests: how large the journal part grows before it is rewritten. */
  readonly compactBytesMin?: number
}

type Item =
  | {
      readonly kind: 'write'
      readonly operations: readonly TreeOperation[]
      readonly resolve: (results: TreeOperationResult[]) => void
      readonly reject: (error: unknown) => void
    }
  | {
      readonly kind: 'read'
      readonly run: () => unknown
      readonly arm: ((found: boolean) => void) | null
      readonly resolve: (value: unknown) => void
      readonly reject: (error: unknown) => void
    }
  | { readonly kind: 'session'; readonly sessionId: number | 'new'; readonly resolve: () => void }

/** Opens (or makes) the file. OperatorError: damaged or of an unknown version, with what to do. */
export async function openEmbeddedTree(options: EmbeddedTreeOptions): Promise<EmbeddedTree> {
  const { world, path } = options
  try {
    const { disk, entropy } = world
    const { journal, state } = await Journal.open({ ...options, disk, entropy })
    return new EmbeddedTree(state, journal, options)
  } catch (error) {
    throw explain(error, path)
  }
}

/** The same tree without a file, for tests and simulations. */
export function openMemoryTree(options: { clock: Clock; logger: Logger }): EmbeddedTree {
  const { clock, logger } = options
  return new EmbeddedTree(new TreeState(), null, { world: { clock }, logger, path: '' })
}

function explain(error: unknown, path: string): unknown {
  if (error instanceof CorruptionError) {
    const message =
      `${error.message}: put back a copy of ${path} from a backup, or move it away and run "odradek adopt" on the ` +
      'data folder to rebuild it from the partition folders.'
    return Object.assign(new OperatorError(message), { cause: error })
  }
  if (isFull(error)) {
    return new OperatorError(`There is no room for the metadata store ${path}: free some space and start again.`)
  }
  return error
}

export class EmbeddedTree implements NodeTree {
  readonly #state: TreeState
  readonly #journal: Journal | null
  readonly #clock: Clock
  readonly #onFailed: ((error: Error) => void) | undefined
  readonly #otherPaths: () => readonly string[]
  readonly #logger: Logger
  readonly #watches: WatchTable
  readonly #sessionListeners: SessionListener[] = []
  #queue: Item[] = []
  #running: Promise<void> | null = null
  /**
   * The session's beginning, and what concerns nothing but the session: a crash takes it back anyway. Written before the
   * next group that has to be durable.
   */
  readonly #carried: Transaction[] = []
  #closed = false
  #failureTold = false

  constructor(
    state: TreeState,
    journal: Journal | null,
    options: {
      world: { clock: Clock }
      logger: Logger
      path: string
      otherPaths?: () => readonly string[]
      onFailed?: (error: Error) => void
    },
  ) {
    this.#state = state
    this.#journal = journal
    this.#clock = options.world.clock
    this.#onFailed = options.onFailed
    this.#otherPaths = options.otherPaths ?? (() => [])
    this.#logger = options.logger
    this.#watches = new WatchTable(options.logger)
    this.#carried.push(this.#beginSession().transaction)
  }

  get sessionId(): bigint {
    return BigInt(this.#state.sessionId)
  }

  /** Of the last change. */
  get zxid(): bigint {
    return BigInt(this.#state.zxid)
  }

  get(path: string, watch?: Watch): Promise<{ data: Uint8Array | null; stat: NodeStat }> {
    const arm = watch && ((found: boolean) => found && this.#watches.watchData(path, watch))
    return this.#read(path, () => ({ data: unpacked(this.#state.node(path).data), stat: this.#state.stat(path) }), arm)
  }

  exists(path: string, watch?: Watch): Promise<NodeStat | null> {
    const arm = watch && (() => this.#watches.watchData(path, watch))
    return this.#read(path, () => (this.#state.nodes.has(path) ? this.#state.stat(path) : null), arm)
  }

  children(path: string, watch?: Watch): Promise<{ names: string[]; stat: NodeStat }> {
    const arm = watch && ((found: boolean) => found && this.#watches.watchChildren(path, watch))
    return this.#read(path, () => ({ names: childNames(this.#state.node(path)), stat: this.#state.stat(path) }), arm)
  }

  acl(path: string): Promise<readonly Acl[]> {
    return this.#read(path, () => this.#state.node(path).acl)
  }

  async create(
    path: string,
    data: Uint8Array | null,
    mode: CreateMode,
    acl?: readonly Acl[],
  ): Promise<{ path: string }> {
    const result = await this.#one({ op: 'create', path, data, mode, acl })
    return result as { path: string }
  }

  async set(path: string, data: Uint8Array | null, version: number): Promise<NodeStat> {
    const result = await this.#one({ op: 'set', path, data, version })
    return (result as { stat: NodeStat }).stat
  }

  async delete(path: string, version: number): Promise<void> {
    await this.#one({ op: 'delete', path, version })
  }

  multi(operations: readonly TreeOperation[]): Promise<TreeOperationResult[]> {
    if (this.#closed) return Promise.reject(new NodeError('session-expired', operations[0]?.path ?? '/'))
    return new Promise((resolve, reject) => this.#add({ kind: 'write', operations, resolve, reject }))
  }

  onSession(listener: SessionListener): void {
    this.#sessionListeners.push(listener)
  }

  /** What ZooKeeper does to a session that was silent for too long, and the new one after it. For tests. */
  async expireSession(): Promise<void> {
    const tell = (event: SessionEvent) => Promise.all(this.#sessionListeners.map((listener) => listener(event)))
    void tell('disconnected')
    // The new session starts only after everybody has let go of the old one.
    await tell('expired')
    this.#watches.clear()
    await new Promise<void>((resolve) => this.#add({ kind: 'session', sessionId: 'new', resolve }))
    void tell('connected')
  }

  /** Ends the session: its ephemeral nodes go. Waits for what was asked before. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#running
    // Unless the file knows nothing of the session, its end is written.
    if (this.#state.ephemeralPaths.size > 0 || this.#carried.length !== 1) {
      this.#watches.clear()
      await new Promise<void>((resolve) => this.#add({ kind: 'session', sessionId: 0, resolve }))
      await this.#running
    }
    this.#watches.clear()
    await this.#journal?.close()
  }

  // ── The queue ─────────────────────────────────────────────────────────────────────────────────────────────────────

  #read<T>(path: string, run: () => T, arm?: ((found: boolean) => unknown) | undefined): Promise<T> {
    try {
      validatePath(path)
      if (this.#closed) throw new NodeError('session-expired', path)
    } catch (error) {
      return Promise.reject(error)
    }
    return new Promise<T>((resolve, reject) => {
      const item: Item = { kind: 'read', run, arm: arm ?? null, resolve: resolve as (value: unknown) => void, reject }
      if (this.#running === null && this.#queue.length === 0) answerRead(item, evaluate(item))
      else this.#add(item)
    })
  }

  async #one(operation: TreeOperation): Promise<TreeOperationResult> {
    try {
      return (await this.multi([operation]))[0]!
    } catch (error) {
      // Outside a multi no index is told.
      throw error instanceof NodeError ? new NodeError(error.kind, error.path) : error
    }
  }

  #add(item: Item): void {
    this.#queue.push(item)
    if (this.#running === null) this.#running = this.#run()
  }

  async #run(): Promise<void> {
    // What is asked for in the same turn shares one group.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      await this.#group()
      if (this.#journal?.needsCompaction) await this.#journal.compact(this.#state).catch((e: Error) => this.#failed(e))
    }
    this.#running = null
  }

  async #group(): Promise<void> {
    const items = this.#queue.splice(0, GROUP_ITEMS_MAX)
    const writer = new PayloadWriter()
    writer.u32(0)
    for (const transaction of this.#carried) writeTransaction(writer, transaction)
    const firstZxid = this.#carried[0]?.zxid ?? this.#state.zxid + 1
    const done: Outcome[] = []
    const made: Transaction[] = []
    let isDurable = false
    while (done.length < items.length && writer.length < GROUP_BYTES_MAX) {
      const outcome = this.#attempt(items[done.length]!, writer)
      done.push(outcome)
      if (outcome.applied === null) continue
      made.push(outcome.applied.transaction)
      // The end of a session is written, so that zxids go on from there and a reader of the file sees no session.
      isDurable ||= !outcome.applied.bindsSession || outcome.item.kind === 'session'
    }
    this.#queue.unshift(...items.slice(done.length))
    if (this.#journal !== null && (isDurable || this.#carried.length + made.length > CARRIED_MAX)) {
      writer.setU32(0, this.#carried.length + made.length)
      try {
        await this.#journal.append(writer.bytes(), firstZxid)
      } catch (error) {
        if (isFull(error) || !(await this.#moved())) {
          this.#refuse(done, error)
          return
        }
      }
      this.#carried.length = 0
    } else if (this.#journal !== null) this.#carried.push(...made)
    for (const outcome of done) {
      outcome.complete()
      // A read that armed a watch is heard of before an event that comes after it.
      if (outcome.item.kind === 'read' && outcome.item.arm !== null) await Promise.resolve()
    }
  }

  /** Applies one item in memory; nothing is told yet. */
  #attempt(item: Item, writer: PayloadWriter): Outcome {
    if (item.kind === 'read') {
      const value = evaluate(item)
      return { item, applied: null, complete: () => answerRead(item, value) }
    }
    const mark = writer.length
    let applied: Applied
    try {
      applied =
        item.kind === 'session'
          ? this.#beginSession(item.sessionId)
          : this.#state.apply(item.operations, this.#timeMs(), BOUND_TO_SESSION)
    } catch (error) {
      return { item, applied: null, complete: () => item.kind === 'write' && item.reject(error) }
    }
    if (applied.transaction.operations.length === 0) {
      applied.undo()
      return { item, applied: null, complete: () => item.kind === 'write' && item.resolve(applied.results) }
    }
    writeTransaction(writer, applied.transaction)
    if (writer.length - mark > PAYLOAD_BYTES_MAX / 2 && item.kind === 'write') {
      writer.length = mark
      applied.undo()
      const error = new NodeError('bad-arguments', item.operations[0]!.path)
      return { item, applied: null, complete: () => item.reject(error) }
    }
    return { item, applied, complete: () => this.#complete(item, applied) }
  }

  #complete(item: Item, applied: Applied): void {
    // As with ZooKeeper, a client hears of a change through its watches before its own write is answered.
    for (const event of applied.events as WatchEvent[]) this.#watches.fire(event)
    if (item.kind === 'write') item.resolve(applied.results)
    else if (item.kind === 'session') item.resolve()
  }

  /** The journal took nothing of the group: the tree goes back, and every write of it is refused. */
  #refuse(done: readonly Outcome[], error: unknown): void {
    for (let i = done.length - 1; i >= 0; i--) done[i]!.applied?.undo()
    let doubtful = false
    for (const { item, applied, complete } of done) {
      // An answer that was worked out after a change that did not happen is no answer.
      doubtful ||= applied !== null
      if (item.kind === 'read') answerRead(item, evaluate(item))
      else if (item.kind === 'session') item.resolve()
      else if (doubtful) item.reject(storageError(item.operations[0]?.path ?? '/', error))
      else complete()
    }
    if (!isFull(error)) this.#failed(error as Error)
  }

  /** The disk failed: the whole tree, with what was just done to it, goes into a file on another. */
  async #moved(): Promise<boolean> {
    for (const path of this.#otherPaths()) {
      try {
        await this.#journal!.moveTo(this.#state, path)
        this.#logger.error('The metadata store moved, since the disk it was on failed', { path })
        return true
      } catch (error) {
        this.#logger.error('The metadata store cannot move there', { path, error: String(error) })
      }
    }
    return false
  }

  #failed(error: Error): void {
    if (this.#failureTold) return
    this.#failureTold = true
    this.#onFailed?.(error)
  }

  #beginSession(sessionId: number | 'new' = 'new'): Applied {
    const zxid = this.#state.zxid + 1
    const id = sessionId === 'new' ? zxid : sessionId
    return this.#state.replay({ zxid, timeMs: this.#timeMs(), operations: [{ op: 'session', sessionId: id }] })
  }

  #timeMs(): number {
    return Math.max(0, this.#clock.wallMs())
  }
}

interface Outcome {
  readonly item: Item
  /** null: nothing changed */
  readonly applied: Applied | null
  complete(): unknown
}

type ReadItem = Extract<Item, { kind: 'read' }>
type Evaluated = { readonly value: unknown } | { readonly error: unknown }

function evaluate(item: ReadItem): Evaluated {
  try {
    return { value: item.run() }
  } catch (error) {
    return { error }
  }
}

function answerRead(item: ReadItem, result: Evaluated): void {
  const failed = 'error' in result
  item.arm?.(!failed)
  if (failed) item.reject(result.error)
  else item.resolve(result.value)
}

function storageError(path: string, cause: unknown): NodeError {
  const error = new NodeError('storage', path)
  error.cause = cause instanceof DiskError || cause instanceof Error ? cause : new Error(String(cause))
  return error
}
