import type { Logger } from '../../base/logger.ts'
import type { Watch, WatchEvent } from '../contract.ts'

/** One-shot watches by path. `get` and `exists` arm a data watch, `children` a child watch, as in ZooKeeper. */
export class WatchTable {
  readonly #data = new Map<string, Set<Watch>>()
  readonly #children = new Map<string, Set<Watch>>()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  watchData(path: string, watch: Watch): void {
    arm(this.#data, path, watch)
  }

  watchChildren(path: string, watch: Watch): void {
    arm(this.#children, path, watch)
  }

  get size(): number {
    return this.#data.size + this.#children.size
  }

  /** Tells each watch once. A deletion ends both kinds; a watch that stands in both is told once. */
  fire(event: WatchEvent): void {
    const told = new Set<Watch>()
    if (event.type !== 'children-changed') takeInto(told, this.#data, event.path)
    if (event.type === 'children-changed' || event.type === 'deleted') takeInto(told, this.#children, event.path)
    for (const watch of told) {
      try {
        watch(event)
      } catch (error) {
        this.#logger.error('A watch on the node tree failed', { path: event.path, error: String(error) })
      }
    }
  }

  clear(): void {
    this.#data.clear()
    this.#children.clear()
  }
}

function arm(table: Map<string, Set<Watch>>, path: string, watch: Watch): void {
  const watches = table.get(path)
  if (watches === undefined) table.set(path, new Set([watch]))
  else watches.add(watch)
}

function takeInto(told: Set<Watch>, table: Map<string, Set<Watch>>, path: string): void {
  const watches = table.get(path)
  if (watches === undefined) return
  table.delete(path)
  for (const watch of watches) told.add(watch)
}
