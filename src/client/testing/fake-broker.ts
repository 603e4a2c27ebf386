/** A broker that answers as a test tells it, on a network in memory. */
import { MemoryWorld } from '../../io/memory/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import type { RequestOf, ResponseInputOf } from '../../protocol/codec.ts'
import { decodeRequest, encodeResponse } from '../../protocol/frame.ts'
import { readRequestHeader } from '../../protocol/header.ts'
import { Reader } from '../../protocol/reader.ts'
import { FrameAssembler } from '../frames.ts'

export interface Asked {
  readonly apiKey: number
  readonly version: number
  readonly body: unknown
}

/** null: no answer. 'close': the connection ends. */
export type Answer = object | null | 'close'

export class FakeBroker {
  readonly id: number
  readonly host: string
  port = 0
  readonly asked: Asked[] = []
  connections = 0
  /** By API key. */
  readonly versions = new Map<number, number>()
  /** Lower bounds that are not 0. */
  readonly oldest = new Map<number, number>()
  private readonly answers = new Map<number, (body: never, version: number) => Answer>()

  constructor(id: number, host = `host${id}`) {
    this.id = id
    this.host = host
  }

  /** Answers `apiKey`, up to `maxVersion`, with what `answer` says. */
  serve<K extends number>(
    apiKey: K,
    maxVersion: number,
    answer: (body: RequestOf<K>, version: number) => ResponseInputOf<K> | null | 'close',
  ): void {
    this.versions.set(apiKey, maxVersion)
    this.answers.set(apiKey, answer as (body: never, version: number) => Answer)
  }

  /** A host of its own beside `world`. */
  async listen(world: MemoryWorld): Promise<void> {
    const own = new MemoryWorld({ beside: world, host: this.host })
    if (!this.versions.has(ApiKey.ApiVersions)) this.versions.set(ApiKey.ApiVersions, 4)
    const listener = await own.net.listen({ host: this.host, port: 0 }, (socket) => {
      this.connections++
      const frames = new FrameAssembler((frame) => {
        const chunks = this.answer(frame)
        if (chunks === 'close') socket.destroy()
        else if (chunks !== null) socket.write(chunks)
      })
      socket.handle({ data: (bytes) => frames.push(bytes), drain() {}, ended: () => socket.end(), closed() {} })
    })
    this.port = listener.port
  }

  private answer(frame: Buffer): readonly Uint8Array[] | null | 'close' {
    const r = new Reader(frame)
    const header = readRequestHeader(r)
    const { apiKey, apiVersion, correlationId } = header
    const max = this.versions.get(apiKey)
    if (apiKey === ApiKey.ApiVersions) return this.apiVersions(apiVersion, correlationId)
    if (max === undefined || apiVersion > max) return 'close'
    const body = decodeRequest(r, header)
    this.asked.push({ apiKey, version: apiVersion, body })
    const answer = this.answers.get(apiKey)!(body as never, apiVersion)
    return answer === null || answer === 'close'
      ? answer
      : encodeResponse(apiKey, apiVersion, correlationId, answer as never)
  }

  private apiVersions(version: number, correlationId: number): readonly Uint8Array[] {
    const max = this.versions.get(ApiKey.ApiVersions)!
    const apiKeys = [...this.versions].map(([apiKey, maxVersion]) => ({
      apiKey,
      minVersion: this.oldest.get(apiKey) ?? 0,
      maxVersion,
    }))
    if (version <= max) return encodeResponse(ApiKey.ApiVersions, version, correlationId, { apiKeys })
    return encodeResponse(ApiKey.ApiVersions, 0, correlationId, { errorCode: 35, apiKeys })
  }
}

/** Lets time go on until `promise` is settled. */
export async function pass<T>(world: { advance(ms: number): Promise<void> }, promise: Promise<T>): Promise<T> {
  let isSettled = false
  const settled = () => {
    isSettled = true
  }
  promise.then(settled, settled)
  for (let step = 0; step < 10_000 && !isSettled; step++) await world.advance(10)
  if (!isSettled) throw new Error('it is not settled after 100 seconds')
  return promise
}
