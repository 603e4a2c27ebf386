// A connection on which typed requests are asked one after another.

import type { RequestInputOf, ResponseOf } from '../../src/protocol/codec.ts'
import { decodeResponse, encodeRequest } from '../../src/protocol/frame.ts'
import { Connection } from '../diff/exchange.ts'

export class Wire {
  readonly address: string
  private readonly connection: Connection
  private correlationId = 0

  constructor(address: string) {
    this.address = address
    this.connection = new Connection(address)
  }

  async ask<K extends number>(key: K, version: number, body: RequestInputOf<K>): Promise<ResponseOf<K>> {
    const bytes = Buffer.concat(encodeRequest(key, version, ++this.correlationId, 'odradek-proofs', body))
    const answer = await this.connection.exchange(bytes, 30_000)
    if (typeof answer === 'string') throw new Error(`API key ${key} version ${version} at ${this.address}: ${answer}`)
    return decodeResponse(key, version, answer).body
  }

  close(): void {
    this.connection.close()
  }
}
