/** `odradek topic alter | purge | offsets`. */
import { createPartitions, deleteRecords } from '../../client/admin.ts'
import { alterConfigs, ResourceType } from '../../client/configs.ts'
import { EARLIEST, LATEST, offsetsOf, topicsOf, wholeNumber } from '../cluster.ts'
import { confirm } from '../confirm.ts'
import { type ConnectFlags, clusterOf, withClient } from '../connect.ts'
import { CommandError, ExitCode, usageError } from '../exit.ts'
import { parseOffsetSpec } from '../offset-spec.ts'
import { outputFormat, type Row, render } from '../output.ts'
import { write } from '../stdout.ts'

export interface AlterFlags extends ConnectFlags {
  readonly partitions?: string
  readonly config?: Readonly<Record<string, string>>
  readonly deleteConfig?: readonly string[]
  readonly dryRun?: boolean
}

export async function alterTopics(names: readonly string[], flags: AlterFlags): Promise<void> {
  const count = wholeNumber(flags.partitions, '-p', 1, 0x7fffffff)
  const changes = [
    ...Object.entries(flags.config ?? {}).map(([name, value]) => ({ name, value })),
    ...(flags.deleteConfig ?? []).map((name) => ({ name, value: null })),
  ]
  if (count === null && changes.length === 0)
    throw usageError('what? -p partitions, -c name=value, --delete-config name')
  const validateOnly = flags.dryRun ?? false
  await withClient(flags, async (client) => {
    for (const name of names) {
      if (changes.length > 0) await alterConfigs(client, ResourceType.TOPIC, name, changes, { validateOnly })
      if (count !== null) {
        const [outcome] = await createPartitions(client, [{ name, count }], { validateOnly })
        if (outcome!.error !== null) throw outcome!.error
      }
      await write(`${name} ${validateOnly ? 'could be altered' : 'altered'}\n`)
    }
  })
}

export interface PurgeFlags extends ConnectFlags {
  readonly partition?: string
  readonly before?: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** Deletes records up to an offset, or all; the topic and its settings stay. */
export async function purgeTopics(names: readonly string[], flags: PurgeFlags): Promise<void> {
  const before = wholeNumber(flags.before, '--before', 0, Number.MAX_SAFE_INTEGER)
  const only = wholeNumber(flags.partition, '-p', 0, 0x7fffffff)
  await withClient(flags, async (client) => {
    const cluster = clusterOf(client)
    const topics = await topicsOf(cluster, names)
    if (!flags.yes && !flags.dryRun) {
      const which = before === null ? 'all records' : `the records before offset ${before}`
      await confirm(names, `deletes ${which} of ${names.join(', ')}`, 'topics')
    }
    for (const { name, partitions } of topics) {
      const wanted = partitions.filter(({ partition }) => only === null || partition === only)
      if (wanted.length === 0) throw new CommandError(ExitCode.NOT_FOUND, `${name} has no partition ${only}`)
      const starts = await offsetsOf(cluster, name, wanted, EARLIEST)
      const ends = await offsetsOf(cluster, name, wanted, LATEST)
      for (const { partition } of wanted) {
        const start = starts.get(partition) ?? 0
        const end = Math.min(before ?? Number.POSITIVE_INFINITY, ends.get(partition) ?? 0)
        if (end <= start) continue
        const to = flags.dryRun ? end : await deleteRecords(client, name, partition, end)
        const done = flags.dryRun ? 'would be deleted' : 'deleted'
        await write(`${name}-${partition}: ${start} to ${to - 1} ${done}\n`)
      }
    }
  })
}

export interface OffsetsFlags extends ConnectFlags {
  readonly output: string
  readonly time?: string
}

export async function topicOffsets(names: readonly string[], flags: OffsetsFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const cluster = clusterOf(client)
    const time = flags.time === undefined ? null : timeOf(flags.time, cluster.nowMs())
    const rows: Row[] = []
    for (const { name, partitions } of await topicsOf(cluster, names)) {
      const starts = await offsetsOf(cluster, name, partitions, EARLIEST)
      const ends = await offsetsOf(cluster, name, partitions, LATEST)
      const found = time === null ? null : await offsetsOf(cluster, name, partitions, time)
      for (const { partition } of partitions) {
        const start = starts.get(partition) ?? null
        const end = ends.get(partition) ?? null
        const at = found?.get(partition) ?? null
        rows.push({
          topic: name,
          partition,
          start,
          end,
          records: start === null || end === null ? null : end - start,
          ...(found === null ? {} : { at: at === null || at < 0 ? null : at }),
        })
      }
    }
    const columns = ['topic', 'partition', 'start', 'end', 'records', ...(time === null ? [] : ['at'])]
    await write(render({ columns, rows }, format))
  })
}

function timeOf(text: string, nowMs: number): number {
  const { from, to } = parseOffsetSpec(text.startsWith('@') ? text : `@${text}`, nowMs)
  if (from.at === 'time' && to === null) return from.timestamp
  throw usageError(`-t ${text}: a timestamp, a date, or a time ago as -1h`)
}
