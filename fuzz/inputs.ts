/** One malformed input for each number: the same seed and number give the same bytes, so that any can be sent again alone. */
import type { Message } from '../scripts/generate/schema.ts'
import { ApiKey, apis } from '../src/protocol/apis.ts'
import { codecOf } from '../src/protocol/codec.ts'
import { readRequestHeader } from '../src/protocol/header.ts'
import { Reader } from '../src/protocol/reader.ts'
import { allMessages } from '../src/protocol/testing/messages.ts'
import { RandomValues } from '../src/protocol/testing/random-values.ts'
import { type Encoded, type Site, SiteWriter, writeMessage } from './sites.ts'
import { type Ground, randomRequest } from './values.ts'

export interface Input {
  readonly number: number
  /** Far from those of its neighbours, so that no change of a bit leads to one of theirs. */
  readonly correlationId: number
  readonly kind: Kind
  readonly key: number
  readonly version: number
  /** With the frame's size before it. */
  readonly bytes: Buffer
  /** What follows on the same connection would be read as part of it, or never. */
  readonly isLast: boolean
}

/** How many of a hundred inputs are of this kind. */
const KINDS = {
  /** Right in form, random in content. */
  value: 15,
  /** One count, length or null mark replaced. */
  length: 28,
  /** Cut short; the frame's size agrees. */
  cut: 9,
  /** Some bits or bytes changed. */
  flip: 14,
  /** Parts taken out, doubled, or of another request. */
  splice: 6,
  /** Bytes behind the end. */
  trailing: 3,
  /** A right header, then noise. */
  noise: 5,
  /** A header of no such key, version or client id. */
  header: 5,
  /** Produce with records that are wrong inside. */
  records: 10,
  /** The frame's size is wrong. */
  size: 2,
  /** The connection ends within the frame. */
  half: 2,
  /** Another protocol, or no protocol. */
  stranger: 1,
}

export type Kind = keyof typeof KINDS
export const kinds = Object.keys(KINDS) as Kind[]

const STRANGERS = [
  Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  Buffer.from('1603010200010001fc0303', 'hex'),
  Buffer.from('0000002d00000000000000000000000000007530', 'hex'),
  Buffer.from('ruok'),
  Buffer.from('*1\r\n$4\r\nPING\r\n'),
]
const HOSTILE_SIZES = [-1, 0, 1, 7, 8, 9, 2 ** 31 - 1, -(2 ** 31), 104_857_601, 104_857_600]

const PARTITIONS_MAX = 20

interface Target {
  readonly key: number
  readonly version: number
  readonly message: Message
}

export interface Served {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

export class Inputs {
  private readonly seed: number
  private readonly ground: Ground
  private readonly all: Target[] = []
  private readonly served: Target[]
  private correlationId = 0

  constructor(seed: number, ground: Ground, served: readonly Served[]) {
    this.seed = seed
    this.ground = ground
    const messages = allMessages()
    for (const { key, name, minVersion, maxVersion } of apis.values()) {
      const message = messages.get(`${name}Request`)?.schema
      if (message === undefined) throw new Error(`${name} has no schema`)
      for (let version = minVersion; version <= maxVersion; version++) this.all.push({ key, version, message })
    }
    const isServed = (target: Target) =>
      served.some((s) => s.apiKey === target.key && s.minVersion <= target.version && target.version <= s.maxVersion)
    this.served = this.all.filter(isServed)
  }

  /** How many pairs of key and version there are, and how many of them the broker serves. */
  get coverage(): { all: number; served: number } {
    return { all: this.all.length, served: this.served.length }
  }

  make(number: number): Input {
    const random = new RandomValues(Math.imul(this.seed, 0x9e3779b1) + number)
    this.correlationId = Math.imul(number + 1, 0x9e3779b1) >>> 0
    const kind = kindOf(random.below(100))
    // Three of four go to what is served; the rest goes round everything that exists.
    const targets = number % 4 === 0 || this.served.length === 0 ? this.all : this.served
    let target = targets[Math.floor(number / 4) % targets.length]!
    if (targets === this.served) target = targets[(number - Math.ceil(number / 4)) % targets.length]!
    if (kind === 'records') target = this.produce(random) ?? target
    let body = this.build(kind, target, random)
    while (isCostly(body)) body = this.build(kind, target, random)
    const isLast = kind === 'size' || kind === 'half' || kind === 'stranger'
    const { correlationId } = this
    return { number, correlationId, kind, key: target.key, version: target.version, bytes: body, isLast }
  }

