/** max.connections, max.connections.per.ip and its overrides; read at every connection, since they may change. */
import type { BrokerConfig } from '../config/contract.ts'
import { CONNECTIONS_MAX } from './limits.ts'

export class ConnectionLimits {
  private readonly config: BrokerConfig
  private readonly perHost = new Map<string, number>()
  private total = 0
  private overridesText = ''
  private overrides = new Map<string, number>()

  constructor(config: BrokerConfig) {
    this.config = config
  }

  /** Why one more from `host` is not taken; null: it is. */
  refusal(host: string, _listener: string): string | null {
    const max = this.config.isSet('max.connections') ? this.config.number('max.connections') : CONNECTIONS_MAX
    if (this.total >= max) return `${this.total} are open, as many as max.connections allows`
    const perHost = this.overridesNow().get(host) ?? this.config.number('max.connections.per.ip')
    const open = this.perHost.get(host) ?? 0
    if (open >= perHost) return `${open} are open from this host, as many as max.connections.per.ip allows`
    return null
  }

  opened(host: string, _listener: string): void {
    this.total++
    this.perHost.set(host, (this.perHost.get(host) ?? 0) + 1)
  }

  closed(host: string, _listener: string): void {
    this.total--
    const left = (this.perHost.get(host) ?? 1) - 1
    if (left <= 0) this.perHost.delete(host)
    else this.perHost.set(host, left)
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
