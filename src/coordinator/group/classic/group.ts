/**
 * A classic consumer group: its members and where it stands in a rebalance. Apache's GroupMetadata, KIP-62, KIP-345 (static
 * members), KIP-394 (required member ids).
 *
 *     Empty ─join→ PreparingRebalance ─all joined or timeout→ CompletingRebalance ─leader's assignment stored→ Stable
 *       ↑                   │  ↑                                     │                                       │
 *       └──── all gone ─────┘  └──────────── join, leave, session over, sync missed ←──────────────────────┘
 */
import type { TimestampMs } from '../../../base/kinds.ts'
import type { GroupMetadataValueInput } from '../../../protocol/generated/consumer-offsets.js'
import type { Answer, JoinReply, SyncReply } from './effects.ts'

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

export interface Protocol {
  readonly name: string
  readonly metadata: Uint8Array
}

export interface Member {
  memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  rebalanceTimeoutMs: number
  sessionTimeoutMs: number
  readonly protocolType: string
  protocols: readonly Protocol[]
  assignment: Uint8Array
  /** Waits for the others. Set by the group alone, which counts. */
  join: Answer<JoinReply> | null
  /** Waits for the leader's assignment. */
  sync: Answer<SyncReply> | null
  /** Has never got an answer to JoinGroup in this life. */
  isNew: boolean
}

export const NO_BYTES = new Uint8Array(0)

export class ClassicGroup {
  readonly groupId: string
  private stateNow: GroupState = 'Empty'
  /** When it came to its state, on the wall clock; null: not known (records older than version 2). */
  stateSinceMs: TimestampMs | null
  generationId = 0
  protocolType: string | null = null
  protocolName: string | null = null
  leader: string | null = null
  readonly members = new Map<string, Member>()
  /** By group.instance.id. */
  readonly staticMembers = new Map<string, string>()
  /** Given a member id, and not joined with it yet (KIP-394). */
  readonly pendingMembers = new Set<string>()
  /** Joined this generation, and sent no SyncGroup yet. */
  readonly pendingSync = new Set<string>()
  /** How many members wait for the others. */
  private joining = 0
  /** How many members are ready to use each protocol. */
  private readonly support = new Map<string, number>()
  /** The first rebalance of an empty group goes on for as long as members come (KIP-134): what is left of that. */
  initialJoin: { readonly remainingMs: number } | null = null
  newMemberAdded = false

  constructor(groupId: string, wallMs: TimestampMs | null) {
    this.groupId = groupId
    this.stateSinceMs = wallMs
  }

  get state(): GroupState {
    return this.stateNow
  }

  is(state: GroupState): boolean {
    return this.stateNow === state
  }

  become(state: GroupState, wallMs: TimestampMs | null): void {
    this.stateNow = state
    this.stateSinceMs = wallMs
  }

  get canRebalance(): boolean {
    return this.is('Stable') || this.is('CompletingRebalance') || this.is('Empty')
  }

  // ── Members ───────────────────────────────────────────────────────────────────────────────────────────────────────

  add(member: Member): void {
    if (member.groupInstanceId !== null) this.staticMembers.set(member.groupInstanceId, member.memberId)
    if (this.members.size === 0) this.protocolType = member.protocolType
    this.leader ??= member.memberId
    this.members.set(member.memberId, member)
    if (member.join !== null) this.joining++
    this.pendingMembers.delete(member.memberId)
    this.countProtocols(member.protocols, 1)
  }

  remove(memberId: string): void {
    const member = this.members.get(memberId)
    if (member !== undefined) {
      this.members.delete(memberId)
      if (member.join !== null) this.joining--
      this.countProtocols(member.protocols, -1)
      if (member.groupInstanceId !== null) this.staticMembers.delete(member.groupInstanceId)
    }
    if (this.leader === memberId) this.leader = this.members.keys().next().value ?? null
    this.pendingMembers.delete(memberId)
    this.pendingSync.delete(memberId)
  }

  update(member: Member, protocols: readonly Protocol[], rebalanceTimeoutMs: number, sessionTimeoutMs: number): void {
    this.countProtocols(member.protocols, -1)
    member.protocols = protocols
    this.countProtocols(protocols, 1)
    member.rebalanceTimeoutMs = rebalanceTimeoutMs
    member.sessionTimeoutMs = sessionTimeoutMs
  }

