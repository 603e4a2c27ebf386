/** One log folder of the manager: its logs, its checkpoints, and what could not be opened. */

import type { Offset, TopicPartition } from '../base/kinds.ts'
import { SharedRun } from '../base/shared-run.ts'
import type { World } from '../io/world.ts'
import { CLEANER_OFFSETS, HIGH_WATERMARKS, LOG_STARTS, type Offsets, RECOVERY_POINTS } from './checkpoint-file.ts'
import type { Log } from './log.ts'
import { type CheckpointName, Checkpoints } from './log-manager-checkpoints.ts'

/** A partition whose files are there but could not be opened. */
export interface Unavailable {
  readonly dir: string
  readonly error: Error
  /** Worth another try: the disk was full. */
  readonly passing: boolean
}

export class Folder {
  readonly path: string
  readonly checkpoints: Checkpoints
  /** Current ones and those being copied here; a folder never has both of one partition. */
  readonly logs = new Map<TopicPartition, Log>()
  readonly unavailable = new Map<TopicPartition, Unavailable>()
  /** Logs that are being made here and are not in `logs` yet. */
  beingMade = 0
  /** As found at the start: those of partitions that could not be opened are kept. */
  found = new Map<CheckpointName, Offsets>()
  /** Every partition was looked at. Until then a stop is no clean one (KAFKA-13773). */
  isLoaded = false
  /** It failed before the last stop. */
  pagesDoubtful = false

  private readonly names: SharedRun

  constructor(world: World, path: string) {
    this.path = path
    this.names = new SharedRun(() => world.disk.syncDirectory(path))
    this.checkpoints = new Checkpoints(world, path, (name) => this.#entries(name))
  }

  /** Makes the names of partitions' folders durable; many that are made at once share it. */
  syncNames(): Promise<void> {
    return this.names.run()
  }

  foundOffset(name: CheckpointName, partition: TopicPartition): Offset {
    return this.found.get(name)?.get(partition) ?? 0
  }

  *#entries(name: CheckpointName): Iterable<readonly [TopicPartition, Offset]> {
    for (const partition of this.unavailable.keys()) {
      const offset = this.found.get(name)?.get(partition)
      if (offset !== undefined) yield [partition, offset]
    }
    for (const [partition, log] of this.logs) {
      if (name === RECOVERY_POINTS) yield [partition, log.recoveryPoint]
      else if (name === HIGH_WATERMARKS) yield [partition, log.highWatermark]
      else if (name === LOG_STARTS && log.isStartBeyondFiles) yield [partition, log.logStartOffset]
      else if (name === CLEANER_OFFSETS && log.cleaning.upTo > 0) yield [partition, log.cleaning.upTo]
    }
  }
}
