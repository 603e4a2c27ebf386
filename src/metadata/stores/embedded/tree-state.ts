/**
 * The tree in memory and ZooKeeper's rules for changing it. Pure: no promises, no disk. `apply` either does every
 * operation of a transaction or throws with the tree as it was, and returns how to take it back, because a change that
 * the journal refuses must not be seen.
 */
import type { Acl, NodeStat, TreeOperation, TreeOperationResult, WatchEvent } from '../../contract.ts'
import { NodeError, OPEN_ACL } from '../../contract.ts'
import { nameOf, parentOf, validatePath } from '../path.ts'

/** ZooKeeper packets of Kafka carry up to 4 MiB. */
export const DATA_BYTES_MAX = 4 * 1024 * 1024
export const ACL_ENTRIES_MAX = 1024
const ACL_TEXT_MAX = 4096

/**
 * Bytes, one character for each: a short one-byte string takes a third of what a Uint8Array of its own does, and a tree
 * holds very many of them.
 */
export type PackedBytes = string

export interface TreeNode {
  data: PackedBytes | null
  acl: readonly Acl[]
  czxid: number
  mzxid: number
  pzxid: number
  ctimeMs: number
  mtimeMs: number
  version: number
  /** Children ever created; ZooKeeper's cversion is 2 * creations - children, sequence numbers count creations. */
  creations: number
  /** Session; 0: persistent */
  owner: number
  /** null: none; a name: that one alone, since most nodes that have children have one. */
  children: Set<string> | string | null
}

/** An operation with everything decided (final path, ephemeral or not): what the journal keeps. */
export type ResolvedOperation =
  | {
      readonly op: 'create'
      readonly path: string
      readonly data: PackedBytes | null
      readonly acl: readonly Acl[]
      readonly ephemeral: boolean
    }
  | { readonly op: 'set'; readonly path: string; readonly data: PackedBytes | null }
  | { readonly op: 'delete'; readonly path: string }
  /** A session begins (or, 0, none): the ephemeral nodes of the one before go. */
  | { readonly op: 'session'; readonly sessionId: number }

export interface Transaction {
  readonly zxid: number
  readonly timeMs: number
  readonly operations: readonly ResolvedOperation[]
}

export interface Applied {
  readonly transaction: Transaction
  /** Nothing of it would be left when the session is over (the paths named to `apply` apart). */
  readonly bindsSession: boolean
  readonly results: TreeOperationResult[]
  readonly events: WatchEvent[]
  undo(): void
}

type Undo = () => void

/** What one transaction gathers while it is applied. */
interface Step {
  readonly zxid: number
  readonly timeMs: number
  readonly undo: Undo[]
  readonly events: WatchEvent[]
  readonly boundPaths: ReadonlySet<string>
  bindsSession: boolean
}

export class TreeState {
  readonly nodes = new Map<string, TreeNode>()
  readonly #ephemerals = new Set<string>()
  /** Of the last transaction. */
  zxid = 0
  /** 0: none */
  sessionId = 0

  constructor() {
    this.nodes.set('/', newNode(null, OPEN_ACL, 0, 0, 0))
  }

  node(path: string): TreeNode {
    const node = this.nodes.get(path)
    if (node === undefined) throw new NodeError('no-node', path)
    return node
  }

  stat(path: string): NodeStat {
    return statOf(this.node(path))
  }

  get ephemeralPaths(): ReadonlySet<string> {
    return this.#ephemerals
  }

  /** For loading a snapshot; parents come before their children. */
  restore(path: string, node: TreeNode): void {
    if (path !== '/') {
      const parent = this.nodes.get(parentOf(path))
      if (parent === undefined || this.nodes.has(path)) throw new NodeError('bad-arguments', path)
      addChild(parent, nameOf(path))
    }
    this.nodes.set(path, node)
    if (node.owner !== 0) this.#ephemerals.add(path)
  }

  /** Checks and does what a client asked, as one transaction. `index` in errors: the place in `operations`. */
  apply(operations: readonly TreeOperation[], timeMs: number, boundPaths = NO_PATHS): Applied {
    const step = newStep(this.zxid + 1, timeMs, boundPaths)
    const resolved: ResolvedOperation[] = []
    const results: TreeOperationResult[] = []
    let index = 0
    try {
      for (; index < operations.length; index++) this.#request(operations[index]!, step, resolved, results)
    } catch (error) {
      takeBack(step.undo)
      if (error instanceof NodeError) throw new NodeError(error.kind, error.path, index)
      throw error
    }
    return this.#finish(step, resolved, results)
  }

