/** To each broker its requests in order, one in flight, sent again until it answers or leaves the cluster. */
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { Clock } from '../io/world.ts'

/** How requests get there: over the network, or in memory to the own broker. */
export interface ControllerChannels {
  send(brokerId: BrokerId, apiKey: number, request: object): Promise<object>
}

const RETRY_BACKOFF_MS = 100

interface Message {
  readonly apiKey: number
  readonly request: object
  readonly answered: ((response: object) => void) | null
}

interface Channel {
  readonly broker: BrokerId
  readonly waiting: Message[]
  open: boolean
  sending: boolean
}

export class ChannelManager {
  readonly #channels = new Map<BrokerId, Channel>()
  readonly #sending = new Set<Promise<void>>()
  readonly #transport: ControllerChannels
  readonly #clock: Clock
  readonly #logger: Logger

  constructor(transport: ControllerChannels, clock: Clock, logger: Logger) {
    this.#transport = transport
    this.#clock = clock
    this.#logger = logger
  }

  add(broker: BrokerId): void {
    if (this.#channels.has(broker)) return
    this.#channels.set(broker, { broker, waiting: [], open: true, sending: false })
  }

  /** What waits for a broker that is gone is forgotten: it gets everything anew when it comes back. */
  remove(broker: BrokerId): void {
    const channel = this.#channels.get(broker)
    if (channel === undefined) return
    channel.open = false
    channel.waiting.length = 0
    this.#channels.delete(broker)
  }

  clear(): void {
    for (const broker of [...this.#channels.keys()]) this.remove(broker)
  }

  send(broker: BrokerId, apiKey: number, request: object, answered: ((response: object) => void) | null = null): void {
    const channel = this.#channels.get(broker)
    if (channel === undefined) return
    channel.waiting.push({ apiKey, request, answered })
    if (channel.sending) return
    const sending: Promise<void> = this.#drain(channel).finally(() => this.#sending.delete(sending))
    this.#sending.add(sending)
  }

  /** Resolves when every request sent so far was answered, or its broker is gone. */
  async idle(): Promise<void> {
    while (this.#sending.size > 0) await Promise.race(this.#sending)
  }

  async #drain(channel: Channel): Promise<void> {
    channel.sending = true
    while (channel.open && channel.waiting.length > 0) {
      const message = channel.waiting[0]!
      try {
        const response = await this.#transport.send(channel.broker, message.apiKey, message.request)
        if (!channel.open) break
        channel.waiting.shift()
        message.answered?.(response)
      } catch (error) {
        this.#logger.warn('A request of the controller did not get through and is sent again', {
          broker: channel.broker,
          apiKey: message.apiKey,
          error: String(error),
        })
        await this.#clock.sleep(RETRY_BACKOFF_MS)
      }
    }
    channel.sending = false
  }
}
