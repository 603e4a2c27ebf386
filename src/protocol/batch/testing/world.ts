/** The part of a World that records need; work `apart` really goes to threads. */
import type { World } from '../../../io/world.ts'

export function smallWorld(): Pick<World, 'compute' | 'turn'> & { offloaded: number; turns: number } {
  const world = {
    offloaded: 0,
    turns: 0,
    compute: {
      offload<T>(work: { apart: () => Promise<T>; here: () => T }): Promise<T> {
        world.offloaded++
        return work.apart()
      },
    },
    turn: {
      later(call: () => void) {
        world.turns++
        setImmediate(call)
      },
    },
  }
  return world
}
