/** The files of logs under paths that a person names: a file, a partition's folder, or a whole data folder. */
import { basename, dirname, join } from 'node:path'
import type { Offset } from '../../base/kinds.ts'
import type { Disk } from '../../io/world.ts'
import { CommandError, ExitCode } from '../exit.ts'

export interface LogFile {
  readonly path: string
  readonly kind: 'log' | 'index' | 'timeindex'
  readonly baseOffset: Offset
  readonly topic: string
  readonly partition: number
}

const FILE = /^([0-9]{20})\.(log|index|timeindex)$/
const PARTITION_FOLDER = /^(.+)-([0-9]+)$/

/** In the order of paths, partitions and offsets; each log before its indexes. */
export async function logFilesIn(disk: Disk, paths: readonly string[]): Promise<LogFile[]> {
  const files: LogFile[] = []
  for (const path of paths) {
    const stat = await disk.stat(path)
    if (stat === null) throw new CommandError(ExitCode.NOT_FOUND, `${path} is not there`)
    if (stat.kind === 'directory') files.push(...(await inFolder(disk, path)))
    else {
      const file = logFile(path)
      if (file === null)
        throw new CommandError(ExitCode.USAGE, `${path} is no .log, .index or .timeindex file of a partition`)
      files.push(file)
    }
  }
  return files
}

async function inFolder(disk: Disk, folder: string): Promise<LogFile[]> {
  const entries = (await disk.list(folder)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const order = { log: 0, index: 1, timeindex: 2 }
  const here = entries
    .filter(({ kind }) => kind === 'file')
    .map(({ name }) => logFile(join(folder, name)))
    .filter((file) => file !== null)
    .sort((a, b) => a.baseOffset - b.baseOffset || order[a.kind] - order[b.kind])
  const partitions = entries.filter(({ kind, name }) => kind === 'directory' && PARTITION_FOLDER.test(name))
  for (const { name } of partitions) here.push(...(await inFolder(disk, join(folder, name))))
  return here
}

function logFile(path: string): LogFile | null {
  const match = FILE.exec(basename(path))
  if (match === null) return null
  const folder = PARTITION_FOLDER.exec(basename(dirname(path)))
  return {
    path,
    kind: match[2] as LogFile['kind'],
    baseOffset: Number(match[1]),
    topic: folder?.[1] ?? '',
    partition: Number(folder?.[2] ?? 0),
  }
}
