/** The finalized features of the cluster: what stands in /feature, read at the start and followed. */
import type { Logger } from '../base/logger.ts'
import type { Clock, Timer } from '../io/world.ts'
import type { NodeTree } from './contract.ts'
import { NodeFormatError } from './nodes/json.ts'
import { Paths } from './nodes/paths.ts'
import { decodeFeature } from './nodes/small-nodes.ts'
import { isNodeError } from './setup.ts'

const NONE: ReadonlyMap<string, number> = new Map()
/** After a reading that failed. */
const RETRY_MS = 1000

export class FinalizedFeatures {
  /** The version of the node; -1: there is none yet. */
  epoch = -1
  /** Without those at level 0, which is as good as not finalized. */
  levels: ReadonlyMap<string, number> = NONE
  readonly #tree: NodeTree
  readonly #clock: Pick<Clock, 'after'>
  readonly #logger: Logger
  #retry: Timer | null = null
  #reading: Promise<void> = Promise.resolve()
  #closed = false

  private constructor(tree: NodeTree, clock: Pick<Clock, 'after'>, logger: Logger) {
    this.#tree = tree
    this.#clock = clock
    this.#logger = logger
  }

  static async start(tree: NodeTree, clock: Pick<Clock, 'after'>, logger: Logger): Promise<FinalizedFeatures> {
    const features = new FinalizedFeatures(tree, clock, logger)
    tree.onSession((event) => {
      if (event === 'connected') void features.refresh()
    })
    await features.refresh()
    return features
  }

  /** 0: not finalized. */
  level(name: string): number {
    return this.levels.get(name) ?? 0
  }

  /** Resolves when what the tree says now is known here. */
  refresh(): Promise<void> {
    this.#reading = this.#reading
      .then(() => this.#read())
      .catch((error: unknown) => {
        if (this.#closed) return
        this.#logger.error('The finalized features could not be read', { error: String(error) })
        // The watch may not be armed. A new session reads them by itself.
        if (!isNodeError(error, 'session-expired')) this.#readLater()
      })
    return this.#reading
  }

  close(): void {
    this.#closed = true
    this.#retry?.cancel()
  }

  #readLater(): void {
    this.#retry ??= this.#clock.after(RETRY_MS, () => {
      this.#retry = null
      void this.refresh()
    })
  }

  readonly #watch = (): void => {
    if (!this.#closed) void this.refresh()
  }

  async #read(): Promise<void> {
    if ((await this.#tree.exists(Paths.feature, this.#watch)) === null) return this.#take(-1, NONE)
    try {
      const { data, stat } = await this.#tree.get(Paths.feature, this.#watch)
      const { enabled, features } = decodeFeature(data)
      this.#take(stat.version, enabled ? new Map([...features].filter(([, level]) => level > 0)) : NONE)
    } catch (error) {
      // Taken away meanwhile: the watch tells.
      if (isNodeError(error, 'no-node')) return this.#take(-1, NONE)
      if (!(error instanceof NodeFormatError)) throw error
      this.#logger.error('The finalized features are not readable', { reason: error.message })
      this.#take(-1, NONE)
    }
  }

  #take(epoch: number, levels: ReadonlyMap<string, number>): void {
    this.epoch = epoch
    this.levels = levels
  }
}
