/** Random values of a request, brought close enough to what a client sends that they reach the insides of the broker. */
import type { Field, Message, Struct } from '../scripts/generate/schema.ts'
import { RandomValues } from '../src/protocol/testing/random-values.ts'
import { hostileRecords } from './records.ts'

type Json = Record<string, unknown>

/** What is on the broker: the generator names these now and then. */
export interface Ground {
  readonly topics: readonly string[]
  readonly topicIds: readonly string[]
}

/** Names of topics that requests create and delete. */
const PASSING = Array.from({ length: 8 }, (_, i) => `fuzz-passing-${i}`)
const HOSTILE_NAMES = [
  '',
  '.',
  '..',
  '../../etc/passwd',
  'a/b',
  '\0',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(249),
  'x'.repeat(250),
  'x'.repeat(32_000),
  '主题🚀',
  '\ud800',
  '__consumer_offsets',
  '__transaction_state',
]
const CONFIG_NAMES = [
  'retention.ms',
  'cleanup.policy',
  'compression.type',
  'min.insync.replicas',
  'message.timestamp.type',
  'max.message.bytes',
  '__proto__',
  'no.such.setting',
]
const CONFIG_VALUES = ['-1', '0', '1048588', 'delete', 'compact', 'gzip', 'CreateTime', '', 'NaN', '9'.repeat(30)]

export function randomRequest(message: Message, version: number, seed: number, ground: Ground): Json {
  const random = new RandomValues(seed, 3)
  const value = random.message(message, version)
  new Grounding(random, ground, version).struct(message.root, value)
  return value
}

class Grounding {
  private readonly random: RandomValues
  private readonly ground: Ground
  private readonly version: number

  constructor(random: RandomValues, ground: Ground, version: number) {
    this.random = random
    this.ground = ground
    this.version = version
  }

  struct(struct: Struct, value: Json): void {
    for (const field of struct.fields) {
      const old = value[field.name]
      if (field.versions.min > this.version || field.versions.max < this.version) continue
      value[field.name] = field.isArray
        ? (old as unknown[] | null)?.map((element) => this.value(struct, field, element))
        : this.value(struct, field, old)
      if (value[field.name] === undefined) value[field.name] = null
    }
  }

  private value(struct: Struct, field: Field, old: unknown): unknown {
    if (old === null) return null
    if (field.struct !== null) {
      this.struct(field.struct, old as Json)
      return old
    }
    switch (field.base) {
      case 'string':
        return this.text(struct, field.name, old)
      case 'uuid':
        return this.random.below(2) === 0 ? (this.one(this.ground.topicIds) ?? old) : old
      case 'records':
        return hostileRecords(this.random)
      case 'bool':
        return old
      default:
        return this.number(field.name, old)
    }
  }

  private one<T>(values: readonly T[]): T | undefined {
    return values[this.random.below(values.length)]
  }

  private text(struct: Struct, name: string, old: unknown): unknown {
    const dice = this.random.below(20)
    if (dice === 0) return this.one(HOSTILE_NAMES)
    if (/config/i.test(struct.name)) {
      if (dice < 14 && name === 'name') return this.one(CONFIG_NAMES)
      if (dice < 14 && name === 'value') return this.one(CONFIG_VALUES)
    }
    if (/transactionalId/i.test(name) && dice < 15) return old
    if (/topic|^name$|resourceName/i.test(name)) {
      if (/Creat|Delet/.test(struct.name)) return this.one(PASSING)
      if (dice < 14) return this.one(this.ground.topics) ?? old
    }
    return old
  }

  /** A wait, a count of partitions and the like stay small most of the time: what is large is another input's matter. */
  private number(name: string, old: unknown): unknown {
    if (/wait|timeout/i.test(name)) return this.random.below(40) === 0 ? old : this.random.below(30)
    if (/^(numPartitions|count)$/.test(name)) return this.random.below(12) === 0 ? old : this.random.below(4)
    if (this.random.below(10) < 3) return old
    if (/partition(Index|Id)?(es|s)?$|^index$/i.test(name)) return this.random.below(4)
    if (/^(replicaId|brokerId|replicationFactor|currentLeaderEpoch|lastFetchedEpoch)$/.test(name)) return -1
    if (/^(brokerIds|leaderEpoch)$/.test(name)) return this.random.below(2)
    if (/^acks$/.test(name)) return this.one([-1, -1, 1, 1, 1, 0, 2])
    if (/offset|timestamp/i.test(name)) return this.one([-1, -2, -3, -4, 0, 1, 5, 100, 1_000_000])
    if (/^sessionId$/.test(name)) return this.one([0, 0, 1])
    if (/^sessionEpoch$/.test(name)) return this.one([-1, 0, 1])
    if (/resourceType/.test(name)) return this.one([0, 2, 2, 4, 8, 16, 32])
    if (/configOperation/.test(name)) return this.random.below(5)
    return old
  }
}
