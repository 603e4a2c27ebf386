// The contract of the node tree against a real ZooKeeper: node compat/zookeeper/store.ts. Each test has a chroot of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe } from 'node:test'
import { silentLogger } from '../../src/base/logger.ts'
import { makeNodeWorld } from '../../src/io/node/world.ts'
import { nodeTreeContract } from '../../src/metadata/stores/node-tree-contract.ts'
import { parseConnectString } from '../../src/metadata/stores/zookeeper/connect-string.ts'
import { openZooKeeperTree } from '../../src/metadata/stores/zookeeper/zookeeper-tree.ts'
import { startZooKeeper } from '../apache/apache.ts'
import { Unavailable } from '../lib/process.ts'
import { aclTests } from './acl-tests.ts'
import { sizeTests } from './size-tests.ts'

const dir = mkdtempSync(join(tmpdir(), 'odradek-zookeeper-'))
const zk = await startZooKeeper({ dir }).catch((error: unknown) => {
  if (!(error instanceof Unavailable)) throw error
  console.log(`skipped: no ZooKeeper can be had here: ${error.message}`)
  rmSync(dir, { recursive: true })
  process.exit(0)
})
const world = makeNodeWorld()
let count = 0

export interface OpenOptions {
  readonly chroot?: string
  readonly digest?: string
}

async function open(options: OpenOptions & Partial<Parameters<typeof openZooKeeperTree>[0]> = {}) {
  const chroot = options.chroot ?? `/test/${++count}`
  return await openZooKeeperTree({
    world,
    logger: silentLogger,
    address: parseConnectString(`${zk.address}${chroot}`),
    sessionTimeoutMs: 10_000,
    connectionTimeoutMs: 10_000,
    maxInFlight: 10,
    ...options,
  })
}
export type Open = typeof open

describe('ZooKeeper', () => {
  after(async () => {
    await zk.kill()
    rmSync(dir, { recursive: true })
  })
  nodeTreeContract('ZooKeeper', () => open())
  aclTests(open)
  sizeTests(open)
})
