/** `odradek group list | describe | lag | delete`. */
import { GroupAdmin, type GroupDescription } from '../../client/group/group-admin.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import { wholeNumber } from '../cluster.ts'
import { confirm } from '../confirm.ts'
import { type ConnectFlags, clusterOf, withClient } from '../connect.ts'
import { CommandError, ExitCode, exitCodeOf, say } from '../exit.ts'
import { existing, lagsByGroup, lagsOf, type PartitionLag } from '../groups/lag.ts'
import { type Listing, outputFormat, type Row, render } from '../output.ts'
import { write } from '../stdout.ts'

export interface GroupListFlags extends ConnectFlags {
  readonly output: string
  readonly state?: readonly string[]
  readonly type?: readonly string[]
}

export async function listGroups(flags: GroupListFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const groups = await new GroupAdmin(client).list({ states: flags.state, types: flags.type })
    const rows = groups
      .map(({ groupId, state, type, protocolType, coordinator }) => ({
        group: groupId,
        state: state || null,
        type: type || null,
        protocol: protocolType || null,
        coordinator,
      }))
      .sort((a, b) => (a.group < b.group ? -1 : 1))
    const listing = { columns: ['group', 'state', 'type'], wideColumns: ['protocol', 'coordinator'], rows }
    await write(render(listing, format))
  })
}

export interface GroupDescribeFlags extends ConnectFlags {
  readonly output: string
  readonly members?: boolean
  readonly state?: boolean
}

export async function describeGroups(groupIds: readonly string[], flags: GroupDescribeFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const admin = new GroupAdmin(client)
    const rows: Row[] = []
    let columns: Omit<Listing, 'rows'> = OFFSET_COLUMNS
    for (const groupId of groupIds) {
      const group = await existing(admin, groupId)
      if (flags.state) rows.push(stateRow(group))
      else if (flags.members) rows.push(...memberRows(group))
      else
        rows.push(...(await lagsOf(clusterOf(client), admin, groupId, group.members)).map((one) => row(groupId, one)))
    }
    if (flags.state) columns = STATE_COLUMNS
    else if (flags.members) columns = MEMBER_COLUMNS
    await write(render({ ...columns, rows }, format))
  })
}

const OFFSET_COLUMNS = {
  columns: ['group', 'topic', 'partition', 'current', 'end', 'lag', 'client'],
  wideColumns: ['member', 'host', 'instance'],
}
const MEMBER_COLUMNS = {
  columns: ['group', 'member', 'client', 'host', 'partitions'],
  wideColumns: ['instance', 'assignment'],
}
const STATE_COLUMNS = {
  columns: ['group', 'state', 'type', 'assignor', 'members', 'coordinator'],
  wideColumns: ['protocol'],
}

function row(group: string, { topic, partition, current, end, lag, member }: PartitionLag): Row {
  return {
    group,
    topic,
    partition,
    current,
    end,
    lag,
    client: member?.clientId ?? null,
    member: member?.memberId ?? null,
    host: member?.host ?? null,
    instance: member?.instanceId ?? null,
  }
}

function memberRows({ groupId, members }: GroupDescription): Row[] {
  return members.map(({ memberId, clientId, host, instanceId, assignment }) => ({
    group: groupId,
    member: memberId,
    client: clientId,
    host,
    partitions: assignment.length,
    instance: instanceId,
    assignment: assignment.map(({ topic, partition }) => `${topic}-${partition}`).sort(),
  }))
}

function stateRow({ groupId, state, type, protocol, protocolType, members, coordinator }: GroupDescription): Row {
  return {
    group: groupId,
    state,
    type,
    assignor: protocol || null,
    members: members.length,
    coordinator,
    protocol: protocolType,
  }
}

export interface GroupLagFlags extends ConnectFlags {
  readonly output: string
  readonly max?: string
}

/** One row for each group and topic. With --max, exit code 1 when a group is further behind. */
export async function groupLag(groupIds: readonly string[], flags: GroupLagFlags): Promise<void> {
  const format = outputFormat(flags.output)
  const max = wholeNumber(flags.max, '--max', 0, Number.MAX_SAFE_INTEGER)
  await withClient(flags, async (client) => {
    const admin = new GroupAdmin(client)
    const rows: Row[] = []
    for (const [groupId, lags] of await lagsByGroup(clusterOf(client), admin, groupIds)) {
      for (const topic of new Set(lags.map((one) => one.topic))) {
        const of = lags.filter((one) => one.topic === topic)
        const lag = of.reduce((sum, one) => sum + (one.lag ?? 0), 0)
        rows.push({
          group: groupId,
          topic,
          partitions: of.length,
          lag,
          unknown: of.filter((one) => one.lag === null).length,
        })
      }
      const total = lags.reduce((sum, one) => sum + (one.lag ?? 0), 0)
      if (max === null || total <= max) continue
      say(`${groupId} is ${total} records behind, more than ${max}`)
      process.exitCode = ExitCode.FAILED
    }
    await write(render({ columns: ['group', 'topic', 'partitions', 'lag'], wideColumns: ['unknown'], rows }, format))
  })
}

export interface GroupDeleteFlags extends ConnectFlags {
  readonly yes?: boolean
  readonly ifExists?: boolean
  readonly dryRun?: boolean
}

export async function deleteGroups(groupIds: readonly string[], flags: GroupDeleteFlags): Promise<void> {
  await withClient(flags, async (client) => {
    const admin = new GroupAdmin(client)
    if (flags.dryRun) {
      for (const groupId of groupIds) {
        const group = flags.ifExists ? await admin.describe(groupId) : await existing(admin, groupId)
        if (group === null) continue
        if (group.members.length > 0)
          throw new CommandError(ExitCode.FAILED, `group ${groupId} has members: stop them first`)
        await write(`${groupId} would be deleted\n`)
      }
      return
    }
    if (!flags.yes) await confirm(groupIds, `deletes ${groupIds.join(', ')} with all committed offsets`, 'groups')
    for (const groupId of groupIds) {
      const errorCode = await admin.delete(groupId)
      if (errorCode === ErrorCode.NONE) await write(`${groupId} deleted\n`)
      else if (!flags.ifExists || errorCode !== ErrorCode.GROUP_ID_NOT_FOUND) {
        say(`group ${groupId}: (${errorName(errorCode)})`)
        process.exitCode = exitCodeOf(errorName(errorCode))
      }
    }
  })
}
