// One connection on which requests are sent as bytes, and what came of each: an answer, a closed connection, or silence.
import { connect, type Socket } from 'node:net'
import { codecOf } from '../../src/protocol/codec.ts'
import { encodeRequest } from '../../src/protocol/frame.ts'
import { readResponseHeader } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { splitAddress } from '../lib/net.ts'

export type Outcome =
  | { kind: 'answer'; body: unknown }
  /** An answer that our own codec does not read: always a difference. */
  | { kind: 'unreadable'; why: string; frame: string }
  | { kind: 'closed' }
  | { kind: 'silent' }

/** What requests of the harness call themselves. */
export const HARNESS_CLIENT = 'odradek-diff'

/** A frame, its size included. */
export function requestFrame(
  key: number,
  version: number,
  body: unknown,
  correlationId = 1,
  clientId = HARNESS_CLIENT,
): Buffer {
  return Buffer.concat(encodeRequest(key, version, correlationId, clientId, body))
}

/** Reads an answer, without its size, to its very last byte. */
export function decodeAnswer(key: number, version: number, frame: Uint8Array): unknown {
  const reader = new Reader(frame)
  readResponseHeader(reader, key, version)
  const body = codecOf(key).readResponse(reader, version)
  if (reader.pos !== reader.end) throw new Error(`${reader.end - reader.pos} bytes are left`)
  return body
}

export class Connection {
  private readonly address: string
  private socket: Socket | undefined
  private received = Buffer.alloc(0)
  private wake: (() => void) | undefined
  private open = false

  constructor(address: string) {
    this.address = address
  }

  private async socketOpen(): Promise<Socket> {
    if (this.socket && this.open) return this.socket
    const { host, port } = splitAddress(this.address)
    const socket = connect(port, host)
    this.received = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk])
      this.wake?.()
    })
    const closed = () => {
      if (this.socket !== socket) return
      this.open = false
      this.wake?.()
    }
    socket.on('close', closed)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    socket.on('error', closed)
    this.socket = socket
    this.open = true
    return socket
  }

  /** Sends bytes and gives the next frame, 'closed' when the connection ends first, 'silent' when nothing comes in time. */
  async exchange(bytes: Uint8Array, silenceMs: number): Promise<Buffer | 'closed' | 'silent'> {
    const socket = await this.socketOpen()
    socket.write(bytes)
    const deadline = Date.now() + silenceMs
    for (;;) {
      if (this.received.length >= 4) {
        const size = this.received.readInt32BE(0)
        if (this.received.length >= 4 + size) {
          const frame = this.received.subarray(4, 4 + size)
          this.received = this.received.subarray(4 + size)
          return frame
        }
      }
      if (!this.open) return 'closed'
      const left = deadline - Date.now()
      if (left <= 0) return 'silent'
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  async ask(key: number, version: number, frame: Uint8Array, silenceMs = 15_000): Promise<Outcome> {
    const answer = await this.exchange(frame, silenceMs)
    if (typeof answer === 'string') {
      if (answer === 'silent') this.close()
      return { kind: answer }
    }
    try {
      return { kind: 'answer', body: decodeAnswer(key, version, answer) }
    } catch (error) {
      return {
        kind: 'unreadable',
        why: error instanceof Error ? error.message : String(error),
        frame: answer.toString('hex'),
      }
    }
  }

  close(): void {
    this.open = false
    this.socket?.destroy()
    this.socket = undefined
    this.wake?.()
  }
}
