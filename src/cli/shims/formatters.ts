/** What --formatter names: how kafka-console-consumer.sh prints a record. */

import { CommandError, ExitCode } from '../exit.ts'
import type { PrintedRecord, RecordFormatter } from '../record-format.ts'
import { groupMetadataText, internalRecordJson, offsetCommitText, transactionText } from './internal-records.ts'
import { UsageError } from './options.ts'

const PACKAGE = 'org.apache.kafka.tools.consumer.'
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })

type Make = (properties: ReadonlyMap<string, string>) => RecordFormatter

/** By the class names of 3.9 and of the releases before. */
const FORMATTERS: Readonly<Record<string, Make>> = {
  [`${PACKAGE}DefaultMessageFormatter`]: defaultFormatter,
  [`${PACKAGE}LoggingMessageFormatter`]: defaultFormatter,
  [`${PACKAGE}NoOpMessageFormatter`]: () => () => '',
  [`${PACKAGE}OffsetsMessageFormatter`]: () => internalRecordJson('offsets'),
  [`${PACKAGE}GroupMetadataMessageFormatter`]: () => internalRecordJson('groups'),
  [`${PACKAGE}TransactionLogMessageFormatter`]: () => internalRecordJson('transactions'),
  'kafka.tools.DefaultMessageFormatter': defaultFormatter,
  'kafka.tools.LoggingMessageFormatter': defaultFormatter,
  'kafka.tools.NoOpMessageFormatter': () => () => '',
  'kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter': () => offsetCommitText,
  'kafka.coordinator.group.GroupMetadataManager$GroupMetadataMessageFormatter': () => groupMetadataText,
  'kafka.coordinator.transaction.TransactionLog$TransactionLogMessageFormatter': () => transactionText,
}

/** Throws a UsageError for a class that there is not. */
export function formatterOf(name: string | undefined, properties: ReadonlyMap<string, string>): RecordFormatter {
  const make = name === undefined ? defaultFormatter : Object.hasOwn(FORMATTERS, name) ? FORMATTERS[name] : undefined
  if (make === undefined)
    throw new UsageError(`${name}: classes cannot be loaded, there are\n${Object.keys(FORMATTERS).join('\n')}`)
  return make(properties)
}

// ── The usual one ───────────────────────────────────────────────────────────────────────────────────────────────────

function defaultFormatter(properties: ReadonlyMap<string, string>): RecordFormatter {
  const isTrue = (name: string): boolean => properties.get(name)?.trim().toLowerCase() === 'true'
  const keySeparator = Buffer.from(properties.get('key.separator') ?? '\t')
  const lineSeparator = Buffer.from(properties.get('line.separator') ?? '\n')
  const headersSeparator = properties.get('headers.separator') ?? ','
  const nullLiteral = Buffer.from(properties.get('null.literal') ?? 'null')
  const read = (part: string) => deserializerOf(properties.get(`${part}.deserializer`))
  const [keyBytes, valueBytes, headerBytes] = [read('key'), read('value'), read('headers')]
  const shown = (bytes: Uint8Array | null, as: Deserializer): Uint8Array => (bytes === null ? nullLiteral : as(bytes))

  const parts: ((record: PrintedRecord) => Uint8Array)[] = []
  if (isTrue('print.timestamp')) parts.push((one) => Buffer.from(`${one.timestampType}:${one.timestamp}`))
  if (isTrue('print.partition')) parts.push((one) => Buffer.from(`Partition:${one.partition}`))
  if (isTrue('print.offset')) parts.push((one) => Buffer.from(`Offset:${one.offset}`))
  if (isTrue('print.headers')) {
    parts.push(({ headers }) => {
      if (headers.length === 0) return Buffer.from('NO_HEADERS')
      const text = headers.flatMap(({ key, value }, i) => [
        Buffer.from(`${i === 0 ? '' : headersSeparator}${key}:`),
        shown(value, headerBytes),
      ])
      return Buffer.concat(text)
    })
  }
  if (isTrue('print.key')) parts.push(({ key }) => shown(key, keyBytes))
  if (properties.get('print.value') === undefined || isTrue('print.value')) {
    parts.push(({ value }) => shown(value, valueBytes))
  }
  return (record) =>
    Buffer.concat(parts.flatMap((part, i) => [part(record), i === parts.length - 1 ? lineSeparator : keySeparator]))
}

type Deserializer = (bytes: Uint8Array) => Uint8Array

const SERIALIZATION = 'org.apache.kafka.common.serialization.'

function deserializerOf(name: string | undefined): Deserializer {
  if (name === undefined) return (bytes) => bytes
  const simple = name.startsWith(SERIALIZATION) ? name.slice(SERIALIZATION.length) : name
  const make = Object.hasOwn(DESERIALIZERS, simple) ? DESERIALIZERS[simple] : undefined
  if (make !== undefined) return make
  throw new UsageError(`${name}: classes cannot be loaded, there are ${Object.keys(DESERIALIZERS).join(', ')}`)
}

const DESERIALIZERS: Readonly<Record<string, Deserializer>> = {
  // What is no UTF-8 is replaced, as in Java.
  StringDeserializer: (bytes) => Buffer.from(UTF8.decode(bytes)),
  ByteArrayDeserializer: (bytes) => bytes,
  LongDeserializer: numeric('Long', 8, (b) => String(b.readBigInt64BE(0))),
  IntegerDeserializer: numeric('Integer', 4, (b) => String(b.readInt32BE(0))),
  ShortDeserializer: numeric('Short', 2, (b) => String(b.readInt16BE(0))),
  DoubleDeserializer: numeric('Double', 8, (b) => String(b.readDoubleBE(0))),
  FloatDeserializer: numeric('Float', 4, (b) => String(b.readFloatBE(0))),
  UUIDDeserializer: (bytes) => bytes,
}

function numeric(name: string, size: number, read: (bytes: Buffer) => string): Deserializer {
  return (bytes) => {
    if (bytes.length !== size) {
      throw new CommandError(ExitCode.FAILED, `Size of data received by ${name}Deserializer is not ${size}`)
    }
    return Buffer.from(read(Buffer.from(bytes)))
  }
}
