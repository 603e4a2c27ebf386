/** Writes the file of contexts: whole, and for its owner alone, since settings may be secrets. */
import { makeNodeWorld } from '../../io/node/world.ts'
import { replacePrivateFile } from '../../storage/atomic-file.ts'
import { type Contexts, printContexts } from '../contexts.ts'

export async function writeContexts(path: string, contexts: Contexts): Promise<void> {
  const { disk } = makeNodeWorld()
  await disk.makeDirectory(path.slice(0, path.lastIndexOf('/')))
  await replacePrivateFile(disk, path, Buffer.from(printContexts(contexts)))
}