  /** Does what the journal holds. Throws a NodeError when it does not fit the tree. */
  replay(transaction: Transaction): Applied {
    const step = newStep(transaction.zxid, transaction.timeMs, NO_PATHS)
    for (const operation of transaction.operations) this.#resolved(operation, step)
    return this.#finish(step, transaction.operations, [])
  }

  #finish(step: Step, operations: readonly ResolvedOperation[], results: TreeOperationResult[]): Applied {
    const before = this.zxid
    this.zxid = step.zxid
    const undo = (): void => {
      takeBack(step.undo)
      this.zxid = before
    }
    const transaction = { zxid: step.zxid, timeMs: step.timeMs, operations }
    return { transaction, results, events: step.events, bindsSession: step.bindsSession, undo }
  }

  #request(operation: TreeOperation, step: Step, resolved: ResolvedOperation[], results: TreeOperationResult[]): void {
    switch (operation.op) {
      case 'create': {
        const create = this.#resolveCreate(operation)
        this.#create(create.path, create.data, create.acl, create.ephemeral ? this.sessionId : 0, step)
        resolved.push(create)
        results.push({ op: 'create', path: create.path })
        return
      }
      case 'set': {
        validatePath(operation.path)
        checkSize(operation.data, operation.path)
        checkVersion(this.node(operation.path), operation.version, operation.path)
        const data = packed(operation.data)
        this.#set(operation.path, data, step)
        resolved.push({ op: 'set', path: operation.path, data })
        results.push({ op: 'set', stat: this.stat(operation.path) })
        return
      }
      case 'delete': {
        validatePath(operation.path)
        if (operation.path === '/') throw new NodeError('bad-arguments', '/')
        const node = this.node(operation.path)
        checkVersion(node, operation.version, operation.path)
        if (node.children !== null) throw new NodeError('not-empty', operation.path)
        this.#delete(operation.path, step)
        resolved.push({ op: 'delete', path: operation.path })
        results.push({ op: 'delete' })
        return
      }
      case 'check':
        validatePath(operation.path)
        checkVersion(this.node(operation.path), operation.version, operation.path)
        results.push({ op: 'check' })
    }
  }

  #resolveCreate(operation: Extract<TreeOperation, { op: 'create' }>): Extract<ResolvedOperation, { op: 'create' }> {
    const sequential = operation.mode === 'persistent-sequential' || operation.mode === 'ephemeral-sequential'
    validatePath(operation.path, sequential)
    checkSize(operation.data, operation.path)
    const acl = operation.acl ?? OPEN_ACL
    if (!isValidAcl(acl)) throw new NodeError('invalid-acl', operation.path)
    const parent = this.node(parentOf(operation.path))
    const path = sequential ? `${operation.path}${String(parent.creations).padStart(10, '0')}` : operation.path
    if (this.nodes.has(path)) throw new NodeError('node-exists', path)
    if (parent.owner !== 0) throw new NodeError('no-children-for-ephemerals', path)
    const ephemeral = operation.mode === 'ephemeral' || operation.mode === 'ephemeral-sequential'
    return { op: 'create', path, data: packed(operation.data), acl, ephemeral }
  }

  #resolved(operation: ResolvedOperation, step: Step): void {
    switch (operation.op) {
      case 'create': {
        const parent = this.node(parentOf(operation.path))
        if (this.nodes.has(operation.path)) throw new NodeError('node-exists', operation.path)
        if (parent.owner !== 0) throw new NodeError('no-children-for-ephemerals', operation.path)
        this.#create(operation.path, operation.data, operation.acl, operation.ephemeral ? this.sessionId : 0, step)
        return
      }
      case 'set':
        this.#set(operation.path, operation.data, step)
        return
      case 'delete':
        if (this.node(operation.path).children !== null) throw new NodeError('not-empty', operation.path)
        this.#delete(operation.path, step)
        return
      case 'session':
        this.#beginSession(operation.sessionId, step)
    }
  }

  #create(path: string, data: PackedBytes | null, acl: readonly Acl[], owner: number, step: Step): void {
    const parentPath = parentOf(path)
    const parent = this.node(parentPath)
    const { creations, pzxid } = parent
    const name = nameOf(path)
    step.bindsSession &&= owner !== 0
    addChild(parent, name)
    parent.creations++
    parent.pzxid = step.zxid
    this.nodes.set(path, newNode(data, acl, step.zxid, step.timeMs, owner))
    if (owner !== 0) this.#ephemerals.add(path)
    step.events.push({ type: 'created', path }, { type: 'children-changed', path: parentPath })
    step.undo.push(() => {
      this.nodes.delete(path)
      this.#ephemerals.delete(path)
      removeChild(parent, name)
      parent.creations = creations
      parent.pzxid = pzxid
    })
  }

  #set(path: string, data: PackedBytes | null, step: Step): void {
    const node = this.node(path)
    step.bindsSession &&= node.owner !== 0 || step.boundPaths.has(path)
    const before = { data: node.data, mzxid: node.mzxid, mtimeMs: node.mtimeMs, version: node.version }
    node.data = data
    node.mzxid = step.zxid
    node.mtimeMs = step.timeMs
    node.version++
    step.events.push({ type: 'data-changed', path })
    step.undo.push(() => Object.assign(node, before))
  }

  #delete(path: string, step: Step): void {
    const node = this.node(path)
    const parentPath = parentOf(path)
    const parent = this.node(parentPath)
    const { pzxid } = parent
    const name = nameOf(path)
    step.bindsSession &&= node.owner !== 0
    this.nodes.delete(path)
    this.#ephemerals.delete(path)
    removeChild(parent, name)
    parent.pzxid = step.zxid
    step.events.push({ type: 'deleted', path }, { type: 'children-changed', path: parentPath })
    step.undo.push(() => {
      this.nodes.set(path, node)
      if (node.owner !== 0) this.#ephemerals.add(path)
      addChild(parent, name)
      parent.pzxid = pzxid
    })
  }

  #beginSession(sessionId: number, step: Step): void {
    const before = this.sessionId
    for (const path of [...this.#ephemerals]) this.#delete(path, step)
    this.sessionId = sessionId
    step.undo.push(() => {
      this.sessionId = before
    })
  }
}