  /** The same member under another id. */
  rename(member: Member, newMemberId: string): void {
    const { memberId, groupInstanceId } = member
    this.members.delete(memberId)
    member.memberId = newMemberId
    this.members.set(newMemberId, member)
    if (this.leader === memberId) this.leader = newMemberId
    if (groupInstanceId !== null) this.staticMembers.set(groupInstanceId, newMemberId)
    if (this.pendingSync.delete(memberId)) this.pendingSync.add(newMemberId)
  }

  /** Sets whom a member's JoinGroup is answered to; null: it is answered. The member need not be one any more. */
  setJoin(member: Member, join: Answer<JoinReply> | null): void {
    if (this.members.get(member.memberId) === member)
      this.joining += Number(join !== null) - Number(member.join !== null)
    member.join = join
  }

  get awaitingJoin(): number {
    return this.joining
  }

  get haveAllJoined(): boolean {
    return this.pendingMembers.size === 0 && this.joining === this.members.size
  }

  /** The longest that any member asked for. */
  get rebalanceTimeoutMs(): number {
    let longest = 0
    for (const { rebalanceTimeoutMs } of this.members.values()) longest = Math.max(longest, rebalanceTimeoutMs)
    return longest
  }

  // ── Protocols ─────────────────────────────────────────────────────────────────────────────────────────────────────

  supports(protocolType: string, protocols: readonly Protocol[]): boolean {
    if (this.is('Empty')) return protocolType !== '' && protocols.length > 0
    if (this.protocolType !== protocolType) return false
    // Without members, while others are about to join (KIP-394), each is fine.
    return protocols.some(({ name }) => this.supportOf(name) === this.members.size)
  }

  /** Of those that all members have, the one that most of them like best. */
  selectProtocol(): string {
    const votes = new Map<string, number>()
    for (const { protocols } of this.members.values()) {
      const choice = protocols.find(({ name }) => this.supportOf(name) === this.members.size)
      if (choice !== undefined) votes.set(choice.name, (votes.get(choice.name) ?? 0) + 1)
    }
    let best = ''
    let most = 0
    for (const [name, count] of votes) {
      if (count <= most) continue
      best = name
      most = count
    }
    return best
  }

  private supportOf(name: string): number {
    return this.support.get(name) ?? 0
  }

  private countProtocols(protocols: readonly Protocol[], by: number): void {
    for (const name of new Set(protocols.map((protocol) => protocol.name))) {
      const count = this.supportOf(name) + by
      if (count === 0) this.support.delete(name)
      else this.support.set(name, count)
    }
  }

  // ── Views ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  metadataOf(member: Member): Uint8Array {
    return member.protocols.find(({ name }) => name === this.protocolName)?.metadata ?? NO_BYTES
  }

  /** What the leader is told. */
  memberList(): JoinReply['members'] {
    return [...this.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      metadata: this.metadataOf(member),
    }))
  }

  /** What of the group survives, with these assignments. */
  toRecord(assignments: ReadonlyMap<string, Uint8Array>): GroupMetadataValueInput {
    const members = [...this.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      subscription: this.metadataOf(member),
      assignment: assignments.get(member.memberId) ?? NO_BYTES,
    }))
    return {
      protocolType: this.protocolType ?? '',
      generation: this.generationId,
      protocol: this.protocolName,
      leader: this.leader,
      currentStateTimestamp: this.stateSinceMs ?? -1,
      members,
    }
  }

  static fromRecord(groupId: string, value: GroupMetadataValueInput): ClassicGroup {
    const since = value.currentStateTimestamp ?? -1
    const group = new ClassicGroup(groupId, since === -1 ? null : since)
    const protocolType = value.protocolType ?? ''
    for (const stored of value.members ?? []) {
      group.add({
        memberId: stored.memberId ?? '',
        groupInstanceId: stored.groupInstanceId ?? null,
        clientId: stored.clientId ?? '',
        clientHost: stored.clientHost ?? '',
        rebalanceTimeoutMs: stored.rebalanceTimeout ?? -1,
        sessionTimeoutMs: stored.sessionTimeout ?? 0,
        protocolType,
        protocols: [{ name: value.protocol ?? '', metadata: stored.subscription ?? NO_BYTES }],
        assignment: stored.assignment ?? NO_BYTES,
        join: null,
        sync: null,
        isNew: false,
      })
    }
    group.protocolType = protocolType === '' ? null : protocolType
    group.protocolName = value.protocol ?? null
    group.generationId = value.generation ?? 0
    group.leader = value.leader ?? null
    group.become(group.members.size === 0 ? 'Empty' : 'Stable', group.stateSinceMs)
    return group
  }
}
