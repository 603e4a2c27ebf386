/**
 * What stands before every request and response.
 *
 *     request    int16 apiKey  int16 apiVersion  int32 correlationId  [1+: string clientId?]  [2+: tagged fields]
 *     response   int32 correlationId  [1+: tagged fields]
 *
 * The client id is never compact, so that a broker can read it whatever the version. The header's own version follows
 * from the API key and version (ApiInfo).
 */
import { apis } from './apis.ts'
import type { Reader, TaggedField } from './reader.ts'
import type { Writer } from './writer.ts'

export interface RequestHeader {
  apiKey: number
  apiVersion: number
  correlationId: number
  clientId: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface ResponseHeader {
  correlationId: number
  unknownTaggedFields?: TaggedField[]
}

const NO_TAGS: readonly TaggedField[] = []
const ALL_TAGS = 2 ** 31

/**
 * Of a key that is not known, and of a version above the highest that is known, only what every version has is read:
 * enough to answer with UNSUPPORTED_VERSION.
 */
export function readRequestHeader(r: Reader): RequestHeader {
  const apiKey = r.int16()
  const apiVersion = r.int16()
  const correlationId = r.int32()
  const api = apis.get(apiKey)
  if (api === undefined || apiVersion < 0) return { apiKey, apiVersion, correlationId, clientId: null }
  const version = api.requestHeaderVersion(apiVersion)
  const clientId = version >= 1 ? r.nullableString() : null
  if (version >= 2 && apiVersion <= api.maxVersion) {
    const unknownTaggedFields = r.unknownTags()
    if (unknownTaggedFields !== undefined) return { apiKey, apiVersion, correlationId, clientId, unknownTaggedFields }
  }
  return { apiKey, apiVersion, correlationId, clientId }
}

/** The key is a known one. */
export function writeRequestHeader(w: Writer, header: Readonly<RequestHeader>): void {
  const version = apis.get(header.apiKey)!.requestHeaderVersion(header.apiVersion)
  w.int16(header.apiKey)
  w.int16(header.apiVersion)
  w.int32(header.correlationId)
  if (version >= 1) w.nullableString(header.clientId)
  if (version >= 2) writeTags(w, header.unknownTaggedFields)
}

export function readResponseHeader(r: Reader, apiKey: number, apiVersion: number): ResponseHeader {
  const correlationId = r.int32()
  if (apis.get(apiKey)!.responseHeaderVersion(apiVersion) >= 1) {
    const unknownTaggedFields = r.unknownTags()
    if (unknownTaggedFields !== undefined) return { correlationId, unknownTaggedFields }
  }
  return { correlationId }
}

export function writeResponseHeader(
  w: Writer,
  apiKey: number,
  apiVersion: number,
  header: Readonly<ResponseHeader>,
): void {
  w.int32(header.correlationId)
  if (apis.get(apiKey)!.responseHeaderVersion(apiVersion) >= 1) writeTags(w, header.unknownTaggedFields)
}

function writeTags(w: Writer, tags: readonly TaggedField[] = NO_TAGS): void {
  w.uvarint(tags.length)
  w.unknownTags(tags, 0, ALL_TAGS)
}
