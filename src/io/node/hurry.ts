/**
 * A start opens thousands of small files, and a trip through the thread pool costs several times what such a call does:
 * meanwhile they are made in place. Every so often one is not, so that signals and timers are heard.
 */
const HELD_MS_MAX = 20
/** Larger reads take long enough to be made apart. */
const HELD_BYTES_MAX = 256 * 1024

export class Hurry {
  #begun = 0
  #lastLeftMs = 0

  begin(): { end(): void } {
    this.#begun++
    this.#lastLeftMs = performance.now()
    let ended = false
    return {
      end: () => {
        if (!ended) this.#begun--
        ended = true
      },
    }
  }

  mayHold(bytes = 0): boolean {
    if (this.#begun === 0 || bytes > HELD_BYTES_MAX) return false
    const nowMs = performance.now()
    if (nowMs - this.#lastLeftMs < HELD_MS_MAX) return true
    this.#lastLeftMs = nowMs
    return false
  }
}
