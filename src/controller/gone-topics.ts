/** Whoever waits until a topic's nodes are gone, so that its name can be used again. */
import type { Clock } from '../io/world.ts'
import type { NodeTree } from '../metadata/contract.ts'
import { deleteTopicPath } from '../metadata/nodes/paths.ts'

export class GoneTopics {
  readonly #tree: NodeTree
  readonly #clock: Clock
  readonly #listeners = new Map<string, Set<() => void>>()

  constructor(tree: NodeTree, clock: Clock) {
    this.#tree = tree
    this.#clock = clock
  }

  wait(name: string, timeoutMs: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const listeners = this.#listeners.get(name) ?? new Set()
      this.#listeners.set(name, listeners)
      const finish = (): void => {
        timer.cancel()
        listeners.delete(finish)
        resolve()
      }
      const timer = this.#clock.after(timeoutMs, finish)
      listeners.add(finish)
      // Looked at after listening: it may have gone just now.
      this.#tree.exists(deleteTopicPath(name)).then((mark) => {
        if (mark === null) finish()
      }, finish)
    })
  }

  tell(name: string): void {
    const listeners = this.#listeners.get(name)
    this.#listeners.delete(name)
    for (const listener of listeners ?? []) listener()
  }

  /** Nobody here will hear of it any more. */
  tellAll(): void {
    for (const name of [...this.#listeners.keys()]) this.tell(name)
  }
}
