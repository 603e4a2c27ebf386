/** The node tree in ZooKeeper: one session, one chroot. What ZooKeeper is asked is asked again when an answer is lost. */
import type { Logger } from '../../../base/logger.ts'
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
import { overSessions } from '../../over-sessions.ts'
import { parentOf, validatePath } from '../path.ts'
import { WatchTable } from '../watches.ts'
import { openAcl } from './acls.ts'
import type { JuteReader } from './jute.ts'
import type { SessionOptions } from './session.ts'
import { ZooKeeperSession } from './session.ts'
import type { SessionKey, WatchedPaths } from './wire.ts'
import {
  createError,
  decodeAcl,
  decodeMulti,
  decodeStat,
  decodeWatchEvent,
  encodeMulti,
  encodeOperation,
  encodePath,
  encodePathAndWatch,
  encodeSetWatches,
  nodeError,
  OpCode,
  opCodeOf,
  ZkError,
} from './wire.ts'

/** A server takes packets of one megabyte: watches are armed again in parts, as ZooKeeper's own client does. */
const SET_WATCHES_BYTES_MAX = 128 * 1024
/** What a path takes in a packet besides itself. */
const PATH_LENGTH_BYTES = 4

export interface ZooKeeperTreeOptions extends SessionOptions {
  readonly connectionTimeoutMs: number
  /** The access list of a node that is made without one; absent: everybody may do everything. */
  readonly defaultAcl?: (path: string) => readonly Acl[]
  /** Absent: the chroot is made when it is missing. */
  readonly readOnly?: boolean
}

/** Resolves with a session and the chroot there. OperatorError: ZooKeeper cannot be reached in time. */
export async function openZooKeeperTree(options: ZooKeeperTreeOptions): Promise<ZooKeeperTree> {
  const tree = new ZooKeeperTree(options)
  await tree.start()
  return tree
}

export class ZooKeeperTree implements NodeTree {
  readonly #options: ZooKeeperTreeOptions
  readonly #logger: Logger
  readonly #chroot: string
  readonly #session: ZooKeeperSession
  readonly #watches: WatchTable
  readonly #acl: (path: string) => readonly Acl[]
  readonly #sessionListeners: SessionListener[] = []

