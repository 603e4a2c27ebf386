/** What tests ask groups for: nobody in particular, a first join, an offset. */
import type { JoinRequest } from '../classic/join.ts'

/** Commits without being a member. */
export const NOBODY = { memberId: '', groupInstanceId: null, generationId: -1 }

export const JOIN: JoinRequest = {
  memberId: '',
  groupInstanceId: null,
  clientId: 'c',
  clientHost: '/127.0.0.1',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: new Uint8Array(0) }],
  needsKnownMemberId: false,
  supportsSkippingAssignment: false,
  newMemberId: 'c-1',
}

export const OFFSET_VALUE = {
  offset: 5,
  leaderEpoch: -1,
  metadata: '',
  commitTimestamp: 1,
  expireTimestamp: -1,
  topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
}
