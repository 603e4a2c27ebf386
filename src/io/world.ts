/**
 * What the outside looks like. Every room receives a World and touches nothing else, so that a whole cluster can run
 * on virtual time over disks that break on purpose. The real one is in io/node, the simulated one in io/memory, the
 * one that breaks in io/fault.
 */
export interface World {
  readonly disk: Disk
  readonly net: Net
  readonly clock: Clock
  readonly entropy: Entropy
  readonly turn: Turn
  readonly compute: Compute
  readonly threads: Threads
}

// ── Disk ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What went wrong on the disk, as far as callers tell it apart. */
export type DiskErrorKind = 'not-found' | 'exists' | 'full' | 'too-many-files' | 'not-empty' | 'locked' | 'io'

export class DiskError extends Error {
  readonly kind: DiskErrorKind
  readonly path: string
  constructor(kind: DiskErrorKind, path: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'DiskError'
    this.kind = kind
    this.path = path
  }
}

export interface DirectoryEntry {
  readonly name: string
  readonly kind: 'file' | 'directory' | 'other'
}

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other'
  /** bytes */
  readonly size: number
  /** milliseconds since the epoch */
  readonly modifiedMs: number
}

/**
 * 'read': must exist, only reads. 'write': reads and writes, must exist. 'create': reads and writes, made empty when
 * it does not exist, kept as it is when it does. 'create-new': must not exist. 'create-private': the same,
 * and nobody but its owner may read or write it.
 */
export type OpenMode = 'read' | 'write' | 'create' | 'create-new' | 'create-private'

/** Every method rejects with a DiskError and nothing else. */
export interface Disk {
  open(path: string, mode: OpenMode): Promise<DiskFile>
  /** The whole file; refuses (kind 'io') one larger than `maxBytes`. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>
  /** null when there is nothing at `path`. */
  stat(path: string): Promise<FileStat | null>
  /** Unordered. */
  list(path: string): Promise<DirectoryEntry[]>
  /** With its parents; no error when it is there. */
  makeDirectory(path: string): Promise<void>
  /** Replaces a file at `to`. Durable only after syncDirectory of the parents. */
  rename(from: string, to: string): Promise<void>
  /** A file, or with `recursive` a folder with all in it. No error when it is not there. */
  remove(path: string, options?: { recursive?: boolean }): Promise<void>
  /** Makes creations, renames and removals inside `path` durable. */
  syncDirectory(path: string): Promise<void>
  /** Takes the lock that Java's FileLock takes on this file (made if missing, stays empty); kind 'locked' when it is held. */
  lock(path: string): Promise<DiskLock>
  /**
   * Until `end`, small operations may hold the loop up, which is several times faster than leaving it: for a start, when
   * nobody waits for an answer yet. A disk may lack it.
   */
  hurry?(): { end(): void }
  /** Free and total bytes of the file system that holds `path`. */
  space(path: string): Promise<{ freeBytes: number; totalBytes: number }>
}

export interface DiskLock {
  release(): Promise<void>
}

export interface DiskFile {
  readonly path: string
  size(): Promise<number>
  /** Reads up to `length` bytes into `into` at `at`; returns the count, which is short only at the end of the file. */
  read(into: Uint8Array, at: number, length: number, position: number): Promise<number>
  /** The same without leaving the turn: for small reads that are surely in the page cache. */
  readNow(into: Uint8Array, at: number, length: number, position: number): number
  /**
   * Writes all of `chunks`, one after another, from `position`; rejects unless every byte was taken ('full' when there
   * is no room). After a rejection any prefix may have been written: the caller truncates.
   */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>
  /** The same without leaving the turn: for small groups on a file that has no sync under way. */
  writeNow(chunks: readonly Uint8Array[], position: number): void
  /** Makes contents and size durable. A failure must never be retried: pages may have been dropped. */
  sync(): Promise<void>
  truncate(length: number): Promise<void>
  /** What `stat` tells as the time of the last change, until the next one. */
  setModifiedMs(modifiedMs: number): Promise<void>
  close(): Promise<void>
}

// ── Net ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Net {
  /** Rejects with a NetError. Port 0: any free port, told by the listener. */
  listen(address: ListenAddress, onConnection: (socket: Socket) => void): Promise<Listener>
  /** Resolves once connected (and, with `tls`, once the server has shown who it is); rejects with a NetError. */
  connect(address: ConnectAddress): Promise<Socket>
}

export interface ConnectAddress {
  readonly host: string
  readonly port: number
  readonly timeoutMs?: number
  /** Of a host with several, any one first, not always the same; the others when it does not answer. */
  readonly anyAddress?: boolean
  /** The simulated network takes it as done. */
  readonly tls?: TlsClient | null
}

