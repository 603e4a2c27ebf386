// What was confirmed against what is there, and how long nobody was served around a kill.
import type { Confirmed, PersistentProducer } from './persistent-producer.ts'
import { readPartition } from './read-partition.ts'

export interface Verdict {
  records: number
  confirmed: number
  /** Confirmed and not there. */
  lost: number
  /** There twice, of a producer that is idempotent. */
  duplicated: number
  /** There twice, of one that is not: it sent again what it had no answer for. */
  sentTwice: number
  /** At another offset than was confirmed, or, of an idempotent producer, not in the order in which it was sent. */
  misplaced: number
}

const EXAMPLES_MAX = 10

export async function checkPartition(
  address: string,
  topic: string,
  partition: number,
  confirmed: readonly Confirmed[],
  isIdempotent: (name: string) => boolean,
  examples: string[],
): Promise<Verdict> {
  const example = (text: string) => {
    if (examples.length < EXAMPLES_MAX) examples.push(`partition ${partition}: ${text}`)
  }
  const verdict: Verdict = { records: 0, confirmed: 0, lost: 0, duplicated: 0, sentTwice: 0, misplaced: 0 }
  const offsets = new Map<string, number[]>()
  const nextOf = new Map<string, number>()
  for await (const { offset, key } of readPartition(address, topic, partition)) {
    verdict.records++
    const [name = '', number = ''] = (key ?? '').split(':')
    const next = nextOf.get(name) ?? 0
    const earlier = offsets.get(key ?? '')
    if (earlier === undefined) offsets.set(key ?? '', [offset])
    else earlier.push(offset)
    if (Number(number) === next) nextOf.set(name, next + 1)
    else if (Number(number) > next) {
      // Of a producer that is not idempotent, one batch may be refused and the next one taken.
      if (isIdempotent(name)) {
        verdict.misplaced++
        example(`${key} at ${offset} where ${name}:${next} should come`)
      }
      nextOf.set(name, Number(number) + 1)
    } else if (isIdempotent(name)) {
      verdict.duplicated++
      example(`${key} at ${offset} again, first at ${earlier?.[0]}`)
    } else verdict.sentTwice++
  }
  for (const { name, first, count, baseOffset } of confirmed) {
    for (let i = 0; i < count; i++) {
      verdict.confirmed++
      const at = offsets.get(`${name}:${first + i}`)
      if (at === undefined) {
        verdict.lost++
        example(`${name}:${first + i} was confirmed at ${baseOffset + i} and is not there`)
      } else if (baseOffset >= 0 && !at.includes(baseOffset + i)) {
        verdict.misplaced++
        example(`${name}:${first + i} was confirmed at ${baseOffset + i} and is at ${at.join(', ')}`)
      }
    }
  }
  return verdict
}

/** For each kill the longest time, over the producers, from the last confirmation before it to the first one after. */
export function windowsMs(kills: readonly number[], producers: readonly PersistentProducer[]): number[] {
  return kills.map((killedAt) => {
    let longest = 0
    for (const { confirmedAt } of producers) {
      const after = confirmedAt.findIndex((at) => at > killedAt)
      if (after > 0) longest = Math.max(longest, confirmedAt[after]! - confirmedAt[after - 1]!)
    }
    return longest
  })
}
