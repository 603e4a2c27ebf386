import type { Logger } from '../../base/logger.ts'
import type { Watch, WatchEvent } from '../contract.ts'

/** Most paths have one watch or none. */
type Table = Map<string, Watch | Set<Watch>>

/**
 * One-shot watches by path. `get` and `exists` arm a data watch, `children` a child watch, as in ZooKeeper. Those that
 * wait for a node that is not there are kept apart: a server that is told of them has to know.
 */
export class WatchTable {
  readonly #data: Table = new Map()
  readonly #creation: Table = new Map()
  readonly #children: Table = new Map()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  watchData(path: string, watch: Watch): void {
    arm(this.#data, path, watch)
  }

  watchCreation(path: string, watch: Watch): void {
    arm(this.#creation, path, watch)
  }

  watchChildren(path: string, watch: Watch): void {
    arm(this.#children, path, watch)
  }

  get size(): number {
    return this.#data.size + this.#creation.size + this.#children.size
  }

  get paths(): { data: string[]; created: string[]; children: string[] } {
    return { data: [...this.#data.keys()], created: [...this.#creation.keys()], children: [...this.#children.keys()] }
  }

  fire(event: WatchEvent): void {
    this.tell(event, this.take(event))
  }

  /** Whom an event concerns, each once, and none a second time. A deletion ends all kinds. */
  take(event: WatchEvent): ReadonlySet<Watch> {
    const told = new Set<Watch>()
    if (event.type !== 'children-changed') {
      takeInto(told, this.#data, event.path)
      takeInto(told, this.#creation, event.path)
    }
    if (event.type === 'children-changed' || event.type === 'deleted') takeInto(told, this.#children, event.path)
    return told
  }

  tell(event: WatchEvent, watches: ReadonlySet<Watch>): void {
    for (const watch of watches) {
      try {
        watch(event)
      } catch (error) {
        this.#logger.error('A watch on the node tree failed', { path: event.path, error: String(error) })
      }
    }
  }

  clear(): void {
    this.#data.clear()
    this.#creation.clear()
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
