// What a client meets at each kind of quota, as facts that must be the same with Apache Kafka. Numbers may differ by the factor that
// stands beside them.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { errorName } from '../../src/protocol/error-codes.ts'
import { Connection } from '../diff/exchange.ts'
import { batch } from '../diff/records.ts'
import { ask } from '../groups/records.ts'
import { createTopic, uniqueName } from '../lib/client.ts'
import { dialFrom, QuotaClient, setQuota } from './quota-client.ts'

export interface Fact {
  readonly name: string
  readonly value: number | string | boolean
  /** Of numbers: the larger one is at most so many times the smaller one. */
  readonly factor?: number
}

export interface QuotaCase {
  readonly name: string
  run(address: string): Promise<Fact[]>
}

const BYTES_PER_SECOND = 20_000
/** Few make what is free, ten seconds' worth, and the last one goes far beyond: how long they take hardly counts. */
const PIECE_BYTES = 45_000
const STEPS_MAX = 400
/** How long a client under a quota of bytes goes on: until what was free at first has left the window of eleven seconds. */
const STEADY_MS = 14_000
const WINDOW_MS = 1000
/** Room for a machine that has other work. */
const SLACK_MS = 1000

function piece(bytes: number): Buffer {
  return batch({ records: [{ key: 'k', value: Buffer.alloc(bytes - 80, 7) }], timestamp: Date.now() })
}

interface Step {
  readonly throttleTimeMs: number
  readonly bytes: number
}

/**
 * Until the first throttle: how much was free, and how long it is; whether the connection is not read for as long; then
 * how much goes through.
 */
async function bytesWithin(client: QuotaClient, step: () => Promise<Step>): Promise<Fact[]> {
  let free = 0
  let first: Step = { throttleTimeMs: 0, bytes: 0 }
  for (let steps = 0; first.throttleTimeMs === 0 && steps < STEPS_MAX; steps++) {
    first = await step()
    free += first.bytes
  }
  const mutedMs = await client.mutedMs()
  let [through, longest] = [0, 0]
  const from = performance.now()
  while (performance.now() - from < STEADY_MS) {
    const { throttleTimeMs, bytes } = await step()
    through += bytes
    longest = Math.max(longest, throttleTimeMs)
  }
  const seconds = (performance.now() - from) / 1000
  return [
    { name: 'bytes until the first throttle', value: free, factor: 1.1 },
    { name: 'bytes of the throttled answer', value: first.bytes },
    { name: 'the first throttle, ms', value: first.throttleTimeMs, factor: 2 },
    { name: 'not read for as long', value: isMutedFor(mutedMs, first.throttleTimeMs) },
    { name: 'bytes per second afterwards', value: Math.round(through / seconds), factor: 1.5 },
    { name: 'throttled afterwards', value: longest > 0 },
  ]
}

const isMutedFor = (mutedMs: number, toldMs: number): boolean =>
  toldMs > 0 && mutedMs > 0.8 * toldMs - 30 && mutedMs < toldMs + SLACK_MS

async function produceBytes(address: string): Promise<Fact[]> {
  const topic = uniqueName('produce')
  await createTopic(address, topic)
  const client = new QuotaClient(address)
  try {
    await client.limit('producer_byte_rate', BYTES_PER_SECOND)
    return await bytesWithin(client, async () => {
      const topicData = [{ name: topic, partitionData: [{ index: 0, records: piece(PIECE_BYTES) }] }]
      const { throttleTimeMs, responses } = await client.ask(ApiKey.Produce, 7, {
        acks: -1,
        timeoutMs: 10_000,
        topicData,
      })
      const code = responses[0].partitionResponses[0].errorCode
      if (code !== 0) throw new Error(`not appended: ${errorName(code)}`)
      return { throttleTimeMs, bytes: PIECE_BYTES }
    })
  } finally {
    client.close()
  }
}

