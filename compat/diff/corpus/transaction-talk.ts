// What scenarios about transactions share: ids whose coordinator serves, producers, and transactions in a known state.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Talk } from '../talk.ts'

export interface Producer {
  producerId: number
  producerEpoch: number
}

const CONCURRENT_TRANSACTIONS = 51
const NOT_FOUND = 105

/** A transactional id whose coordinator serves. */
export async function servedId(talk: Talk, label = 'x'): Promise<string> {
  const id = talk.name(label)
  for (let attempt = 0; attempt < 400; attempt++) {
    const found = await talk.prepare(ApiKey.FindCoordinator, 2, { key: id, keyType: 1 })
    if (found.errorCode === 0 && [0, NOT_FOUND].includes((await described(talk, id)).errorCode)) return id
    await sleep(25)
  }
  throw new Error(`the coordinator of ${id} does not serve`)
}

export async function described(talk: Talk, id: string): Promise<Body> {
  return (await talk.prepare(ApiKey.DescribeTransactions, 0, { transactionalIds: [id] })).transactionStates[0]
}

/** Waits until the markers of the last transaction are written, and tells how it stands. */
export async function atRest(talk: Talk, id: string, label?: string): Promise<Body> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const found = await described(talk, id)
    if (!String(found.transactionState).startsWith('Prepare')) {
      for (const { partitions } of found.topics) partitions.sort((x: number, y: number) => x - y)
      if (label !== undefined) talk.note(label, found)
      return found
    }
    await sleep(25)
  }
  throw new Error(`the transaction of ${id} does not end`)
}

export function initBody(id: string, more: Body = {}): Body {
  return { transactionalId: id, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1, ...more }
}

/** A producer of this id, after what was open has ended. */
export async function producerOf(talk: Talk, id: string): Promise<Producer> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const { errorCode, producerId, producerEpoch } = await talk.prepare(ApiKey.InitProducerId, 4, initBody(id))
    if (errorCode === 0) return { producerId, producerEpoch }
    if (![14, 15, 16, CONCURRENT_TRANSACTIONS].includes(errorCode)) throw new Error(`no producer: error ${errorCode}`)
    await sleep(25)
  }
  throw new Error(`${id} gets no producer`)
}

export function addBody(id: string, { producerId, producerEpoch }: Producer, topics: Body): Body {
  return {
    v3AndBelowTransactionalId: id,
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: topics,
  }
}

/** Partition 0 of the topic joins. */
export async function joinTopic(talk: Talk, id: string, producer: Producer, topic: string): Promise<void> {
  await askedAgain(async () => {
    const answer = await talk.prepare(
      ApiKey.AddPartitionsToTxn,
      3,
      addBody(id, producer, [{ name: topic, partitions: [0] }]),
    )
    return answer.resultsByTopicV3AndBelow[0].resultsByPartition[0].partitionErrorCode
  })
}

export async function ended(
  talk: Talk,
  id: string,
  producer: Producer,
  committed: boolean,
  version = 4,
): Promise<void> {
  await askedAgain(async () => {
    const body = { transactionalId: id, ...producer, committed }
    return (await talk.prepare(ApiKey.EndTxn, version, body)).errorCode
  })
  await atRest(talk, id)
}

async function askedAgain(ask: () => Promise<number>): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const error = await ask()
    if (error === 0) return
    if (error !== CONCURRENT_TRANSACTIONS) throw new Error(`error ${error}`)
    await sleep(25)
  }
  throw new Error('another transition never ends')
}
