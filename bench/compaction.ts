// A compacted topic of ten million keys: node bench/compaction.ts [--keys N] [--versions N]
//   Each key is written several times; then the cleaner may begin. Meanwhile a client writes single records to another topic and
//   reads them, as it did before, and what that takes is compared. Then the topic is read whole: each key must be there once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startOdradek } from '../compat/lib/broker.ts'
import { createTopic } from '../compat/lib/client.ts'
import { freePort } from '../compat/lib/net.ts'
import { Wire } from '../compat/proofs/wire.ts'
import { ApiKey } from '../src/protocol/apis.ts'
import { BatchBuilder } from '../src/protocol/batch/builder.ts'
import { lastOffsetAt } from '../src/protocol/batch/header.ts'
import { batchPositions, openRecords } from '../src/protocol/batch/iterate.ts'
import { usage, usedSince } from './measure.ts'

const { values: flags } = parseArgs({
  options: { keys: { type: 'string', default: '10000000' }, versions: { type: 'string', default: '2' } },
})
const KEYS = Number(flags.keys)
const VERSIONS = Number(flags.versions)
const BATCH_RECORDS = 2000
const VALUE = Buffer.alloc(40, 'v')
const BASELINE_MS = 15_000
const PAUSE_MS = 5
const LIMIT_MS = 480_000

const root = mkdtempSync(join(tmpdir(), 'odradek-compaction-'))
const adminPort = await freePort()
const broker = await startOdradek({
  dir: root,
  overrides: { 'odradek.admin.listeners': `http://127.0.0.1:${adminPort}`, 'log.cleaner.backoff.ms': 500 },
})

/** The cleaner waits while this is 1: no log is dirtier than that. */
const RATIO = 'min.cleanable.dirty.ratio'

async function load(wire: Wire): Promise<number> {
  const timestamp = Date.now()
  const builder = new BatchBuilder(BATCH_RECORDS * 80)
  const began = performance.now()
  for (let version = 0; version < VERSIONS; version++) {
    for (let key = 0; key < KEYS; ) {
      builder.reset()
      for (let n = 0; n < BATCH_RECORDS && key < KEYS; n++, key++)
        builder.add({ timestamp, key: Buffer.from(`key-${key}`), value: VALUE })
      await produce(wire, 'keys', builder.finish(), 1)
    }
  }
  return performance.now() - began
}

async function produce(wire: Wire, name: string, records: Uint8Array, acks: number): Promise<number> {
  const topicData = [{ name, partitionData: [{ index: 0, records }] }]
  const answer = await wire.ask(ApiKey.Produce, 9, { acks, timeoutMs: 20_000, topicData })
  const { errorCode, baseOffset } = answer.responses[0]!.partitionResponses[0]!
  if (errorCode !== 0) throw new Error(`Produce to ${name}: error ${errorCode}`)
  return baseOffset
}

async function fetch(wire: Wire, topic: string, fetchOffset: number, maxBytes: number): Promise<Uint8Array> {
  const topics = [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: maxBytes }] }]
  const answer = await wire.ask(ApiKey.Fetch, 11, { maxWaitMs: 5000, minBytes: 1, maxBytes, topics })
  return answer.responses[0]!.partitions[0]!.records ?? new Uint8Array(0)
}

interface Latencies {
  readonly produce: number[]
  readonly fetch: number[]
}

/** One record after another, each written (synced, acks=all) and read. */
async function probe(wire: Wire, until: () => boolean): Promise<Latencies> {
  const found: Latencies = { produce: [], fetch: [] }
  const builder = new BatchBuilder()
  while (!until()) {
    builder.reset()
    builder.add({ timestamp: Date.now(), key: null, value: VALUE })
    const began = performance.now()
    const offset = await produce(wire, 'probe', builder.finish(), -1)
    const written = performance.now()
    await fetch(wire, 'probe', offset, 1000)
    found.produce.push(written - began)
    found.fetch.push(performance.now() - written)
    await sleep(PAUSE_MS)
  }
  return found
}

function told(latencies: readonly number[]): string {
  const sorted = [...latencies].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms (${sorted.length} times)`
}

async function metric(name: string): Promise<number> {
  const page = await (await globalThis.fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
  const line = page.split('\n').find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`))
  return Number(line?.split(' ').at(-1) ?? Number.NaN)
}

