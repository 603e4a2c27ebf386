/** Requests that come before the broker can answer them wait in their connections, as they do with Apache Kafka. */
import type { RequestDispatcher } from '../network/dispatcher.ts'

export function holdUntil(): { gate(dispatcher: RequestDispatcher): RequestDispatcher; open(): void } {
  let isOpen = false
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = () => {
      isOpen = true
      resolve()
    }
  })
  return {
    open: () => open(),
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
