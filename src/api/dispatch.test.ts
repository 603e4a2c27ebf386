import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CloseConnection, KEEPS_FRAME, OVERLAPS, type Peer } from '../network/dispatcher.ts'
import { ApiKey, apis } from '../protocol/apis.ts'
import { codecOf } from '../protocol/codec.ts'
import { encodeRequest } from '../protocol/frame.ts'
import { readResponseHeader } from '../protocol/header.ts'
import { DecodeError, Reader } from '../protocol/reader.ts'
import { advertised } from './advertised.ts'
import { makeDispatch } from './dispatch.ts'
import type { Handler, RequestContext } from './handler.ts'
import { handlers } from './handlers.ts'
import { fakeBroker } from './testing.ts'

function peer(): Peer {
  return {
    listener: 'PLAINTEXT',
    securityProtocol: 'PLAINTEXT',
    principal: 'User:ANONYMOUS',
    remoteHost: '127.0.0.1',
    remotePort: 5,
    connectionId: 7,
    clientSoftwareName: '',
    clientSoftwareVersion: '',
    isClosed: () => false,
    isGone: () => false,
    whenClosed: () => () => {},
    responseBudget: () => 12_345,
  }
}

function dispatch(list: readonly Handler[] = handlers) {
  const { services } = fakeBroker()
  return makeDispatch({ handlers: list, services: { ...services, apiVersions: advertised(list).apiVersions } })
}

/** The frame with bytes around it, as it lies in a larger buffer. */
function start(dispatcher: ReturnType<typeof dispatch>, frame: Uint8Array, from = peer()) {
  const buffer = Buffer.concat([Buffer.alloc(3, 0xff), frame, Buffer.alloc(5, 0xff)])
  return dispatcher.start(buffer, 3, 3 + frame.length, from)
}

function request(apiKey: number, version: number, body: object = {}): Buffer {
  return Buffer.concat(encodeRequest(apiKey, version, 42, 'me', body as never)).subarray(4)
}

async function answer(apiKey: number, version: number, reply: ReturnType<typeof start>) {
  const bytes = Buffer.concat((await reply)!.encode() as Uint8Array[])
  assert.equal(bytes.readInt32BE(0), bytes.length - 4)
  const r = new Reader(bytes, 4)
  assert.equal(readResponseHeader(r, apiKey, version).correlationId, 42)
  const body = codecOf(apiKey).readResponse(r, version)
  assert.equal(r.remaining, 0)
  return body
}

test('every key that is served has a codec for all its versions, and they are what ApiVersions tells', async () => {
  const versions = advertised(handlers).apiVersions
  for (const { apiKey, minVersion, maxVersion } of versions) {
    assert.equal(minVersion, 0)
    // InitProducerId 6 is not stable yet.
    const newest = apiKey === ApiKey.InitProducerId ? 5 : apis.get(apiKey)!.maxVersion
    assert.equal(maxVersion, newest, apis.get(apiKey)!.name)
  }
  for (let version = 0; version <= 5; version++) {
    const body = { clientSoftwareName: 'a', clientSoftwareVersion: '1' }
    const reply = start(dispatch(), request(ApiKey.ApiVersions, version, body))
    const { errorCode, apiKeys, finalizedFeaturesEpoch } = (await answer(ApiKey.ApiVersions, version, reply)) as {
      errorCode: number
      apiKeys: typeof versions
      finalizedFeaturesEpoch: number
    }
    assert.equal(errorCode, 0)
    const told = apiKeys.map(({ apiKey, minVersion, maxVersion }) => ({ apiKey, minVersion, maxVersion }))
    assert.deepEqual(told, versions)
    assert.equal(finalizedFeaturesEpoch, version >= 3 ? 4 : -1)
  }
})

test('a version of ApiVersions that is not known is answered in version 0, whatever its body looks like', async () => {
  for (const version of [6, 100, 32767, -1]) {
    const frame = Buffer.alloc(30, 0xee)
    frame.writeInt16BE(ApiKey.ApiVersions, 0)
    frame.writeInt16BE(version, 2)
    frame.writeInt32BE(42, 4)
    frame.writeInt16BE(0, 8)
    const body = await answer(ApiKey.ApiVersions, 0, start(dispatch(), frame))
    const { errorCode, apiKeys } = body as { errorCode: number; apiKeys: object[] }
    assert.equal(errorCode, 35)
    assert.deepEqual({ ...apiKeys[0] }, { apiKey: 18, minVersion: 0, maxVersion: 5 })
    assert.equal(apiKeys.length, 1)
  }
})

