// What the runner knows of a client: a name, what it needs, and its cases.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { exchangeFrame } from './net.ts'

export interface Context {
  /** host:port of the broker. */
  bootstrap: string
  /** A folder of this run, removed afterwards. */
  work: string
  /** The log folder of the broker when the harness started it, for tools that read segments. */
  brokerDataDir: string | undefined
  /** When the harness started it. */
  brokerPid: number | undefined
  /** A name that no earlier run has used. */
  name(prefix: string): string
}

export interface Case {
  name: string
  /** Throws when the result is not what Apache Kafka gives; throws Unavailable to be skipped. */
  run(): Promise<void>
}

export interface Client {
  name: string
  /** Fetches and builds what is needed. Throws Unavailable with the reason when that is not possible here. */
  prepare(context: Context): Promise<Case[]>
}

export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`
}

export function expect(fact: boolean, otherwise: string): asserts fact {
  if (!fact) throw new Error(otherwise)
}

function shortString(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(2)
  length.writeInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/**
 * Creates a topic with CreateTopics version 0, written by hand: for clients that cannot create one, and so that a fault in
 * our own codecs does not hide here. Waits until every partition has a leader.
 */
export async function createTopic(
  bootstrap: string,
  name: string,
  partitions = 1,
  configs: Record<string, string> = {},
): Promise<void> {
  const entries = Object.entries(configs)
  const request = Buffer.concat([
    Buffer.from('0013000000000005ffff00000001', 'hex'),
    shortString(name),
    int32(partitions),
    Buffer.from('000100000000', 'hex'),
    int32(entries.length),
    ...entries.flatMap(([key, value]) => [shortString(key), shortString(value)]),
    int32(20_000),
  ])
  const answer = await exchangeFrame(bootstrap, request, 30_000)
  const code = answer.readInt16BE(answer.length - 2)
  expect(code === 0, `topic ${name} could not be created: error code ${code}`)
  await waitForLeaders(bootstrap, name, partitions)
}

async function waitForLeaders(bootstrap: string, name: string, partitions: number): Promise<void> {
  // Metadata version 0 for one topic; the answer ends with the topic: code, name, partitions.
  const request = Buffer.concat([Buffer.from('0003000000000006ffff00000001', 'hex'), shortString(name)])
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await exchangeFrame(bootstrap, request)
    let at = answer.indexOf(shortString(name))
    const topicCode = answer.readInt16BE(at - 2)
    at += 2 + Buffer.byteLength(name)
    const count = answer.readInt32BE(at)
    at += 4
    let withLeader = 0
    for (let i = 0; i < count; i++) {
      const code = answer.readInt16BE(at)
      const leader = answer.readInt32BE(at + 6)
      if (code === 0 && leader >= 0) withLeader++
      at += 10
      at += 4 + 4 * answer.readInt32BE(at)
      at += 4 + 4 * answer.readInt32BE(at)
    }
    if (topicCode === 0 && withLeader === partitions) return
    await sleep(25)
  }
  throw new Error(`topic ${name} has no leaders`)
}
