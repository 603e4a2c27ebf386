/** The requests and answers that a broker exchanges with ZooKeeper 3.4 and newer (zookeeper.jute). */
import type { Acl, CreateMode, NodeErrorKind, NodeStat, TreeOperation, TreeOperationResult } from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import { parentOf } from '../path.ts'
import type { JuteReader } from './jute.ts'
import { JuteError, JuteWriter } from './jute.ts'

export const OpCode = {
  CREATE: 1,
  DELETE: 2,
  EXISTS: 3,
  GET_DATA: 4,
  SET_DATA: 5,
  GET_ACL: 6,
  PING: 11,
  GET_CHILDREN_2: 12,
  CHECK: 13,
  MULTI: 14,
  AUTH: 100,
  SET_WATCHES: 101,
  CLOSE_SESSION: -11,
  /** In the answer of a multi that failed. */
  ERROR: -1,
} as const

/** Request numbers that mean more than a number. */
export const Xid = { WATCH_EVENT: -1, PING: -2, AUTH: -4, SET_WATCHES: -8 } as const

export const ZkError = { OK: 0, SESSION_EXPIRED: -112, SESSION_MOVED: -118, AUTH_FAILED: -115 } as const

const CREATE_FLAGS: Readonly<Record<CreateMode, number>> = {
  persistent: 0,
  ephemeral: 1,
  'persistent-sequential': 2,
  'ephemeral-sequential': 3,
}

const ERROR_KINDS: ReadonlyMap<number, NodeErrorKind> = new Map([
  [-4, 'connection-loss'],
  [-8, 'bad-arguments'],
  [-101, 'no-node'],
  [-102, 'no-auth'],
  [-103, 'bad-version'],
  [-108, 'no-children-for-ephemerals'],
  [-110, 'node-exists'],
  [-111, 'not-empty'],
  [-112, 'session-expired'],
  [-114, 'invalid-acl'],
  [-115, 'no-auth'],
])

/** A code without a kind of its own (quota, throttling, a server's own trouble): nothing changed, and it may be tried again. */
export function nodeError(code: number, path: string, index = -1): NodeError {
  const kind = ERROR_KINDS.get(code)
  const error = new NodeError(kind ?? 'storage', path, index)
  if (kind === undefined) error.cause = new Error(`ZooKeeper answered with error ${code}`)
  return error
}

/** ZooKeeper does not say that it is the parent which is missing. */
export function createError(code: number, path: string, index = -1): NodeError {
  const error = nodeError(code, path, index)
  return error.kind === 'no-node' ? new NodeError('no-node', parentOf(path), index) : error
}

// ── The beginning of a session ──────────────────────────────────────────────────────────────────────────────────────

export interface SessionKey {
  /** 0n: a new one is wanted. */
  readonly id: bigint
  readonly password: Uint8Array
}

export function encodeConnect(session: SessionKey, lastZxid: bigint, timeoutMs: number): Uint8Array {
  const writer = new JuteWriter().int(0).long(lastZxid).int(timeoutMs).long(session.id).bytes(session.password)
  // Never a server that only reads.
  return writer.bool(false).finish()
}

/** null: the session has expired. */
export function decodeConnect(reader: JuteReader): (SessionKey & { readonly timeoutMs: number }) | null {
  reader.int()
  const timeoutMs = reader.int()
  const id = reader.long()
  const password = reader.bytes()
  if (timeoutMs <= 0) return null
  if (password === null) throw new JuteError('a session without a password')
  return { id, password, timeoutMs }
}

export function encodeAuth(scheme: string, auth: Uint8Array): Uint8Array {
  return new JuteWriter().int(0).string(scheme).bytes(auth).finish()
}

// ── Requests ────────────────────────────────────────────────────────────────────────────────────────────────────────

export function encodePathAndWatch(path: string, watch: boolean): Uint8Array {
  return new JuteWriter().string(path).bool(watch).finish()
}

export function encodePath(path: string): Uint8Array {
  return new JuteWriter().string(path).finish()
}

export function encodeOperation(operation: TreeOperation, absolute: string, acl: readonly Acl[]): Uint8Array {
  return writeOperation(new JuteWriter(), operation, absolute, acl).finish()
}

