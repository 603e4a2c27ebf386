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
/** Of those that are made without room, so that memory ends after the patience with those that do not read. */
const APART_MS = 1000
/** One that takes longer is not waited for. */
const TURN_MAX_MS = 5000

type WorldOfAnswers = { readonly clock: Pick<Clock, 'after' | 'sleep' | 'monotonicMs'>; readonly turn: Turn }

export class LargeAnswers {
  private readonly world: WorldOfAnswers
  private last: Promise<void> = Promise.resolve()
  private nextWithoutRoomMs = 0

  constructor(world: WorldOfAnswers) {
    this.world = world
  }

  /** Resolves when it is this one's turn, with what ends it: to be called when the answer is handed over. */
  async enter({ isGone, responseBudget }: Pick<RequestContext, 'isGone' | 'responseBudget'>): Promise<() => void> {
    const { clock } = this.world
    const untilMs = clock.monotonicMs() + WAIT_MAX_MS
    const before = this.last
    let leave = (): void => {}
    this.last = new Promise((resolve) => (leave = resolve))
    await before
    const isFull = (): boolean => !isGone() && responseBudget !== undefined && responseBudget() < ROOM_BYTES
    const untilOneMayMs = Math.max(untilMs, this.nextWithoutRoomMs)
    while (isFull() && clock.monotonicMs() < untilOneMayMs) await clock.sleep(LOOK_AGAIN_MS)
    if (isFull()) this.nextWithoutRoomMs = clock.monotonicMs() + APART_MS
    const limit = clock.after(TURN_MAX_MS, leave)
    return () => {
      limit.cancel()
      // Not before it is encoded, and counts among those that wait to be read.
      this.world.turn.later(leave)
    }
  }
}
