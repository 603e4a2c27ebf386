/**
 * Reads what clients push (KIP-714): MetricsData of OpenTelemetry's protocol, in protobuf. Strict: what is not well formed,
 * or larger than anybody needs, is refused as a whole.
 *
 *     MetricsData      1 ResourceMetrics*
 *     ResourceMetrics  1 Resource (1 KeyValue*)   2 ScopeMetrics (2 Metric*)
 *     Metric           1 name   5 Gauge   7 Sum   9 Histogram (only its sum and count are kept)
 *     Gauge, Sum       1 NumberDataPoint*   Sum: 2 temporality (1 delta, 2 cumulative)   3 is monotonic
 *     NumberDataPoint  4 double   6 sfixed64   7 KeyValue*
 *     KeyValue         1 key   2 AnyValue (1 string, 2 bool, 3 int, 4 double)
 */

export class TelemetryError extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'TelemetryError'
  }
}

export interface TelemetryPoint {
  readonly name: string
  /** Sums that only grow are counters. */
  readonly isCounter: boolean
  /** What came on top since the last push; else the value itself. */
  readonly isDelta: boolean
  readonly value: number
  readonly attributes: Attributes
}

export type Attributes = readonly (readonly [name: string, value: string])[]

const MESSAGES_MAX = 200_000
const POINTS_MAX = 10_000
const ATTRIBUTES_MAX = 32
const TEXT_BYTES_MAX = 512
/** Names and attributes of all points, those of the resource counted at each: a few bytes of a point can repeat kilobytes of them. */
const CHARACTERS_MAX = 4 * 1024 * 1024
const DELTA = 1

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

export function readMetricsData(bytes: Uint8Array): TelemetryPoint[] {
  const points: TelemetryPoint[] = []
  const message = new Source(bytes).message(0, bytes.length)
  while (message.next()) {
    if (message.field === 1) readResourceMetrics(message.inner(), points)
    else message.skip()
  }
  return points
}

function readResourceMetrics(message: Message, points: TelemetryPoint[]): void {
  const attributes: [string, string][] = []
  const scopes: Message[] = []
  while (message.next()) {
    if (message.field === 1) readAttributes(message.inner(), 1, attributes)
    else if (message.field === 2) scopes.push(message.inner())
    else message.skip()
  }
  for (const scope of scopes) {
    while (scope.next()) {
      if (scope.field === 2) readMetric(scope.inner(), attributes, points)
      else scope.skip()
    }
  }
}

function readAttributes(message: Message, field: number, attributes: [string, string][]): void {
  while (message.next()) {
    if (message.field === field) readAttribute(message.inner(), attributes)
    else message.skip()
  }
}

function readAttribute(message: Message, attributes: [string, string][]): void {
  let key = ''
  let value = ''
  while (message.next()) {
    if (message.field === 1) key = message.text()
    else if (message.field === 2) value = readAnyValue(message.inner())
    else message.skip()
  }
  if (attributes.length >= ATTRIBUTES_MAX) throw new TelemetryError('too many attributes')
  attributes.push([key, value])
}

function readAnyValue(message: Message): string {
  let value = ''
  while (message.next()) {
    if (message.field === 1) value = message.text()
    else if (message.field === 2) value = String(message.varint() !== 0n)
    else if (message.field === 3) value = String(BigInt.asIntN(64, message.varint()))
    else if (message.field === 4) value = String(message.double())
    else message.skip()
  }
  return value
}

function readMetric(message: Message, shared: Attributes, points: TelemetryPoint[]): void {
  let name = ''
  const data: { kind: number; body: Message }[] = []
  while (message.next()) {
    if (message.field === 1) name = message.text()
    else if (message.field === 5 || message.field === 7 || message.field === 9) {
      data.push({ kind: message.field, body: message.inner() })
    } else message.skip()
  }
  for (const { kind, body } of data) readData(name, kind, body, shared, points)
}

