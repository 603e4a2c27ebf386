/** Small files that are replaced whole: a crash leaves the old or the new one, never a mixture. */
import type { Disk } from '../io/world.ts'

export const TEMPORARY = '.tmp'

export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  await replaceFileSyncLater(disk, path, bytes)
  await disk.syncDirectory(path.slice(0, path.lastIndexOf('/')))
}

/** For secrets: nobody but the owner may read it. */
export async function replacePrivateFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  // What a crash left there may have other rights.
  await disk.remove(path + TEMPORARY)
  await replaceFileSyncLater(disk, path, bytes, 'create-private')
  await disk.syncDirectory(path.slice(0, path.lastIndexOf('/')))
}

/** The caller syncs the folder, before anything counts on the file. */
export async function replaceFileSyncLater(
  disk: Disk,
  path: string,
  bytes: Uint8Array,
  mode: 'create' | 'create-private' = 'create',
): Promise<void> {
  const temporary = path + TEMPORARY
  const file = await disk.open(temporary, mode)
  try {
    await file.truncate(0)
    await file.write([bytes], 0)
    // Contents before the name: a rename that survives a power cut without them would show an empty file.
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.rename(temporary, path)
}
