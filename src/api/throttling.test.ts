/** Quotas in the way of requests: what is counted, and what answers say. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Peer, Reply } from '../network/dispatcher.ts'
import { ApiKey } from '../protocol/apis.ts'
import { decodeResponse, encodeRequest } from '../protocol/frame.ts'
import { ClientQuotas } from '../quota/client-quotas.ts'
import { makeDispatch } from './dispatch.ts'
import { handlers } from './handlers.ts'
import { fakeBroker } from './testing.ts'

const WINDOW = { samples: 11, windowMs: 1000 }
const peer = {
  principal: 'User:alice',
  listener: 'PLAINTEXT',
  isClosed: () => false,
  isGone: () => false,
  responseBudget: () => 1e6,
} as Peer

function start(quotas: Record<string, number>) {
  const fakes = fakeBroker()
  const { clock } = fakes.world
  const clients = new ClientQuotas({ monotonicMs: () => clock.monotonicMs(), window: WINDOW, mutationWindow: WINDOW })
  clients.set({ user: 'alice' }, new Map(Object.entries(quotas)))
  Object.assign(fakes.services, { quotas: clients })
  const dispatch = makeDispatch({ handlers, services: fakes.services })
  const send = async (apiKey: number, version: number, body: object) => {
    const frame = Buffer.concat(encodeRequest(apiKey, version, 1, 'app', body as never))
    const reply: Reply | null = await dispatch.start(frame, 4, frame.length, peer)
    const bytes = reply === null ? null : Buffer.concat(reply.encode())
    const answer = bytes === null || bytes.length === 0 ? null : decodeResponse(apiKey, version, bytes.subarray(4)).body
    return { throttleMs: reply?.throttleMs, answer: answer as { throttleTimeMs: number } | null }
  }
  return { fakes, send }
}

const produce = (acks: number, bytes: number) => ({
  acks,
  timeoutMs: 1000,
  topicData: [{ name: 'a', partitionData: [{ index: 0, records: Buffer.alloc(bytes) }] }],
})
const fetch = {
  maxWaitMs: 0,
  minBytes: 0,
  maxBytes: 1e6,
  sessionEpoch: -1,
  topics: [{ topic: 'a', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1e6 }] }],
}

test('Produce: the whole request counts, the answer tells, and acks=0 throttles without one', async () => {
  const { send, fakes } = start({ producer_byte_rate: 100 })
  assert.equal((await send(ApiKey.Produce, 9, produce(1, 500))).throttleMs, undefined)
  const { throttleMs, answer } = await send(ApiKey.Produce, 9, produce(1, 1000))
  assert.ok(throttleMs! > 5000 && throttleMs! < 7000, `${throttleMs}`)
  assert.equal(answer!.throttleTimeMs, throttleMs)
  const silent = await send(ApiKey.Produce, 9, produce(0, 100))
  assert.deepEqual([silent.answer, silent.throttleMs! > throttleMs!], [null, true])
  assert.equal(fakes.replicas.appends.length, 3)
})

test('Fetch: what is too much is not sent, and is sent when its time has come', async () => {
  const { send, fakes } = start({ consumer_byte_rate: 100 })
  fakes.replicas.at('a', 0)!.add(900)
  const bytesOf = (answer: unknown) =>
    (answer as { responses: { partitions: { records: Uint8Array | null }[] }[] }).responses.flatMap(({ partitions }) =>
      partitions.map(({ records }) => records?.length ?? 0),
    )
  assert.deepEqual(bytesOf((await send(ApiKey.Fetch, 12, fetch)).answer), [900])
  const { throttleMs, answer } = await send(ApiKey.Fetch, 12, fetch)
  assert.deepEqual(bytesOf(answer), [])
  assert.equal(answer!.throttleTimeMs, throttleMs)
  await fakes.world.advance(11_000)
  assert.deepEqual(bytesOf((await send(ApiKey.Fetch, 12, fetch)).answer), [900])
})

test('requests: the time that handlers take counts, up to a window of waiting', async () => {
  const { send, fakes } = start({ request_percentage: 1 })
  assert.equal((await send(ApiKey.DescribeCluster, 0, {})).throttleMs, undefined)
  // Every look at the clock finds it 300 ms later.
  let now = 0
  Object.defineProperty(fakes.world.clock, 'monotonicMs', { value: () => (now += 300) })
  const { throttleMs, answer } = await send(ApiKey.DescribeCluster, 0, {})
  assert.deepEqual([throttleMs, answer!.throttleTimeMs], [1000, 1000])
})

test('other users are not held up, and without any quota nothing is measured', async () => {
  const { send, fakes } = start({})
  assert.equal(fakes.services.quotas.active, null)
  assert.equal((await send(ApiKey.Produce, 9, produce(1, 1e6))).throttleMs, undefined)
})
