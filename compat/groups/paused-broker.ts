// The broker is stopped (SIGSTOP) for twice the session of its members, whose heartbeats wait in its sockets meanwhile. When
// it goes on it must expire nobody: they were never silent.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, expect } from '../lib/client.ts'
import { Unavailable } from '../lib/process.ts'
import { RawMember } from './raw-member.ts'
import { describeGroup, findCoordinator } from './records.ts'

const SESSION_MS = 2500
const MEMBERS = 5

export async function pausedBroker(context: Context): Promise<void> {
  const { bootstrap, brokerPid } = context
  if (brokerPid === undefined) throw new Unavailable('the broker is not a process of this run')
  const groupId = context.name('paused')
  await findCoordinator(bootstrap, groupId)
  const options = { address: bootstrap, groupId, topic: 'none', sessionMs: SESSION_MS }
  const members = Array.from({ length: MEMBERS }, () => new RawMember(options))
  try {
    await Promise.all(members.map((member) => member.start()))
    await sleep(1000)
    const before = members.map(({ generationId }) => generationId)
    const last = Math.max(...before)
    expect(
      before.every((generation) => generation === last),
      `generations ${before}`,
    )
    process.kill(brokerPid, 'SIGSTOP')
    await sleep(2 * SESSION_MS)
    process.kill(brokerPid, 'SIGCONT')
    await sleep(1500)
    const after = members.map(({ generationId }) => generationId)
    expect(
      after.every((generation) => generation === last),
      `generation ${last} became ${after}`,
    )
    for (const { beats } of members)
      expect(
        beats.every((code) => code === 0),
        `heartbeats were answered ${beats}`,
      )
    const { state, members: count } = await describeGroup(bootstrap, groupId)
    expect(state === 'Stable' && count === MEMBERS, `the group is ${state} with ${count} members`)
  } finally {
    process.kill(brokerPid, 'SIGCONT')
    await Promise.allSettled(members.map((member) => member.stop()))
  }
}
