/**
 * A ZooKeeper server for tests, also of the simulated world, for one client, over the tree in memory: it can lose answers, fall silent,
 * go away and let the session expire. What a real one answers is proved in compat/zookeeper.
 */
import { silentLogger } from '../../../../base/logger.ts'
import type { Listener, Socket, World } from '../../../../io/world.ts'
import type { NodeErrorKind, NodeStat, TreeOperation, WatchEvent } from '../../../contract.ts'
import { NodeError } from '../../../contract.ts'
import { unlessMissing } from '../../../setup.ts'
import type { EmbeddedTree } from '../../embedded/embedded-tree.ts'
import { openMemoryTree } from '../../embedded/embedded-tree.ts'
import { ZooKeeperConnection } from '../connection.ts'
import { JuteReader, JuteWriter } from '../jute.ts'
import { decodeAcl, OpCode, Xid } from '../wire.ts'

const READS: ReadonlySet<number> = new Set([OpCode.GET_DATA, OpCode.EXISTS, OpCode.GET_CHILDREN_2, OpCode.GET_ACL])
const MODES = ['persistent', 'ephemeral', 'persistent-sequential', 'ephemeral-sequential'] as const
const CODES: Partial<Record<NodeErrorKind, number>> = {
  'bad-arguments': -8,
  'no-node': -101,
  'no-auth': -102,
  'bad-version': -103,
  'no-children-for-ephemerals': -108,
  'node-exists': -110,
  'not-empty': -111,
  'invalid-acl': -114,
}
const WATCH_NUMBERS: Record<WatchEvent['type'], number> = {
  created: 1,
  deleted: 2,
  'data-changed': 3,
  'children-changed': 4,
}

export class FakeZooKeeper {
  readonly tree: EmbeddedTree
  readonly #world: Pick<World, 'net' | 'clock'>
  readonly #connections = new Set<ZooKeeperConnection>()
  #listener: Listener | null = null
  #session = 0n
  /** The answer that is lost, counted from one, with its connection; its session may be, too. */
  #lost = { request: 0, expires: false }
  #requests = 0
  answersLost = 0
  /** What has come while it was silent. */
  readonly #unread: (() => void)[] = []
  #silent = false
  /** Answers everybody that the session has expired. */
  refusesSessions = false
  /** jute.maxbuffer, with its default: a larger request closes the connection without a word. */
  requestBytesMax = 0xfffff
  /** Nothing may be written below it; as with a real one it is not looked whether it is there. */
  forbidden: string | null = null
  pings = 0
  connects = 0
  greetings = 0

  constructor(world: Pick<World, 'net' | 'clock'>) {
    this.#world = world
    this.tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
  }

  /** The port. */
  async listen(port: number): Promise<number> {
    this.#listener = await this.#world.net.listen({ host: '127.0.0.1', port }, (socket) => this.#accept(socket))
    return this.#listener.port
  }

  /** As if its process were gone; sessions live on. */
  async goAway(): Promise<void> {
    await this.#listener?.close()
    this.dropAll()
  }

