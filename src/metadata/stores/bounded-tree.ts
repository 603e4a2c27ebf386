/**
 * A tree for those who answer somebody: it gives up waiting. A store that is away for a while is waited for without end
 * otherwise; what was given up may still happen.
 */
import type { Clock } from '../../io/world.ts'
import type {
  Acl,
  CreateMode,
  NodeStat,
  NodeTree,
  SessionListener,
  TreeOperation,
  TreeOperationResult,
  Watch,
} from '../contract.ts'
import { NodeError } from '../contract.ts'

/** What is given up goes on waiting in the store: clients ask again and again while it is away, and all of it is kept. */
export const UNANSWERED_MAX = 10_000

export class BoundedTree implements NodeTree {
  readonly #tree: NodeTree
  readonly #clock: Clock
  readonly #limitMs: number
  #unanswered = 0

  constructor(tree: NodeTree, clock: Clock, limitMs: number) {
    this.#tree = tree
    this.#clock = clock
    this.#limitMs = limitMs
  }

  get(path: string, watch?: Watch): Promise<{ data: Uint8Array | null; stat: NodeStat }> {
    return this.#within(path, () => this.#tree.get(path, watch))
  }

  exists(path: string, watch?: Watch): Promise<NodeStat | null> {
    return this.#within(path, () => this.#tree.exists(path, watch))
  }

  children(path: string, watch?: Watch): Promise<{ names: string[]; stat: NodeStat }> {
    return this.#within(path, () => this.#tree.children(path, watch))
  }

  acl(path: string): Promise<readonly Acl[]> {
    return this.#within(path, () => this.#tree.acl(path))
  }

  create(
    path: string,
    data: Uint8Array | null,
    mode: CreateMode,
    acl?: readonly Acl[],
  ): ReturnType<NodeTree['create']> {
    return this.#within(path, () => this.#tree.create(path, data, mode, acl))
  }

  set(path: string, data: Uint8Array | null, version: number): Promise<NodeStat> {
    return this.#within(path, () => this.#tree.set(path, data, version))
  }

  delete(path: string, version: number): Promise<void> {
    return this.#within(path, () => this.#tree.delete(path, version))
  }

  multi(operations: readonly TreeOperation[]): Promise<TreeOperationResult[]> {
    return this.#within(operations[0]?.path ?? '/', () => this.#tree.multi(operations))
  }

  get sessionId(): bigint {
    return this.#tree.sessionId
  }

  onSession(listener: SessionListener): void {
    this.#tree.onSession(listener)
  }

  close(): Promise<void> {
    return this.#tree.close()
  }

  #within<T>(path: string, ask: () => Promise<T>): Promise<T> {
    const away = (): NodeError => new NodeError('connection-loss', path)
    if (this.#unanswered >= UNANSWERED_MAX) return Promise.reject(away())
    this.#unanswered++
    const answer = ask().finally(() => this.#unanswered--)
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(this.#limitMs, () => reject(away()))
      answer.then(resolve, reject).finally(() => timer.cancel())
    })
  }
}
