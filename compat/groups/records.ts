// Numbered records sent all the while, and what a group has committed, both with requests of our own.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { Connection, requestFrame } from '../diff/exchange.ts'
import { batch } from '../diff/records.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of several APIs; fields are picked by name.
type Body = any

export async function ask(connection: Connection, key: number, version: number, body: Body): Promise<Body> {
  const outcome = await connection.ask(key, version, requestFrame(key, version, body))
  if (outcome.kind !== 'answer') throw new Error(`API key ${key}: ${outcome.kind}`)
  return outcome.body
}

const RECORDS_PER_BATCH = 10
const PAUSE_MS = 40

/** Sends to all partitions in turn until it is stopped. The value of each record is its number. */
export class Source {
  readonly ends: number[]
  private readonly topic: string
  private readonly connection: Connection
  private isStopped = false
  private running: Promise<void> = Promise.resolve()
  private count = 0
  problem: unknown

  constructor(address: string, topic: string, partitions: number) {
    this.connection = new Connection(address)
    this.topic = topic
    this.ends = Array.from({ length: partitions }, () => 0)
  }

  get sent(): number {
    return this.count
  }

  start(): void {
    this.running = this.run().catch((error: unknown) => {
      this.problem = error
    })
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.running
    this.connection.close()
  }

  private async run(): Promise<void> {
    for (let turn = 0; !this.isStopped; turn++) {
      const partition = turn % this.ends.length
      const records = Array.from({ length: RECORDS_PER_BATCH }, () => ({
        key: `${partition}`,
        value: `${this.count++}`,
      }))
      const body = {
        acks: -1,
        timeoutMs: 10_000,
        topicData: [
          {
            name: this.topic,
            partitionData: [{ index: partition, records: batch({ records, timestamp: Date.now() }) }],
          },
        ],
      }
      const answer = await ask(this.connection, ApiKey.Produce, 7, body)
      const { errorCode, baseOffset } = answer.responses[0].partitionResponses[0]
      if (errorCode !== 0) throw new Error(`records were not appended: error code ${errorCode}`)
      this.ends[partition] = baseOffset + RECORDS_PER_BATCH
      await sleep(PAUSE_MS)
    }
  }
}

/** Looks at what is committed all the while; it may only grow. */
export class CommitWatch {
  readonly committed: number[]
  readonly problems: string[] = []
  private readonly connection: Connection
  private readonly groupId: string
  private readonly topic: string
  private isStopped = false
  private running: Promise<void> = Promise.resolve()

  constructor(address: string, groupId: string, topic: string, partitions: number) {
    this.connection = new Connection(address)
    this.groupId = groupId
    this.topic = topic
    this.committed = Array.from({ length: partitions }, () => -1)
  }

  start(): void {
    this.running = (async () => {
      while (!this.isStopped) {
        await this.look()
        await sleep(100)
      }
    })().catch((error: unknown) => {
      this.problems.push(`commits could not be read: ${String(error)}`)
    })
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.running
    this.connection.close()
  }

  private async look(): Promise<void> {
    const partitionIndexes = this.committed.map((_, partition) => partition)
    const topics = [{ name: this.topic, partitionIndexes }]
    const answer = await ask(this.connection, ApiKey.OffsetFetch, 5, { groupId: this.groupId, topics })
    // The coordinator may still load.
    if (answer.errorCode !== 0) return
    for (const { partitionIndex, committedOffset } of answer.topics[0].partitions) {
      const before = this.committed[partitionIndex] ?? -1
      if (committedOffset < before)
        this.problems.push(`the commit of partition ${partitionIndex} went back from ${before} to ${committedOffset}`)
      this.committed[partitionIndex] = committedOffset
    }
  }
}

/** Its state and how many members it has. */
export async function describeGroup(address: string, groupId: string): Promise<{ state: string; members: number }> {
  const connection = new Connection(address)
  try {
    const { groups } = await ask(connection, ApiKey.DescribeGroups, 3, { groups: [groupId] })
    return { state: groups[0].groupState, members: groups[0].members.length }
  } finally {
    connection.close()
  }
}

/** The offsets topic exists and its coordinators serve. */
export async function findCoordinator(address: string, groupId: string): Promise<void> {
  const connection = new Connection(address)
  try {
    for (let attempt = 0; attempt < 400; attempt++) {
      const found = await ask(connection, ApiKey.FindCoordinator, 2, { key: groupId, keyType: 0 })
      if (found.errorCode === 0) {
        const fetched = await ask(connection, ApiKey.OffsetFetch, 5, { groupId, topics: null })
        if (fetched.errorCode === 0) return
      }
      await sleep(25)
    }
    throw new Error(`no coordinator serves ${groupId}`)
  } finally {
    connection.close()
  }
}
