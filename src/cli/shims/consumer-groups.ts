/** kafka-consumer-groups.sh */
import { GroupAdmin } from '../../client/group/group-admin.ts'
import { clusterOf, withClient } from '../connect.ts'
import { ExitCode } from '../exit.ts'
import { write } from '../stdout.ts'
import { deleteGroups, deleteOffsets } from './consumer-groups-delete.ts'
import { describeGroups } from './consumer-groups-describe.ts'
import { resetOffsets } from './consumer-groups-reset.ts'
import { failureOf } from './java-errors.ts'
import { type Flags, UsageError } from './options.ts'
import { printError } from './print-error.ts'
import type { Shim } from './run.ts'

const SCENARIOS = [
  'to-offset',
  'to-current',
  'to-datetime',
  'from-file',
  'by-duration',
  'to-earliest',
  'to-latest',
  'shift-by',
]
const ONLY_WITH: Readonly<Record<string, readonly string[]>> = {
  members: ['describe'],
  offsets: ['describe'],
  verbose: ['describe'],
  state: ['describe', 'list'],
  type: ['list'],
  ...Object.fromEntries(
    ['execute', 'dry-run', 'export', 'all-topics', ...SCENARIOS].map((name) => [name, ['reset-offsets']]),
  ),
}
const STATES = ['PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Empty', 'Assigning', 'Reconciling']
const TYPES = ['Consumer', 'Classic']

export const shim: Shim = {
  about:
    'List all consumer groups, describe a consumer group, delete consumer group info, or reset consumer group offsets.',
  flags: {
    'all-groups': 'flag',
    'all-topics': 'flag',
    'bootstrap-server': 'value',
    'by-duration': 'value',
    'command-config': 'value',
    delete: 'flag',
    'delete-offsets': 'flag',
    describe: 'flag',
    'dry-run': 'flag',
    execute: 'flag',
    export: 'flag',
    'from-file': 'value',
    group: 'many',
    list: 'flag',
    members: 'flag',
    offsets: 'flag',
    'reset-offsets': 'flag',
    'shift-by': 'value',
    state: 'maybe',
    timeout: 'value',
    'to-current': 'flag',
    'to-datetime': 'value',
    'to-earliest': 'flag',
    'to-latest': 'flag',
    'to-offset': 'value',
    topic: 'many',
    type: 'maybe',
    verbose: 'flag',
  },
  run,
}

/** Failures of the cluster are told and end with 0, as Apache's tool does; only a wrong command line ends with 1. */
async function run(flags: Flags): Promise<number> {
  check(flags)
  const timeout = flags.one('timeout')
  const connect = {
    bootstrapServer: flags.one('bootstrap-server')!,
    commandConfig: flags.one('command-config'),
    X: timeout === undefined ? undefined : { 'request.timeout.ms': timeout },
  }
  try {
    await withClient(connect, async (client) => {
      const admin = new GroupAdmin(client)
      const cluster = clusterOf(client)
      if (flags.has('list')) return list(admin, flags)
      const groups = flags.has('all-groups') ? (await admin.list()).map(({ groupId }) => groupId) : flags.many('group')
      const named = [...new Set(groups)].sort()
      if (flags.has('describe')) return describeGroups(client, admin, named, flags)
      if (flags.has('reset-offsets')) return resetOffsets(cluster, admin, named, flags)
      if (flags.has('delete-offsets')) return deleteOffsets(cluster, admin, named, flags.many('topic'))
      return deleteGroups(admin, named)
    })
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    const { exception, message } = failure
    await printError(`Executing consumer group command failed due to ${exception}: ${message}`)
  }
  return ExitCode.OK
}