  /** As a process that is stopped: what comes is read when it goes on. */
  set silent(silent: boolean) {
    this.#silent = silent
    if (!silent) for (const read of this.#unread.splice(0)) read()
  }

  dropAll(): void {
    for (const connection of [...this.#connections]) connection.drop('')
  }

  /** The session ends on the server; its client hears of it when it comes again. */
  async expire(): Promise<void> {
    this.#session = -1n
    this.dropAll()
    await this.tree.expireSession()
  }

  /** The request is carried out. */
  loseAnswerOf(request: number, expires = false): void {
    this.#lost = { request: this.#requests + request, expires }
  }

  /** Bytes that no server sends. */
  sendRaw(bytes: Uint8Array): void {
    for (const connection of this.#connections) connection.send(bytes)
  }

  #accept(socket: Socket): void {
    this.connects++
    let greeted = false
    let doing = Promise.resolve()
    const connection = new ZooKeeperConnection(socket, {
      packet: (packet) => {
        if (this.#silent) this.#unread.push(() => read(packet))
        else read(packet)
      },
      lost: () => this.#connections.delete(connection),
    })
    const read = (packet: Buffer): void => {
      const reader = new JuteReader(packet)
      if (packet.length > this.requestBytesMax) connection.drop('')
      else if (!greeted) {
        greeted = true
        this.#greet(connection, reader)
      } else doing = doing.then(() => this.#request(connection, reader))
    }
    this.#connections.add(connection)
  }

  #greet(connection: ZooKeeperConnection, reader: JuteReader): void {
    this.greetings++
    reader.int()
    reader.long()
    const timeoutMs = reader.int()
    const id = reader.long()
    if (id === 0n) this.#session = this.tree.sessionId
    const expired = this.refusesSessions || (id !== 0n && id !== this.#session)
    const answer = new JuteWriter().int(0).int(expired ? 0 : timeoutMs)
    connection.send(
      answer
        .long(expired ? 0n : this.#session)
        .bytes(new Uint8Array(16))
        .bool(false)
        .finish(),
    )
  }

  async #request(connection: ZooKeeperConnection, reader: JuteReader): Promise<void> {
    // Gone meanwhile: what it asked for does not happen.
    if (!this.#connections.has(connection)) return
    const xid = reader.int()
    const opCode = reader.int()
    if (opCode === OpCode.PING) this.pings++
    // What a read tells is from no later than its zxid, and events of the watch that it arms come after its answer.
    const before = this.tree.zxid
    const held: WatchEvent[] = []
    let isAnswered = false
    const watch = (event: WatchEvent): void => {
      if (isAnswered) this.#tell(connection, event)
      else held.push(event)
    }
    let code = 0
    let body: Uint8Array = new Uint8Array(0)
    try {
      body = await this.#answer(opCode, reader, watch)
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      code = CODES[error.kind] ?? -1
    }
    if (xid > 0 && ++this.#requests === this.#lost.request) {
      this.answersLost++
      if (this.#lost.expires) await this.expire()
      else connection.drop('')
      return
    }
    const zxid = xid === Xid.PING ? 0n : READS.has(opCode) ? before : this.tree.zxid
    connection.send(new JuteWriter().int(xid).long(zxid).int(code).finish(), body)
    isAnswered = true
    for (const event of held) this.#tell(connection, event)
  }

  async #answer(opCode: number, reader: JuteReader, watch: (event: WatchEvent) => void): Promise<Uint8Array> {
    const writer = new JuteWriter()
    const { tree } = this
    switch (opCode) {
      case OpCode.GET_DATA: {
        const { data, stat } = await tree.get(reader.string(), reader.bool() ? watch : undefined)
        return writeStat(writer.bytes(data), stat).finish()
      }
      case OpCode.EXISTS: {
        const path = reader.string()
        const stat = await tree.exists(path, reader.bool() ? watch : undefined)
        if (stat === null) throw new NodeError('no-node', path)
        return writeStat(writer, stat).finish()
      }
      case OpCode.GET_CHILDREN_2: {
        const { names, stat } = await tree.children(reader.string(), reader.bool() ? watch : undefined)
        return writeStat(writer.strings(names), stat).finish()
      }
      case OpCode.GET_ACL: {
        const acl = await tree.acl(reader.string())
        writer.int(acl.length)
        for (const { permissions, scheme, id } of acl) writer.int(permissions).string(scheme).string(id)
        return writer.finish()
      }
      case OpCode.MULTI:
        return this.#multi(reader)
      case OpCode.SET_WATCHES:
        await this.#setWatches(reader, watch)
        return writer.finish()
      case OpCode.CLOSE_SESSION:
        await tree.expireSession()
        return writer.finish()
      case OpCode.PING:
      case OpCode.AUTH:
        return writer.finish()
      default:
        return this.#write(opCode, reader)
    }
  }

  async #write(opCode: number, reader: JuteReader): Promise<Uint8Array> {
    const operation = readOperation(opCode, reader)
    const { path } = operation
    if (this.forbidden !== null && path.startsWith(this.forbidden)) throw new NodeError('no-auth', path)
    try {
      return await this.#results([operation], false)
    } catch (error) {
      throw error instanceof NodeError ? new NodeError(error.kind, error.path) : error
    }
  }

  async #results(operations: readonly TreeOperation[], headers: boolean): Promise<Uint8Array> {
    const types = { create: OpCode.CREATE, set: OpCode.SET_DATA, delete: OpCode.DELETE, check: OpCode.CHECK }
    const writer = new JuteWriter()
    for (const result of await this.tree.multi(operations)) {
      if (headers) writer.int(types[result.op]).bool(false).int(0)
      if (result.op === 'create') writer.string(result.path)
      else if (result.op === 'set') writeStat(writer, result.stat)
    }
    if (headers) writer.int(-1).bool(true).int(-1)
    return writer.finish()
  }

  async #multi(reader: JuteReader): Promise<Uint8Array> {
    const operations: TreeOperation[] = []
    for (;;) {
      const type = reader.int()
      const done = reader.bool()
      reader.int()
      if (done) break
      operations.push(readOperation(type, reader))
    }
    try {
      return await this.#results(operations, true)
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      const writer = new JuteWriter()
      for (const index of operations.keys()) {
        const code = index < error.index ? 0 : index > error.index ? -2 : (CODES[error.kind] ?? -1)
        writer.int(OpCode.ERROR).bool(false).int(code).int(code)
      }
      return writer.int(-1).bool(true).int(-1).finish()
    }
  }

  /** Each is armed in the step in which it is seen whether something has changed. */
  async #setWatches(reader: JuteReader, watch: (event: WatchEvent) => void): Promise<void> {
    const since = reader.long()
    const [data, created, children] = [reader.strings(), reader.strings(), reader.strings()]
    for (const path of data) {
      const tell = once(watch)
      const stat = await this.tree.exists(path, tell)
      if (stat === null) tell({ type: 'deleted', path })
      else if (stat.mzxid > since) tell({ type: 'data-changed', path })
    }
    for (const path of created) {
      const tell = once(watch)
      if ((await this.tree.exists(path, tell)) !== null) tell({ type: 'created', path })
    }
    for (const path of children) {
      const tell = once(watch)
      const there = await unlessMissing(this.tree.children(path, tell))
      if (there === null) tell({ type: 'deleted', path })
      else if (there.stat.pzxid > since) tell({ type: 'children-changed', path })
    }
  }

  #tell(connection: ZooKeeperConnection, event: WatchEvent): void {
    const header = new JuteWriter().int(Xid.WATCH_EVENT).long(-1n).int(0)
    connection.send(header.int(WATCH_NUMBERS[event.type]).int(3).string(event.path).finish())
  }
}

function readOperation(opCode: number, reader: JuteReader): TreeOperation {
  const path = reader.string()
  switch (opCode) {
    case OpCode.CREATE: {
      const data = reader.bytes()
      const acl = decodeAcl(reader)
      return { op: 'create', path, data, acl, mode: MODES[reader.int()]! }
    }
    case OpCode.SET_DATA:
      return { op: 'set', path, data: reader.bytes(), version: reader.int() }
    case OpCode.DELETE:
      return { op: 'delete', path, version: reader.int() }
    case OpCode.CHECK:
      return { op: 'check', path, version: reader.int() }
    default:
      throw new Error(`a request of type ${opCode}`)
  }
}

function writeStat(writer: JuteWriter, stat: NodeStat): JuteWriter {
  return writer
    .long(stat.czxid)
    .long(stat.mzxid)
    .long(BigInt(stat.ctimeMs))
    .long(BigInt(stat.mtimeMs))
    .int(stat.version)
    .int(stat.cversion)
    .int(stat.aversion)
    .long(stat.ephemeralOwner)
    .int(stat.dataLength)
    .int(stat.numChildren)
    .long(stat.pzxid)
}

function once(watch: (event: WatchEvent) => void): (event: WatchEvent) => void {
  let isTold = false
  return (event) => {
    if (!isTold) watch(event)
    isTold = true
  }
}