/** How a client speaks TLS. */
export interface TlsClient {
  /** Certificates trusted, in PEM; null: those the system trusts. */
  readonly trusted: Uint8Array | null
  /** The own certificate with its key, for servers that ask for one. */
  readonly identity: {
    readonly format: 'PEM' | 'PKCS12'
    readonly bytes: Uint8Array
    readonly password: string | null
  } | null
  /** Whether the server's certificate has to be for the host that was named. */
  readonly verifyHost: boolean
  /** As Java names them: TLSv1.2, TLSv1.3. */
  readonly versions: readonly string[]
}

export type NetErrorKind = 'in-use' | 'refused' | 'not-available' | 'denied' | 'timeout' | 'not-found' | 'io'

export class NetError extends Error {
  readonly kind: NetErrorKind
  constructor(kind: NetErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'NetError'
    this.kind = kind
  }
}

export interface ListenAddress {
  /** '' or '0.0.0.0' or '::': every address. */
  readonly host: string
  readonly port: number
  readonly backlog?: number
  readonly receiveBufferBytes?: number
  readonly sendBufferBytes?: number
}

export interface Listener {
  readonly host: string
  readonly port: number
  /** Stops accepting; sockets that are open stay open. */
  close(): Promise<void>
}

export interface SocketHandlers {
  /** The bytes are the socket's own and are valid during the call only: copy what you keep. */
  data(bytes: Uint8Array): void
  /** The write queue fell to zero after `write` had answered false. */
  drain(): void
  /** Nothing more comes from the other side; our side may still write. */
  ended(): void
  /** Once, last. */
  closed(error: NetError | null): void
}

export interface Socket {
  readonly remoteHost: string
  readonly remotePort: number
  readonly localHost: string
  readonly localPort: number
  /** Called once, in the turn in which the socket was handed over; nothing is read before. */
  handle(handlers: SocketHandlers): void
  /**
   * Queues `chunks` in order (one gather-write); the caller leaves them unchanged until `onWritten`, or for ever.
   * False: more is queued than the socket likes; wait for drain.
   */
  write(chunks: readonly Uint8Array[], onWritten?: () => void): boolean
  /** Bytes queued and not yet taken by the operating system. */
  readonly queuedBytes: number
  pause(): void
  resume(): void
  /** Ends after what is queued was written. */
  end(): void
  destroy(): void
}

// ── Time, chance, turns, work ───────────────────────────────────────────────────────────────────────────────────────

export interface Timer {
  cancel(): void
}

export interface Clock {
  /** Milliseconds since the epoch, whole. May jump. */
  wallMs(): number
  /** Milliseconds since some start, with fractions. Never goes back. */
  monotonicMs(): number
  /** Calls once after at least `delayMs` (any size, also above 2^31); the timer does not keep the process alive. */
  after(delayMs: number, call: () => void): Timer
  /** Calls every `periodMs` until cancelled; a late call is not made up for. */
  every(periodMs: number, call: () => void): Timer
  /** Resolves after at least `delayMs`. */
  sleep(delayMs: number): Promise<void>
}

export interface Entropy {
  bytes(count: number): Uint8Array
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
}

export interface Turn {
  /** Calls after all input that is ready in this turn of the loop was handled (Node's setImmediate). */
  later(call: () => void): void
}

/** Work that takes long. `apart` leaves the loop (a thread), `here` is the same work in place: a simulation uses that. */
export interface Compute {
  offload<T>(work: { apart: () => Promise<T>; here: () => T }): Promise<T>
}

/** What runs on a thread of its own sees this much of the outside. */
export type ThreadWorld = Pick<World, 'disk' | 'clock' | 'entropy'>

/**
 * Work that has a thread of its own: the module at `module` exports the same `serve`, which the thread calls once.
 * Requests and answers are what structured cloning takes.
 */
export interface Service<Request, Answer> {
  readonly module: string
  readonly serve: (world: ThreadWorld) => (request: Request) => Promise<Answer>
}

export interface Thread<Request, Answer> {
  /**
   * Rejects as the work did (DiskError and CorruptionError come across as such), or with a ThreadLostError. One request
   * at a time.
   */
  ask(request: Request): Promise<Answer>
  /** Ends the thread, whatever it does. */
  stop(): Promise<void>
}

export class ThreadLostError extends Error {
  constructor(why: string) {
    super(`a worker thread was lost: ${why}`)
    this.name = 'ThreadLostError'
  }
}

/** Threads for long work beside the loop. A simulation runs it in place, on its own disk and clock. */
export interface Threads {
  start<Request, Answer>(service: Service<Request, Answer>): Thread<Request, Answer>
}
