/** A service for the tests of threads. */
import { CorruptionError } from '../../base/errors.ts'
import type { Service, ThreadWorld } from '../world.ts'

export interface Wish {
  readonly do: 'count' | 'read' | 'damage' | 'bug' | 'exhaust'
  readonly path?: string
  readonly shared?: SharedArrayBuffer
}

export function serve(world: ThreadWorld): (wish: Wish) => Promise<number> {
  let count = 0
  return async (wish) => {
    count++
    switch (wish.do) {
      case 'count':
        if (wish.shared !== undefined) new Int32Array(wish.shared)[0] = count
        return count
      case 'read':
        return (await world.disk.readFile(wish.path!, 100)).length
      case 'damage':
        throw new CorruptionError('/a/b', 7, 'a torn batch')
      case 'bug':
        throw new TypeError('no such thing')
      case 'exhaust':
        for (const kept: string[][] = []; ; ) kept.push(new Array(1 << 20).fill(`${count}`))
    }
  }
}

export const testService: Service<Wish, number> = { module: import.meta.url, serve }
