/**
 * A session with ZooKeeper may expire while a broker starts (the machine slept, ZooKeeper was away). What a start does in the
 * tree belongs to no session in particular, so it is done again in the next one.
 */
import { OperatorError } from '../base/errors.ts'
import type { Clock } from '../io/world.ts'
import { NodeError } from './contract.ts'

/** Each takes the time of a session to expire: something is wrong that does not pass. */
const SESSIONS_MAX = 5
/** Until everybody has let go of the one that expired. */
const PAUSE_MS = 100

/** `work` bears that it was done already. */
export async function overSessions<T>(clock: Pick<Clock, 'sleep'>, work: () => Promise<T>): Promise<T> {
  for (let session = 1; ; session++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof NodeError) || error.kind !== 'session-expired') throw error
      if (session === SESSIONS_MAX) {
        throw new OperatorError(
          `${SESSIONS_MAX} sessions with ZooKeeper expired while the broker started: raise zookeeper.session.timeout.ms, or see what keeps ZooKeeper or this machine from answering in time`,
        )
      }
    }
    await clock.sleep(PAUSE_MS)
  }
}
