/** Who wants to know when nobody waits for answers of a connection any more; most connections never have any. */
export class EndWaiters {
  private calls: Set<() => void> | null = null

  /** Answers how to take it back. */
  add(call: () => void): () => void {
    this.calls ??= new Set()
    this.calls.add(call)
    return () => this.calls?.delete(call)
  }

  tell(): void {
    const { calls } = this
    this.calls = null
    for (const call of calls ?? []) call()
  }
}
