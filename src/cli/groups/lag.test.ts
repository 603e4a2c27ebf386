/** Which groups lags are told of. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GroupDescription, ListedGroup } from '../../client/group/group-admin.ts'
import type { Cluster } from '../cluster.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { lagsByGroup } from './lag.ts'

const admin = {
  list: async () => ['here', 'went'].map((groupId) => ({ groupId }) as ListedGroup),
  describe: async (groupId: string) => (groupId === 'went' ? null : ({ members: [] } as unknown as GroupDescription)),
  offsets: async () => [],
}

test('a group that goes while all are told of is left out; one that was named has to be there', async () => {
  const cluster = {} as Cluster
  assert.deepEqual(await lagsByGroup(cluster, admin, []), [['here', []]])
  await assert.rejects(
    lagsByGroup(cluster, admin, ['here', 'went']),
    (error) => error instanceof CommandError && error.exitCode === ExitCode.NOT_FOUND,
  )
})
