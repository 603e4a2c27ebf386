import type { Clock } from '../io/world.ts'

export interface Pause {
  /** Never settles when it is cancelled before. */
  readonly over: Promise<null>
  cancel(): void
}

/** A time that something may take, for a race. Whoever has won it cancels the rest; a process that ends does not wait for it. */
export function pause(clock: Clock, delayMs: number): Pause {
  let end = (): void => {}
  const over = new Promise<null>((resolve) => {
    end = () => resolve(null)
  })
  const timer = clock.after(delayMs, end)
  return { over, cancel: () => timer.cancel() }
}
