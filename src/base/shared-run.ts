/** Work that may be done for several callers at once: those that come while it is under way share the run after it. */
export class SharedRun {
  readonly #work: () => Promise<void>
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Resolves when a run that began after this call is done. */
  run(): Promise<void> {
    if (this.#running === null) return this.#start()
    if (this.#next === null) {
      const begin = () => {
        this.#next = null
        return this.#start()
      }
      this.#next = this.#running.then(begin, begin)
    }
    return this.#next
  }

  /** Nothing is under way. */
  async idle(): Promise<void> {
    while (this.#running !== null) await Promise.allSettled([this.#running, this.#next])
  }

  #start(): Promise<void> {
    const running = this.#work().finally(() => {
      if (this.#running === running) this.#running = null
    })
    this.#running = running
    return running
  }
}
