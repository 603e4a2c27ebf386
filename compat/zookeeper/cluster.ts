// A ZooKeeper and an Odradek on it, for the proofs of this folder.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../../src/base/logger.ts'
import { makeNodeWorld } from '../../src/io/node/world.ts'
import { parseConnectString } from '../../src/metadata/stores/zookeeper/connect-string.ts'
import type { ZooKeeperTree } from '../../src/metadata/stores/zookeeper/zookeeper-tree.ts'
import { openZooKeeperTree } from '../../src/metadata/stores/zookeeper/zookeeper-tree.ts'
import { type ApacheProcess, type Properties, startZooKeeper } from '../apache/apache.ts'
import { type OdradekProcess, startOdradek } from '../lib/broker.ts'
import { type Daemon, Unavailable } from '../lib/process.ts'

/** A folder of this run, and a ZooKeeper in it; ends the program with the reason when none can be had. */
export async function zooKeeperOrSkip(): Promise<{ work: string; zk: ApacheProcess; clean: () => Promise<void> }> {
  const work = mkdtempSync(join(tmpdir(), 'odradek-zookeeper-'))
  const remove = () => rmSync(work, { recursive: true, force: true })
  try {
    const zk = await startZooKeeper({ dir: zooKeeperDir(work) })
    const clean = async () => {
      await zk.kill()
      remove()
    }
    return { work, zk, clean }
  } catch (error) {
    remove()
    if (!(error instanceof Unavailable)) throw error
    console.log(`skipped: no ZooKeeper can be had here: ${error.message}`)
    process.exit(0)
  }
}

export function zooKeeperDir(work: string): string {
  const dir = join(work, 'zookeeper')
  mkdirSync(dir, { recursive: true })
  return dir
}

export interface OdradekOptions {
  /** Of the data, below the folder of the run. */
  readonly name?: string
  readonly port?: number
  readonly overrides?: Properties
  readonly spawned?: (daemon: Daemon, logFile: string) => void
}

export async function odradekOn(connect: string, work: string, options: OdradekOptions = {}): Promise<OdradekProcess> {
  return await startOdradek({
    dir: join(work, options.name ?? 'broker'),
    port: options.port,
    spawned: options.spawned,
    overrides: { 'zookeeper.connect': connect, 'odradek.admin.listeners': '', ...options.overrides },
  })
}

/** To look into ZooKeeper while brokers use it. */
export function lookInto(connect: string): Promise<ZooKeeperTree> {
  return openZooKeeperTree({
    world: makeNodeWorld(),
    logger: silentLogger,
    address: parseConnectString(connect),
    sessionTimeoutMs: 10_000,
    connectionTimeoutMs: 10_000,
    maxInFlight: 10,
  })
}
