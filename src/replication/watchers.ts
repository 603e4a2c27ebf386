/** Fetches that wait for something to happen on their partitions. Each is told once, then forgotten everywhere. */

export class Watch {
  private readonly call: () => void
  private readonly sets: Set<Watch>[] = []
  private over = false

  constructor(call: () => void) {
    this.call = call
  }

  on(set: Set<Watch>): void {
    set.add(this)
    this.sets.push(set)
  }

  cancel(): void {
    if (this.over) return
    this.over = true
    for (const set of this.sets) set.delete(this)
  }

  fire(): void {
    if (this.over) return
    this.cancel()
    this.call()
  }
}

/** Firing may add new watches to the same set: only those that were there are told. */
export function fireAll(set: Set<Watch>): void {
  if (set.size === 0) return
  for (const watch of [...set]) watch.fire()
}
