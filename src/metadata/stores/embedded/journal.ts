/**
 * The file behind the embedded tree: read once at the start, appended to in groups, rewritten as a snapshot when the
 * journal part has outgrown it. The bytes are drawn in format.ts.
 */
import { assert } from '../../../base/assert.ts'
import { CorruptionError, OperatorError } from '../../../base/errors.ts'
import type { Logger } from '../../../base/logger.ts'
import type { Disk, DiskFile, Entropy } from '../../../io/world.ts'
import { DiskError } from '../../../io/world.ts'
import { NodeError } from '../../contract.ts'
import {
  decodeFrameHeader,
  decodeHeader,
  encodeFrame,
  encodeHeader,
  FORMAT_VERSION,
  FormatError,
  FRAME_HEADER_BYTES,
  FRAME_TRAILER_BYTES,
  FrameKind,
  findFrameMagic,
  HEADER_BYTES,
  PayloadReader,
  PayloadWriter,
  payloadChecks,
  readNode,
  readTransaction,
  writeNode,
} from './format.ts'
import type { TreeNode } from './tree-state.ts'
import { childNames, TreeState } from './tree-state.ts'

/** Larger files are refused: something else wrote them. */
const FILE_BYTES_MAX = 2 ** 30
const SNAPSHOT_CHUNK_BYTES = 256 * 1024
/** The journal part is rewritten when it is larger than this and than twice the snapshot. */
export const COMPACT_BYTES_MIN = 1024 * 1024

export interface JournalOptions {
  readonly disk: Disk
  readonly entropy: Entropy
  readonly logger: Logger
  readonly path: string
  /** For tests; by default COMPACT_BYTES_MIN. */
  readonly compactBytesMin?: number
}

export class Journal {
  #options: JournalOptions
  #file: DiskFile
  #salt: number
  #end: number
  #snapshotBytes: number
  #compactAt: number
  #failure: Error | null = null

  private constructor(options: JournalOptions, file: DiskFile, salt: number, end: number, snapshotBytes: number) {
    this.#options = options
    this.#file = file
    this.#salt = salt
    this.#end = end
    this.#snapshotBytes = snapshotBytes
    this.#compactAt = this.#compactionLimit(snapshotBytes)
  }

  /** Reads the file, or makes an empty one. CorruptionError: damaged; OperatorError: of a version we do not know. */
  static async open(options: JournalOptions): Promise<{ journal: Journal; state: TreeState; created: boolean }> {
    const { disk, path } = options
    await disk.remove(`${path}.tmp`)
    const stat = await disk.stat(path)
    if (stat === null) {
      const state = new TreeState()
      const written = await writeSnapshot(options, state)
      await putInPlace(options)
      return {
        journal: new Journal(options, written.file, written.salt, written.end, written.end),
        state,
        created: true,
      }
    }
    if (stat.size > FILE_BYTES_MAX)
      throw new CorruptionError(path, FILE_BYTES_MAX, 'it is larger than the store can be')
    const file = await disk.open(path, 'write')
    try {
      const bytes = Buffer.allocUnsafeSlow(stat.size)
      const count = await file.read(bytes, 0, stat.size, 0)
      const loaded = load(path, bytes.subarray(0, count))
      if (loaded.end < count) await cutTail(options, file, bytes.subarray(0, count), loaded)
      const journal = new Journal(options, file, loaded.salt, loaded.end, loaded.snapshotEnd)
      // A session that nobody ended: the last process may have died of an fsync that failed, after which the system shows
      // bytes that never reached the disk. What was read is written anew rather than believed.
      if (loaded.state.sessionId !== 0) await journal.compact(loaded.state)
      return { journal, state: loaded.state, created: false }
    } catch (error) {
      await file.close().catch(() => {})
      throw error
    }
  }

  /** Set once a write or fsync failed for another reason than a full disk: nothing is written any more. */
  get failure(): Error | null {
    return this.#failure
  }

  get needsCompaction(): boolean {
    return this.#failure === null && this.#end - this.#snapshotBytes > this.#compactAt
  }

