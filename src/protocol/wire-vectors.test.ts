/**
 * What Apache Kafka's own serializers wrote for each message and version (compat/wire-vectors) is read, compared field by
 * field with Kafka's JSON of the same object, and written again: the bytes must be the same.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { LONG_MAX } from '../base/kinds.ts'
import { readRequestHeader, readResponseHeader, writeRequestHeader, writeResponseHeader } from './header.ts'
import { Reader } from './reader.ts'
import { allMessages, type MessageCodec } from './testing/messages.ts'
import { Writer } from './writer.ts'

interface Vector {
  message: string
  version: number
  kind: string
  hex: string
  json: Record<string, unknown>
}

/** Fields that a later release has renamed; ours are the later names. */
const RENAMED: Record<string, string> = { 'TxnOffsetCommitRequest.generationId': 'generationIdOrMemberEpoch' }

function vectorsOf(release: string): Vector[] {
  const path = fileURLToPath(new URL(`../../testdata/wire/kafka-${release}.jsonl.br`, import.meta.url))
  const text = brotliDecompressSync(readFileSync(path)).toString()
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line, exact) as Vector)
}

/** JSON numbers beyond 2^53 become bigint. */
function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return /^-?\d+$/.test(context?.source ?? '') ? BigInt(context!.source!) : value
  }
  return value
}

function check(vector: Vector, codec: MessageCodec): void {
  const bytes = Buffer.from(vector.hex, 'hex')
  // The key of a record has its type where others have a version; our schema numbers its fields from 0.
  const version = codec.isRecordKey ? 0 : vector.version
  const where = `${vector.message} ${vector.version} (${vector.kind})`
  const r = new Reader(bytes)
  const value = codec.read(r, version) as Record<string, unknown>
  assert.equal(r.pos, bytes.length, `${where}: bytes left over`)
  compare(value, vector.json, where, vector.message)
  const w = new Writer()
  codec.write(w, value, version)
  assert.equal(Buffer.from(w.finishJoined()).toString('hex'), vector.hex, where)
}

function compare(ours: unknown, kafkas: unknown, where: string, message: string): void {
  if (Array.isArray(kafkas)) {
    assert.ok(Array.isArray(ours), where)
    assert.equal(ours.length, kafkas.length, where)
    for (let i = 0; i < kafkas.length; i++) compare(ours[i], kafkas[i], `${where}[${i}]`, message)
  } else if (typeof kafkas === 'object' && kafkas !== null) {
    compareObject(ours as Record<string, unknown>, kafkas as Record<string, unknown>, where, message)
  } else if (ours instanceof Uint8Array) {
    assert.equal(Buffer.from(ours).toString('base64'), kafkas, where)
  } else if (typeof ours === 'bigint') {
    assert.equal(ours, BigInt(kafkas as number | bigint), where)
  } else if (ours === LONG_MAX) {
    assert.equal(kafkas, 2n ** 63n - 1n, where)
  } else if (ours === -LONG_MAX) {
    assert.equal(kafkas, -(2n ** 63n), where)
  } else {
    assert.equal(ours, kafkas, where)
  }
}

function compareObject(
  ours: Record<string, unknown>,
  kafkas: Record<string, unknown>,
  where: string,
  message: string,
): void {
  for (const [key, value] of Object.entries(kafkas)) {
    // Of record batches Kafka's JSON tells only the size.
    if (key.endsWith('SizeInBytes') && !(key in ours)) {
      assert.equal((ours[key.slice(0, -'SizeInBytes'.length)] as Uint8Array).length, value, `${where}.${key}`)
      continue
    }
    const name = RENAMED[`${message}.${key}`] ?? key
    assert.ok(name in ours, `${where} lacks ${name}`)
    compare(ours[name], value, `${where}.${name}`, message)
  }
}

/** Share groups were a preview in 3.9 and have changed since; 4.4 has a version of InitProducerId that is one. */
function isStable(release: string, vector: Vector, codec: MessageCodec): boolean {
  if (release === '3.9.2' && /^(\w+)?Share/.test(vector.message)) return false
  return codec.isRecordKey || (vector.version >= codec.minVersion && vector.version <= codec.maxVersion)
}

for (const release of ['3.9.2', '4.4.0']) {
  test(`vectors of Kafka ${release}`, () => {
    const codecs = allMessages()
    const seen = new Set<string>()
    for (const vector of vectorsOf(release)) {
      const codec = codecs.get(vector.message)
      if (codec === undefined || !isStable(release, vector, codec)) continue
      check(vector, codec)
      seen.add(`${vector.message} ${vector.version}`)
    }
    assert.ok(seen.size > (release === '3.9.2' ? 550 : 600), `${seen.size} messages and versions`)
  })
}

test('between them, the releases cover every version of every message', () => {
  const seen = new Set<string>()
  for (const release of ['3.9.2', '4.4.0']) {
    for (const vector of vectorsOf(release))
      if (vector.kind === 'random') seen.add(`${vector.message} ${vector.version}`)
  }
  for (const { name, minVersion, maxVersion, isRecordKey } of allMessages().values()) {
    if (isRecordKey) continue
    for (let v = minVersion; v <= maxVersion; v++) assert.ok(seen.has(`${name} ${v}`), `no vector for ${name} ${v}`)
  }
})

test('headers of Kafka', () => {
  // A key and version for each version of the header.
  const examples = [
    { apiKey: 7, apiVersion: 0 },
    { apiKey: 0, apiVersion: 3 },
    { apiKey: 0, apiVersion: 9 },
  ]
  for (const vector of [...vectorsOf('3.9.2'), ...vectorsOf('4.4.0')]) {
    const json = vector.json as { correlationId: number; clientId?: string | null }
    const bytes = Buffer.from(vector.hex, 'hex')
    const example = examples[vector.message === 'RequestHeader' ? vector.version : vector.version + 1]
    const w = new Writer()
    if (vector.message === 'ResponseHeader') {
      const { apiKey, apiVersion } = example!
      const header = readResponseHeader(new Reader(bytes), apiKey, apiVersion)
      assert.equal(header.correlationId, json.correlationId)
      writeResponseHeader(w, apiKey, apiVersion, header)
    } else if (vector.message === 'RequestHeader') {
      // The key and version in the vector are drawn at random; ours follow from them.
      bytes.writeInt16BE(example!.apiKey, 0)
      bytes.writeInt16BE(example!.apiVersion, 2)
      const r = new Reader(bytes)
      const header = readRequestHeader(r)
      assert.equal(r.pos, bytes.length)
      assert.equal(header.correlationId, json.correlationId)
      assert.equal(header.clientId, json.clientId ?? null)
      writeRequestHeader(w, header)
    } else continue
    assert.equal(Buffer.from(w.finishJoined()).toString('hex'), bytes.toString('hex'))
  }
})
