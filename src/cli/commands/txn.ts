/** `odradek txn list | describe | producers | hanging | abort`. */
import type { KafkaClient } from '../../client/client.ts'
import { keyOf } from '../../client/group/assignors.ts'
import {
  type ActiveProducer,
  abortTransaction,
  describeProducers,
  describeTransaction,
  hangingAmong,
  listTransactions,
} from '../../client/transactions.ts'
import { topicsOf, wholeNumber } from '../cluster.ts'
import { confirm } from '../confirm.ts'
import { type ConnectFlags, clusterOf, withClient } from '../connect.ts'
import { CommandError, ExitCode, usageError } from '../exit.ts'
import { outputFormat, type Row, render } from '../output.ts'
import { write } from '../stdout.ts'

export interface TxnListFlags extends ConnectFlags {
  readonly output: string
  readonly state?: readonly string[]
  readonly producerId?: string
  readonly longerThan?: string
}

export async function listOpen(flags: TxnListFlags): Promise<void> {
  const format = outputFormat(flags.output)
  const producerId = wholeNumber(flags.producerId, '--producer-id', 0, Number.MAX_SAFE_INTEGER)
  const longerThanMs = wholeNumber(flags.longerThan, '--longer-than', 0, Number.MAX_SAFE_INTEGER)
  await withClient(flags, async (client) => {
    const found = await listTransactions(client, {
      states: flags.state,
      producerIds: producerId === null ? [] : [producerId],
      longerThanMs: longerThanMs ?? undefined,
    })
    const rows = found
      .map((one) => ({
        id: one.transactionalId,
        state: one.state,
        producer: one.producerId,
        coordinator: one.coordinator,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    await write(render({ columns: ['id', 'state', 'producer', 'coordinator'], rows }, format))
  })
}

export interface TxnDescribeFlags extends ConnectFlags {
  readonly output: string
}

export async function describeTransactions(ids: readonly string[], flags: TxnDescribeFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const rows: Row[] = []
    for (const id of ids) {
      const found = await describeTransaction(client, id)
      if (found === null) throw new CommandError(ExitCode.NOT_FOUND, `there is no transactional id ${id}`)
      const { state, coordinator, producerId, producerEpoch, timeoutMs, startedMs, partitions } = found
      rows.push({
        id,
        state,
        producer: producerId,
        epoch: producerEpoch,
        started: timeText(startedMs),
        partitions: partitions.map(keyOf).sort(),
        coordinator,
        'timeout-ms': timeoutMs,
        'open-ms': startedMs === null ? null : client.world.clock.wallMs() - startedMs,
      })
    }
    const columns = ['id', 'state', 'producer', 'epoch', 'started', 'partitions']
    await write(render({ columns, wideColumns: ['coordinator', 'timeout-ms', 'open-ms'], rows }, format))
  })
}

function timeText(ms: number | null): string | null {
  return ms === null || ms < 0 ? null : new Date(ms).toISOString()
}

const PRODUCER_COLUMNS = {
  columns: ['topic', 'partition', 'producer', 'epoch', 'txn-start', 'last'],
  wideColumns: ['sequence', 'coordinator-epoch'],
}

function producerRow(one: ActiveProducer): Row {
  return {
    topic: one.topic,
    partition: one.partition,
    producer: one.producerId,
    epoch: one.producerEpoch,
    'txn-start': one.transactionStart,
    last: timeText(one.lastTimestamp),
    sequence: one.lastSequence,
    'coordinator-epoch': one.coordinatorEpoch,
  }
}

export interface ProducersFlags extends ConnectFlags {
  readonly output: string
  readonly partition?: string
}

export async function listProducers(topics: readonly string[], flags: ProducersFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const rows = (await producersOf(client, topics, flags.partition)).map(producerRow)
    await write(render({ ...PRODUCER_COLUMNS, rows }, format))
  })
}

/** `topics` null: all. */
async function producersOf(
  client: KafkaClient,
  topics: readonly string[] | null,
  partitionText: string | undefined,
): Promise<ActiveProducer[]> {
  const only = wholeNumber(partitionText, '-p', 0, 0x7fffffff)
  const found: ActiveProducer[] = []
  for (const { name, partitions } of await topicsOf(clusterOf(client), topics)) {
    for (const { partition, leader } of partitions) {
      if (leader < 0 || (only !== null && partition !== only)) continue
      found.push(...(await describeProducers(client, name, partition)))
    }
  }
  return found
}

export interface HangingFlags extends ProducersFlags {
  readonly topic?: readonly string[]
  /** Minutes. */
  readonly maxTimeout: string
}

/** Exit code 1 when there are some. */
export async function findHanging(flags: HangingFlags): Promise<void> {
  const format = outputFormat(flags.output)
  const maxTimeoutMs = wholeNumber(flags.maxTimeout, '--max-timeout', 0, 1_000_000)! * 60_000
  if (flags.partition !== undefined && flags.topic === undefined) throw usageError('-p goes with --topic')
  await withClient(flags, async (client) => {
    const oldestMs = client.world.clock.wallMs() - maxTimeoutMs
    const producers = await producersOf(client, flags.topic ?? null, flags.partition)
    const open = producers.filter((one) => one.transactionStart !== null && one.lastTimestamp <= oldestMs)
    const hanging = await hangingAmong(client, open)
    await write(render({ ...PRODUCER_COLUMNS, rows: hanging.map(producerRow) }, format))
    if (hanging.length > 0) process.exitCode = ExitCode.FAILED
  })
}

export interface AbortFlags extends ConnectFlags {
  readonly partition: string
  readonly startOffset: string
  readonly force?: boolean
  readonly yes?: boolean
  readonly dryRun?: boolean
}

export async function abort(topic: string, flags: AbortFlags): Promise<void> {
  const partition = wholeNumber(flags.partition, '-p', 0, 0x7fffffff)!
  const start = wholeNumber(flags.startOffset, '--start-offset', 0, Number.MAX_SAFE_INTEGER)!
  await withClient(flags, async (client) => {
    const producers = await describeProducers(client, topic, partition)
    const found = producers.find(({ transactionStart }) => transactionStart === start)
    if (found === undefined) {
      throw new CommandError(
        ExitCode.NOT_FOUND,
        `no transaction is open in ${topic}-${partition} from offset ${start} on`,
      )
    }
    const whose = `producer ${found.producerId}, epoch ${found.producerEpoch}`
    if (!flags.force && (await hangingAmong(client, [found])).length === 0) {
      // Else its producer commits it, and is told that it did.
      throw new CommandError(
        ExitCode.FAILED,
        `${topic}-${partition}: the transaction of ${whose} does not hang, its coordinator will end it; --force aborts it all the same, and a commit would be lost here`,
      )
    }
    if (flags.dryRun) return write(`${topic}-${partition}: the transaction of ${whose} would be aborted\n`)
    if (!flags.yes) await confirm([topic], `aborts the transaction of ${whose} in ${topic}-${partition}`, 'topics')
    await abortTransaction(client, found)
    await write(`${topic}-${partition}: the transaction of ${whose} is aborted\n`)
  })
}
