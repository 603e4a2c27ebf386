/** Heartbeat 0–4. Version 3 names static members. */
import { ApiKey } from '../protocol/apis.ts'
import type { HeartbeatRequest, HeartbeatResponseInput } from '../protocol/generated/012-heartbeat.js'
import type { Handler } from './handler.ts'

export const handler: Handler<HeartbeatRequest, HeartbeatResponseInput> = {
  apiKey: ApiKey.Heartbeat,
  minVersion: 0,
  maxVersion: 4,
  handle({ groupId, memberId, groupInstanceId, generationId }, _context, services) {
    return { errorCode: services.groups.heartbeat(groupId, { memberId, groupInstanceId, generationId }) }
  },
}