function readData(name: string, kind: number, message: Message, shared: Attributes, points: TelemetryPoint[]): void {
  const bodies: Message[] = []
  let isDelta = false
  let isMonotonic = false
  while (message.next()) {
    if (message.field === 1) bodies.push(message.inner())
    else if (message.field === 2 && kind !== 5) isDelta = message.varint() === BigInt(DELTA)
    else if (message.field === 3 && kind === 7) isMonotonic = message.varint() !== 0n
    else message.skip()
    if (points.length + bodies.length > POINTS_MAX) throw new TelemetryError('too many points')
  }
  const isHistogram = kind === 9
  for (const body of bodies) {
    const { values, attributes } = readPoint(body, shared, isHistogram)
    body.charge(values.length * (name.length + lengthOf(attributes)))
    for (const [suffix, value] of values) {
      points.push({ name: name + suffix, isCounter: isMonotonic || isHistogram, isDelta, value, attributes })
    }
  }
}

function readPoint(message: Message, shared: Attributes, isHistogram: boolean) {
  const attributes: [string, string][] = shared.map(([key, value]) => [key, value])
  const values: [suffix: string, value: number][] = []
  while (message.next()) {
    const { field } = message
    if (field === (isHistogram ? 9 : 7)) readAttribute(message.inner(), attributes)
    else if (field === 4) values.push(isHistogram ? ['.count', Number(message.fixed64())] : ['', message.double()])
    else if (field === 5 && isHistogram) values.push(['.sum', message.double()])
    else if (field === 6 && !isHistogram) values.push(['', Number(BigInt.asIntN(64, message.fixed64()))])
    else message.skip()
    if (values.length > 2) throw new TelemetryError('a point with too many values')
  }
  return { values, attributes }
}

function lengthOf(attributes: Attributes): number {
  let length = 0
  for (const [key, value] of attributes) length += key.length + value.length
  return length
}

/** What all messages of one push share. */
class Source {
  readonly bytes: Uint8Array
  readonly view: DataView
  private messages = 0
  private characters = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  message(from: number, end: number): Message {
    this.messages += 1
    if (this.messages > MESSAGES_MAX) throw new TelemetryError('too many messages')
    return new Message(this, from, end)
  }

  charge(characters: number): void {
    this.characters += characters
    if (this.characters > CHARACTERS_MAX) throw new TelemetryError('too much text')
  }
}

/** One message: its fields in order, each read or skipped before the next. */
class Message {
  field = 0
  private wire = 0
  private readonly source: Source
  private at: number
  private readonly end: number

  constructor(source: Source, from: number, end: number) {
    this.source = source
    this.at = from
    this.end = end
  }

  next(): boolean {
    if (this.at === this.end) return false
    const tag = this.size()
    this.field = Math.floor(tag / 8)
    this.wire = tag % 8
    if (this.field === 0) throw new TelemetryError('a field without a number')
    return true
  }

  /** For text that is kept with a point. */
  charge(characters: number): void {
    this.source.charge(characters)
  }

  inner(): Message {
    const from = this.bytesFrom()
    return this.source.message(from, this.at)
  }

  text(): string {
    const from = this.bytesFrom()
    if (this.at - from > TEXT_BYTES_MAX) throw new TelemetryError(`a text of ${this.at - from} bytes`)
    const { bytes } = this.source
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, this.at - from).toString('utf8')
  }

  varint(): bigint {
    this.expect(VARINT)
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.source.bytes[this.forward(1)]!
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new TelemetryError('a number of more than ten bytes')
  }

  double(): number {
    this.expect(FIXED64)
    return this.source.view.getFloat64(this.forward(8), true)
  }

  fixed64(): bigint {
    this.expect(FIXED64)
    return this.source.view.getBigUint64(this.forward(8), true)
  }

  skip(): void {
    if (this.wire === VARINT) this.varint()
    else if (this.wire === FIXED64) this.forward(8)
    else if (this.wire === FIXED32) this.forward(4)
    else this.bytesFrom()
  }

  /** Goes behind a field of bytes and answers where they begin. */
  private bytesFrom(): number {
    this.expect(BYTES)
    return this.forward(this.size())
  }

  private expect(wire: number): void {
    if (this.wire !== wire) throw new TelemetryError(`field ${this.field} is of wire type ${this.wire}`)
  }

  private forward(count: number): number {
    const from = this.at
    if (count > this.end - from) throw new TelemetryError('cut short')
    this.at = from + count
    return from
  }

  /** A tag or a length: five bytes at most. */
  private size(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const byte = this.source.bytes[this.forward(1)]!
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    throw new TelemetryError('a tag or length of more than five bytes')
  }
}
