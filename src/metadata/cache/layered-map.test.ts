import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { LayeredMap } from './layered-map.ts'

describe('layered map', () => {
  it('is a map after any changes, and leaves the versions before as they were', () => {
    const changes = fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }))),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(changes, (rounds) => {
        let map = LayeredMap.empty<number, number>()
        const model = new Map<number, number>()
        const kept: { map: LayeredMap<number, number>; entries: [number, number][] }[] = []
        for (const round of rounds) {
          map = map.with(new Map(round))
          for (const [key, value] of new Map(round)) {
            if (value === null) model.delete(key)
            else model.set(key, value)
          }
          kept.push({ map, entries: sorted(model) })
        }
        for (const { map, entries } of kept) {
          assert.deepEqual(sorted(map), entries)
          assert.equal(map.size, entries.length)
          for (const [key, value] of entries) assert.ok(map.get(key) === value && map.has(key))
          assert.equal([...map.keys()].length, map.size)
          assert.equal(map.has(99), false)
        }
      }),
    )
  })
})

function sorted(map: ReadonlyMap<number, number>): [number, number][] {
  return [...map].sort((a, b) => a[0] - b[0])
}