const NO_PATHS: ReadonlySet<string> = new Set()

function newStep(zxid: number, timeMs: number, boundPaths: ReadonlySet<string>): Step {
  return { zxid, timeMs, undo: [], events: [], boundPaths, bindsSession: true }
}

export function statOf(node: TreeNode): NodeStat {
  const numChildren = childCount(node)
  return {
    czxid: BigInt(node.czxid),
    mzxid: BigInt(node.mzxid),
    pzxid: BigInt(node.pzxid),
    ctimeMs: node.ctimeMs,
    mtimeMs: node.mtimeMs,
    version: node.version,
    cversion: node.creations * 2 - numChildren,
    aversion: 0,
    ephemeralOwner: BigInt(node.owner),
    dataLength: node.data?.length ?? 0,
    numChildren,
  }
}

function newNode(data: PackedBytes | null, acl: readonly Acl[], zxid: number, timeMs: number, owner: number): TreeNode {
  return {
    data,
    acl,
    czxid: zxid,
    mzxid: zxid,
    pzxid: zxid,
    ctimeMs: timeMs,
    mtimeMs: timeMs,
    version: 0,
    creations: 0,
    owner,
    children: null,
  }
}

function childCount({ children }: TreeNode): number {
  return children === null ? 0 : typeof children === 'string' ? 1 : children.size
}

export function childNames({ children }: TreeNode): string[] {
  return children === null ? [] : typeof children === 'string' ? [children] : [...children]
}

function addChild(parent: TreeNode, name: string): void {
  const { children } = parent
  if (children === null) parent.children = name
  else if (typeof children === 'string') parent.children = new Set([children, name])
  else children.add(name)
}

function removeChild(parent: TreeNode, name: string): void {
  const { children } = parent
  if (children === name) parent.children = null
  else if (children instanceof Set) {
    children.delete(name)
    if (children.size === 0) parent.children = null
  }
}

function checkVersion(node: TreeNode, expected: number, path: string): void {
  if (expected !== -1 && expected !== node.version) throw new NodeError('bad-version', path)
}

function isValidAcl(acl: readonly Acl[]): boolean {
  if (acl.length === 0 || acl.length > ACL_ENTRIES_MAX) return false
  return acl.every((entry) => entry.scheme.length <= ACL_TEXT_MAX && entry.id.length <= ACL_TEXT_MAX)
}

function checkSize(data: Uint8Array | null, path: string): void {
  if (data !== null && data.length > DATA_BYTES_MAX) throw new NodeError('bad-arguments', path)
}

function packed(data: Uint8Array | null): PackedBytes | null {
  return data === null ? null : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1')
}

export function unpacked(data: PackedBytes | null): Uint8Array | null {
  return data === null ? null : Buffer.from(data, 'latin1')
}

function takeBack(undo: Undo[]): void {
  for (let i = undo.length - 1; i >= 0; i--) undo[i]!()
  undo.length = 0
}
