/** The checkpoint files of one log folder: written one at a time, and never naming what no longer is. */
import type { Offset, TopicPartition } from '../base/kinds.ts'
import { SharedRun } from '../base/shared-run.ts'
import type { World } from '../io/world.ts'
import {
  CLEANER_OFFSETS,
  HIGH_WATERMARKS,
  LOG_STARTS,
  type Offsets,
  RECOVERY_POINTS,
  writeCheckpoint,
} from './checkpoint-file.ts'

export const CHECKPOINTS = [RECOVERY_POINTS, HIGH_WATERMARKS, LOG_STARTS, CLEANER_OFFSETS] as const
export type CheckpointName = (typeof CHECKPOINTS)[number]

/** What a log contributes; null: no entry. */
export type EntryOf = (name: CheckpointName) => Iterable<readonly [TopicPartition, Offset]>

export class Checkpoints {
  readonly #world: World
  readonly #dir: string
  readonly #entries: EntryOf
  /** What the files hold. */
  readonly #written = new Map<CheckpointName, Offsets>()
  /** The last write failed: the file may be older than `#written` says. */
  readonly #doubtful = new Set<CheckpointName>()
  readonly #runs: ReadonlyMap<CheckpointName, SharedRun>

  constructor(world: World, dir: string, entries: EntryOf) {
    this.#world = world
    this.#dir = dir
    this.#entries = entries
    this.#runs = new Map(CHECKPOINTS.map((name) => [name, new SharedRun(() => this.#write(name))]))
  }

  /** As read at the start. */
  loaded(name: CheckpointName, offsets: Offsets): void {
    this.#written.set(name, offsets)
  }

  /**
   * Writes what is so when the writing begins. Callers that come while one write is under way share the one after it.
   * Rejects with a DiskError; then the old file is there.
   */
  write(name: CheckpointName): Promise<void> {
    return this.#runs.get(name)!.run()
  }

  /**
   * Before a partition is made: entries of an earlier one of the same name would be taken for its own (a recovery point
   * above what was ever synced, a start above its end).
   */
  async forget(partition: TopicPartition): Promise<void> {
    for (const name of CHECKPOINTS) if (this.#written.get(name)?.has(partition)) await this.write(name)
  }

  /** No write is under way. */
  async idle(): Promise<void> {
    for (const run of this.#runs.values()) await run.idle()
  }

  async #write(name: CheckpointName): Promise<void> {
    const offsets: Offsets = new Map(this.#entries(name))
    const written = this.#written.get(name)
    if (written !== undefined && !this.#doubtful.has(name) && same(offsets, written)) return
    // Until it succeeded nobody knows which of the two is there.
    const union = new Map([...(written ?? []), ...offsets])
    this.#written.set(name, union)
    this.#doubtful.add(name)
    await writeCheckpoint(this.#world.disk, `${this.#dir}/${name}`, offsets)
    this.#written.set(name, offsets)
    this.#doubtful.delete(name)
  }
}

function same(a: Offsets, b: Offsets): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a) if (b.get(key) !== value) return false
  return true
}
