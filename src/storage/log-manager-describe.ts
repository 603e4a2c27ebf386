/** DescribeLogDirs. */
import { DiskError } from '../io/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { LogDirDescription } from './contract.ts'
import type { LogManager } from './log-manager.ts'
import type { Folder } from './log-manager-folder.ts'

export async function describeFolders(manager: LogManager): Promise<LogDirDescription[]> {
  const descriptions: LogDirDescription[] = []
  for (const logDir of manager.logDirs) {
    const folder = manager.folders.get(logDir)
    descriptions.push(folder ? await describe(manager, folder) : offline(logDir))
  }
  return descriptions
}

async function describe(manager: LogManager, folder: Folder): Promise<LogDirDescription> {
  try {
    const space = await manager.params.world.disk.space(folder.path)
    const { totalBytes, freeBytes: usableBytes } = space
    return {
      logDir: folder.path,
      error: ErrorCode.NONE,
      totalBytes,
      usableBytes,
      replicas: replicasOf(manager, folder),
    }
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    return offline(folder.path)
  }
}

/** How far a copy is behind its original; how far the end of a replica that takes its leader's place lags (Apache). */
function replicasOf(manager: LogManager, folder: Folder): LogDirDescription['replicas'] {
  return Array.from(folder.logs.values(), (log) => {
    const current = manager.current.get(log.topicPartition)
    const isFuture = current !== log
    const ahead = isFuture ? (current?.logEndOffset ?? 0) : log.highWatermark
    const offsetLag = Math.max(0, ahead - log.logEndOffset)
    return { topic: log.topic, partition: log.partition, size: log.size, offsetLag, isFuture }
  })
}

function offline(logDir: string): LogDirDescription {
  return { logDir, error: ErrorCode.KAFKA_STORAGE_ERROR, totalBytes: -1, usableBytes: -1, replicas: [] }
}