  private produce(random: RandomValues): Target | undefined {
    const versions = this.served.filter(({ key }) => key === ApiKey.Produce)
    return versions[random.below(versions.length)]
  }

  private build(kind: Kind, target: Target, random: RandomValues): Buffer {
    if (kind === 'stranger') {
      const known = random.below(STRANGERS.length + 2)
      return STRANGERS[known] ?? Buffer.from(random.bytes(1 + random.below(300)))
    }
    const { bytes, sites, headerEnd } = this.request(target, random)
    switch (kind) {
      case 'value':
      case 'records':
        return framed(bytes)
      case 'length':
        return framed(replaced(bytes, sites, random))
      case 'cut':
        return framed(bytes.subarray(0, random.below(bytes.length)))
      case 'flip':
        return framed(flipped(bytes, random))
      case 'splice':
        return framed(this.spliced(bytes, headerEnd, random))
      case 'trailing':
        return framed(Buffer.concat([bytes, random.bytes(1 + random.below(40))]))
      case 'noise':
        return framed(Buffer.concat([bytes.subarray(0, headerEnd), random.bytes(random.below(400))]))
      case 'header':
        return framed(wrongHeader(bytes, headerEnd, random))
      case 'size': {
        const out = framed(bytes)
        out.writeInt32BE(HOSTILE_SIZES[random.below(HOSTILE_SIZES.length)]! | 0, 0)
        return out
      }
      case 'half': {
        const out = framed(bytes)
        return out.subarray(0, 1 + random.below(out.length - 1))
      }
    }
  }

  private request(target: Target, random: RandomValues): Encoded & { headerEnd: number } {
    const { key, version, message } = target
    const value = randomRequest(message, version, random.below(2 ** 31), this.ground)
    const w = new SiteWriter()
    const header = apis.get(key)!.requestHeaderVersion(version)
    w.number('int16', key)
    w.number('int16', version)
    w.number('int32', this.correlationId)
    if (header >= 1) {
      const clientId = ['fuzz', '', 'ü'.repeat(random.below(50)), null][random.below(4)] ?? null
      w.length('int16', clientId === null ? -1 : Buffer.byteLength(clientId))
      if (clientId !== null) w.raw(Buffer.from(clientId))
    }
    if (header >= 2) {
      const tags = random.below(10) === 0 ? 1 : 0
      w.tagCount(tags)
      if (tags > 0) w.tag(random.below(5), { bytes: Buffer.from(random.bytes(random.below(5))), sites: [] })
    }
    const headerEnd = w.finish().bytes.length
    writeMessage(w, message, value, version)
    return { ...w.finish(), headerEnd }
  }

