/** Fetches that wait for something to happen on their partitions. Each is told once, then forgotten everywhere. */

export class Watch {
  private readonly call: () => void
  private readonly lists: Watches[] = []
  private over = false

  constructor(call: () => void) {
    this.call = call
  }

  on(watches: Watches): void {
    watches.add(this)
    this.lists.push(watches)
  }

  cancel(): void {
    if (this.over) return
    this.over = true
    for (const watches of this.lists) watches.delete(this)
  }

  fire(): void {
    if (this.over) return
    this.cancel()
    this.call()
  }
}

/** Who waits for one thing. Most partitions are never waited for, so they have no set. */
export class Watches {
  private set: Set<Watch> | null = null

  add(watch: Watch): void {
    this.set ??= new Set()
    this.set.add(watch)
  }

  delete(watch: Watch): void {
    this.set?.delete(watch)
  }

  /** Firing may add new watches here: only those that were there are told. */
  fireAll(): void {
    if (this.set === null || this.set.size === 0) return
    for (const watch of [...this.set]) watch.fire()
  }
}
