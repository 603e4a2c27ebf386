import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiKey, apis } from './apis.ts'
import { ErrorCode, errorName, isRetriable, refreshesMetadata } from './error-codes.ts'
import { decodeRequest, decodeRequestBody, decodeResponse, encodeRequest, encodeResponse } from './frame.ts'
import { readRequestHeader } from './header.ts'
import { DecodeError, Reader } from './reader.ts'

/** The frame without its size, which must be right. */
function body(chunks: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(chunks)
  assert.equal(bytes.readInt32BE(0), bytes.length - 4)
  return bytes.subarray(4)
}

test('a request through a frame', () => {
  for (const version of [0, 8, 9, 12]) {
    const request = { allowAutoTopicCreation: true, topics: [{ name: 'a' }, { name: 'b' }] }
    const r = new Reader(body(encodeRequest(ApiKey.Metadata, version, 42, 'me', request)))
    const header = readRequestHeader(r)
    assert.deepEqual(header, { apiKey: 3, apiVersion: version, correlationId: 42, clientId: 'me' })
    const { topics } = decodeRequest(r, { ...header, apiKey: ApiKey.Metadata })
    assert.deepEqual(
      topics?.map((topic) => topic.name),
      ['a', 'b'],
    )
  }
})

test('a response through a frame, with records that are not copied', () => {
  const records = [Buffer.alloc(9000, 1), Buffer.alloc(7000, 2)]
  const response = { responses: [{ topic: 't', partitions: [{ partitionIndex: 3, highWatermark: 7, records }] }] }
  const chunks = encodeResponse(ApiKey.Fetch, 11, 5, response)
  assert.ok(chunks.includes(records[0]!) && chunks.includes(records[1]!))
  const { correlationId, body: read } = decodeResponse(ApiKey.Fetch, 11, body(chunks))
  assert.equal(correlationId, 5)
  assert.deepEqual(Buffer.from(read.responses[0]!.partitions[0]!.records!), Buffer.concat(records))
})

test('the answer to ApiVersions always has the oldest header', () => {
  for (const version of [0, 3, 4]) {
    const frame = body(encodeResponse(ApiKey.ApiVersions, version, 9, { apiKeys: [{ apiKey: 1, maxVersion: 2 }] }))
    // correlation id, error code, then the count: four bytes, or compact
    assert.equal(frame.toString('hex').slice(0, 14), version < 3 ? '00000009000000' : '00000009000002')
  }
})

test('the header versions of all keys', () => {
  assert.equal(apis.get(ApiKey.ControlledShutdown)!.requestHeaderVersion(0), 0)
  assert.equal(apis.get(ApiKey.ControlledShutdown)!.requestHeaderVersion(1), 1)
  assert.equal(apis.get(ApiKey.ControlledShutdown)!.requestHeaderVersion(3), 2)
  assert.equal(apis.get(ApiKey.SaslHandshake)!.requestHeaderVersion(1), 1)
  assert.equal(apis.get(ApiKey.Produce)!.requestHeaderVersion(8), 1)
  assert.equal(apis.get(ApiKey.Produce)!.requestHeaderVersion(9), 2)
  assert.equal(apis.get(ApiKey.Produce)!.responseHeaderVersion(8), 0)
  assert.equal(apis.get(ApiKey.Produce)!.responseHeaderVersion(9), 1)
  assert.equal(apis.size, 81)
  assert.deepEqual([apis.get(0)!.minVersion, apis.get(0)!.maxVersion], [0, 13])
  assert.deepEqual([apis.get(22)!.minVersion, apis.get(22)!.maxVersion], [0, 5])
  assert.deepEqual([apis.get(78)!.minVersion, apis.get(78)!.maxVersion], [1, 2])
})

test('keys and versions that do not exist', () => {
  const unknownKey = Buffer.from('03e80000000000070003616263', 'hex')
  assert.deepEqual(readRequestHeader(new Reader(unknownKey)), {
    apiKey: 1000,
    apiVersion: 0,
    correlationId: 7,
    clientId: null,
  })
  // ApiVersions 99: the client id stands where it always does, what follows is anybody's guess.
  const tooNew = readRequestHeader(new Reader(Buffer.from('00120063000000070003616263ff', 'hex')))
  assert.deepEqual(tooNew, { apiKey: 18, apiVersion: 99, correlationId: 7, clientId: 'abc' })
  assert.throws(() => decodeRequestBody(new Reader(Buffer.alloc(9)), 18, 99), DecodeError)
  assert.throws(() => decodeRequestBody(new Reader(Buffer.alloc(9)), 1000, 0), DecodeError)
  assert.throws(() => decodeRequestBody(new Reader(Buffer.alloc(9)), 78, 0), DecodeError)
})

test('error codes', () => {
  assert.equal(ErrorCode.NONE, 0)
  assert.equal(ErrorCode.UNKNOWN_SERVER_ERROR, -1)
  assert.equal(errorName(6), 'NOT_LEADER_OR_FOLLOWER')
  assert.equal(errorName(9999), 'ERROR_9999')
  assert.ok(isRetriable(ErrorCode.NOT_LEADER_OR_FOLLOWER) && refreshesMetadata(ErrorCode.NOT_LEADER_OR_FOLLOWER))
  assert.ok(!isRetriable(ErrorCode.RECORD_LIST_TOO_LARGE))
})