async function sizeOf(wire: Wire): Promise<number> {
  const answer = await wire.ask(ApiKey.DescribeLogDirs, 1, { topics: [{ topic: 'keys', partitions: [0] }] })
  return answer.results[0]!.topics[0]!.partitions[0]!.partitionSize
}

async function readAll(wire: Wire): Promise<{ records: number; distinct: number }> {
  const seen = new Uint8Array(KEYS)
  let records = 0
  let distinct = 0
  const end = KEYS * VERSIONS
  for (let next = 0; next < end; ) {
    const bytes = await fetch(wire, 'keys', next, 8 << 20)
    for (const at of batchPositions(bytes)) {
      const walk = openRecords(bytes, at)
      while (walk.next()) {
        const key = Number(Buffer.from(walk.key()!).toString('latin1').slice(4))
        records++
        if (seen[key] === 0) distinct++
        seen[key] = 1
      }
      next = lastOffsetAt(bytes, at) + 1
    }
  }
  return { records, distinct }
}

const wire = new Wire(broker.address)
const prober = new Wire(broker.address)
try {
  await createTopic(broker.address, 'keys', 1, {
    'cleanup.policy': 'compact',
    'segment.bytes': '33554432',
    [RATIO]: '1',
  })
  await createTopic(broker.address, 'probe')
  const loadMs = await load(wire)
  console.log(
    `${KEYS} keys, ${VERSIONS} times each: written in ${(loadMs / 1000).toFixed(1)} s, ${await sizeOf(wire)} bytes`,
  )
  const baselineEnd = performance.now() + BASELINE_MS
  const baseline = await probe(prober, () => performance.now() > baselineEnd)
  const heapBefore = await metric('nodejs_heap_size_used_bytes')
  const residentBefore = await metric('process_resident_memory_bytes')

  const began = performance.now()
  const cpu = usage(broker.pid)
  const entry = { name: RATIO, configOperation: 0, value: '0.01' }
  await wire.ask(ApiKey.IncrementalAlterConfigs, 1, {
    resources: [{ resourceType: 2, resourceName: 'keys', configs: [entry] }],
    validateOnly: false,
  })
  let isDone = false
  let heapMax = 0
  let residentMax = 0
  const probing = probe(prober, () => isDone)
  for (let quiet = 0; quiet < 4; ) {
    await sleep(500)
    heapMax = Math.max(heapMax, await metric('nodejs_heap_size_used_bytes'))
    residentMax = Math.max(residentMax, await metric('process_resident_memory_bytes'))
    const dirty = await metric('kafka_log_logcleanermanager_max_dirty_percent')
    const isLooking = (await metric('kafka_log_logcleanermanager_time_since_last_run_ms')) < 1000
    quiet = performance.now() - began > 3000 && isLooking && dirty < 1 ? quiet + 1 : 0
    if (performance.now() - began > LIMIT_MS) throw new Error('the cleaner did not end')
  }
  const cleanMs = performance.now() - began
  isDone = true
  const during = await probing
  const used = usedSince(cpu, broker.pid)
  const mb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`
  console.log(
    `cleaned in ${(cleanMs / 1000).toFixed(1)} s, ${(used.userSeconds + used.systemSeconds).toFixed(1)} s of processor time`,
  )
  console.log(
    `${await metric('kafka_utils_throttler_cleaner_io_total')} bytes read and written, ${await sizeOf(wire)} bytes left`,
  )
  console.log(`heap of the loop: ${mb(heapBefore)} before, at most ${mb(heapMax)} meanwhile`)
  console.log(`resident: ${mb(residentBefore)} before, at most ${mb(residentMax)} meanwhile`)
  console.log(`produce before: ${told(baseline.produce)}; meanwhile: ${told(during.produce)}`)
  console.log(`fetch   before: ${told(baseline.fetch)}; meanwhile: ${told(during.fetch)}`)
  const { records, distinct } = await readAll(wire)
  console.log(`read back: ${records} records of ${distinct} keys`)
  if (distinct !== KEYS) throw new Error(`${KEYS - distinct} keys are missing`)
} finally {
  wire.close()
  prober.close()
  await broker.stop()
  rmSync(root, { recursive: true, force: true })
}
