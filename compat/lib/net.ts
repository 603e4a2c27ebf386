// Ports, and the few raw bytes needed to know that a broker is ready before any client library is loaded.
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A port that was free a moment ago on 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

export function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) }
}

/** Sends one framed request and gives the frame that comes back (without its length). Rejects when the connection is closed. */
export function exchangeFrame(address: string, payload: Uint8Array, timeoutMs = 15_000): Promise<Buffer> {
  const { host, port } = splitAddress(address)
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    const timer = setTimeout(() => finish(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const chunks: Buffer[] = []
    let size = 0
    const finish = (result: Error | Buffer) => {
      clearTimeout(timer)
      socket.destroy()
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
    socket.on('connect', () => {
      const header = Buffer.alloc(4)
      header.writeInt32BE(payload.length)
      socket.write(Buffer.concat([header, payload]))
    })
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size < 4) return
      const all = chunks.length === 1 ? chunk : Buffer.concat(chunks)
      chunks.splice(0, chunks.length, all)
      const length = all.readInt32BE(0)
      if (size >= 4 + length) finish(all.subarray(4, 4 + length))
    })
    socket.on('error', finish)
    socket.on('close', () => finish(new Error('connection closed without an answer')))
  })
}

/** Metadata version 1 for no topic: correlation id 1, client id null, an empty array. */
const METADATA_V1 = Buffer.from('0003000100000001ffff00000000', 'hex')

/** Short: the time to be ready is measured with it. */
const READY_POLL_MS = 10

/** Waits until a broker answers Metadata with at least one broker and a controller. */
export async function waitUntilReady(address: string, limitMs: number, stillRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + limitMs
  let last = 'not asked yet'
  while (Date.now() < deadline) {
    if (!stillRunning()) throw new Error(`the broker ended before it was ready at ${address}`)
    try {
      const answer = await exchangeFrame(address, METADATA_V1, 2000)
      const brokers = answer.readInt32BE(4)
      // v1: correlation id, brokers, controller id, topics; with no topics the controller id is the last but one int32.
      const controller = answer.readInt32BE(answer.length - 8)
      if (brokers > 0 && controller >= 0) return
      last = `${brokers} brokers, controller ${controller}`
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    }
    await sleep(READY_POLL_MS)
  }
  throw new Error(`not ready at ${address} within ${limitMs} ms (${last})`)
}
