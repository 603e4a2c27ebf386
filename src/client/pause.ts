import type { Clock } from '../io/world.ts'

export interface Pause {
  /** Never settles when it is cancelled before. */
  readonly over: Promise<void>
  cancel(): void
}

/** A time that something may take, for a race. Whoever has won it cancels the rest; a process that ends does not wait for it. */
export function pause(clock: Clock, delayMs: number): Pause {
  let end = (): void => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  const timer = clock.after(delayMs, end)
  return { over, cancel: () => timer.cancel() }
}
