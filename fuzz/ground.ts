/** Prepares a broker for the fuzzer: topics to aim at, one that is left alone, and what the broker says it serves. */

import { exchangeFrame } from '../compat/lib/net.ts'
import { ApiKey } from '../src/protocol/apis.ts'
import type { RequestInputOf, ResponseOf } from '../src/protocol/codec.ts'
import { decodeResponse, encodeRequest } from '../src/protocol/frame.ts'
import type { Served } from './inputs.ts'
import type { Ground } from './values.ts'

const TARGETS = ['fuzz-a', 'fuzz-b', 'fuzz-c']
/** No generated input names it. */
export const HEALTHY_TOPIC = 'healthy'

type Ask = <K extends number>(key: K, version: number, body: RequestInputOf<K>) => Promise<ResponseOf<K>>

function asker(address: string): Ask {
  return async (key, version, body) => {
    const frame = Buffer.concat(encodeRequest(key, version, 1, 'fuzz-setup', body))
    return decodeResponse(key, version, await exchangeFrame(address, frame.subarray(4), 30_000)).body
  }
}

export async function prepareGround(address: string): Promise<{ ground: Ground; served: Served[] }> {
  const ask = asker(address)
  // Segments of a fixed small number: what is appended here must not fill the disk.
  const configs = [
    { name: 'retention.bytes', value: '10000000' },
    { name: 'segment.bytes', value: '5000000' },
  ]
  const names = [...TARGETS, HEALTHY_TOPIC]
  const topics = names.map((name) => ({ name, numPartitions: 4, replicationFactor: 1, assignments: [], configs }))
  const created = await ask(ApiKey.CreateTopics, 5, { topics, timeoutMs: 20_000, validateOnly: false })
  for (const { name, errorCode, errorMessage } of created.topics) {
    if (errorCode !== 0 && errorCode !== 36) throw new Error(`${name} was not created: ${errorCode} ${errorMessage}`)
  }
  const metadata = await ask(ApiKey.Metadata, 12, { topics: TARGETS.map((name) => ({ name })) })
  const versions = await ask(ApiKey.ApiVersions, 2, {})
  const ground = { topics: TARGETS, topicIds: metadata.topics.map(({ topicId }) => topicId) }
  return { ground, served: versions.apiKeys }
}

/** Deletes the topics that inputs have created: what is right in form is done, and takes its place. */
export async function deleteStrayTopics(address: string): Promise<number> {
  const ask = asker(address)
  const { topics } = await ask(ApiKey.Metadata, 5, { topics: null })
  const isKept = (name: string | null) => name === null || TARGETS.includes(name) || name === HEALTHY_TOPIC
  const topicNames = topics.map(({ name }) => name).filter((name): name is string => !isKept(name))
  if (topicNames.length > 0) await ask(ApiKey.DeleteTopics, 3, { topicNames, timeoutMs: 20_000 })
  return topicNames.length
}
