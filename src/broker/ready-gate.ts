/** Requests that come before the broker can answer them wait in their connections, as they do with Apache Kafka. */
import { CloseConnection, type RequestDispatcher } from '../network/dispatcher.ts'

export interface ReadyGate {
  gate(dispatcher: RequestDispatcher): RequestDispatcher
  open(): void
  /** The start failed: whoever waits is sent away. */
  giveUp(): void
}

export function holdUntil(): ReadyGate {
  let isOpen = false
  let open = () => {}
  let giveUp = () => {}
  const opened = new Promise<void>((resolve, reject) => {
    open = () => {
      isOpen = true
      resolve()
    }
    giveUp = () => reject(new CloseConnection('the broker did not start'))
  })
  opened.catch(() => {}) // nobody may be waiting
  return {
    open: () => open(),
    giveUp: () => giveUp(),
    gate: (dispatcher) => ({
      traits: (apiKey) => dispatcher.traits(apiKey),
      start(buffer, from, to, peer) {
        if (isOpen) return dispatcher.start(buffer, from, to, peer)
        // The bytes are the connection's own and may be gone when the broker is ready.
        const frame = Buffer.from(buffer.subarray(from, to))
        return opened.then(() => dispatcher.start(frame, 0, frame.length, peer))
      },
    }),
  }
}
