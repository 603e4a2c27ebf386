import type { Logger } from '../../base/logger.ts'
import type { Watch, WatchEvent } from '../contract.ts'

/** Most paths have one watch or none. */
type Table = Map<string, Watch | Set<Watch>>

/** One-shot watches by path. `get` and `exists` arm a data watch, `children` a child watch, as in ZooKeeper. */
export class WatchTable {
  readonly #data: Table = new Map()
  readonly #children: Table = new Map()
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

function arm(table: Table, path: string, watch: Watch): void {
  const there = table.get(path)
  if (there === undefined) table.set(path, watch)
  else if (there instanceof Set) there.add(watch)
  else if (there !== watch) table.set(path, new Set([there, watch]))
}

function takeInto(told: Set<Watch>, table: Table, path: string): void {
  const there = table.get(path)
  if (there === undefined) return
  table.delete(path)
  for (const watch of there instanceof Set ? there : [there]) told.add(watch)
}
