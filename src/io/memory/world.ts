import type { Compute, Disk, Net, Threads, World } from '../world.ts'
import { MemoryClock } from './clock.ts'
import { MemoryDisk } from './disk.ts'
import { MemoryNetwork } from './net.ts'
import { Random } from './random.ts'
import { Rest } from './rest.ts'
import { threadsInPlace } from './threads.ts'

export interface MemoryWorldOptions {
  /** Everything that is left to chance follows from it. */
  readonly seed?: number
  readonly disk?: Disk
  /** What this world is called in the network. */
  readonly host?: string
  /** The world whose time, turns and network this one shares: another host of the same simulation. */
  readonly beside?: MemoryWorld
  /** Milliseconds since the epoch at the start. */
  readonly wallMs?: number
}

const START_WALL_MS = Date.UTC(2024, 0, 1)

/** A world on virtual time. Nothing in it happens by itself: `advance` moves the clock. */
export class MemoryWorld implements World {
  readonly disk: Disk
  readonly net: Net
  readonly clock: MemoryClock
  readonly entropy: Random
  readonly turn: Rest
  readonly network: MemoryNetwork
  readonly host: string
  /** Work that takes long is done in place: a thread would bring its own order. */
  readonly compute: Compute = { offload: async (work) => work.here() }
  readonly threads: Threads

  constructor(options: MemoryWorldOptions = {}) {
    const { beside } = options
    this.turn = beside?.turn ?? new Rest()
    this.clock = beside?.clock ?? new MemoryClock(this.turn, options.wallMs ?? START_WALL_MS)
    this.network = beside?.network ?? new MemoryNetwork(this.turn, this.clock)
    this.host = options.host ?? '127.0.0.1'
    this.net = this.network.on(this.host)
    this.entropy = new Random(options.seed ?? 1)
    this.disk = options.disk ?? new MemoryDisk({ nowMs: () => this.clock.wallMs() })
    this.threads = threadsInPlace(this)
  }

  /** Lets `ms` pass: each timer fires at its time, and what it causes comes to rest before the next one. */
  advance(ms: number): Promise<void> {
    return this.clock.advance(ms)
  }

  /** Waits until nothing is left to do without time moving on. */
  settle(): Promise<void> {
    return this.turn.reached()
  }
}
