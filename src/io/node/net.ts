import net from 'node:net'
import { type ConnectAddress, type ListenAddress, type Listener, type Net, NetError, type Socket } from '../world.ts'
import type { Descriptors } from './descriptors.ts'
import { anyOrder } from './lookup.ts'
import { netError } from './net-error.ts'
import { acceptedSocket, NodeSocket, onreadOptions } from './socket.ts'
import { tlsOptions } from './tls.ts'

export interface NodeNetOptions {
  /** Told (each time) when a connection was refused because the process has few file descriptors left. */
  readonly onDescriptorsScarce?: (open: number, limit: number) => void
}

const KEEP_ALIVE_DELAY_MS = 60_000

export class NodeNet implements Net {
  readonly #descriptors: Descriptors
  readonly #options: NodeNetOptions

  constructor(descriptors: Descriptors, options: NodeNetOptions = {}) {
    this.#descriptors = descriptors
    this.#options = options
  }

  listen(address: ListenAddress, onConnection: (socket: Socket) => void): Promise<Listener> {
    const server = net.createServer({
      allowHalfOpen: true,
      pauseOnConnect: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    })
    server.on('connection', (raw) => {
      if (this.#descriptors.scarce) {
        raw.destroy()
        this.#options.onDescriptorsScarce?.(this.#descriptors.open, this.#descriptors.limit)
        return
      }
      const socket = acceptedSocket(raw)
      // The other side may be gone already: then there is nobody to talk about.
      if (socket === null) return
      this.#count(socket)
      onConnection(new NodeSocket(socket))
    })
    return new Promise((resolve, reject) => {
      const where = `listen on ${address.host || '*'}:${address.port}`
      const failed = (error: Error) => reject(netError(where, error))
      server.once('error', failed)
      server.listen({ host: anyAddress(address.host), port: address.port, backlog: address.backlog ?? 511 }, () => {
        server.removeListener('error', failed)
        // Accept failures of single connections (the peer was gone): nothing to do about them.
        server.on('error', () => {})
        this.#descriptors.opened()
        resolve(this.#listener(server))
      })
    })
  }

  connect(address: ConnectAddress): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const doing = `connect to ${address.host}:${address.port}`
      let opened: ReturnType<typeof open>
      try {
        opened = open(address)
      } catch (error) {
        // The own key and certificate cannot be used.
        reject(netError(doing, error))
        return
      }
      const { raw, connected } = opened
      const timeout =
        address.timeoutMs === undefined
          ? null
          : setTimeout(() => {
              raw.destroy()
              reject(new NetError('timeout', `could not ${doing} within ${address.timeoutMs} ms`))
            }, address.timeoutMs)
      const settled = () => {
        if (timeout) clearTimeout(timeout)
      }
      const failed = (error: Error) => {
        settled()
        reject(netError(doing, error))
      }
      raw.once('error', failed)
      raw.once(connected, () => {
        settled()
        raw.removeListener('error', failed)
        this.#count(raw)
        // Nothing is read before somebody handles it.
        raw.pause()
        resolve(new NodeSocket(raw))
      })
    })
  }

  #count(socket: net.Socket): void {
    this.#descriptors.opened()
    socket.once('close', () => this.#descriptors.closed())
  }

  #listener(server: net.Server): Listener {
    const { address, port } = server.address() as net.AddressInfo
    let open = true
    return {
      host: address,
      port,
      close: () => {
        if (!open) return Promise.resolve()
        open = false
        this.#descriptors.closed()
        // The port is free when close returns; its callback waits for connections that are still open, we do not.
        server.close()
        return new Promise((resolve) => setImmediate(resolve))
      },
    }
  }
}

/** The event says that the socket can be used. */
function open(address: ConnectAddress): { raw: net.Socket; connected: string } {
  const options = {
    host: address.host,
    port: address.port,
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    ...(address.anyAddress ? { lookup: anyOrder() } : {}),
    ...onreadOptions(),
  }
  if (!address.tls) return { raw: net.connect(options), connected: 'connect' }
  // Loaded by the first connection that wants it: a start without TLS is spared its memory.
  const tls = process.getBuiltinModule('node:tls')
  return { raw: tls.connect({ ...options, ...tlsOptions(address.tls) }), connected: 'secureConnect' }
}

/** Node's own default is '::' where IPv6 is there and '0.0.0.0' where it is not. */
function anyAddress(host: string): string | undefined {
  return host === '' || host === '::' ? undefined : host
}
