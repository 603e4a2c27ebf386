/**
 * What a decision about a classic group asks for. Decisions change the members and timers in memory, as Apache does; what
 * must survive goes out as a record, and what hangs on its commit is decided when it is there.
 */
import type { GroupMetadataValueInput } from '../../../protocol/generated/consumer-offsets.js'
import type { Member } from './group.ts'

export interface JoinReply {
  readonly errorCode: number
  readonly memberId: string
  readonly generationId: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leader: string
  readonly skipAssignment: boolean
  readonly members: readonly { memberId: string; groupInstanceId: string | null; metadata: Uint8Array }[]
}

export interface SyncReply {
  readonly errorCode: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly assignment: Uint8Array
}

/** Answers one request; called once. */
export type Answer<Reply> = (reply: Reply) => void

/** 'member': its session, or the wait of one that has an id and did not join yet. */
export type DeadlineName = { readonly of: 'join' | 'sync' } | { readonly of: 'member'; readonly memberId: string }

/** What a write was for: decided on when it is committed or refused. */
export type WritePurpose =
  | { readonly for: 'assignment'; readonly generationId: number; readonly assignments: ReadonlyMap<string, Uint8Array> }
  | { readonly for: 'empty' }
  | { readonly for: 'static member'; readonly replacement: StaticReplacement }

/** A static member came back under a new member id while the group was stable: what to undo when that is not stored. */
export interface StaticReplacement {
  readonly member: Member
  readonly instanceId: string
  readonly oldMemberId: string
  readonly newMemberId: string
  readonly oldLeader: string | null
  readonly oldProtocols: Member['protocols']
  readonly oldRebalanceTimeoutMs: number
  readonly oldSessionTimeoutMs: number
  readonly generationId: number
  readonly skipsAssignment: boolean
  readonly answer: Answer<JoinReply>
}

export class Effects {
  readonly wallMs: number
  readonly replies: (() => void)[] = []
  readonly deadlines: { readonly name: DeadlineName /** null: no more */; readonly delayMs: number | null }[] = []
  /** Of this decision: an assignment is stored and the group is stable. */
  completedRebalances = 0
  readonly writes: { readonly value: GroupMetadataValueInput; readonly purpose: WritePurpose }[] = []

  constructor(wallMs: number) {
    this.wallMs = wallMs
  }

  reply<Reply>(answer: Answer<Reply>, reply: Reply): void {
    this.replies.push(() => answer(reply))
  }

  deadline(name: DeadlineName, delayMs: number | null): void {
    this.deadlines.push({ name, delayMs })
  }

  write(value: GroupMetadataValueInput, purpose: WritePurpose): void {
    this.writes.push({ value, purpose })
  }
}
