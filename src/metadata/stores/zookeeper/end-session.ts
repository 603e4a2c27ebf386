/** Ends a session that its process did not live to end, so that its ephemeral nodes go now and not when it expires. */
import type { ZooKeeperHost } from './connect-string.ts'
import { ZooKeeperConnection } from './connection.ts'
import { JuteReader, JuteWriter } from './jute.ts'
import type { SessionOptions } from './session.ts'
import type { SessionKey } from './wire.ts'
import { decodeConnect, encodeConnect, OpCode } from './wire.ts'

export type EndSessionOptions = Pick<SessionOptions, 'world' | 'address' | 'sessionTimeoutMs' | 'tls'>

/** What a server is given for it. */
const LIMIT_MS = 3000

/** False: no server could be told, and the session expires by itself. */
export async function endSession(options: EndSessionOptions, key: SessionKey): Promise<boolean> {
  for (const host of options.address.hosts) {
    if (await endAt(host, options, key).catch(() => false)) return true
  }
  return false
}

async function endAt({ host, port }: ZooKeeperHost, options: EndSessionOptions, key: SessionKey): Promise<boolean> {
  const { net, clock } = options.world
  const socket = await net.connect({ host, port, timeoutMs: LIMIT_MS, tls: options.tls })
  return new Promise((resolve) => {
    let greeted = false
    const finish = (ended: boolean): void => {
      timer.cancel()
      resolve(ended)
      connection.drop('done')
    }
    const timer = clock.after(LIMIT_MS, () => finish(false))
    const connection = new ZooKeeperConnection(socket, {
      packet: (packet) => {
        if (greeted) return finish(true)
        greeted = true
        try {
          // It has expired already.
          if (decodeConnect(new JuteReader(packet)) === null) return finish(true)
        } catch {
          return finish(false)
        }
        connection.send(new JuteWriter().int(1).int(OpCode.CLOSE_SESSION).finish())
      },
      lost: () => finish(false),
    })
    connection.send(encodeConnect(key, 0n, options.sessionTimeoutMs))
  })
}