  /** Makes one group durable. A full disk rejects with DiskError 'full' and leaves the file as it was. */
  async append(payload: Buffer, firstZxid: number): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    const chunks = encodeFrame(FrameKind.group, firstZxid, payload, this.#salt)
    try {
      await this.#file.write(chunks, this.#end)
    } catch (error) {
      if (!isFull(error)) throw this.#fail(error)
      // What a full disk took of the group must not stay: the next group starts at the same place.
      await this.#file.truncate(this.#end).catch((second: unknown) => {
        throw this.#fail(second)
      })
      throw error
    }
    try {
      await this.#file.sync()
    } catch (error) {
      throw this.#fail(error)
    }
    this.#end += FRAME_HEADER_BYTES + payload.length + FRAME_TRAILER_BYTES
  }

  /** Writes `state` to a new file and puts it in place of the old one. The state must not change until it resolves. */
  async compact(state: TreeState): Promise<void> {
    assert(this.#failure === null, 'a journal that failed is not compacted')
    const before = { bytes: this.#end }
    let written: { file: DiskFile; salt: number; end: number }
    try {
      written = await writeSnapshot(this.#options, state)
    } catch (error) {
      // The old file is whole and goes on; try again when it has grown as much again.
      this.#compactAt = (this.#end - this.#snapshotBytes) * 2
      await this.#options.disk.remove(`${this.#options.path}.tmp`).catch(() => {})
      this.#options.logger.warn('The metadata store could not be compacted and goes on growing', {
        path: this.#options.path,
        error: String(error),
      })
      return
    }
    try {
      await putInPlace(this.#options)
    } catch (error) {
      await written.file.close().catch(() => {})
      throw this.#fail(error)
    }
    await this.#file.close().catch(() => {})
    this.#taken(written)
    this.#options.logger.debug('Compacted the metadata store', { ...before, afterBytes: written.end })
  }

  /** After a failure: the whole state goes into a new file at `path`, which is the store from then on. */
  async moveTo(state: TreeState, path: string): Promise<void> {
    const options = { ...this.#options, path }
    const written = await writeSnapshot(options, state)
    try {
      await putInPlace(options)
    } catch (error) {
      await written.file.close().catch(() => {})
      throw error
    }
    await this.#file.close().catch(() => {})
    this.#options = options
    this.#failure = null
    this.#taken(written)
  }

  async close(): Promise<void> {
    await this.#file.close().catch(() => {})
  }

  #taken(written: { file: DiskFile; salt: number; end: number }): void {
    this.#file = written.file
    this.#salt = written.salt
    this.#end = written.end
    this.#snapshotBytes = written.end
    this.#compactAt = this.#compactionLimit(written.end)
  }

  #compactionLimit(snapshotBytes: number): number {
    return Math.max(this.#options.compactBytesMin ?? COMPACT_BYTES_MIN, snapshotBytes * 2)
  }

  #fail(error: unknown): Error {
    this.#failure = error instanceof Error ? error : new Error(String(error))
    return this.#failure
  }
}

export function isFull(error: unknown): boolean {
  return error instanceof DiskError && error.kind === 'full'
}

/** What the store at `path` holds, without touching it: also while a broker writes to it. */
export async function readStore(disk: Disk, path: string): Promise<TreeState> {
  return load(path, Buffer.from(await disk.readFile(path, FILE_BYTES_MAX))).state
}

/** How far the store at `path` has come; -1 when it cannot be read. To find the newest of several. */
export async function lastZxid(disk: Disk, path: string): Promise<number> {
  try {
    return (await readStore(disk, path)).zxid
  } catch (error) {
    if (error instanceof DiskError || error instanceof CorruptionError || error instanceof OperatorError) return -1
    throw error
  }
}

// ── Writing a snapshot ──────────────────────────────────────────────────────────────────────────────────────────────

