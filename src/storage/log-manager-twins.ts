/**
 * After all folders were read: which log is the partition's, when a move between folders was under way at the stop.
 * A move ends with the copy renamed into place first and the original renamed to …-delete second, each durable before
 * the next step; so a crash can leave both, equal, and never neither.
 */
import type { TopicPartition } from '../base/kinds.ts'
import type { Log } from './log.ts'
import type { LogManager } from './log-manager.ts'
import type { LoadedLog } from './log-manager-load.ts'
import { LogMove } from './log-manager-move.ts'

export async function chooseCurrents(manager: LogManager, loaded: readonly LoadedLog[]): Promise<void> {
  const futures: LoadedLog[] = []
  for (const one of loaded) {
    if (one.isFuture) futures.push(one)
    else await settle(manager, one)
  }
  for (const future of futures) await continueMove(manager, future)
}

async function settle(manager: LogManager, { log, folder }: LoadedLog): Promise<void> {
  const name = log.topicPartition
  const other = manager.current.get(name)
  if (other === undefined) {
    if (!log.isOffline) manager.current.set(name, log)
    return
  }
  const [keep, drop] = other.logEndOffset >= log.logEndOffset ? [other, log] : [log, other]
  manager.current.set(name, keep)
  manager.params.logger.warn(`${name} lies in ${keep.dir} and in ${drop.dir}: the first is used`)
  if (keep.logEndOffset === drop.logEndOffset && keep.latestEpoch === drop.latestEpoch) return manager.retire(drop)
  // Not what an interrupted move leaves: somebody may want to look at it.
  const dropFolder = drop === log ? folder : manager.folders.get(drop.logDir)
  if (dropFolder === undefined) return
  dropFolder.logs.delete(name)
  await drop.close(false)
  await manager.onFolder(dropFolder, () => manager.setAside(dropFolder, name, drop.dir, drop.topic, drop.partition))
}

async function continueMove(manager: LogManager, { log, folder }: LoadedLog): Promise<void> {
  const name: TopicPartition = log.topicPartition
  const current = manager.current.get(name)
  if (current === undefined) return keepAlone(manager, log)
  if (current.logDir === folder.path || manager.moves.has(name)) return manager.retire(log)
  LogMove.resume(manager, current, folder, log)
}

/** The original is not here. While a folder is offline it may lie there; otherwise the copy is all there is. */
async function keepAlone(manager: LogManager, log: Log): Promise<void> {
  const folder = manager.folders.get(log.logDir)
  const isElsewhere = [...manager.folders.values()].some((one) => one.unavailable.has(log.topicPartition))
  if (folder === undefined || isElsewhere || manager.offlineLogDirs.length > 0) return
  manager.params.logger.warn(`${log.topicPartition} is only there as a copy that was under way: it is used`, {
    dir: log.dir,
  })
  await manager.onFolder(folder, () => LogMove.putInPlace(manager, log))
  manager.current.set(log.topicPartition, log)
}
