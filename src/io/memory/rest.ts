import { later } from '../node/turn.ts'
import type { Turn } from '../world.ts'

/**
 * The turns of the simulated loop. Calls run in the order in which they were handed in, after the promises that are
 * ready; `reached` waits until nothing is left to do without time moving on.
 */
export class Rest implements Turn {
  #pending = 0

  later(call: () => void): void {
    this.#pending++
    later(() => {
      this.#pending--
      call()
    })
  }

  async reached(): Promise<void> {
    do await new Promise<void>(later)
    while (this.#pending > 0)
    // Once more: the last call may have left promises.
    await new Promise<void>(later)
    if (this.#pending > 0) await this.reached()
  }
}
