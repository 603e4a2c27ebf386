import { randomBytes, randomInt } from 'node:crypto'
import type { Entropy } from '../world.ts'

export const entropy: Entropy = {
  bytes: (count) => randomBytes(count),
  below: (below) => (below <= 1 ? 0 : randomInt(below)),
}
