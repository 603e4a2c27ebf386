/** Finds the codec of an API key. Generated modules load when first asked for: few of them are needed at the start. */
import { createRequire } from 'node:module'
import { assert } from '../base/assert.ts'
import { apis } from './apis.ts'
import type { ApiMessages } from './generated/messages.js'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export type { ApiMessages }
export type KnownApiKey = keyof ApiMessages

/** What is read and written under a key; a key known only at run time reads unknown things. */
export type RequestOf<K extends number> = K extends KnownApiKey ? ApiMessages[K]['request'] : unknown
export type RequestInputOf<K extends number> = K extends KnownApiKey ? ApiMessages[K]['requestInput'] : unknown
export type ResponseOf<K extends number> = K extends KnownApiKey ? ApiMessages[K]['response'] : unknown
export type ResponseInputOf<K extends number> = K extends KnownApiKey ? ApiMessages[K]['responseInput'] : unknown

/** The version is one of the key's own: callers have checked. */
export interface ApiCodec<K extends number = number> {
  readRequest(r: Reader, version: number): RequestOf<K>
  writeRequest(w: Writer, value: RequestInputOf<K>, version: number): void
  readResponse(r: Reader, version: number): ResponseOf<K>
  writeResponse(w: Writer, value: ResponseInputOf<K>, version: number): void
}

const load = createRequire(import.meta.url)
const codecs: ApiCodec[] = []

export function codecOf<K extends number>(key: K): ApiCodec<K> {
  return (codecs[key] ?? loadCodec(key)) as unknown as ApiCodec<K>
}

function loadCodec(key: number): ApiCodec {
  const api = apis.get(key)
  assert(api !== undefined, `there is no API key ${key}`)
  const module = load(`./generated/${api.module}.js`)
  const codec: ApiCodec = {
    readRequest: module[`read${api.name}Request`],
    writeRequest: module[`write${api.name}Request`],
    readResponse: module[`read${api.name}Response`],
    writeResponse: module[`write${api.name}Response`],
  }
  codecs[key] = codec
  return codec
}
