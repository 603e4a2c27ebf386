/** `odradek group reset | delete-offsets | clone`: committed offsets of groups without members. */
import { keyOf, type TopicPartition } from '../../client/group/assignors.ts'
import { GroupAdmin } from '../../client/group/group-admin.ts'
import type { CommittedOffset } from '../../client/group/offsets.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import { failOn } from '../cluster.ts'
import { confirm } from '../confirm.ts'
import { type ConnectFlags, clusterOf, withClient } from '../connect.ts'
import { CommandError, ExitCode, exitCodeOf, say, usageError } from '../exit.ts'
import { type PlannedOffset, planFromFile, planReset, thoseThere } from '../groups/reset.ts'
import { parseOffsetFile, parseTopicPartitions, type ScenarioFlags, scenarioOf } from '../groups/scenario.ts'
import { outputFormat, render } from '../output.ts'
import { readTextFile } from '../settings.ts'
import { write } from '../stdout.ts'

export interface ResetFlags extends ConnectFlags, ScenarioFlags {
  readonly output: string
  /** t or t:0,1 */
  readonly topic?: readonly string[]
  readonly allTopics?: boolean
  readonly execute?: boolean
  readonly dryRun?: boolean
  readonly export?: boolean
}

export async function resetGroup(groupId: string, flags: ResetFlags): Promise<void> {
  const format = outputFormat(flags.output)
  if (flags.fromFile === undefined && (flags.topic === undefined) === !flags.allTopics) {
    throw usageError('say which: --topic topic[:0,1] or --all-topics')
  }
  if (flags.execute && flags.dryRun) throw usageError('--execute and --dry-run: one of them')
  await withClient(flags, async (client) => {
    const cluster = clusterOf(client)
    const admin = new GroupAdmin(client)
    const scenario = scenarioOf(flags, cluster.nowMs())
    await refuseMembers(admin, groupId)
    const committed = await admin.offsets(groupId)
    const plan =
      scenario.kind === 'file'
        ? await planFromFile(cluster, committed, await offsetsFromFile(scenario.path, groupId))
        : await planReset(cluster, committed, flags.topic ?? null, scenario, sayLeftOut)
    for (const one of plan) warn(one)
    if (flags.execute && plan.length > 0) {
      await admin.commit(
        groupId,
        plan.map(({ topic, partition, new: offset }) => ({ topic, partition, offset })),
      )
    }
    const rows = plan.map((one) => ({
      group: groupId,
      topic: one.topic,
      partition: one.partition,
      old: one.old,
      new: one.new,
    }))
    if (flags.export) await write(plan.map((one) => `${one.topic},${one.partition},${one.new}\n`).join(''))
    else await write(render({ columns: ['group', 'topic', 'partition', 'old', 'new'], rows }, format))
    if (!flags.execute) process.stderr.write('nothing was changed: --execute does it\n')
  })
}

function sayLeftOut(place: TopicPartition): void {
  say(`${keyOf(place)} is not there any more: left out`)
}

async function offsetsFromFile(path: string, groupId: string) {
  const lines = parseOffsetFile(await readTextFile(path))
  return lines.filter(({ group }) => group === null || group === groupId)
}

function warn({ topic, partition, cut, isAfterAll, new: offset }: PlannedOffset): void {
  if (cut !== null) say(`${topic}-${partition}: ${cut.asked} is outside the log, ${offset} is taken`)
  if (isAfterAll) say(`${topic}-${partition}: no record is as new, the end is taken`)
}

/** As in Apache's tool: what members commit would overwrite it. A group that there is not is fine. */
async function refuseMembers(admin: GroupAdmin, groupId: string): Promise<void> {
  const group = await admin.describe(groupId)
  if (group === null || group.members.length === 0) return
  throw new CommandError(
    ExitCode.FAILED,
    `group ${groupId} is ${group.state}, with ${group.members.length} members: stop them first`,
  )
}

export interface DeleteOffsetsFlags extends ConnectFlags {
  readonly topic?: readonly string[]
  readonly yes?: boolean
  readonly dryRun?: boolean
}

export async function deleteGroupOffsets(groupId: string, flags: DeleteOffsetsFlags): Promise<void> {
  const texts = flags.topic ?? []
  if (texts.length === 0) throw usageError('say which: --topic topic[:0,1]')
  const wanted = texts.map(parseTopicPartitions)
  await withClient(flags, async (client) => {
    const admin = new GroupAdmin(client)
    const committed = (await admin.offsets(groupId)).filter(({ topic, partition }) =>
      wanted.some((one) => one.topic === topic && (one.partitions?.includes(partition) ?? true)),
    )
    if (committed.length === 0) {
      throw new CommandError(ExitCode.NOT_FOUND, `group ${groupId} has no offsets of ${texts.join(', ')}`)
    }
    if (flags.dryRun) {
      for (const one of committed) await write(`${keyOf(one)} at ${one.offset} would be forgotten\n`)
      return
    }
    if (!flags.yes) await confirm([groupId], `forgets ${committed.length} committed offsets of ${groupId}`, 'groups')
    const { errorCode, partitions } = await admin.deleteOffsets(groupId, committed)
    failOn(errorCode, `group ${groupId}`)
    for (const one of partitions) await sayDeleted(one)
  })
}

async function sayDeleted(one: TopicPartition & { errorCode: number }): Promise<void> {
  if (one.errorCode === ErrorCode.NONE) return write(`${keyOf(one)} forgotten\n`)
  say(`${keyOf(one)}: (${errorName(one.errorCode)})`)
  process.exitCode = exitCodeOf(errorName(one.errorCode))
}

export interface CloneFlags extends ConnectFlags {
  readonly topic?: readonly string[]
  readonly dryRun?: boolean
  readonly yes?: boolean
}

/** Another group begins where this one is. */
export async function cloneGroup(from: string, to: string, flags: CloneFlags): Promise<void> {
  const wanted = flags.topic?.map(parseTopicPartitions) ?? null
  await withClient(flags, async (client) => {
    const admin = new GroupAdmin(client)
    const offsets = (await admin.offsets(from)).filter(
      ({ topic, partition }) =>
        wanted?.some((one) => one.topic === topic && (one.partitions?.includes(partition) ?? true)) ?? true,
    )
    if (offsets.length === 0) throw new CommandError(ExitCode.NOT_FOUND, `group ${from} has committed nothing`)
    await refuseMembers(admin, to)
    await sayClone(admin, to, await thoseThere(clusterOf(client), offsets, sayLeftOut), flags)
  })
}

async function sayClone(
  admin: GroupAdmin,
  to: string,
  offsets: readonly CommittedOffset[],
  flags: CloneFlags,
): Promise<void> {
  if (flags.dryRun) {
    for (const one of offsets) await write(`${to} would begin ${keyOf(one)} at ${one.offset}\n`)
    return
  }
  if (!flags.yes && (await admin.offsets(to)).length > 0) {
    await confirm([to], `overwrites committed offsets of ${to}`, 'groups')
  }
  await admin.commit(to, offsets)
  await write(`${to} has ${offsets.length} offsets\n`)
}
