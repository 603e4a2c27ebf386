/** A tree from a node down, and as lines for people. */
import type { NodeStat, TreeReader } from '../../metadata/contract.ts'
import { unlessMissing } from '../../metadata/setup.ts'

export interface WalkedNode {
  readonly path: string
  readonly data: Uint8Array | null
  readonly stat: NodeStat
}

/** How many nodes are asked for at a time. */
const AT_ONCE = 100

/** Parents before their children, names in order. Nodes that go meanwhile are left out. */
export async function* walk(tree: TreeReader, path: string): AsyncGenerator<WalkedNode> {
  yield { path, ...(await tree.get(path)) }
  const { names } = await tree.children(path)
  names.sort()
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const paths = names.slice(from, from + AT_ONCE).map((name) => (path === '/' ? `/${name}` : `${path}/${name}`))
    const nodes = await Promise.all(paths.map((child) => unlessMissing(tree.get(child))))
    for (const [index, node] of nodes.entries()) {
      if (node === null) continue
      const child = paths[index]!
      if (node.stat.numChildren === 0) yield { path: child, ...node }
      else yield* walk(tree, child)
    }
  }
}

export function kindOf(stat: NodeStat): string {
  return stat.ephemeralOwner === 0n ? 'persistent' : 'ephemeral'
}

/** On one line, and harmless to a terminal, whatever it holds. */
export function shown(data: Uint8Array | null): string {
  if (data === null) return 'null'
  return Buffer.from(data)
    .toString()
    .replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
