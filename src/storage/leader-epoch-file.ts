/** `leader-epoch-checkpoint`, read and replaced; its lines are drawn in leader-epochs.ts. */
import { CorruptionError } from '../base/errors.ts'
import type { DirectoryEntry } from '../io/world.ts'
import { replaceFile } from './atomic-file.ts'
import { batchBaseOffset, batchLeaderEpoch, scanBatches } from './batch-scan.ts'
import { LEADER_EPOCH_BYTES_MAX } from './leader-epochs.ts'
import type { LogState } from './log-state.ts'
import { BROKEN, LEADER_EPOCHS } from './segment-files.ts'

/** A damaged one is made anew from the batches; one of an unknown version is refused. */
export async function loadEpochs(log: LogState, entries: readonly DirectoryEntry[]): Promise<void> {
  if (!entries.some((entry) => entry.name === LEADER_EPOCHS)) return
  const path = `${log.dir}/${LEADER_EPOCHS}`
  const bytes = await log.world.disk.readFile(path, LEADER_EPOCH_BYTES_MAX)
  const fault = log.epochs.decode(bytes)
  log.epochs.saved(bytes, log.epochs.version)
  if (fault === null) return
  if (fault.startsWith('version')) throw new CorruptionError(path, 0, fault)
  log.logger.warn('the leader epochs are damaged; they are made anew from the log', { path, fault })
  await replaceFile(log.world.disk, path + BROKEN, bytes)
  log.epochs.clear()
  for (const segment of log.segments.all()) {
    await segment.log.with((file) =>
      scanBatches(file, 0, segment.size, 'headers', ({ bytes: batch, at }) => {
        log.assignEpoch(batchLeaderEpoch(batch, at), batchBaseOffset(batch, at))
      }),
    )
  }
  log.epochs.version++
}

/** Writes the leader epochs if they changed since they were written last; one write at a time. */
export async function saveEpochs(log: LogState): Promise<void> {
  const { epochs } = log
  while (!epochs.isAsSaved) {
    log.savingEpochs ??= saveOnce(log).finally(() => {
      log.savingEpochs = null
    })
    await log.savingEpochs
  }
  epochs.savedVersion = epochs.version
}

async function saveOnce(log: LogState): Promise<void> {
  const { epochs } = log
  const { version } = epochs
  const bytes = epochs.encode()
  await replaceFile(log.world.disk, `${log.dir}/${LEADER_EPOCHS}`, bytes)
  epochs.saved(bytes, version)
}
