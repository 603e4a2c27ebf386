// What the members of groups ask and are answered, a line for each, written by a proxy before the broker: with it a failure's fault is
// found. Heartbeats that were answered 0, and the requests of the harness itself, are left out.
//   SECONDS CONNECTION CLIENT API VERSION REQUEST -> ANSWER (MS it took)
import { appendFileSync, writeFileSync } from 'node:fs'
import { ApiKey, apis } from '../../src/protocol/apis.ts'
import { codecOf } from '../../src/protocol/codec.ts'
import { readRequestHeader } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { decodeAnswer, HARNESS_CLIENT } from '../diff/exchange.ts'
import { FrameProxy } from './frame-proxy.ts'

const TRACED: ReadonlySet<number> = new Set([
  ApiKey.JoinGroup,
  ApiKey.SyncGroup,
  ApiKey.Heartbeat,
  ApiKey.LeaveGroup,
  ApiKey.OffsetCommit,
  ApiKey.OffsetFetch,
])

interface Asked {
  readonly key: number
  readonly version: number
  readonly clientId: string | null
  readonly body: unknown
  readonly at: number
}

export async function startGroupTrace(port: number, broker: string, file: string): Promise<FrameProxy> {
  writeFileSync(file, '')
  const from = performance.now()
  /** By connection and correlation id. */
  const asked = new Map<string, Asked>()
  return await FrameProxy.start(port, broker, {
    onRequest: (frame, connection) => {
      if (!TRACED.has(frame.readInt16BE(4))) return
      const reader = new Reader(frame.subarray(4))
      const { apiKey: key, apiVersion: version, correlationId, clientId } = readRequestHeader(reader)
      if (clientId === HARNESS_CLIENT) return
      const body = codecOf(key).readRequest(reader, version)
      asked.set(`${connection} ${correlationId}`, { key, version, clientId, body, at: performance.now() })
    },
    onAnswer: (frame, connection) => {
      const id = `${connection} ${frame.readInt32BE(4)}`
      const of = asked.get(id)
      if (of === undefined) return
      asked.delete(id)
      const answer = decodeAnswer(of.key, of.version, frame.subarray(4))
      if (of.key === ApiKey.Heartbeat && (answer as { errorCode: number }).errorCode === 0) return
      const seconds = ((of.at - from) / 1000).toFixed(3)
      const tookMs = (performance.now() - of.at).toFixed(0)
      const what = `${apis.get(of.key)?.name} ${of.version} ${text(of.body)} -> ${text(answer)} (${tookMs} ms)`
      appendFileSync(file, `${seconds} #${connection} ${of.clientId} ${what}\n`)
    },
  })
}

const text = (body: unknown): string => JSON.stringify(body, short)

/** Bytes as the partitions that they assign, or how many they are; what says nothing is left out. */
function short(this: unknown, key: string, value: unknown): unknown {
  if (value === null || value === '' || key === 'throttleTimeMs') return undefined
  // Buffers are JSON before they come here.
  const raw = key === '' ? value : (this as Record<string, unknown>)[key]
  if (raw instanceof Uint8Array) return key === 'assignment' ? assigned(raw) : `${raw.length} bytes`
  return value
}

/** ConsumerProtocolAssignment, version 0 on: int16 version, then topics with their partitions. */
function assigned(bytes: Uint8Array): string {
  if (bytes.length < 6) return `${bytes.length} bytes`
  const reader = new Reader(bytes)
  reader.int16()
  const topics: string[] = []
  for (let left = reader.int32(); left > 0; left--) {
    const topic = reader.nullableString()
    const partitions: number[] = []
    for (let more = reader.int32(); more > 0; more--) partitions.push(reader.int32())
    topics.push(`${topic}: ${partitions.join(' ')}`)
  }
  return topics.join(', ')
}
