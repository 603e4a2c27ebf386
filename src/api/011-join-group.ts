/**
 * JoinGroup 0–9. Version 0 has one timeout for both; from 4 on a new member is given its id first (KIP-394), 5 has static
 * members (KIP-345), 9 tells a leader that came back to keep the assignment. Answered when the group is complete.
 */

import type { Entropy } from '../io/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { JoinGroupRequest, JoinGroupResponseInput } from '../protocol/generated/011-join-group.js'
import type { Handler } from './handler.ts'

const FIRST_WITH_REBALANCE_TIMEOUT = 1
const FIRST_WITH_REQUIRED_MEMBER_ID = 4
const FIRST_WITH_NULL_PROTOCOL = 7
const FIRST_WITH_SKIPPED_ASSIGNMENT = 9

export const handler: Handler<JoinGroupRequest, JoinGroupResponseInput> = {
  apiKey: ApiKey.JoinGroup,
  minVersion: 0,
  maxVersion: 9,
  async handle(request, { apiVersion, clientId, remoteHost }, services) {
    const { groupId, memberId, groupInstanceId, sessionTimeoutMs, rebalanceTimeoutMs, protocolType } = request
    const hasTwoTimeouts = apiVersion >= FIRST_WITH_REBALANCE_TIMEOUT
    const joined = await services.groups.join(groupId, {
      memberId,
      groupInstanceId,
      clientId: clientId ?? '',
      clientHost: `/${remoteHost}`,
      sessionTimeoutMs,
      rebalanceTimeoutMs: Math.max(0, hasTwoTimeouts ? rebalanceTimeoutMs : sessionTimeoutMs),
      protocolType,
      // The frame goes, the member stays.
      protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: new Uint8Array(metadata) })),
      needsKnownMemberId: apiVersion >= FIRST_WITH_REQUIRED_MEMBER_ID && groupInstanceId === null,
      supportsSkippingAssignment: apiVersion >= FIRST_WITH_SKIPPED_ASSIGNMENT,
      newMemberId: `${groupInstanceId ?? clientId ?? ''}-${randomUuid(services.world.entropy)}`,
    })
    const { protocolName } = joined
    return { ...joined, protocolName: apiVersion >= FIRST_WITH_NULL_PROTOCOL ? protocolName : (protocolName ?? '') }
  },
}

/** As Java prints a random UUID (version 4). */
function randomUuid(entropy: Entropy): string {
  const bytes = Buffer.from(entropy.bytes(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
