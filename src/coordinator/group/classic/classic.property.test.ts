/** Whatever members do, every request is answered once, and a group that everyone left alone becomes empty. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { times } from '../../../base/testing/times.ts'
import { Random } from '../../../io/memory/random.ts'
import { ErrorCode } from '../../../protocol/error-codes.ts'
import { HeldGroups, protocol } from '../testing/held-group.ts'
import type { ClassicGroup } from './group.ts'

const ROUNDS = times(150)
const STEPS = 60
const SESSION_MS = 1000
const REBALANCE_MS = 3000

class Story {
  readonly random: Random
  readonly g: HeldGroups
  readonly asked: { readonly isAnswered: boolean }[] = []
  readonly memberIds: string[] = []
  lastGeneration = 0

  constructor(seed: number) {
    this.random = new Random(seed)
    const initialRebalanceDelayMs = this.random.below(2) * 500
    this.g = new HeldGroups({ initialRebalanceDelayMs, groupMaxSize: 4 })
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!
  }

  someone(): string {
    const known = [...this.g.classic.members.keys(), ...this.g.classic.pendingMembers, ...this.memberIds.slice(-3)]
    return known.length === 0 ? 'nobody' : this.pick(known)
  }

  async step(): Promise<void> {
    const { g, random } = this
    g.holds = random.below(4) === 0
    switch (random.below(9)) {
      case 0:
      case 1:
        this.join('')
        break
      case 2:
        this.join(this.someone())
        break
      case 3:
      case 4:
        this.asked.push(g.sync(random.below(2) === 0 ? (g.classic.leader ?? 'x') : this.someone(), {}))
        break
      case 5:
        g.beat(this.someone())
        break
      case 6:
        g.leave(random.below(4) === 0 ? '' : this.someone(), random.below(2) === 0 ? 'i1' : null)
        break
      case 7:
        g.commit(random.below(3) === 0 ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE)
        break
      default:
        await g.world.advance(random.below(SESSION_MS))
    }
    check(g.classic)
    assert.ok(g.classic.generationId >= this.lastGeneration)
    this.lastGeneration = g.classic.generationId
  }

  join(memberId: string): void {
    const { random } = this
    const groupInstanceId = random.below(3) === 0 ? `i${random.below(2)}` : null
    const list = [protocol('a', this.pick(['x', 'y'])), protocol('b')]
    const asked = this.g.join(memberId, {
      groupInstanceId,
      sessionTimeoutMs: SESSION_MS,
      rebalanceTimeoutMs: REBALANCE_MS,
      protocols: random.below(2) === 0 ? list : list.toReversed(),
      needsKnownMemberId: groupInstanceId === null && random.below(2) === 0,
      supportsSkippingAssignment: random.below(2) === 0,
    })
    this.asked.push(asked)
    if (asked.reply !== null) this.memberIds.push(asked.reply.memberId)
  }

  async end(): Promise<void> {
    const { g } = this
    g.holds = false
    g.commit()
    // New members wait for five minutes at most.
    await g.world.advance(20 * 60_000)
    assert.equal(g.classic.state, 'Empty')
    assert.equal(g.classic.pendingMembers.size, 0)
    for (const asked of this.asked) assert.ok(asked.isAnswered, 'a request was never answered')
  }
}

function check(group: ClassicGroup): void {
  const ids = [...group.members.keys()]
  assert.ok(group.leader === null ? ids.length === 0 : group.members.has(group.leader), 'the leader is a member')
  for (const [id, member] of group.members) assert.equal(id, member.memberId)
  const waiting = [...group.members.values()].filter(({ join }) => join !== null)
  assert.equal(group.awaitingJoin, waiting.length)
  assert.equal(group.haveAllJoined, group.pendingMembers.size === 0 && waiting.length === ids.length)
  for (const [instance, id] of group.staticMembers) {
    assert.equal(group.members.get(id)?.groupInstanceId, instance)
  }
  if (group.is('Empty')) assert.equal(ids.length, 0)
  if (group.is('CompletingRebalance')) for (const { join } of group.members.values()) assert.equal(join, null)
  for (const id of group.pendingSync) assert.ok(group.members.has(id))
}

test('random stories', async () => {
  const first = Number(process.env.SEED ?? 1)
  for (let seed = first; seed < first + ROUNDS; seed++) {
    try {
      const story = new Story(seed)
      for (let i = 0; i < STEPS; i++) await story.step()
      await story.end()
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : error}`)
    }
  }
})
