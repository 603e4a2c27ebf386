/** kafka-consumer-groups.sh --reset-offsets */
import { keyOf, type TopicPartition } from '../../client/group/assignors.ts'
import type { GroupAdmin } from '../../client/group/group-admin.ts'
import type { Cluster } from '../cluster.ts'
import { NothingToShiftError, type PlannedOffset, planFromFile, planReset } from '../groups/reset.ts'
import { type FileOffset, parseOffsetFile, type Scenario, scenarioOf } from '../groups/scenario.ts'
import { readTextFile } from '../settings.ts'
import { write } from '../stdout.ts'
import { type Flags, UsageError } from './options.ts'
import { printError } from './print-error.ts'

export async function resetOffsets(
  cluster: Cluster,
  admin: GroupAdmin,
  groupIds: readonly string[],
  flags: Flags,
): Promise<void> {
  const scenario = scenarioOf(
    {
      toEarliest: flags.has('to-earliest'),
      toLatest: flags.has('to-latest'),
      toCurrent: flags.has('to-current'),
      toOffset: flags.one('to-offset'),
      shiftBy: flags.one('shift-by'),
      byDuration: flags.one('by-duration'),
      toDatetime: flags.one('to-datetime'),
      fromFile: flags.one('from-file'),
    },
    cluster.nowMs(),
  )
  const lines = scenario.kind === 'file' ? parseOffsetFile(await readTextFile(scenario.path)) : []
  const plans: [string, PlannedOffset[]][] = []
  for (const groupId of groupIds) {
    const group = await admin.describe(groupId)
    if (group !== null && group.members.length > 0) {
      await printError(
        `Assignments can only be reset if the group '${groupId}' is inactive, but the current state is ${group.state}.`,
      )
      continue
    }
    const plan = await planOf(cluster, admin, groupId, scenario, lines, flags)
    for (const one of plan) await sayDeviation(one)
    if (flags.has('execute') && plan.length > 0) {
      await admin.commit(
        groupId,
        plan.map(({ topic, partition, new: offset }) => ({ topic, partition, offset })),
      )
    }
    plans.push([groupId, plan])
  }
  await write(flags.has('export') ? csv(plans, groupIds.length > 1) : table(plans))
}

async function planOf(
  cluster: Cluster,
  admin: GroupAdmin,
  groupId: string,
  scenario: Scenario,
  lines: readonly FileOffset[],
  flags: Flags,
): Promise<PlannedOffset[]> {
  const committed = await admin.offsets(groupId)
  if (scenario.kind !== 'file') {
    const topics = flags.has('all-topics') ? null : flags.many('topic')
    try {
      return await planReset(cluster, committed, topics, scenario, sayLeftOut)
    } catch (error) {
      if (!(error instanceof NothingToShiftError)) throw error
      throw new UsageError(
        `Cannot shift offset for partition ${error.partition} since there is no current committed offset`,
      )
    }
  }
  const own = lines.filter(({ group }) => group === null || group === groupId)
  return planFromFile(cluster, committed, own)
}

/** Apache's tool fails then, for all topics (but with --to-current, which it takes as it is). */
function sayLeftOut(place: TopicPartition): void {
  process.stderr.write(`WARN Topic partition ${keyOf(place)} does not exist any more and is left out.\n`)
}

async function sayDeviation({ topic, partition, cut, isAfterAll, new: offset }: PlannedOffset): Promise<void> {
  if (isAfterAll) {
    await write(`\nWarn: Partition ${partition} from topic ${topic} is empty. Falling back to latest known offset.\n`)
  }
  if (cut === null) return
  const bound = cut.side === 'lower' ? 'lower than earliest' : 'higher than latest'
  process.stderr.write(
    `WARN New offset (${cut.asked}) is ${bound} offset for topic partition ${topic}-${partition}. Value will be set to ${offset}\n`,
  )
}

function table(plans: readonly [string, readonly PlannedOffset[]][]): string {
  const line = (group: string, topic: string, partition: string, offset: string): string =>
    `${group.padEnd(30)} ${topic.padEnd(30)} ${partition.padEnd(10)} ${offset.padEnd(15)}\n`
  const rows = plans.flatMap(([groupId, plan]) =>
    plan.map((one) => line(groupId, one.topic, String(one.partition), String(one.new))),
  )
  return `\n${line('GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET')}${rows.join('')}`
}

function csv(plans: readonly [string, readonly PlannedOffset[]][], withGroup: boolean): string {
  const rows = plans.flatMap(([groupId, plan]) =>
    plan.map((one) => `${withGroup ? `${groupId},` : ''}${one.topic},${one.partition},${one.new}\n`),
  )
  return `${rows.join('')}\n`
}
