/** kafka-console-producer.sh */
import type { KafkaClient } from '../../client/client.ts'
import { partitionForKey } from '../../client/partitioner.ts'
import { Producer } from '../../client/producer.ts'
import { CompressionType } from '../../protocol/compression/types.ts'
import { withClient } from '../connect.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { type Interrupt, listenForInterrupt } from '../interrupt.ts'
import { linesOf } from '../lines.ts'
import { failureOf } from './java-errors.ts'
import { LineParser } from './line-parser.ts'
import { type Flags, UsageError } from './options.ts'
import { propertiesFrom } from './properties.ts'
import type { Shim } from './run.ts'

const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const ACKS = ['all', '-1', '0', '1']
const READERS = ['kafka.tools.ConsoleProducer$LineMessageReader', 'org.apache.kafka.tools.LineMessageReader']
const BATCH_BYTES = 16_384
const LINGER_MS = 1_000

export const shim: Shim = {
  about: 'Read data from standard input and publish it to Kafka.',
  flags: {
    'batch-size': 'value',
    'bootstrap-server': 'value',
    'broker-list': 'value',
    'compression-codec': 'maybe',
    'line-reader': 'value',
    'max-block-ms': 'value',
    'max-memory-bytes': 'value',
    'max-partition-memory-bytes': 'value',
    'message-send-max-retries': 'value',
    'metadata-expiry-ms': 'value',
    'producer-property': 'many',
    'producer.config': 'value',
    property: 'many',
    'reader-config': 'value',
    'request-required-acks': 'value',
    'request-timeout-ms': 'value',
    'retry-backoff-ms': 'value',
    'socket-buffer-size': 'value',
    sync: 'flag',
    timeout: 'value',
    topic: 'value',
  },
  run,
}

async function run(flags: Flags): Promise<number> {
  flags.need('topic')
  const bootstrapServer = flags.one('bootstrap-server') ?? flags.one('broker-list')
  if (bootstrapServer === undefined) throw new UsageError('Missing required option(s) [bootstrap-server]')
  const reader = flags.one('line-reader')
  if (reader !== undefined && !READERS.includes(reader)) {
    throw new UsageError(`--line-reader ${reader}: classes cannot be loaded, there is ${READERS[0]}`)
  }
  const parser = new LineParser(await propertiesFrom(flags, 'reader-config', 'property'))
  const settings = await propertiesFrom(flags, 'producer.config', 'producer-property')
  settings.set('client.id', settings.get('client.id') ?? 'console-producer')
  try {
    const options = producerOptions(flags, settings)
    const connect = { bootstrapServer, X: connectionSettings(settings) }
    const interrupt = listenForInterrupt()
    await withClient(connect, (client) => produce(client, flags, options, parser, interrupt))
    return interrupt.exitCode()
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    process.stderr.write(`${failure.exception}: ${failure.message}\n`)
    return ExitCode.FAILED
  }
}

/** Those that our client knows; the others of a producer have no effect here. */
export function connectionSettings(settings: ReadonlyMap<string, string>): Record<string, string> {
  const known = ['client.id', 'request.timeout.ms', 'socket.connection.setup.timeout.ms', 'security.protocol']
  return Object.fromEntries([...settings].filter(([name]) => known.includes(name)))
}

function producerOptions(flags: Flags, settings: ReadonlyMap<string, string>) {
  const codec = flags.has('compression-codec') ? (flags.one('compression-codec') ?? 'gzip') : undefined
  const compression = codec ?? settings.get('compression.type') ?? 'none'
  const acks = flags.one('request-required-acks') ?? settings.get('acks') ?? '-1'
  refuse('compression.type', compression, COMPRESSIONS)
  refuse('acks', acks, ACKS)
  const isAll = acks === 'all' || acks === '-1'
  const batchBytes =
    flags.whole('max-partition-memory-bytes') ??
    flags.whole('batch-size') ??
    Number(settings.get('batch.size') ?? BATCH_BYTES)
  const lingerMs = flags.whole('timeout') ?? Number(settings.get('linger.ms') ?? LINGER_MS)
  return {
    acks: (isAll ? -1 : Number(acks)) as -1 | 0 | 1,
    compression: CompressionType[compression.toUpperCase() as keyof typeof CompressionType],
    idempotent: isAll && settings.get('enable.idempotence') !== 'false',
    batchBytes: Number.isFinite(batchBytes) && batchBytes > 0 ? batchBytes : BATCH_BYTES,
    lingerMs: Number.isFinite(lingerMs) && lingerMs >= 0 ? lingerMs : LINGER_MS,
    allowAutoTopicCreation: true,
  }
}

function refuse(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return
  throw new CommandError(
    ExitCode.FAILED,
    `Invalid value ${value} for configuration ${name}: String must be one of: ${known.join(', ')}`,
  )
}

async function produce(
  client: KafkaClient,
  flags: Flags,
  options: ReturnType<typeof producerOptions>,
  parser: LineParser,
  interrupt: Interrupt,
): Promise<void> {
  const topic = flags.one('topic')!
  const producer = new Producer(client, options)
  const isTyped = process.stdin.isTTY
  const prompt = (): boolean => isTyped && process.stdout.write('>')
  const { world } = client
  let partitions: number | null = null
  let sticky = 0
  let stickyBytes = 0
  const take = async (line: string): Promise<void> => {
    const record = parser.parse(line)
    if (partitions === null) {
      partitions = (await client.topic(topic, { allowAutoTopicCreation: true })).partitions.length
      sticky = world.entropy.below(partitions)
    }
    // Records without a key fill a batch of one partition, then one of another (KIP-480).
    stickyBytes += line.length
    if (stickyBytes > options.batchBytes) {
      sticky = world.entropy.below(partitions)
      stickyBytes = 0
    }
    const partition = record.key === null ? sticky : partitionForKey(record.key, partitions)
    await producer.add(topic, partition, { timestamp: world.clock.wallMs(), ...record })
    if (flags.has('sync')) await producer.flush()
  }
  const lines = linesOf(process.stdin, true)
  try {
    for (;;) {
      prompt()
      const next = await interrupt.unlessAsked(lines.next())
      if (next === null || next.done) break
      await take(next.value.toString('utf8'))
    }
  } finally {
    // Whatever ends it, Ctrl-C or a line that is none: what was read before is sent.
    process.stdin.destroy()
    await producer.flush()
  }
}