test('a key or a version that is not served closes the connection', () => {
  const dispatcher = dispatch()
  for (const [apiKey, version] of [
    [3, 14],
    [3, -1],
    [0, 14],
    [22, 6],
    [17, 1],
    [99, 0],
    [-1, 0],
    [32767, 0],
  ] as const) {
    const frame = Buffer.alloc(40)
    frame.writeInt16BE(apiKey, 0)
    frame.writeInt16BE(version, 2)
    assert.throws(() => start(dispatcher, frame), CloseConnection, `key ${apiKey}, version ${version}`)
  }
  const sasl = Buffer.alloc(40)
  sasl.writeInt16BE(ApiKey.SaslHandshake, 0)
  assert.throws(() => start(dispatcher, sasl), /security\.protocol=PLAINTEXT/)
})

test('a body that is cut short is a DecodeError, at every byte', () => {
  const dispatcher = dispatch()
  const whole = request(ApiKey.Metadata, 12, { topics: [{ name: 'a' }, { name: 'b' }] })
  for (let length = 8; length < whole.length; length++) {
    assert.throws(() => start(dispatcher, whole.subarray(0, length)), DecodeError)
  }
})

test('a request of more array elements than anybody needs is refused before they are made', () => {
  const topics = Array.from({ length: 500_001 }, () => ({ name: '' }))
  assert.throws(() => start(dispatch(), request(ApiKey.Metadata, 5, { topics })), DecodeError)
})

test('a handler sees who asks, and what it learns of the client stays with the connection', async () => {
  const seen: RequestContext[] = []
  const spy: Handler<object, object> = {
    apiKey: ApiKey.Metadata,
    minVersion: 0,
    maxVersion: 13,
    handle(_request, context) {
      seen.push(context)
      return {}
    },
  }
  const apiVersions = handlers.find(({ apiKey }) => apiKey === ApiKey.ApiVersions)!
  const dispatcher = dispatch([spy as Handler, apiVersions])
  const from = peer()
  const body = { clientSoftwareName: 'kcat', clientSoftwareVersion: '1.7' }
  await start(dispatcher, request(ApiKey.ApiVersions, 3, body), from)
  const frame = request(ApiKey.Metadata, 5, { topics: [] })
  await start(dispatcher, frame, from)
  const context = seen[0]!
  assert.deepEqual(
    [context.apiKey, context.apiVersion, context.correlationId, context.clientId, context.sizeInBytes],
    [3, 5, 42, 'me', frame.length],
  )
  assert.deepEqual(
    [context.listener, context.principal, context.connectionId, context.clientSoftwareName],
    ['PLAINTEXT', 'User:ANONYMOUS', 7, 'kcat'],
  )
  assert.equal(context.clientSoftwareVersion, '1.7')
  assert.equal(context.responseBudget!(), 12_345)
})

test('answers come with a promise or without, and null is none', async () => {
  let outcome: object | null | Promise<object | null> = null
  const handler = { apiKey: ApiKey.Metadata, minVersion: 0, maxVersion: 13, handle: () => outcome }
  const dispatcher = dispatch([handler as Handler])
  const frame = request(ApiKey.Metadata, 5, { topics: [] })
  assert.equal(start(dispatcher, frame), null)
  outcome = Promise.resolve(null)
  assert.equal(await start(dispatcher, frame), null)
  outcome = { controllerId: 5 }
  assert.equal(start(dispatcher, frame) instanceof Promise, false)
  const body = await answer(ApiKey.Metadata, 5, start(dispatcher, frame))
  assert.equal((body as { controllerId: number }).controllerId, 5)
  outcome = Promise.reject(new Error('x'))
  await assert.rejects(async () => start(dispatcher, frame), /x/)
})

test('Produce alone overlaps, and the frames of requests with bytes are kept', () => {
  const dispatcher = dispatch()
  const withBytes: readonly number[] = [ApiKey.PushTelemetry, ApiKey.AlterUserScramCredentials]
  assert.equal(dispatcher.traits(ApiKey.Produce), OVERLAPS | KEEPS_FRAME)
  for (const { apiKey } of handlers) {
    if (apiKey === ApiKey.Produce) continue
    assert.equal(dispatcher.traits(apiKey), withBytes.includes(apiKey) ? KEEPS_FRAME : 0)
  }
  assert.equal(dispatcher.traits(12_345), 0)
})