/** Leaves PATH.tmp durable and open. */
async function writeSnapshot(
  options: JournalOptions,
  state: TreeState,
): Promise<{ file: DiskFile; salt: number; end: number }> {
  const salt = Buffer.from(options.entropy.bytes(4)).readUInt32BE(0)
  const file = await openPrivate(options.disk, `${options.path}.tmp`)
  try {
    let end = 0
    const put = async (chunks: Buffer[]): Promise<void> => {
      await file.write(chunks, end)
      for (const chunk of chunks) end += chunk.length
    }
    await put([encodeHeader(salt)])
    for (const payload of snapshotPayloads(state)) {
      await put(encodeFrame(FrameKind.nodes, state.zxid, payload, salt))
    }
    const last = new PayloadWriter()
    last.u64(state.zxid)
    last.u64(state.sessionId)
    last.u32(state.nodes.size)
    await put(encodeFrame(FrameKind.snapshotEnd, state.zxid, last.bytes(), salt))
    await file.sync()
    return { file, salt, end }
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
}

function* snapshotPayloads(state: TreeState): Generator<Buffer> {
  let writer = new PayloadWriter()
  let count = 0
  writer.u32(0)
  // A node is always in the map before its children: they are created after it and never moved.
  for (const [path, node] of inOrder(state)) {
    writeNode(writer, path, node)
    count++
    if (writer.length < SNAPSHOT_CHUNK_BYTES) continue
    writer.setU32(0, count)
    yield writer.bytes()
    writer = new PayloadWriter()
    writer.u32(0)
    count = 0
  }
  if (count === 0) return
  writer.setU32(0, count)
  yield writer.bytes()
}

function* inOrder(state: TreeState): Generator<[string, TreeNode]> {
  const waiting = ['/']
  while (waiting.length > 0) {
    const path = waiting.pop()!
    const node = state.node(path)
    yield [path, node]
    const prefix = path === '/' ? '/' : `${path}/`
    for (const name of childNames(node)) waiting.push(prefix + name)
  }
}

async function putInPlace(options: JournalOptions): Promise<void> {
  await options.disk.rename(`${options.path}.tmp`, options.path)
  await options.disk.syncDirectory(folderOf(options.path))
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash)
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Loaded {
  readonly state: TreeState
  readonly salt: number
  readonly snapshotEnd: number
  /** Where the good bytes end. */
  readonly end: number
  /** True when what follows is a whole frame whose checksum is wrong, rather than one that was not finished. */
  readonly suspicious: boolean
}

/** Pure: the bytes of the file to the tree. */
export function load(path: string, bytes: Buffer): Loaded {
  const header = decodeHeader(bytes)
  if (header === 'damaged') throw new CorruptionError(path, 0, 'its header does not check')
  if ('unknownVersion' in header) {
    throw new OperatorError(
      `${path} has format version ${header.unknownVersion} and this Odradek knows version ${FORMAT_VERSION}: start the newer Odradek that wrote it.`,
    )
  }
  const { salt } = header
  const state = new TreeState()
  const snapshotEnd = loadSnapshot(path, bytes, salt, state)
  let at = snapshotEnd
  while (at < bytes.length) {
    const frame = decodeFrameHeader(bytes, at, salt)
    const payload = frame === null ? null : payloadAt(bytes, at, frame.length, salt)
    if (frame === null || payload === null) {
      const later = findGoodFrame(bytes, at + 1, salt)
      if (later >= 0) throw new CorruptionError(path, at, `it goes on soundly at byte ${later}`)
      const complete = frame !== null && at + frameBytes(frame.length) <= bytes.length
      return { state, salt, snapshotEnd, end: at, suspicious: complete }
    }
    if (frame.kind !== FrameKind.group || frame.firstZxid !== state.zxid + 1) {
      throw new CorruptionError(path, at, 'a frame does not follow the one before it')
    }
    replayGroup(path, at, payload, state)
    at += frameBytes(frame.length)
  }
  return { state, salt, snapshotEnd, end: at, suspicious: false }
}

/** Damage in a snapshot is never a torn tail: the file got its name when the whole snapshot was durable. */
function loadSnapshot(path: string, bytes: Buffer, salt: number, state: TreeState): number {
  let at = HEADER_BYTES
  let count = 0
  for (;;) {
    const frame = decodeFrameHeader(bytes, at, salt)
    const payload = frame === null ? null : payloadAt(bytes, at, frame.length, salt)
    if (frame === null || payload === null) throw new CorruptionError(path, at, 'its snapshot does not check')
    try {
      const reader = new PayloadReader(payload)
      if (frame.kind === FrameKind.nodes) {
        count += restoreNodes(reader, state)
      } else if (frame.kind === FrameKind.snapshotEnd) {
        state.zxid = reader.u64()
        state.sessionId = reader.u64()
        if (reader.u32() !== count) throw new FormatError('the number of nodes is wrong')
        return at + frameBytes(frame.length)
      } else throw new FormatError(`a frame of kind ${frame.kind} in the snapshot`)
      if (!reader.done) throw new FormatError('bytes are left over')
    } catch (error) {
      throw asCorruption(error, path, at)
    }
    at += frameBytes(frame.length)
  }
}

function restoreNodes(reader: PayloadReader, state: TreeState): number {
  const count = reader.count(64)
  for (let i = 0; i < count; i++) {
    const { path, node } = readNode(reader)
    state.restore(path, node)
  }
  return count
}

function replayGroup(path: string, at: number, payload: Buffer, state: TreeState): void {
  try {
    const reader = new PayloadReader(payload)
    const count = reader.count(20)
    for (let i = 0; i < count; i++) {
      const transaction = readTransaction(reader)
      if (transaction.zxid !== state.zxid + 1) throw new FormatError('a transaction is missing')
      state.replay(transaction)
    }
    if (!reader.done) throw new FormatError('bytes are left over')
  } catch (error) {
    throw asCorruption(error, path, at)
  }
}

function asCorruption(error: unknown, path: string, at: number): unknown {
  if (error instanceof FormatError || error instanceof NodeError) return new CorruptionError(path, at, error.message)
  return error
}

function frameBytes(payloadLength: number): number {
  return FRAME_HEADER_BYTES + payloadLength + FRAME_TRAILER_BYTES
}

/** null: not whole, or its checksum is wrong. */
function payloadAt(bytes: Buffer, at: number, length: number, salt: number): Buffer | null {
  const start = at + FRAME_HEADER_BYTES
  const end = start + length
  if (end + FRAME_TRAILER_BYTES > bytes.length) return null
  const payload = bytes.subarray(start, end)
  return payloadChecks(payload, bytes.subarray(end, end + FRAME_TRAILER_BYTES), salt) ? payload : null
}

function findGoodFrame(bytes: Buffer, from: number, salt: number): number {
  for (let at = findFrameMagic(bytes, from); at >= 0; at = findFrameMagic(bytes, at + 1)) {
    const frame = decodeFrameHeader(bytes, at, salt)
    if (frame !== null && payloadAt(bytes, at, frame.length, salt) !== null) return at
  }
  return -1
}

async function cutTail(options: JournalOptions, file: DiskFile, bytes: Buffer, loaded: Loaded): Promise<void> {
  const { path, logger } = options
  const tail = bytes.subarray(loaded.end)
  logger.warn('Cut a write that was not finished from the metadata store', { path, at: loaded.end, bytes: tail.length })
  if (loaded.suspicious) {
    // A power cut leaves such a frame, and so does a flipped bit in the last one: keep it for a person to look at.
    await keepCopy(options.disk, `${path}.broken`, tail).catch(() => {})
  }
  await file.truncate(loaded.end)
}

/** Empty, and its owner's alone: credentials of users are in it. */
async function openPrivate(disk: Disk, path: string): Promise<DiskFile> {
  await disk.remove(path)
  return disk.open(path, 'create-private')
}

async function keepCopy(disk: Disk, path: string, bytes: Buffer): Promise<void> {
  const file = await openPrivate(disk, path)
  try {
    await file.write([bytes], 0)
    await file.sync()
  } finally {
    await file.close()
  }
}
