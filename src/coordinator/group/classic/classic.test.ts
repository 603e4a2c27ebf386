/** The state machine of classic groups, decision by decision, on virtual time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../../../protocol/error-codes.ts'
import { HeldGroups, protocol, text } from '../testing/held-group.ts'
import { checkCommit, heartbeat } from './sessions.ts'

test('an empty group waits for more members, and goes on while they come', async () => {
  const g = new HeldGroups({ initialRebalanceDelayMs: 3000 })
  const first = g.join('', { rebalanceTimeoutMs: 7000 })
  await g.world.advance(2000)
  const second = g.join('', { rebalanceTimeoutMs: 7000 })
  await g.world.advance(2000)
  assert.equal(first.isAnswered, false)
  await g.world.advance(2000)
  assert.equal(first.reply?.generationId, 1)
  assert.equal(first.reply?.members.length, 2)
  assert.equal(second.reply?.leader, first.reply?.memberId)
  assert.equal(g.classic.state, 'CompletingRebalance')
})

test('the wait ends with the rebalance timeout, however many come', async () => {
  const g = new HeldGroups({ initialRebalanceDelayMs: 3000 })
  const first = g.join('', { rebalanceTimeoutMs: 7000 })
  for (let i = 0; i < 7; i++) {
    await g.world.advance(1000)
    if (i < 6) g.join('', { rebalanceTimeoutMs: 7000 })
  }
  assert.equal(first.reply?.members.length, 7)
})

test('the protocol that most members like best among those that all have', async () => {
  const g = new HeldGroups()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => protocol(name))
  const asked = [
    [a, b],
    [b, a, c],
    [b, a],
  ].map((list) => g.join('', { protocols: list as never }))
  const wrong = g.join('', { protocols: [protocol('d')] })
  assert.equal(wrong.reply?.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  const other = g.join('', { protocolType: 'connect', protocols: [protocol('a')] })
  assert.equal(other.reply?.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  await g.world.advance(0)
  assert.deepEqual(
    asked.map(({ reply }) => reply?.protocolName),
    ['b', 'b', 'b'],
  )
})

test('an assignment reaches everyone when it is stored, not before', async () => {
  const g = new HeldGroups()
  const one = g.join('')
  const two = g.join('')
  await g.world.advance(0)
  g.holds = true
  const a = one.reply!.memberId
  const b = two.reply!.memberId
  const mine = g.sync(a, { [a]: 'A' })
  const other = g.sync(b)
  assert.equal(mine.isAnswered, false)
  g.commit()
  assert.equal(text(mine.reply!.assignment), 'A')
  assert.equal(text(other.reply!.assignment), '')
  assert.equal(g.classic.state, 'Stable')
  const [record] = g.written
  assert.ok(record?.type === 'group')
  assert.equal(record.value?.members?.length, 2)
})

test('an assignment that cannot be stored begins a rebalance', async () => {
  const g = new HeldGroups()
  const one = g.join('')
  await g.world.advance(0)
  g.holds = true
  const mine = g.sync(one.reply!.memberId, {})
  g.commit(ErrorCode.NOT_ENOUGH_REPLICAS)
  assert.equal(mine.reply?.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
  assert.equal(g.classic.state, 'PreparingRebalance')
})

test('an assignment of an older generation that is stored late changes nothing', async () => {
  const g = new HeldGroups()
  const one = g.join('')
  await g.world.advance(0)
  const a = one.reply!.memberId
  g.holds = true
  const mine = g.sync(a, { [a]: 'old' })
  const two = g.join('')
  assert.equal(mine.reply?.errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
  const again = g.join(a)
  g.commit()
  assert.equal(again.reply?.generationId, 2)
  assert.equal(two.reply?.generationId, 2)
  assert.equal(g.classic.state, 'CompletingRebalance')
  assert.equal(text(g.classic.members.get(a)!.assignment), '')
})

test('who does not come back within the rebalance timeout is out', async () => {
  const g = new HeldGroups()
  const [a, b] = await g.stable(2, { rebalanceTimeoutMs: 5000, sessionTimeoutMs: 100_000 })
  const again = g.join(a!, { protocols: [protocol('range', 'changed')], rebalanceTimeoutMs: 5000 })
  await g.world.advance(4999)
  assert.equal(again.isAnswered, false)
  await g.world.advance(1)
  assert.equal(again.reply?.generationId, 2)
  assert.equal(g.classic.members.has(b!), false)
  assert.equal(g.beat(b!, 1), ErrorCode.UNKNOWN_MEMBER_ID)
})

test('when the leader does not come back another one leads', async () => {
  const g = new HeldGroups()
  const [a, b] = await g.stable(2)
  const leader = g.classic.leader
  const other = leader === a ? b : a
  g.leave(leader!)
  const again = g.join(other!)
  assert.equal(again.reply?.leader, other)
  assert.equal(again.reply?.members.length, 1)
})

test('a session that is over removes the member; heartbeats and commits keep it', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(1, { sessionTimeoutMs: 1000 })
  for (let i = 0; i < 5; i++) {
    await g.world.advance(900)
    assert.equal(g.beat(a!), ErrorCode.NONE)
  }
  await g.world.advance(999)
  assert.equal(g.classic.members.size, 1)
  await g.world.advance(1)
  assert.equal(g.classic.state, 'Empty')
  assert.equal(g.classic.generationId, 2)
  const last = g.written.at(-1)
  assert.ok(last?.type === 'group' && last.value?.members?.length === 0)
})

test('a member that was given an id and does not use it is forgotten, and nobody waits for it longer', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(1, { sessionTimeoutMs: 60_000 })
  const pending = g.join('', { needsKnownMemberId: true, sessionTimeoutMs: 1000 })
  assert.equal(pending.reply?.errorCode, ErrorCode.MEMBER_ID_REQUIRED)
  const again = g.join(a!, { protocols: [protocol('range', 'x')] })
  assert.equal(again.isAnswered, false)
  await g.world.advance(1000)
  assert.equal(again.reply?.generationId, 2)
  assert.equal(g.join(pending.reply!.memberId).reply?.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a group whose last member leaves while others are about to join takes them', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(1)
  const invited = g.join('', { needsKnownMemberId: true }).reply!.memberId
  const again = g.join(a!, { protocols: [protocol('range', 'changed')] })
  assert.equal(again.isAnswered, false)
  assert.equal(g.leave(a!), ErrorCode.NONE)
  assert.deepEqual([g.classic.state, g.classic.members.size], ['PreparingRebalance', 0])
  assert.equal(g.join('', { protocolType: 'connect' }).reply?.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  const another = g.join('', { protocols: [protocol('sticky'), protocol('range')] })
  assert.equal(another.isAnswered, false)
  const joined = g.join(invited)
  assert.deepEqual([joined.reply?.errorCode, another.reply?.errorCode], [ErrorCode.NONE, ErrorCode.NONE])
  assert.equal(joined.reply?.protocolName, 'range')
})

test('a member that joined and never asks for its assignment is out', async () => {
  const g = new HeldGroups()
  const one = g.join('', { rebalanceTimeoutMs: 2000 })
  const two = g.join('', { rebalanceTimeoutMs: 2000 })
  await g.world.advance(0)
  const leader = one.reply!.memberId
  g.sync(leader, {})
  assert.equal(g.classic.state, 'Stable')
  await g.world.advance(1999)
  assert.equal(g.classic.members.size, 2)
  await g.world.advance(1)
  assert.equal(g.classic.members.has(two.reply!.memberId), false)
  assert.equal(g.classic.state, 'PreparingRebalance')
  assert.equal(g.beat(leader, 1), ErrorCode.REBALANCE_IN_PROGRESS)
})

test('a full group takes nobody else', async () => {
  const g = new HeldGroups({ groupMaxSize: 2 })
  const [a] = await g.stable(2)
  assert.equal(g.join('').reply?.errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED)
  assert.equal(g.join(a!, { protocols: [protocol('range', 'x')] }).isAnswered, false)
  assert.equal(g.classic.members.size, 2)
})

test('a follower that joins again without a change is told where it is; a leader begins a rebalance', async () => {
  const g = new HeldGroups()
  const [a, b] = await g.stable(2)
  const follower = g.classic.leader === a ? b! : a!
  const again = g.join(follower)
  assert.equal(again.reply?.generationId, 1)
  assert.equal(g.classic.state, 'Stable')
  assert.equal(g.join(g.classic.leader!).isAnswered, false)
  assert.equal(g.classic.state, 'PreparingRebalance')
})

test('joining again on another connection answers the first one', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(2)
  const first = g.join(a!, { protocols: [protocol('range', 'x')] })
  const second = g.join(a!, { protocols: [protocol('range', 'x')] })
  assert.equal(first.reply?.errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
  assert.equal(second.isAnswered, false)
})

test('a static member keeps its place while it is away, and what cannot be stored is undone', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(1, { groupInstanceId: 'i' })
  g.holds = true
  const back = g.join('', { groupInstanceId: 'i0' })
  assert.equal(back.isAnswered, false)
  g.commit(ErrorCode.NOT_LEADER_OR_FOLLOWER)
  assert.equal(back.reply?.errorCode, ErrorCode.NOT_COORDINATOR)
  assert.deepEqual([...g.classic.members.keys()], [a])
  const again = g.join('', { groupInstanceId: 'i0', supportsSkippingAssignment: false })
  g.commit()
  assert.equal(again.reply?.generationId, 1)
  // An older client must not think that it leads: it would assign what nobody gets.
  assert.equal(again.reply?.leader, a)
  assert.equal(g.leave('', 'i0'), ErrorCode.NONE)
  assert.equal(g.leave('', 'i0'), ErrorCode.UNKNOWN_MEMBER_ID)
})

test('a static member that is out before its return is stored is told, and joins anew', async () => {
  const g = new HeldGroups()
  const timeout = { rebalanceTimeoutMs: 2000 }
  const [one, two] = ['i0', 'i1'].map((groupInstanceId) => g.join('', { ...timeout, groupInstanceId }))
  await g.world.advance(0)
  const leader = one!.reply!.leader
  g.sync(leader, {})
  assert.equal(g.classic.state, 'Stable')
  // The other one never asked for its assignment, and has until now to do so.
  g.holds = true
  const instance = leader === two!.reply!.memberId ? 'i0' : 'i1'
  const back = g.join('', { ...timeout, groupInstanceId: instance })
  await g.world.advance(2000)
  assert.equal(back.reply?.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  assert.equal(g.classic.members.size, 1)
  g.commit()
  assert.equal(g.classic.state, 'PreparingRebalance')
})

test('the session of a static member begins anew with the answer to its return, however long that took', async () => {
  const g = new HeldGroups()
  const session = { sessionTimeoutMs: 1000 }
  await g.stable(1, { ...session, groupInstanceId: 'i' })
  g.holds = true
  const back = g.join('', { ...session, groupInstanceId: 'i0' })
  await g.world.advance(1500)
  g.commit()
  assert.equal(back.reply?.errorCode, ErrorCode.NONE)
  await g.world.advance(999)
  assert.equal(g.classic.members.size, 1)
  await g.world.advance(1)
  assert.equal(g.classic.members.size, 0)
})

test('a rebalance waits for static members as long as their sessions last', async () => {
  const g = new HeldGroups()
  const [a, b] = await g.stable(2, { groupInstanceId: 'i', sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 1000 })
  const leader = g.classic.leader!
  const instance = leader === a ? 'i0' : 'i1'
  const asked = g.join(leader, { groupInstanceId: instance, sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 1000 })
  await g.world.advance(1000)
  // Without them: they stay members, with their part of the assignment.
  assert.equal(asked.reply?.members.length, 2)
  assert.equal(g.classic.members.has(leader === a ? b! : a!), true)
})

test('who waits is told when another broker leads', async () => {
  const g = new HeldGroups()
  const joining = g.join('')
  g.state.unloaded()
  assert.equal(joining.reply?.errorCode, ErrorCode.NOT_COORDINATOR)
})

test('a group is made again from what was stored, and its sessions begin anew', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(2, { sessionTimeoutMs: 1000 })
  const other = new HeldGroups()
  for (const record of g.written) other.state.replay(record, -1, true)
  other.state.loaded()
  const { classic } = other
  assert.equal(classic.state, 'Stable')
  assert.equal(classic.leader, g.classic.leader)
  assert.equal(text(classic.members.get(a!)!.assignment), `of ${a}`)
  assert.equal(other.beat(a!, 1), ErrorCode.NONE)
  await other.world.advance(1000)
  assert.equal(classic.members.size, 0)
})

test('who waits for the others or for the leader is not expected to beat; the session begins anew with the answer', async () => {
  const g = new HeldGroups()
  const [a, b] = await g.stable(2, { sessionTimeoutMs: 1000, rebalanceTimeoutMs: 30_000 })
  const leader = g.classic.leader!
  const follower = leader === a ? b! : a!
  const more = { sessionTimeoutMs: 1000, rebalanceTimeoutMs: 30_000, protocols: [protocol('range', 'x')] }
  const again = g.join(follower, more)
  for (let i = 0; i < 5; i++) {
    await g.world.advance(500)
    g.beat(leader)
  }
  assert.equal(g.classic.members.has(follower), true)
  g.join(leader, more)
  assert.equal(again.reply?.generationId, 2)
  const synced = g.sync(follower)
  await g.world.advance(900)
  g.beat(leader)
  await g.world.advance(900)
  g.sync(leader, { [follower]: 'F' })
  assert.equal(text(synced.reply!.assignment), 'F')
  await g.world.advance(999)
  assert.equal(g.beat(follower), ErrorCode.NONE)
  await g.world.advance(1000)
  assert.equal(g.classic.members.has(follower), false)
})

test('a fenced instance is told so whatever it asks', async () => {
  const g = new HeldGroups()
  const [a] = await g.stable(1, { groupInstanceId: 'i' })
  const back = g.join('', { groupInstanceId: 'i0' })
  assert.equal(back.reply?.errorCode, ErrorCode.NONE)
  const old = { memberId: a!, groupInstanceId: 'i0', generationId: 1 }
  assert.equal(
    g.state.decide(g.group(), (fx) => heartbeat(g.classic, old, fx)),
    ErrorCode.FENCED_INSTANCE_ID,
  )
  assert.equal(
    g.state.decide(g.group(), (fx) => checkCommit(g.classic, old, false, fx)),
    ErrorCode.FENCED_INSTANCE_ID,
  )
  assert.equal(g.leave(a!, 'i0'), ErrorCode.FENCED_INSTANCE_ID)
})

test('a static member that comes back just before a rebalance is answered by the rebalance', async () => {
  const g = new HeldGroups()
  await g.stable(1, { groupInstanceId: 'i', sessionTimeoutMs: 100_000 })
  g.holds = true
  const back = g.join('', { groupInstanceId: 'i0', sessionTimeoutMs: 100_000 })
  const other = g.join('')
  assert.equal(other.reply?.generationId, 2)
  assert.equal(back.reply?.generationId, 2)
  assert.equal(back.reply?.leader, back.reply?.memberId)
  g.commit()
  assert.equal(g.classic.state, 'CompletingRebalance')
})

test('who may commit: members of the generation, and anybody as long as the group is empty', async () => {
  const g = new HeldGroups()
  const may = (memberId: string, generationId: number, isTransactional = false) =>
    g.state.decide(g.group(), (fx) =>
      checkCommit(g.classic, { memberId, groupInstanceId: null, generationId }, isTransactional, fx),
    )
  assert.equal(may('', -1), ErrorCode.NONE)
  assert.equal(may('x', 1), ErrorCode.UNKNOWN_MEMBER_ID)
  const [a] = await g.stable(1)
  assert.equal(may('', -1), ErrorCode.UNKNOWN_MEMBER_ID)
  assert.equal(may('', -1, true), ErrorCode.NONE)
  assert.equal(may(a!, 1), ErrorCode.NONE)
  assert.equal(may(a!, 0), ErrorCode.ILLEGAL_GENERATION)
  const other = g.join('')
  assert.equal(may(a!, 1), ErrorCode.NONE)
  g.join(a!)
  assert.equal(other.reply?.generationId, 2)
  assert.equal(may(a!, 2), ErrorCode.REBALANCE_IN_PROGRESS)
})

test('members that ask for an id and never come take no more room than so many, and clients that come find theirs', async () => {
  const g = new HeldGroups()
  const ask = (sessionTimeoutMs = 1_000_000) =>
    g.join('', { needsKnownMemberId: true, sessionTimeoutMs }).reply!.memberId
  const first = ask()
  for (let i = 0; i < 10_000; i++) ask()
  const last = ask()
  assert.equal(g.classic.pendingMembers.size, 10_000)
  assert.equal(g.join(first).reply?.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  const came = g.join(last)
  assert.equal(came.isAnswered, false)
  await g.world.advance(1_000_000)
  assert.equal(g.classic.pendingMembers.size, 0)
  assert.equal(came.reply?.errorCode, ErrorCode.NONE)
})