  private spliced(bytes: Buffer, headerEnd: number, random: RandomValues): Buffer {
    const from = headerEnd + random.below(bytes.length - headerEnd + 1)
    const to = from + random.below(Math.min(64, bytes.length - from) + 1)
    switch (random.below(3)) {
      case 0:
        return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
      case 1:
        return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
      default: {
        const other = this.request(this.all[random.below(this.all.length)]!, random).bytes
        return Buffer.concat([bytes.subarray(0, from), other.subarray(random.below(other.length))])
      }
    }
  }
}

/**
 * A right request for very many partitions: it costs what it asks for, here as on any broker, and would hide what the
 * wrong ones cost. Absurd numbers are none of these: they are refused.
 */
function isCostly(frame: Buffer): boolean {
  if (frame.length < 12) return false
  const key = frame.readInt16BE(4)
  if (key !== ApiKey.CreateTopics && key !== ApiKey.CreatePartitions) return false
  try {
    const reader = new Reader(frame.subarray(4))
    const { apiVersion } = readRequestHeader(reader)
    if (key === ApiKey.CreateTopics) {
      const { topics } = codecOf(key).readRequest(reader, apiVersion)
      return topics.some((topic) => isMany(topic.numPartitions) || topic.assignments.length > PARTITIONS_MAX)
    }
    return codecOf(key)
      .readRequest(reader, apiVersion)
      .topics.some(({ count }) => isMany(count))
  } catch {
    return false
  }
}

function isMany(partitions: number): boolean {
  return partitions > PARTITIONS_MAX && partitions < 1_000_000
}

function kindOf(dice: number): Kind {
  let rest = dice
  for (const kind of kinds) {
    rest -= KINDS[kind]
    if (rest < 0) return kind
  }
  return 'value'
}

function framed(payload: Uint8Array): Buffer {
  const out = Buffer.alloc(4 + payload.length)
  out.writeInt32BE(payload.length, 0)
  out.set(payload, 4)
  return out
}

/** One or two sites get a value that is wrong, or just not what follows. */
function replaced(bytes: Buffer, sites: readonly Site[], random: RandomValues): Buffer {
  let out = bytes
  let last = sites.length
  for (let times = random.below(4) === 0 ? 2 : 1; times > 0 && last > 0; times--) {
    // The later site first, so that the earlier one stays where it is.
    last = random.below(last)
    const site = sites[last]!
    const remaining = out.length - site.at - site.width
    out = Buffer.concat([
      out.subarray(0, site.at),
      hostileLength(site, remaining, random),
      out.subarray(site.at + site.width),
    ])
  }
  return out
}

function hostileLength(site: Site, remaining: number, random: RandomValues): Buffer {
  const value = [-1, 0, 1, remaining, remaining + 1, remaining - 1, 2 ** 31 - 1, -(2 ** 31), -2, 65_535][
    random.below(10)
  ]!
  if (site.kind === 'nullable') return Buffer.of(value & 0xff)
  if (site.kind === 'int16') {
    const out = Buffer.alloc(2)
    out.writeUInt16BE(Math.min(value, 32_767) & 0xffff)
    return out
  }
  if (site.kind === 'int32') {
    const out = Buffer.alloc(4)
    out.writeInt32BE(value)
    return out
  }
  const dice = random.below(8)
  if (dice === 0) return Buffer.alloc(5, 0xff)
  if (dice === 1) return Buffer.alloc(10, 0xff)
  if (dice === 2) return Buffer.of(0x81, 0x80, 0x80, 0x80, 0x80, 0x00)
  if (dice === 3) return Buffer.of(0xff, 0xff, 0xff, 0xff, 0x7f)
  return uvarint((value + 1) >>> 0, dice === 4 ? 5 : 1)
}

/** In at least `width` bytes: more than needed is overlong. */
function uvarint(value: number, width: number): Buffer {
  const out: number[] = []
  let rest = value
  while (rest >= 0x80 || out.length + 1 < width) {
    out.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  out.push(rest)
  return Buffer.from(out)
}

function flipped(bytes: Buffer, random: RandomValues): Buffer {
  const out = Buffer.from(bytes)
  for (let times = 1 + random.below(6); times > 0; times--) {
    const at = random.below(out.length)
    if (random.below(3) === 0)
      out.fill([0xff, 0x7f, 0x80, 0, 1][random.below(5)]!, at, Math.min(out.length, at + 1 + random.below(8)))
    else out[at]! ^= 1 << random.below(8)
  }
  return out
}

function wrongHeader(bytes: Buffer, headerEnd: number, random: RandomValues): Buffer {
  const out = Buffer.from(bytes)
  switch (random.below(5)) {
    case 0:
      out.writeInt16BE([-1, 93, 94, 200, 1000, 32_767, -32_768, 52, 53, 54, 55, 59][random.below(12)]!, 0)
      return out
    case 1:
      out.writeInt16BE([-1, 99, 1000, 32_767, -32_768][random.below(5)]!, 2)
      return out
    case 2:
      out.writeInt16BE(out.readInt16BE(2) + 1, 2)
      return out
    case 3:
      return out.subarray(0, random.below(headerEnd + 1))
    default:
      out.fill(random.below(256), Math.min(8, out.length), Math.min(headerEnd, out.length))
      return out
  }
}
