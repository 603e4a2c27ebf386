/** kafka-consumer-groups.sh --describe */
import type { KafkaClient } from '../../client/client.ts'
import type { GroupAdmin, GroupDescription, GroupMember } from '../../client/group/group-admin.ts'
import { byTopic } from '../../client/group/protocol.ts'
import { clusterOf } from '../connect.ts'
import { lagsOf, type PartitionLag } from '../groups/lag.ts'
import { write } from '../stdout.ts'
import type { Flags } from './options.ts'
import { printError } from './print-error.ts'

const NONE = '-'
const REBALANCING = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling'])

export async function describeGroups(
  client: KafkaClient,
  admin: GroupAdmin,
  groupIds: readonly string[],
  flags: Flags,
): Promise<void> {
  for (const groupId of groupIds) {
    const group = await admin.describe(groupId)
    if (group === null) {
      await printError(`Consumer group '${groupId}' does not exist.`)
      // Apache's tool prints the titles of members all the same.
      if (flags.has('members')) await write(members(groupId, [], flags.has('verbose')))
      continue
    }
    sayState(group)
    if (flags.has('members')) await write(members(groupId, group.members, flags.has('verbose')))
    else if (flags.has('state')) await write(await state(client, group))
    else await write(offsets(groupId, await lagsOf(clusterOf(client), admin, groupId, group.members)))
  }
}

function sayState({ groupId, state: now }: GroupDescription): void {
  if (now === 'Empty') process.stderr.write(`\nConsumer group '${groupId}' has no active members.\n`)
  if (REBALANCING.has(now)) process.stderr.write(`\nWarning: Consumer group '${groupId}' is rebalancing.\n`)
}

/** Cells padded to their widths, one blank between; the last is padded only when it has a width. */
function lines(widths: readonly number[], rows: readonly (readonly string[])[]): string {
  return `\n${rows.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}\n`).join('')}`
}

function widest(least: number, texts: readonly string[]): number {
  return Math.max(least, ...texts.map((text) => text.length))
}

function offsets(groupId: string, lags: readonly PartitionLag[]): string {
  if (lags.length === 0) return ''
  const text = (value: number | null): string => (value === null ? NONE : String(value))
  const rows = lags.map(({ topic, partition, current, end, lag, member }) => [
    groupId,
    topic,
    String(partition),
    text(current),
    text(end),
    text(lag),
    member?.memberId ?? NONE,
    member?.host ?? NONE,
    member?.clientId ?? NONE,
  ])
  const column = (at: number): string[] => rows.map((row) => row[at]!)
  const widths = [widest(15, [groupId]), widest(15, column(1)), 10, 15, 15, 15]
  widths.push(widest(15, column(6)), widest(15, column(7)))
  const titles = 'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID'.split(' ')
  return lines(widths, [titles, ...rows])
}

function members(groupId: string, all: readonly GroupMember[], isVerbose: boolean): string {
  const hasInstances = all.some(({ instanceId }) => instanceId !== null)
  const row = (cells: readonly string[], instance: string): string[] => {
    const [group, id, host, client, count, assignment] = cells
    return [group!, id!, ...(hasInstances ? [instance] : []), host!, client!, count!, isVerbose ? assignment! : '']
  }
  const widths = [
    widest(15, [groupId]),
    widest(
      15,
      all.map(({ memberId }) => memberId),
    ),
    ...(hasInstances
      ? [
          widest(
            17,
            all.map(({ instanceId }) => instanceId ?? ''),
          ),
        ]
      : []),
    widest(
      15,
      all.map(({ host }) => host),
    ),
    widest(
      15,
      all.map(({ clientId }) => clientId),
    ),
    15,
  ]
  const titles = row(['GROUP', 'CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS', 'ASSIGNMENT'], 'GROUP-INSTANCE-ID')
  const rows = all.map((member) => {
    const { memberId, host, clientId, assignment, instanceId } = member
    return row([groupId, memberId, host, clientId, String(assignment.length), assignmentText(member)], instanceId ?? '')
  })
  return lines(widths, [titles, ...rows])
}

function assignmentText({ assignment }: GroupMember): string {
  if (assignment.length === 0) return NONE
  return byTopic(assignment)
    .map(({ topic, partitions }) => `${topic}(${partitions.join(',')})`)
    .join(', ')
}

async function state(client: KafkaClient, group: GroupDescription): Promise<string> {
  const { brokers } = await client.metadata([])
  const broker = brokers.find(({ id }) => id === group.coordinator)
  const coordinator = `${broker?.host ?? ''}:${broker?.port ?? ''}  (${group.coordinator})`
  const titles = ['GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS']
  const row = [group.groupId, coordinator, group.protocol, group.state, String(group.members.length)]
  return lines([widest(25, [group.groupId]), widest(25, [coordinator]), 20, 15], [titles, row])
}
