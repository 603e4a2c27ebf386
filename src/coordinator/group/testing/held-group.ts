/** A partition of groups on virtual time, whose writes are committed when the test says so (at once by default). */
import assert from 'node:assert/strict'
import { MemoryWorld } from '../../../io/memory/world.ts'
import { GroupMeters } from '../../../metrics/group-metrics.ts'
import { ErrorCode } from '../../../protocol/error-codes.ts'
import { Deadlines } from '../../runtime/deadlines.ts'
import type { JoinReply, SyncReply } from '../classic/effects.ts'
import { type JoinRequest, joinGroup } from '../classic/join.ts'
import type { ClassicLimits } from '../classic/rebalance.ts'
import { heartbeat, leave } from '../classic/sessions.ts'
import { syncGroup } from '../classic/sync.ts'
import { GroupPartition } from '../group-state.ts'
import type { GroupRecord } from '../records.ts'

export class Asked<Reply> {
  reply: Reply | null = null

  get isAnswered(): boolean {
    return this.reply !== null
  }

  readonly answer = (reply: Reply): void => {
    assert.equal(this.isAnswered, false, 'answered twice')
    this.reply = reply
  }
}

export class HeldGroups {
  readonly world = new MemoryWorld()
  readonly state: GroupPartition
  readonly limits: ClassicLimits
  readonly meters = new GroupMeters()
  readonly written: GroupRecord[] = []
  /** Writes wait for `commit` when true. */
  holds = false
  private held: { records: readonly GroupRecord[]; producerId: number; done: (error: number) => void }[] = []
  private quiet: { after: number; call: () => void }[] = []
  private begun = 0
  private ended = 0
  private ids = 0

  constructor(limits: Partial<ClassicLimits> = {}) {
    this.limits = {
      initialRebalanceDelayMs: 0,
      groupMaxSize: 100,
      minSessionTimeoutMs: 1,
      maxSessionTimeoutMs: 1_000_000,
      ...limits,
    }
    const { clock, turn } = this.world
    this.state = new GroupPartition(
      {
        partition: 0,
        leaderEpoch: () => 0,
        world: this.world,
        deadlines: new Deadlines(clock, turn),
        write: (records, done) => this.take(records, -1, done),
        writeInTransaction: ({ producerId }, records, done) => this.take(records, producerId, done),
        afterWrites: (call) => {
          if (this.ended === this.begun) call()
          else this.quiet.push({ after: this.begun, call })
        },
      },
      this.limits,
      this.meters,
    )
  }

  private take(records: readonly GroupRecord[], producerId: number, done: (error: number) => void): void {
    this.begun++
    this.held.push({ records, producerId, done })
    if (!this.holds) this.commit()
  }

  /** Ends the first so many writes that wait, all by default. */
  commit(error: number = ErrorCode.NONE, count = this.held.length): void {
    for (const { records, producerId, done } of this.held.splice(0, count)) {
      this.ended++
      if (error === ErrorCode.NONE) {
        this.written.push(...records)
        for (const record of records) this.state.replay(record, producerId, false)
      }
      done(error)
    }
    while (this.quiet.length > 0 && this.quiet[0]!.after <= this.ended) this.quiet.shift()!.call()
  }

  /** Who waits is told that it lasts too long; what was written is under way still. */
  timeOut(): void {
    for (const write of this.held) {
      const { done } = write
      write.done = () => {}
      done(ErrorCode.REQUEST_TIMED_OUT)
    }
  }

  group(groupId = 'g') {
    return this.state.getOrMake(groupId)
  }

  get classic() {
    return this.group().classic
  }

  join(memberId: string, more: Partial<JoinRequest> = {}): Asked<JoinReply> {
    const asked = new Asked<JoinReply>()
    const request: JoinRequest = {
      memberId,
      groupInstanceId: null,
      clientId: 'c',
      clientHost: '/h',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      protocolType: 'consumer',
      protocols: [protocol('range')],
      needsKnownMemberId: false,
      supportsSkippingAssignment: true,
      newMemberId: `m${++this.ids}`,
      ...more,
    }
    this.state.decide(this.group(), (fx) => joinGroup(this.classic, request, asked.answer, fx, this.limits))
    return asked
  }

  sync(memberId: string, assignments: Record<string, string> = {}, generationId = this.classic.generationId) {
    const asked = new Asked<SyncReply>()
    const bytes = new Map(Object.entries(assignments).map(([id, text]) => [id, new TextEncoder().encode(text)]))
    const told = { protocolType: null, protocolName: null, groupInstanceId: null }
    this.state.decide(this.group(), (fx) =>
      syncGroup(this.classic, { ...told, memberId, generationId, assignments: bytes }, asked.answer, fx),
    )
    return asked
  }

  beat(memberId: string, generationId = this.classic.generationId): number {
    const request = { memberId, generationId, groupInstanceId: null }
    return this.state.decide(this.group(), (fx) => heartbeat(this.classic, request, fx))
  }

  leave(memberId: string, groupInstanceId: string | null = null): number {
    return this.state.decide(this.group(), (fx) => leave(this.classic, memberId, groupInstanceId, fx, this.limits))
  }

  /** So many members, all with their part. */
  async stable(count: number, more: Partial<JoinRequest> = {}): Promise<string[]> {
    const asked = Array.from({ length: count }, (_, i) =>
      this.join('', more.groupInstanceId === undefined ? more : { ...more, groupInstanceId: `i${i}` }),
    )
    await this.world.advance(this.limits.initialRebalanceDelayMs)
    const ids = asked.map(({ reply }) => reply!.memberId)
    const leader = asked[0]!.reply!.leader
    for (const id of ids) if (id !== leader) this.sync(id)
    this.sync(leader, Object.fromEntries(ids.map((id) => [id, `of ${id}`])))
    assert.equal(this.classic.state, 'Stable')
    return ids
  }
}

export function protocol(name: string, text = 'm'): { name: string; metadata: Uint8Array } {
  return { name, metadata: new TextEncoder().encode(text) }
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
