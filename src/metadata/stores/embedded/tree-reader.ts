/** The tree in a file, as it is on disk: for looking at it while nobody, or somebody else, has it open. */
import type { Disk } from '../../../io/world.ts'
import type { TreeReader } from '../../contract.ts'
import { readStore } from './journal.ts'
import { childNames, unpacked } from './tree-state.ts'

export async function readEmbeddedTree(disk: Disk, path: string): Promise<TreeReader> {
  const state = await readStore(disk, path)
  return {
    get: async (path) => ({ data: unpacked(state.node(path).data), stat: state.stat(path) }),
    children: async (path) => ({ names: childNames(state.node(path)), stat: state.stat(path) }),
    acl: async (path) => state.node(path).acl,
  }
}