async function consumeBytes(address: string): Promise<Fact[]> {
  const topic = uniqueName('consume')
  await createTopic(address, topic)
  const filler = new Connection(address)
  const topicData = [{ name: topic, partitionData: [{ index: 0, records: piece(PIECE_BYTES) }] }]
  await ask(filler, ApiKey.Produce, 7, { acks: -1, timeoutMs: 10_000, topicData })
  filler.close()
  const client = new QuotaClient(address)
  try {
    await client.limit('consumer_byte_rate', BYTES_PER_SECOND)
    return await bytesWithin(client, async () => {
      const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: PIECE_BYTES }]
      const body = { maxWaitMs: 100, minBytes: 1, maxBytes: PIECE_BYTES, topics: [{ topic, partitions }] }
      const { throttleTimeMs, responses } = await client.ask(ApiKey.Fetch, 11, body)
      return { throttleTimeMs, bytes: responses[0]?.partitions[0]?.records?.length ?? 0 }
    })
  } finally {
    client.close()
  }
}

/** A share of time so small that anything is too much, and one that is never used up. */
async function requestPercentage(address: string): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const [name, percentage] of [
    ['hardly any time', 0.0001],
    ['all the time there is', 10_000],
  ] as const) {
    const client = new QuotaClient(address)
    try {
      await client.limit('request_percentage', percentage)
      let [throttled, longest] = [0, 0]
      let isMuted = true
      for (let steps = 0; steps < 8; steps++) {
        const { throttleTimeMs } = await client.ask(ApiKey.Metadata, 9, { topics: null })
        if (throttleTimeMs === 0) continue
        throttled++
        longest = Math.max(longest, throttleTimeMs)
        isMuted &&= isMutedFor(await client.mutedMs(), throttleTimeMs)
      }
      facts.push(
        { name: `${name}: throttled`, value: throttled > 0 },
        { name: `${name}: never longer than a window`, value: longest <= WINDOW_MS },
        { name: `${name}: the longest throttle, ms`, value: longest, factor: 1.1 },
        { name: `${name}: not read for as long`, value: isMuted },
      )
    } finally {
      client.close()
    }
  }
  return facts
}

const CONNECTIONS_PER_SECOND = 2

/** From an address with a quota: some are served, what comes beyond is kept waiting and closed. */
async function connectionsOfAddress(address: string): Promise<Fact[]> {
  const [limited, free] = ['127.0.0.77', '127.0.0.78']
  await setQuota(address, 'ip', limited, 'connection_creation_rate', CONNECTIONS_PER_SECOND)
  try {
    let served = 0
    const waited: number[] = []
    for (let turn = 0; turn < 40; turn++) {
      const dialled = await dialFrom(limited, address)
      if (dialled.served) served++
      else waited.push(dialled.afterMs)
      if (waited.length >= 5) break
    }
    const others = await dialFrom(free, address)
    return [
      { name: 'served before the first that was turned away', value: served, factor: 1.15 },
      { name: 'turned away', value: waited.length },
      { name: 'kept waiting before', value: waited.every((ms) => ms > 20) },
      { name: 'never longer than a window', value: waited.every((ms) => ms < WINDOW_MS + SLACK_MS) },
      { name: 'another address is served', value: others.served },
    ]
  } finally {
    await setQuota(address, 'ip', limited, 'connection_creation_rate', null)
  }
}

/** Apache counts connections before there is a bound, too: those of the last eleven seconds. */
const QUIET_MS = 12_000

/** To the broker: all are served, and what comes too soon waits. */
async function connectionsOfBroker(address: string): Promise<Fact[]> {
  const set = async (value: string) => {
    const connection = new Connection(address)
    const configs = [{ name: 'max.connection.creation.rate', configOperation: 0, value }]
    const resources = [{ resourceType: 4, resourceName: '', configs }]
    const body = { resources, validateOnly: false }
    const answer = await ask(connection, ApiKey.IncrementalAlterConfigs, 0, body)
    connection.close()
    const code = answer.responses[0].errorCode
    if (code !== 0) throw new Error(`max.connection.creation.rate was not set: ${errorName(code)}`)
    await sleep(700)
  }
  await sleep(QUIET_MS)
  await set('4')
  try {
    const dialled = []
    const from = performance.now()
    for (let turn = 0; turn < 60; turn++) dialled.push(await dialFrom('127.0.0.1', address))
    const seconds = (performance.now() - from) / 1000
    return [
      { name: 'served', value: dialled.filter(({ served }) => served).length },
      { name: 'served at once', value: dialled.findIndex(({ afterMs }) => afterMs > 60), factor: 1.2 },
      { name: 'seconds for sixty', value: seconds, factor: 1.4 },
    ]
  } finally {
    await set('2147483647')
  }
}

