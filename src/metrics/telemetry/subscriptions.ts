/** Which metrics are asked of which clients: the settings of client-metrics, /config/client-metrics/NAME (KIP-714). */
import { compileClientPattern } from '../../base/client-pattern.ts'

/** What patterns of `match` are held against. */
export type ClientTraits = Readonly<Record<string, string>>

export interface Subscription {
  readonly metrics: readonly string[]
  readonly intervalMs: number
  matches(traits: ClientTraits): boolean
}

export const DEFAULT_INTERVAL_MS = 300_000

/** A pattern that is none matches nobody. */
export async function subscriptionOf(settings: ReadonlyMap<string, string>): Promise<Subscription> {
  const tests: ((traits: ClientTraits) => boolean)[] = []
  for (const pair of listOf(settings.get('match'))) {
    const equals = pair.indexOf('=')
    const [trait, pattern] = [pair.slice(0, equals), pair.slice(equals + 1)]
    const test = equals > 0 ? await compileClientPattern(pattern) : null
    tests.push((traits) => test !== null && Object.hasOwn(traits, trait) && test.matches(traits[trait]!))
  }
  const intervalMs = Number(settings.get('interval.ms') ?? DEFAULT_INTERVAL_MS)
  return {
    metrics: listOf(settings.get('metrics')),
    intervalMs: Number.isInteger(intervalMs) && intervalMs > 0 ? intervalMs : DEFAULT_INTERVAL_MS,
    matches: (traits) => tests.every((test) => test(traits)),
  }
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
