/**
 * Answers of megabytes, which may be asked for with a few bytes: made one at a time, and not while those that were made wait to be
 * read. A request that turns out to be one waits for its turn in the middle.
 */
import type { Clock, Turn } from '../io/world.ts'
import type { RequestContext } from './handler.ts'

/** What a connection is offered (an eighth of what is left) while about half of all room for answers is free. */
const ROOM_BYTES = 8 * 1024 * 1024
const LOOK_AGAIN_MS = 20
/** Many slow readers of records may leave no room for long: then it is made all the same, still alone. */
const WAIT_MAX_MS = 5000

export class LargeAnswers {
  private readonly world: { readonly clock: Pick<Clock, 'sleep' | 'monotonicMs'>; readonly turn: Turn }
  private last: Promise<void> = Promise.resolve()

  constructor(world: { readonly clock: Pick<Clock, 'sleep' | 'monotonicMs'>; readonly turn: Turn }) {
    this.world = world
  }

  /** Resolves when it is this one's turn, with what ends it: to be called when the answer is handed over. */
  async enter({ isClosed, responseBudget }: Pick<RequestContext, 'isClosed' | 'responseBudget'>): Promise<() => void> {
    const before = this.last
    let leave = (): void => {}
    this.last = new Promise((resolve) => (leave = resolve))
    await before
    const { clock } = this.world
    const untilMs = clock.monotonicMs() + WAIT_MAX_MS
    const isFull = (): boolean => responseBudget !== undefined && responseBudget() < ROOM_BYTES
    while (!isClosed() && isFull() && clock.monotonicMs() < untilMs) await clock.sleep(LOOK_AGAIN_MS)
    // Not before it is encoded, and counts among those that wait to be read.
    return () => this.world.turn.later(leave)
  }
}