function check(flags: Flags): void {
  flags.need('bootstrap-server')
  const actions = ['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'].filter((name) => flags.has(name))
  if (actions.length !== 1) {
    throw new UsageError(
      'Command must include exactly one action: --list, --describe, --delete, --reset-offsets, --delete-offsets',
    )
  }
  const [action] = actions
  flags.whole('timeout')
  const hasGroup = flags.has('group') || flags.has('all-groups')
  if (flags.has('group') && flags.has('all-groups')) {
    throw new UsageError("Option [group] can't be used with option [all-groups]")
  }
  if (action === 'describe') {
    if (!hasGroup) throw new UsageError('Option [describe] takes one of these options: [all-groups], [group]')
    if (['members', 'offsets', 'state'].filter((name) => flags.has(name)).length > 1) {
      throw new UsageError('Option [describe] takes at most one of these options: [members], [offsets], [state]')
    }
    if (flags.one('state') !== undefined) throw new UsageError('Option [describe] does not take a value for [state]')
  }
  if (action === 'delete' && !hasGroup) {
    throw new UsageError('Option [delete] takes one of these options: [all-groups], [group]')
  }
  // Else whoever means some offsets loses all of them.
  if (action === 'delete' && flags.has('topic')) {
    throw new UsageError('The consumer does not support topic-specific offset deletion from a consumer group.')
  }
  if (action === 'list') flags.refuse('group', 'list')
  if (action === 'list' || action === 'describe') flags.refuse('topic', action)
  if (action === 'delete-offsets' && (!flags.has('group') || !flags.has('topic'))) {
    throw new UsageError('Option [delete-offsets] takes the following options: [topic], [group]')
  }
  if (action === 'reset-offsets') checkReset(flags, hasGroup)
  for (const text of flags.many('topic')) checkPartitions(text)
  const misplaced = flags.misplaced(ONLY_WITH, action!)
  if (misplaced !== undefined) {
    throw new UsageError(`Option(s) [${misplaced}] are unavailable given other options on the command line`)
  }
}

function checkPartitions(text: string): void {
  const [, numbers] = text.split(':')
  for (const part of numbers?.split(',') ?? []) {
    if (!/^[0-9]{1,6}$/.test(part))
      throw new UsageError(`Invalid partition '${part}' specified in topic arg '${text}''`)
  }
}

function checkReset(flags: Flags, hasGroup: boolean): void {
  if (flags.has('execute') && flags.has('dry-run')) {
    throw new UsageError('Option [reset-offsets] only accepts one of [execute] and [dry-run]')
  }
  if (!flags.has('execute') && !flags.has('dry-run')) {
    process.stderr.write('WARN: No action will be performed as the --execute option is missing.\n')
  }
  if (!hasGroup) throw new UsageError('Option [reset-offsets] takes one of these options: [all-groups], [group]')
  const asked = SCENARIOS.filter((name) => flags.has(name))
  if (asked.length === 0) {
    throw new UsageError(
      `Option '[reset-offsets]' requires one of the following scenarios: [${SCENARIOS.map((name) => `[${name}]`).join(', ')}]`,
    )
  }
  if (asked.length > 1) throw new UsageError(`Option "[${asked[0]}]" can't be used with option "[${asked[1]}]"`)
  if (!flags.has('from-file') && !flags.has('topic') && !flags.has('all-topics')) {
    throw new UsageError('One of the reset scopes should be defined: --all-topics, --topic.')
  }
  flags.refuse('topic', 'all-topics')
}

// ── list ────────────────────────────────────────────────────────────────────────────────────────────────────────────

async function list(admin: GroupAdmin, flags: Flags): Promise<void> {
  const states = among(flags.one('state'), STATES, 'state list', 'states')
  const types = among(flags.one('type'), TYPES, 'types list', 'types')
  const groups = (await admin.list({ states, types })).sort((a, b) => (a.groupId < b.groupId ? -1 : 1))
  if (!flags.has('state') && !flags.has('type')) {
    for (const { groupId } of groups) await write(`${groupId}\n`)
    return
  }
  const width = Math.max(15, ...groups.map(({ groupId }) => groupId.length)) + 10
  const line = (group: string, type: string, state: string): string => {
    const cells = [group.padEnd(width)]
    if (flags.has('type')) cells.push(type.padEnd(20))
    if (flags.has('state')) cells.push(state.padEnd(20))
    return `${cells.join(' ')}\n`
  }
  await write(line('GROUP', 'TYPE', 'STATE'))
  for (const { groupId, type, state } of groups) {
    await write(line(groupId, type.charAt(0).toUpperCase() + type.slice(1), state))
  }
}

function among(text: string | undefined, known: readonly string[], what: string, plural: string): string[] {
  if (text === undefined) return []
  return text.split(',').map((part) => {
    const found = known.find((one) => one.toLowerCase() === part.trim().toLowerCase())
    if (found !== undefined) return found
    throw new UsageError(`Invalid ${what} '${text}'. Valid ${plural} are: ${known.join(', ')}`)
  })
}
