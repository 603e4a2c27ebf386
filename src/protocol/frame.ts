/**
 * Whole frames: int32 size, header, body. Encoding gives the chunks for one gather-write; decoding takes a frame
 * without its size, since whoever has cut it from the stream has read that already.
 */
import { assert } from '../base/assert.ts'
import { setInt32 } from '../base/bytes.ts'
import { apis } from './apis.ts'
import { codecOf, type RequestInputOf, type RequestOf, type ResponseInputOf, type ResponseOf } from './codec.ts'
import { type RequestHeader, readResponseHeader, writeRequestHeader, writeResponseHeader } from './header.ts'
import { DecodeError, Reader } from './reader.ts'
import { Writer } from './writer.ts'

export function encodeRequest<K extends number>(
  apiKey: K,
  version: number,
  correlationId: number,
  clientId: string | null,
  body: RequestInputOf<K>,
): Uint8Array[] {
  checkVersion(apiKey, version)
  const w = new Writer()
  w.int32(0)
  writeRequestHeader(w, { apiKey, apiVersion: version, correlationId, clientId })
  codecOf(apiKey).writeRequest(w, body, version)
  return sized(w)
}

export function encodeResponse<K extends number>(
  apiKey: K,
  version: number,
  correlationId: number,
  body: ResponseInputOf<K>,
): Uint8Array[] {
  checkVersion(apiKey, version)
  const w = new Writer()
  w.int32(0)
  writeResponseHeader(w, apiKey, version, { correlationId })
  codecOf(apiKey).writeResponse(w, body, version)
  return sized(w)
}

/**
 * `r` stands behind the header. A key or version that does not exist is a DecodeError, as is everything that is wrong in
 * the body; bytes behind the body are ignored, as Apache does.
 */
export function decodeRequestBody<K extends number>(r: Reader, apiKey: K, version: number): RequestOf<K> {
  const api = apis.get(apiKey)
  if (api === undefined || version < api.minVersion || version > api.maxVersion) {
    throw new DecodeError(`there is no version ${version} of ${api?.name ?? `API key ${apiKey}`}`)
  }
  return codecOf(apiKey).readRequest(r, version)
}

export function decodeRequest<K extends number>(r: Reader, header: RequestHeader & { apiKey: K }): RequestOf<K> {
  return decodeRequestBody(r, header.apiKey, header.apiVersion)
}

/** `frame`: what came behind the size. Byte fields of the body lie in it. */
export function decodeResponse<K extends number>(
  apiKey: K,
  version: number,
  frame: Uint8Array,
): { correlationId: number; body: ResponseOf<K> } {
  checkVersion(apiKey, version)
  const r = new Reader(frame)
  const { correlationId } = readResponseHeader(r, apiKey, version)
  return { correlationId, body: codecOf(apiKey).readResponse(r, version) }
}

function checkVersion(apiKey: number, version: number): void {
  const api = apis.get(apiKey)
  assert(
    api !== undefined && version >= api.minVersion && version <= api.maxVersion,
    `there is no version ${version} of API key ${apiKey}`,
  )
}

function sized(w: Writer): Uint8Array[] {
  const size = w.byteLength - 4
  const chunks = w.finish()
  setInt32(chunks[0]!, 0, size)
  return chunks
}
