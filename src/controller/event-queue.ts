/** The controller's one queue: events in order, one at a time. Nothing else touches the controller's state. */
import type { Logger } from '../base/logger.ts'

export interface ControllerEvent {
  readonly name: string
  run(): Promise<void>
  /** Called instead of `run` when the controller lets go of what waits: whoever waits for an answer is told. */
  drop?(): void
}

export class EventQueue {
  readonly #logger: Logger
  readonly #onError: (event: ControllerEvent, error: unknown) => Promise<void>
  #events: ControllerEvent[] = []
  #running: Promise<void> | null = null
  #closed = false

  constructor(logger: Logger, onError: (event: ControllerEvent, error: unknown) => Promise<void>) {
    this.#logger = logger
    this.#onError = onError
  }

  put(event: ControllerEvent): void {
    if (this.#closed) {
      event.drop?.()
      return
    }
    this.#events.push(event)
    this.#running ??= this.#run()
  }

  /** Drops all that waits and puts `event` next; for the loss of the session and the stop. */
  clearAndPut(event: ControllerEvent): void {
    const dropped = this.#events
    this.#events = []
    for (const waiting of dropped) waiting.drop?.()
    this.put(event)
  }

  /** Runs `work` as an event; rejects with `dropped()` when it was let go of. */
  ask<T>(name: string, work: () => Promise<T>, dropped: () => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      this.put({
        name,
        run: async () => {
          try {
            resolve(await work())
          } catch (error) {
            reject(error)
            throw error
          }
        },
        drop: () => reject(dropped()),
      })
    })
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async close(last: ControllerEvent): Promise<void> {
    this.clearAndPut(last)
    this.#closed = true
    await this.idle()
  }

  async #run(): Promise<void> {
    await Promise.resolve()
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      this.#logger.debug('Controller event', { event: event.name })
      try {
        await event.run()
      } catch (error) {
        await this.#onError(event, error)
      }
    }
    this.#running = null
  }
}
