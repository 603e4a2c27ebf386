/**
 * max.connections, of the broker and of a listener (listener.name.X.max.connections), max.connections.per.ip and its
 * overrides; read at every connection, since they may change.
 */
import type { BrokerConfig } from '../config/contract.ts'
import type { Endpoints } from './endpoints.ts'
import { CONNECTIONS_MAX } from './limits.ts'

export class ConnectionLimits {
  private readonly config: BrokerConfig
  private readonly perHost = new Map<string, number>()
  private readonly perListener = new Map<string, number>()
  /** Brokers get in whatever clients do (KIP-402); null: they share their listener with clients. */
  private readonly brokersOwn: string | null
  private total = 0
  private overridesText = ''
  private overrides = new Map<string, number>()

  constructor(config: BrokerConfig, { listeners, interBrokerListener }: Endpoints) {
    this.config = config
    this.brokersOwn = listeners.length > 1 ? interBrokerListener : null
  }

  /** Why one more from `host` is not taken; null: it is. */
  refusal(host: string, listener: string): string | null {
    const ofListener = `listener.name.${listener.toLowerCase()}.max.connections`
    const here = this.perListener.get(listener) ?? 0
    if (this.config.isSet(ofListener) && here >= this.config.number(ofListener))
      return `${here} are open, as many as ${ofListener} allows`
    const max = this.config.isSet('max.connections') ? this.config.number('max.connections') : CONNECTIONS_MAX
    if (this.total >= max && listener !== this.brokersOwn)
      return `${this.total} are open, as many as max.connections allows`
    const perHost = this.overridesNow().get(host) ?? this.config.number('max.connections.per.ip')
    const open = this.perHost.get(host) ?? 0
    if (open >= perHost) return `${open} are open from this host, as many as max.connections.per.ip allows`
    return null
  }

  opened(host: string, listener: string): void {
    this.total++
    add(this.perHost, host, 1)
    add(this.perListener, listener, 1)
  }

  closed(host: string, listener: string): void {
    this.total--
    add(this.perHost, host, -1)
    add(this.perListener, listener, -1)
  }

  /** "hostName:100,127.0.0.1:200" */
  private overridesNow(): ReadonlyMap<string, number> {
    const text = this.config.string('max.connections.per.ip.overrides') ?? ''
    if (text === this.overridesText) return this.overrides
    this.overridesText = text
    this.overrides = new Map()
    for (const entry of text.split(',')) {
      const colon = entry.lastIndexOf(':')
      const count = Number(entry.slice(colon + 1))
      if (colon > 0 && Number.isInteger(count)) this.overrides.set(entry.slice(0, colon).trim(), count)
    }
    return this.overrides
  }
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
