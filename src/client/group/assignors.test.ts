import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ASSIGNORS, type Assignment, keyOf, type Subscriber } from './assignors.ts'
import { decodeAssignment, decodeSubscription, encodeAssignment, encodeSubscription } from './protocol.ts'

const member = (memberId: string, topics: string[], more: Partial<Subscriber> = {}): Subscriber => ({
  memberId,
  instanceId: null,
  topics,
  owned: [],
  generation: -1,
  ...more,
})
const shown = (assignment: Assignment) =>
  Object.fromEntries(
    [...assignment].map(([memberId, partitions]) => [memberId, partitions.map(keyOf).sort().join(' ')]),
  )

test('range: each topic apart, the first members get more; static members first', () => {
  const counts = new Map([
    ['a', 3],
    ['b', 2],
  ])
  const range = ASSIGNORS.get('range')!
  assert.deepEqual(shown(range.assign([member('m2', ['a', 'b']), member('m1', ['a', 'b'])], counts)), {
    m1: 'a-0 a-1 b-0',
    m2: 'a-2 b-1',
  })
  const instanceId = 'static'
  assert.deepEqual(shown(range.assign([member('m1', ['a']), member('m2', ['a'], { instanceId })], counts)), {
    m1: 'a-2',
    m2: 'a-0 a-1',
  })
})

test('roundrobin: all partitions in turn, members without the topic left out', () => {
  const counts = new Map([
    ['a', 2],
    ['b', 3],
  ])
  assert.deepEqual(
    shown(ASSIGNORS.get('roundrobin')!.assign([member('m1', ['a', 'b']), member('m2', ['b'])], counts)),
    { m1: 'a-0 a-1 b-1', m2: 'b-0 b-2' },
  )
})

test('cooperative-sticky: what moves is given to nobody until its owner has let it go', () => {
  const sticky = ASSIGNORS.get('cooperative-sticky')!
  const counts = new Map([['a', 4]])
  const all = [0, 1, 2, 3].map((partition) => ({ topic: 'a', partition }))
  const old = member('m1', ['a'], { owned: all, generation: 1 })
  const first = sticky.assign([old, member('m2', ['a'])], counts)
  assert.deepEqual([first.get('m1')!.length, first.get('m2')!.length], [2, 0])
  const second = sticky.assign([{ ...old, owned: first.get('m1')!, generation: 2 }, member('m2', ['a'])], counts)
  assert.deepEqual([second.get('m1'), second.get('m2')!.length], [first.get('m1'), 2])
})

test('of two members that claim a partition the one with the newer generation keeps it', () => {
  const owned = [{ topic: 'a', partition: 0 }]
  const members = [member('m1', ['a'], { owned, generation: 3 }), member('m2', ['a'], { owned, generation: 4 })]
  const assignment = ASSIGNORS.get('cooperative-sticky')!.assign(members, new Map([['a', 1]]))
  assert.deepEqual(shown(assignment), { m1: '', m2: 'a-0' })
})

test('every assignor gives each partition that is wanted to one member that wants it', () => {
  const topics = ['a', 'b', 'c']
  const wants = fc.uniqueArray(fc.constantFrom(...topics))
  fc.assert(
    fc.property(
      fc.array(wants, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
      (all, sizes) => {
        const counts = new Map(topics.map((topic, i) => [topic, sizes[i]!]))
        const members = all.map((of, i) => member(`m${i}`, of))
        const wanted = topics.flatMap((topic, i) =>
          all.some((of) => of.includes(topic)) ? Array.from({ length: sizes[i]! }, (_, p) => `${topic}-${p}`) : [],
        )
        for (const assignor of ASSIGNORS.values()) {
          const assignment = assignor.assign(members, counts)
          const given = [...assignment.values()].flat().map(keyOf)
          assert.deepEqual(given.sort(), wanted.sort(), assignor.name)
          for (const { memberId, topics: of } of members) {
            assert.ok(assignment.get(memberId)!.every(({ topic }) => of.includes(topic)))
          }
        }
      },
    ),
  )
})

test('cooperative-sticky settles: after the second round nothing moves and the loads differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.nat(30), (before, after, count) => {
      const sticky = ASSIGNORS.get('cooperative-sticky')!
      const counts = new Map([['a', count]])
      let members = Array.from({ length: before }, (_, i) => member(`m${i}`, ['a']))
      let assignment = sticky.assign(members, counts)
      for (let round = 0; round < 3; round++) {
        members = Array.from({ length: after }, (_, i) =>
          member(`m${i}`, ['a'], { owned: assignment.get(`m${i}`) ?? [], generation: round }),
        )
        const next = sticky.assign(members, counts)
        if (round === 2) assert.deepEqual(shown(next), shown(assignment))
        assignment = next
      }
      const loads = [...assignment.values()].map(({ length }) => length)
      assert.equal(
        loads.reduce((sum, one) => sum + one, 0),
        count,
      )
      assert.ok(Math.max(...loads) - Math.min(...loads) <= 1)
    }),
  )
})

test('what members say to each other comes back as it was said', () => {
  const owned = [
    { topic: 'a', partition: 0 },
    { topic: 'a', partition: 2 },
  ]
  assert.deepEqual(decodeSubscription(encodeSubscription(['a', 'b'], owned, 7)), {
    topics: ['a', 'b'],
    owned,
    generation: 7,
  })
  assert.deepEqual(decodeAssignment(encodeAssignment(owned)), owned)
  assert.deepEqual(decodeAssignment(new Uint8Array(0)), [])
})

test('what other members put there and nobody understands is nothing', () => {
  const nothing = { topics: [], owned: [], generation: -1 }
  for (const bytes of [[], [0], [0, 0, 0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 1], [0, 3, 0, 0, 0, 1, 0, 9]]) {
    assert.deepEqual(decodeSubscription(Uint8Array.from(bytes)), nothing, String(bytes))
    assert.deepEqual(decodeAssignment(Uint8Array.from(bytes)), [], String(bytes))
  }
})
