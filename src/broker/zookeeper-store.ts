/** The metadata in ZooKeeper, where other brokers read and write as well. */
import { join } from 'node:path'
import { OperatorError } from '../base/errors.ts'
import type { BrokerConfigStore } from '../config/store.ts'
import { BoundedTree } from '../metadata/stores/bounded-tree.ts'
import { secureAcl } from '../metadata/stores/zookeeper/acls.ts'
import { parseConnectString } from '../metadata/stores/zookeeper/connect-string.ts'
import { endSession } from '../metadata/stores/zookeeper/end-session.ts'
import type { ZooKeeperTreeOptions } from '../metadata/stores/zookeeper/zookeeper-tree.ts'
import { ZooKeeperTree } from '../metadata/stores/zookeeper/zookeeper-tree.ts'
import { ZooKeeperMeters } from '../metrics/zookeeper-metrics.ts'
import type { LogDirs } from '../storage/log-dir.ts'
import type { ComposeParams } from './compose.ts'
import { keepSession, readFormerSession, SESSION_FILE } from './former-session.ts'
import type { BrokerLife } from './lifecycle.ts'
import { type Store, storePaths } from './store.ts'
import { zooKeeperTls } from './zookeeper-tls.ts'

export async function openShared(
  life: BrokerLife,
  dirs: LogDirs,
  params: ComposeParams,
  connect: string,
): Promise<Store> {
  const { world, logger } = params
  for (const path of storePaths(dirs)) {
    if ((await world.disk.stat(path)) === null) continue
    throw new OperatorError(
      `${path} has the metadata of a broker that ran alone: run "odradek zk migrate" to move them to ZooKeeper, or choose another folder in log.dirs`,
    )
  }
  const { config } = params.loaded
  const tls = await zooKeeperTls(config, world.disk)
  const meters = new ZooKeeperMeters()
  const room = logger.child({ room: 'metadata' })
  const options = { ...zooKeeperOptions(config, connect, { world, logger: room, tls }), meters }
  const tree = new ZooKeeperTree(options)
  // First of all when the broker stops, or its start is given up: neither waits for a ZooKeeper that is not there.
  life.onStopFirst('waiting for ZooKeeper', async () => tree.stopWaiting())
  await tree.start()
  const sessionFile = join(dirs.online[0]!.path, SESSION_FILE)
  const former = await readFormerSession(world.disk, sessionFile, connect)
  return {
    tree,
    requestTree: new BoundedTree(tree, world.clock, config.number('zookeeper.connection.timeout.ms')),
    isShared: true,
    meters,
    endFormerSession: async (id) => former !== null && former.id === id && (await endSession(options, former)),
    keepSession: () => keepSession(world.disk, sessionFile, connect, tree.sessionKey, logger),
  }
}

function zooKeeperOptions(
  config: BrokerConfigStore,
  connect: string,
  { world, logger, tls }: Pick<ZooKeeperTreeOptions, 'world' | 'logger' | 'tls'>,
): ZooKeeperTreeOptions {
  const digest = config.string('odradek.zookeeper.digest')
  const setAcl = config.boolean('zookeeper.set.acl')
  // A certificate says who the broker is, too.
  if (setAcl && digest === null && !tls?.identity) {
    throw new OperatorError(
      'zookeeper.set.acl is true, but nothing tells ZooKeeper who this broker is: set odradek.zookeeper.digest=user:password, or zookeeper.ssl.keystore.location',
    )
  }
  return {
    world,
    logger,
    address: parseConnectString(connect),
    sessionTimeoutMs: config.number('zookeeper.session.timeout.ms'),
    connectionTimeoutMs: config.number('zookeeper.connection.timeout.ms'),
    maxInFlight: config.number('zookeeper.max.in.flight.requests'),
    digest,
    tls,
    ...(setAcl ? { defaultAcl: secureAcl } : {}),
  }
}
