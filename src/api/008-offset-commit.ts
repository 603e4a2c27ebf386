/**
 * OffsetCommit 0–10. Version 0 names no member; Apache in ZooKeeper mode keeps those commits in ZooKeeper, here they are
 * commits like others. Version 1 may tell the time of the commit, 2 to 4 how long it is kept, 6 the leader epoch, 7 a static
 * member; 10 names topics by id. What Apache refuses partition by partition is refused so, the rest is stored together.
 */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { OffsetCommitRequest, OffsetCommitResponseInput } from '../protocol/generated/008-offset-commit.js'
import type { Handler } from './handler.ts'
import { sortOffsets } from './offsets-to-commit.ts'

const FIRST_WITH_IDS = 10

export const handler: Handler<OffsetCommitRequest, OffsetCommitResponseInput> = {
  apiKey: ApiKey.OffsetCommit,
  minVersion: 0,
  maxVersion: 10,
  async handle(request, { apiVersion }, services) {
    const byId = apiVersion >= FIRST_WITH_IDS
    const expireTimestamp = expiry(request.retentionTimeMs, services.world.clock.wallMs())
    const { topics, offsets, settle } = sortOffsets(request.topics, byId, expireTimestamp, services)
    if (offsets.length > 0) {
      const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = request
      const missing = byId ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION
      settle(await services.groups.commit(groupId, { memberId, groupInstanceId, generationId }, offsets, missing))
    }
    return { topics }
  },
}

/** Any number may come: what is over already is over, and for ever is as far as numbers go. */
function expiry(retentionTimeMs: number, nowMs: number): number {
  return retentionTimeMs === -1 ? -1 : Math.max(0, Math.min(nowMs + retentionTimeMs, Number.MAX_SAFE_INTEGER))
}