  constructor(options: ZooKeeperTreeOptions) {
    this.#options = options
    this.#logger = options.logger
    this.#chroot = options.address.chroot
    this.#watches = new WatchTable(options.logger)
    this.#acl = options.defaultAcl ?? openAcl
    this.#session = new ZooKeeperSession(options, {
      watchesAgain: (zxid) => this.#watchesAgain(zxid),
      watchEvent: (reader) => this.#onWatchEvent(reader),
      changed: (event) => this.#onSession(event),
    })
  }

  async start(): Promise<void> {
    await this.#session.start(this.#options.connectionTimeoutMs)
    try {
      if (this.#chroot !== '' && !this.#options.readOnly)
        await overSessions(this.#options.world.clock, () => this.#ensureChroot(this.#chroot))
    } catch (error) {
      await this.close()
      throw error
    }
  }

  get sessionId(): bigint {
    return this.#session.id
  }

  get sessionKey(): SessionKey {
    return this.#session.key
  }

  get isConnected(): boolean {
    return this.#session.isConnected
  }

  get(path: string, watch?: Watch): Promise<{ data: Uint8Array | null; stat: NodeStat }> {
    return this.#read(OpCode.GET_DATA, path, watch, (reader) => {
      const data = reader.bytes()
      const stat = decodeStat(reader)
      if (watch) this.#watches.watchData(path, watch)
      return { data, stat }
    })
  }

  exists(path: string, watch?: Watch): Promise<NodeStat | null> {
    const missing = (): null => {
      if (watch) this.#watches.watchCreation(path, watch)
      return null
    }
    return this.#read(
      OpCode.EXISTS,
      path,
      watch,
      (reader) => {
        const stat = decodeStat(reader)
        if (watch) this.#watches.watchData(path, watch)
        return stat as NodeStat | null
      },
      missing,
    )
  }

  children(path: string, watch?: Watch): Promise<{ names: string[]; stat: NodeStat }> {
    return this.#read(OpCode.GET_CHILDREN_2, path, watch, (reader) => {
      const names = reader.strings()
      const stat = decodeStat(reader)
      if (watch) this.#watches.watchChildren(path, watch)
      return { names, stat }
    })
  }

  acl(path: string): Promise<readonly Acl[]> {
    return this.#ask(path, OpCode.GET_ACL, () => encodePath(this.#absolute(path)), decodeAcl)
  }

  create(path: string, data: Uint8Array | null, mode: CreateMode, acl?: readonly Acl[]): Promise<{ path: string }> {
    return this.#write({ op: 'create', path, data, mode, acl }, (reader) => ({
      path: this.#relative(reader.string()),
    }))
  }

  set(path: string, data: Uint8Array | null, version: number): Promise<NodeStat> {
    return this.#write({ op: 'set', path, data, version }, decodeStat)
  }

  delete(path: string, version: number): Promise<void> {
    return this.#write({ op: 'delete', path, version }, () => {})
  }

  multi(operations: readonly TreeOperation[]): Promise<TreeOperationResult[]> {
    if (operations.length === 0) return Promise.resolve([])
    const encode = (): Uint8Array => {
      for (const operation of operations) validateWrite(operation)
      return encodeMulti(
        operations.map((operation) => ({
          operation,
          absolute: this.#absolute(operation.path),
          acl: this.#aclOf(operation),
        })),
      )
    }
    return this.#ask(operations[0]!.path, OpCode.MULTI, encode, (reader) =>
      decodeMulti(reader, operations, (path) => this.#relative(path)),
    )
  }

  onSession(listener: SessionListener): void {
    this.#sessionListeners.push(listener)
  }

  /** For a stop: what needs a connection that is not there fails instead of waiting for it. */
  stopWaiting(): void {
    this.#session.stopWaiting()
  }

  async close(): Promise<void> {
    await this.#session.close()
    this.#watches.clear()
  }

  // ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #read<T>(
    opCode: number,
    path: string,
    watch: Watch | undefined,
    decode: (reader: JuteReader) => T,
    missing?: () => T,
  ): Promise<T> {
    const encode = (): Uint8Array => {
      validatePath(path)
      return encodePathAndWatch(this.#absolute(path), watch !== undefined)
    }
    return this.#ask(path, opCode, encode, decode, (error) => {
      if (error.kind !== 'no-node' || missing === undefined) throw error
      return missing()
    })
  }

  #write<T>(operation: TreeOperation, decode: (reader: JuteReader) => T): Promise<T> {
    const { path } = operation
    const encode = (): Uint8Array => {
      validateWrite(operation)
      return encodeOperation(operation, this.#absolute(path), this.#aclOf(operation))
    }
    return this.#ask(path, opCodeOf(operation), encode, decode, (error, code) => {
      throw operation.op === 'create' ? createError(code, path) : error
    })
  }

  /** Watches are armed by `decode`, in the turn of the answer: an event that follows it finds them. */
  #ask<T>(
    path: string,
    opCode: number,
    encode: () => Uint8Array,
    decode: (reader: JuteReader) => T,
    refused: (error: NodeError, code: number) => T = (error) => {
      throw error
    },
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#session.submit({
        opCode,
        path,
        body: encode(),
        failed: reject,
        answered: (code, reader) => {
          try {
            resolve(code === ZkError.OK ? decode(reader) : refused(nodeError(code, path), code))
          } catch (error) {
            if (!(error instanceof NodeError)) throw error
            reject(error)
          }
        },
      })
    })
  }

  #aclOf(operation: TreeOperation): readonly Acl[] {
    return operation.op === 'create' ? (operation.acl ?? this.#acl(operation.path)) : []
  }

  // ── The chroot ────────────────────────────────────────────────────────────────────────────────────────────────────

  #absolute(path: string): string {
    return path === '/' ? this.#chroot || '/' : this.#chroot + path
  }

  #relative(absolute: string): string {
    return absolute.slice(this.#chroot.length) || '/'
  }

  /** Looked for first: whoever may work below it may not be allowed to make it. */
  async #ensureChroot(absolute: string): Promise<void> {
    const find = (): Uint8Array => encodePathAndWatch(absolute, false)
    if (
      await this.#ask(
        absolute,
        OpCode.EXISTS,
        find,
        () => true,
        () => false,
      )
    )
      return
    const operation: TreeOperation = { op: 'create', path: absolute, data: null, mode: 'persistent' }
    try {
      const encode = (): Uint8Array => encodeOperation(operation, absolute, this.#acl(absolute))
      await this.#ask(absolute, OpCode.CREATE, encode, () => {})
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      if (error.kind === 'node-exists') return
      if (error.kind !== 'no-node' || absolute === '/') throw error
      await this.#ensureChroot(parentOf(absolute))
      await this.#ensureChroot(absolute)
    }
  }

  // ── Watches and the session ───────────────────────────────────────────────────────────────────────────────────────

  #onWatchEvent(reader: JuteReader): void {
    const told = decodeWatchEvent(reader)
    if (told === null || !told.path.startsWith(this.#chroot)) return
    const event: WatchEvent = { type: told.type, path: this.#relative(told.path) }
    // Taken now, since an answer that follows may arm them again; told after the answers that came before.
    const watches = this.#watches.take(event)
    if (watches.size > 0) queueMicrotask(() => this.#watches.tell(event, watches))
  }

  *#watchesAgain(zxid: bigint): Generator<Uint8Array> {
    const { data, created, children } = this.#watches.paths
    const absolute = (paths: readonly string[]): string[] => paths.map((path) => this.#absolute(path))
    const all = { data: absolute(data), created: absolute(created), children: absolute(children) }
    for (const part of parts(all)) yield encodeSetWatches(zxid, part)
  }

  async #onSession(event: SessionEvent): Promise<void> {
    // Watches go with their session; who has heard that it expired reads everything again in the next one.
    if (event === 'expired') this.#watches.clear()
    const follow = async (listener: SessionListener): Promise<void> => {
      try {
        await listener(event)
      } catch (error) {
        this.#logger.error('A change of the session could not be followed', { event, error: String(error) })
      }
    }
    await Promise.all(this.#sessionListeners.map(follow))
  }
}

function validateWrite(operation: TreeOperation): void {
  const { op, path } = operation
  validatePath(path, op === 'create' && operation.mode.endsWith('sequential'))
  // With a chroot it would be a node like any other.
  if (op === 'delete' && path === '/') throw new NodeError('bad-arguments', path)
}

function* parts(watched: WatchedPaths): Generator<WatchedPaths> {
  let part: Record<keyof WatchedPaths, string[]> = { data: [], created: [], children: [] }
  let bytes = 0
  for (const kind of ['data', 'created', 'children'] as const) {
    for (const path of watched[kind]) {
      part[kind].push(path)
      bytes += Buffer.byteLength(path) + PATH_LENGTH_BYTES
      if (bytes < SET_WATCHES_BYTES_MAX) continue
      yield part
      part = { data: [], created: [], children: [] }
      bytes = 0
    }
  }
  if (bytes > 0) yield part
}
