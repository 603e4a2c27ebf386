// A proxy before one broker through which whole frames pass, in their order on each connection, seen by whoever started it. The
// broker must advertise the proxy's port.
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { splitAddress } from './net.ts'

/** Frames come with their size. `connection` is a number of its own for each. */
export interface FrameHooks {
  /** Before it goes on to the broker, which waits for this. */
  readonly onRequest?: (frame: Buffer, connection: number) => Promise<void> | void
  /** Before it goes on to the client. */
  readonly onAnswer?: (frame: Buffer, connection: number) => void
}

export class FrameProxy {
  private readonly broker: string
  private readonly hooks: FrameHooks
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private connections = 0

  private constructor(broker: string, hooks: FrameHooks) {
    this.broker = broker
    this.hooks = hooks
    this.server = createServer((client) => this.serve(client))
  }

  static async start(port: number, broker: string, hooks: FrameHooks): Promise<FrameProxy> {
    const proxy = new FrameProxy(broker, hooks)
    await new Promise<void>((resolve, reject) => {
      proxy.server.once('error', reject)
      proxy.server.listen(port, '127.0.0.1', resolve)
    })
    return proxy
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private serve(client: Socket): void {
    const number = ++this.connections
    const { host, port } = splitAddress(this.broker)
    const broker = dial(port, host)
    for (const socket of [client, broker]) {
      this.sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => this.sockets.delete(socket))
      // The other side notices: both ends go together, save that what is held still reaches the broker.
      socket.on('error', () => socket.destroy())
    }
    onFrames(broker, (frame) => {
      this.hooks.onAnswer?.(frame, number)
      client.write(frame)
    })
    broker.on('close', () => client.destroy())
    let order = Promise.resolve()
    onFrames(client, (frame) => {
      order = order.then(async () => {
        await this.hooks.onRequest?.(frame, number)
        if (!broker.destroyed) broker.write(frame)
      })
    })
    client.on('close', () => {
      order = order.then(() => {
        broker.end()
      })
    })
  }
}

function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (bytes: Buffer) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const frame = Buffer.from(rest.subarray(0, 4 + rest.readInt32BE(0)))
      rest = rest.subarray(frame.length)
      take(frame)
    }
  })
}
