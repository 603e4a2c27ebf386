/**
 * Who is at an address? Speaks Kafka first; when that is not understood, knocks again as a client of the other systems that
 * people mix it up with, and looks at how the answer begins.
 */
import { BrokerConnection } from '../../client/connection.ts'
import { NetError, type NetErrorKind, type World } from '../../io/world.ts'

export type Answerer =
  | { readonly kind: 'kafka'; readonly connection: BrokerConnection }
  | { readonly kind: 'unreachable'; readonly why: NetErrorKind }
  /** `silent`: takes connections and says nothing; `closes`: ends them; `other`: says what nobody here understands. */
  | { readonly kind: 'tls' | 'http' | 'zookeeper' | 'silent' | 'closes' | 'other' }

export interface Address {
  readonly host: string
  readonly port: number
}

/** For connecting, and again for the first answer. */
const PATIENCE_MS = 3000
const ANSWER_BYTES_MAX = 256
/** What is enough to tell who it is: but for TLS, whose alerts are shorter, it ends with the connection. */
const FIRST_WORDS_BYTES = 24
/** To the word "srvr"; the second one where it is not among 4lw.commands.whitelist. */
const ZOOKEEPER_ANSWER = /^(?:Zookeeper version|srvr is not executed|This ZooKeeper instance)/

/** The caller closes the connection. */
export async function whoAnswers(world: World, { host, port }: Address): Promise<Answerer> {
  try {
    const socket = await world.net.connect({ host, port, timeoutMs: PATIENCE_MS })
    socket.handle({ data() {}, drain() {}, ended() {}, closed() {} })
    socket.destroy()
  } catch (error) {
    if (error instanceof NetError) return { kind: 'unreachable', why: error.kind }
    throw error
  }
  try {
    const connection = await BrokerConnection.open({ world, host, port, connectTimeoutMs: PATIENCE_MS })
    return { kind: 'kafka', connection }
  } catch {
    return whoElse(world, { host, port })
  }
}

/** Does this address speak TLS? For listeners that should. */
export async function speaksTls(world: World, address: Address): Promise<boolean> {
  return isTls(await knock(world, address, clientHello(world)))
}

async function whoElse(world: World, address: Address): Promise<Answerer> {
  const [toTls, toWord, toGet] = await Promise.all([
    knock(world, address, clientHello(world)),
    knock(world, address, Buffer.from('srvr')),
    knock(world, address, Buffer.from('GET / HTTP/1.0\r\n\r\n')),
  ])
  if (isTls(toTls)) return { kind: 'tls' }
  if (ZOOKEEPER_ANSWER.test(toWord.toString('latin1'))) return { kind: 'zookeeper' }
  if (toGet.toString('latin1').startsWith('HTTP/')) return { kind: 'http' }
  if (toTls.length + toWord.length + toGet.length > 0) return { kind: 'other' }
  return { kind: toTls.closed || toWord.closed || toGet.closed ? 'closes' : 'silent' }
}

type Heard = Buffer & { closed?: boolean }

/** The beginning of what is answered to `bytes`; empty when nothing comes. */
async function knock(world: World, { host, port }: Address, bytes: Uint8Array): Promise<Heard> {
  const socket = await world.net.connect({ host, port, timeoutMs: PATIENCE_MS }).catch(() => null)
  // The first connection was taken: one that is not is ended before it began.
  if (socket === null) return Object.assign(Buffer.alloc(0), { closed: true })
  const parts: Buffer[] = []
  let length = 0
  const closed = await new Promise<boolean>((resolve) => {
    const patience = world.clock.after(PATIENCE_MS, () => resolve(false))
    const done = (isClosed: boolean) => {
      patience.cancel()
      resolve(isClosed)
    }
    socket.handle({
      data(part) {
        parts.push(Buffer.from(part.subarray(0, ANSWER_BYTES_MAX)))
        length += part.length
        if (length >= FIRST_WORDS_BYTES || isTls(Buffer.concat(parts))) done(false)
      },
      drain() {},
      ended: () => done(true),
      closed: () => done(true),
    })
    socket.write([bytes])
  })
  socket.destroy()
  return Object.assign(Buffer.concat(parts), { closed })
}

/** A handshake record or an alert: type, 3, minor version. */
function isTls(bytes: Buffer): boolean {
  return bytes.length >= 3 && (bytes[0] === 0x16 || bytes[0] === 0x15) && bytes[1] === 3
}

/**
 * The smallest ClientHello that servers of TLS 1.2 take (RFC 5246, 7.4.1.2); one that wants 1.3 answers it with an alert.
 *
 *     record 22, version 3.1, length | handshake 1, length | version 3.3, random 32, no session | suites | no compression |
 *     extensions: groups, point formats, signature algorithms
 */
function clientHello(world: World): Uint8Array {
  const suites = '1301c02fc030c02bc02c009c002f'
  const extensions = '000a00060004001d0017' + '000b00020100' + '000d000a00080403080404010501'
  const body = Buffer.concat([
    Buffer.from('0303', 'hex'),
    world.entropy.bytes(32),
    Buffer.from(`00${hex16(suites.length / 2)}${suites}0100${hex16(extensions.length / 2)}${extensions}`, 'hex'),
  ])
  const handshake = Buffer.concat([Buffer.from(`0100${hex16(body.length)}`, 'hex'), body])
  return Buffer.concat([Buffer.from(`160301${hex16(handshake.length)}`, 'hex'), handshake])
}

function hex16(value: number): string {
  return value.toString(16).padStart(4, '0')
}
