/** For tests of groups over the wire: one request on a connection of its own, and waiting for what comes soon. */
import assert from 'node:assert/strict'
import net from 'node:net'
import { ApiKey } from '../../protocol/apis.ts'
import type { KnownApiKey, RequestInputOf, ResponseOf } from '../../protocol/codec.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { decodeResponse, encodeRequest } from '../../protocol/frame.ts'

export interface RunningTestBroker {
  readonly bootstrapServers: string
  stop(): Promise<void>
}

export async function ask<K extends KnownApiKey>(
  broker: RunningTestBroker,
  apiKey: K,
  version: number,
  body: RequestInputOf<K>,
): Promise<ResponseOf<K>> {
  const [host, port] = broker.bootstrapServers.split(':')
  const socket = net.connect(Number(port), host)
  try {
    socket.write(Buffer.concat(encodeRequest(apiKey, version, 7, 'test', body)))
    let bytes = Buffer.alloc(0)
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer])
      if (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) break
    }
    return decodeResponse(apiKey, version, bytes.subarray(4)).body
  } finally {
    socket.destroy()
  }
}

/** Tries again until it holds, for five seconds. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const endMs = Date.now() + 5000
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (Date.now() > endMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** Until the group's coordinator is there and has loaded. */
export async function coordinator(broker: RunningTestBroker, groupId: string): Promise<void> {
  await eventually(async () => {
    const { coordinators } = await ask(broker, ApiKey.FindCoordinator, 4, { keyType: 0, coordinatorKeys: [groupId] })
    assert.equal(coordinators[0]!.errorCode, ErrorCode.NONE)
    const { groups } = await ask(broker, ApiKey.OffsetFetch, 8, { groups: [{ groupId, topics: null }] })
    assert.equal(groups[0]!.errorCode, ErrorCode.NONE)
  })
}
