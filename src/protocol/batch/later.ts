/** Steps that mostly need no promise, and long loops that let others have their turn. */
import type { Turn } from '../../io/world.ts'

export type MaybePromise<T> = T | Promise<T>

/** The next step runs at once unless the one before answered a promise. */
export function then<T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** Runs a loop that yields now and then; answers without a promise when it never did. */
export function inTurns<T>(turn: Turn, loop: Generator<void, T, void>): MaybePromise<T> {
  const first = loop.next()
  if (first.done) return first.value
  return new Promise<T>((resolve, reject) => {
    const goOn = () => {
      try {
        const step = loop.next()
        if (step.done) resolve(step.value)
        else turn.later(goOn)
      } catch (error) {
        reject(error)
      }
    }
    turn.later(goOn)
  })
}