function writeOperation(
  writer: JuteWriter,
  operation: TreeOperation,
  absolute: string,
  acl: readonly Acl[],
): JuteWriter {
  writer.string(absolute)
  if (operation.op === 'delete' || operation.op === 'check') return writer.int(operation.version)
  writer.bytes(operation.data)
  if (operation.op === 'set') return writer.int(operation.version)
  writer.int(acl.length)
  for (const { scheme, id, permissions } of acl) writer.int(permissions).string(scheme).string(id)
  return writer.int(CREATE_FLAGS[operation.mode])
}

export function opCodeOf(operation: TreeOperation): number {
  switch (operation.op) {
    case 'create':
      return OpCode.CREATE
    case 'set':
      return OpCode.SET_DATA
    case 'delete':
      return OpCode.DELETE
    case 'check':
      return OpCode.CHECK
  }
}

export interface MultiPart {
  readonly operation: TreeOperation
  readonly absolute: string
  readonly acl: readonly Acl[]
}

/** Each operation behind a header (type, done, error); a header with done=true ends them. */
export function encodeMulti(parts: readonly MultiPart[]): Uint8Array {
  const writer = new JuteWriter()
  for (const { operation, absolute, acl } of parts) {
    writer.int(opCodeOf(operation)).bool(false).int(-1)
    writeOperation(writer, operation, absolute, acl)
  }
  return writer.int(-1).bool(true).int(-1).finish()
}

export interface WatchedPaths {
  readonly data: readonly string[]
  readonly created: readonly string[]
  readonly children: readonly string[]
}

/** The server tells at once of what changed after `zxid`, and arms the rest. */
export function encodeSetWatches(zxid: bigint, watched: WatchedPaths): Uint8Array {
  return new JuteWriter().long(zxid).strings(watched.data).strings(watched.created).strings(watched.children).finish()
}

// ── Answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ReplyHeader {
  readonly xid: number
  readonly zxid: bigint
  readonly error: number
}

export function decodeHeader(reader: JuteReader): ReplyHeader {
  return { xid: reader.int(), zxid: reader.long(), error: reader.int() }
}

export function decodeStat(reader: JuteReader): NodeStat {
  return {
    czxid: reader.long(),
    mzxid: reader.long(),
    ctimeMs: Number(reader.long()),
    mtimeMs: Number(reader.long()),
    version: reader.int(),
    cversion: reader.int(),
    aversion: reader.int(),
    ephemeralOwner: reader.long(),
    dataLength: reader.int(),
    numChildren: reader.int(),
    pzxid: reader.long(),
  }
}

export function decodeAcl(reader: JuteReader): Acl[] {
  return reader.vector(12, () => ({ permissions: reader.int(), scheme: reader.string(), id: reader.string() }))
}

/** Throws the NodeError of the operation that failed. `relative`: the path of a created node, as the caller knows it. */
export function decodeMulti(
  reader: JuteReader,
  operations: readonly TreeOperation[],
  relative: (path: string) => string,
): TreeOperationResult[] {
  return operations.map((operation, index) => {
    const type = reader.int()
    const done = reader.bool()
    reader.int()
    if (done) throw new JuteError('the answer to a multi ends too early')
    if (type === OpCode.ERROR) {
      // Before the one that failed stand zeros, which the error that follows explains.
      const code = reader.int()
      if (code === ZkError.OK) return { op: 'check' }
      throw operation.op === 'create'
        ? createError(code, operation.path, index)
        : nodeError(code, operation.path, index)
    }
    if (type !== opCodeOf(operation)) throw new JuteError(`operation ${index} of a multi has an answer of type ${type}`)
    switch (operation.op) {
      case 'create':
        return { op: 'create', path: relative(reader.string()) }
      case 'set':
        return { op: 'set', stat: decodeStat(reader) }
      default:
        return { op: operation.op }
    }
  })
}

const WATCH_TYPES = ['created', 'deleted', 'data-changed', 'children-changed'] as const

/** null: tells of the connection, not of a node. */
export function decodeWatchEvent(reader: JuteReader): { type: (typeof WATCH_TYPES)[number]; path: string } | null {
  const type = WATCH_TYPES[reader.int() - 1]
  if (type === undefined) return null
  reader.int()
  return { type, path: reader.string() }
}
