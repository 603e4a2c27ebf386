/** `odradek zk`: the tree of metadata in ZooKeeper or in a data folder, for looking at; and the way from one to the other. */
import { silentLogger } from '../../base/logger.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import { migrateToZooKeeper } from '../offline/migrate.ts'
import type { TreePlace, ZooKeeperPlace } from '../offline/open-tree.ts'
import { inZooKeeper, reading } from '../offline/open-tree.ts'
import { kindOf, shown, walk } from '../offline/tree-walk.ts'
import { startLine } from '../output.ts'
import { isGone, write } from '../stdout.ts'

export async function list(path: string, flags: TreePlace): Promise<void> {
  await reading(flags, async (tree) => {
    const { names } = await tree.children(path)
    await write(
      names
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    )
  })
}

export async function get(path: string, flags: TreePlace & { readonly stat?: boolean }): Promise<void> {
  await reading(flags, async (tree) => {
    const { data, stat } = await tree.get(path)
    if (!flags.stat) return write(data ?? '')
    const acl = await tree.acl(path)
    const facts: [string, string | number | bigint][] = [
      ['kind', kindOf(stat)],
      ['version', stat.version],
      ['children', stat.numChildren],
      ['bytes', stat.dataLength],
      ['created', new Date(stat.ctimeMs).toISOString()],
      ['changed', new Date(stat.mtimeMs).toISOString()],
      ['czxid', stat.czxid],
      ['mzxid', stat.mzxid],
      ['acl', acl.map(({ scheme, id, permissions }) => `${scheme}:${id}:${permissions}`).join(' ')],
    ]
    await write(facts.map(([name, value]) => `${name.padEnd(9)} ${value}\n`).join(''))
  })
}

export async function tree(path: string, flags: TreePlace): Promise<void> {
  await reading(flags, async (reader) => {
    for await (const node of walk(reader, path)) {
      if (isGone()) return
      await write(`${node.path}  ${kindOf(node.stat)}  v${node.stat.version}  ${shown(node.data)}\n`)
    }
  })
}

export async function migrate(
  folders: readonly string[],
  flags: ZooKeeperPlace & { readonly setAcl?: boolean },
): Promise<void> {
  const world = makeNodeWorld()
  const moved = await inZooKeeper(flags, flags.setAcl ? 'write-secured' : 'write', (tree) =>
    migrateToZooKeeper({ world, logger: silentLogger, paths: folders, tree }),
  )
  await write(
    `cluster ${moved.clusterId}: ${moved.nodes} nodes are in ZooKeeper now; ${moved.store} is no longer used\n` +
      `next: ${startLine({ 'log.dirs': folders.join(','), 'zookeeper.connect': flags.zookeeper })}\n`,
  )
}
