import type { Entropy } from '../world.ts'
import type { CutChoice } from './blocks.ts'

/** Numbers that follow from a seed (splitmix32). Not for secrets. */
export class Random implements Entropy {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = this.#state ^ (this.#state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  below(below: number): number {
    if (below <= 1) return 0
    // 53 bits: `below` may exceed 2^32.
    return Math.floor(((this.next() >>> 5) * 2 ** 26 + (this.next() >>> 6)) * 2 ** -53 * below)
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count)
    for (let i = 0; i < count; i++) bytes[i] = this.next() >>> 24
    return bytes
  }
}

/**
 * A power cut that keeps a random part of what was not synced. Some seeds are one-sided, since those are the cuts that
 * hurt: sizes without their data (zeros), data without the folder's change, the folder's change without data.
 */
export function keepRandomly(seed: number): CutChoice {
  const random = new Random(seed)
  const taste = () => random.below(4)
  const [blocks, sizes, changes] = [taste(), taste(), taste()]
  const versions = (kind: number) => (count: number) => {
    if (count === 0 || kind === 0) return 0
    if (kind === 1) return count
    const one = random.below(3)
    return one === 0 ? 0 : one === 1 ? count : random.below(count + 1)
  }
  return {
    block: versions(blocks),
    size: versions(sizes),
    directoryChange: () => (changes === 0 ? false : changes === 1 ? true : random.below(2) === 0),
  }
}