interface Mutation {
  readonly what: string
  readonly key: number
  /** The last one that is made, and the first one that is refused with THROTTLING_QUOTA_EXCEEDED (KIP-599). */
  readonly versions: readonly [number, number]
}

const MUTATIONS: readonly Mutation[] = [
  { what: 'CreateTopics', key: ApiKey.CreateTopics, versions: [5, 6] },
  { what: 'CreatePartitions', key: ApiKey.CreatePartitions, versions: [2, 3] },
  { what: 'DeleteTopics', key: ApiKey.DeleteTopics, versions: [4, 5] },
]
const MUTATIONS_PER_SECOND = 2
/** Twenty-two are free: one of these goes through, the second one as well, since it does not find the bucket empty. */
const PARTITIONS_EACH = 14

/** Topics of as many partitions, changed again and again; what each answer says. */
async function mutation(address: string, { what, key, versions }: Mutation, version: number): Promise<Fact[]> {
  // The fourth one shows that after a refusal there is something left again.
  const topics = Array.from({ length: version === versions[1] ? 4 : 3 }, () => uniqueName('mutation'))
  const create = (name: string, partitions: number) => createTopic(address, name, partitions)
  if (key === ApiKey.DeleteTopics) for (const name of topics) await create(name, PARTITIONS_EACH)
  if (key === ApiKey.CreatePartitions) for (const name of topics) await create(name, 1)
  const client = new QuotaClient(address)
  try {
    await client.limit('controller_mutation_rate', MUTATIONS_PER_SECOND)
    const facts: Fact[] = []
    /** What is told shrinks with the time since the last change that was made. */
    let sinceMs = 0
    for (const [turn, name] of topics.entries()) {
      const askedMs = performance.now()
      const answer = await client.ask(key, version, change(key, name))
      const answeredMs = performance.now()
      const told = errorName((answer.topics ?? answer.responses ?? answer.results)[0].errorCode)
      if (told === 'NONE') sinceMs = askedMs
      const { throttleTimeMs } = answer
      const label = `${what} ${version}, ${turn + 1}`
      facts.push({ name: `${label}: told`, value: told })
      const value = throttleTimeMs === 0 ? 0 : throttleTimeMs + answeredMs - sinceMs
      facts.push({ name: `${label}: throttle from the change on, ms`, value, factor: 1.25 })
      if (throttleTimeMs === 0) continue
      const mutedMs = await client.mutedMs()
      facts.push({ name: `${label}: not read for as long`, value: isMutedFor(mutedMs, throttleTimeMs) })
    }
    return facts
  } finally {
    client.close()
  }
}

function change(key: number, name: string): unknown {
  if (key === ApiKey.CreateTopics) {
    const topic = { name, numPartitions: PARTITIONS_EACH, replicationFactor: 1, assignments: [], configs: [] }
    return { topics: [topic], timeoutMs: 15_000, validateOnly: false }
  }
  if (key === ApiKey.DeleteTopics) return { topicNames: [name], timeoutMs: 15_000 }
  const topics = [{ name, count: 1 + PARTITIONS_EACH, assignments: null }]
  return { topics, timeoutMs: 15_000, validateOnly: false }
}

export const quotaCases: readonly QuotaCase[] = [
  { name: 'produce bytes', run: produceBytes },
  { name: 'consume bytes', run: consumeBytes },
  { name: 'request percentage', run: requestPercentage },
  { name: 'connections of an address', run: connectionsOfAddress },
  { name: 'connections of a broker', run: connectionsOfBroker },
  ...MUTATIONS.flatMap((one) =>
    one.versions.map((version) => ({
      name: `changes of topics, ${one.what} ${version}`,
      run: (address: string) => mutation(address, one, version),
    })),
  ),
]
