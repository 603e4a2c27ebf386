/**
 * Every constructor is called here, in the order in which a broker comes to life (reference: a broker's start in
 * ZooKeeper mode). What fails on the way closes what was opened before it.
 */
import { join, resolve } from 'node:path'
import { advertised } from '../api/advertised.ts'
import { makeDispatch } from '../api/dispatch.ts'
import type { BrokerServices, Handler } from '../api/handler.ts'
import { servedHandlers } from '../api/handlers.ts'
import { isInternalTopic } from '../api/topic-names.ts'
import { OperatorError } from '../base/errors.ts'
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { BrokerConfigStore } from '../config/store.ts'
import { ControllerRuntime } from '../controller/runtime.ts'
import { TreeConfigs } from '../controller/tree-configs.ts'
import type { World } from '../io/world.ts'
import { ClusterMetadataCache } from '../metadata/cache/metadata-cache.ts'
import { FinalizedFeatures } from '../metadata/finalized-features.ts'
import { ensureTopLevelPaths, getOrCreateClusterId, notifyLogDirFailure, registerBroker } from '../metadata/setup.ts'
import type { EmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { openEmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { lastZxid } from '../metadata/stores/embedded/journal.ts'
import type { Registry } from '../metrics/registry.ts'
import { type Endpoints, readEndpoints } from '../network/endpoints.ts'
import { NetworkServer } from '../network/server.ts'
import { BatchValidator } from '../protocol/batch/validate.ts'
import { registerQuotaMetrics } from '../quota/metrics.ts'
import { ReplicaManager, type ReplicaManagerParams } from '../replication/replica-manager.ts'
import { AppendBuffers } from '../storage/append-buffers.ts'
import type { FlushPolicy } from '../storage/contract.ts'
import { FilePool } from '../storage/file-pool.ts'
import { LogDirs } from '../storage/log-dir.ts'
import { LogManager } from '../storage/log-manager.ts'
import { isStorageOffline } from '../storage/log-manager-params.ts'
import { startCoordinators } from './coordinators.ts'
import { followDynamicConfigs } from './dynamic-configs.ts'
import type { BrokerLife } from './lifecycle.ts'
import { localChannels } from './local-channels.ts'
import { startLogCleaner } from './log-cleaner.ts'
import type { LogLevels } from './log-lines.ts'
import { makeBrokerMetrics } from './metrics.ts'
import { makeQuotas } from './quotas.ts'
import { holdUntil } from './ready-gate.ts'
import { makeTelemetry } from './telemetry.ts'

/** The journal of the embedded store, in the first log folder. Apache Kafka ignores files there. */
export const METADATA_FILE = 'odradek-metadata'
/** Without configuration and without a cluster, a broker alone is number 1. */
const ID_WHEN_ALONE = 1

export interface ComposeParams {
  readonly world: World
  readonly logger: Logger
  readonly logLevels: LogLevels
  readonly loaded: LoadedConfig
  /** What is advertised for a listener without a host. */
  readonly hostName: () => string
  /** Absent: the process is not measured (several brokers in one test). */
  readonly processMetrics?: Parameters<typeof makeBrokerMetrics>[0]['processStats']
}

/**
 * Resolves when the broker serves. Rejects with an OperatorError for what the operator can mend; what was opened is then
 * for `life` to close.
 */
export async function composeBroker(life: BrokerLife, params: ComposeParams): Promise<void> {
  const { logger, loaded } = params
  for (const warning of loaded.warnings) logger.warn(warning)
  refuseWhatIsNotServed(loaded.config)
  await build(life, params)
}

async function build(life: BrokerLife, params: ComposeParams): Promise<void> {
  const { world, logger, loaded, logLevels } = params
  const { config } = loaded
  const endpoints = readEndpoints(config, params.hostName)

  const { dirs, tree, clusterId, brokerId, configs } = await openFolders(life, params)
  const logs = await openLogs(life, params, dirs, configs)
  followTopicConfigs(configs, config, logs)
  const cleaner = startLogCleaner(life, { world, logger, config, logs })

  const metadata = new ClusterMetadataCache(logger.child({ room: 'metadata' }))
  const metrics = makeBrokerMetrics({ config, clock: world.clock, processStats: params.processMetrics })
  const replicas = makeReplicas(life, params, { brokerId, logs, metadata, meters: (topic) => metrics.topics.of(topic) })
  followLostFolders(life, replicas, { tree, brokerId, logs, logger })
  const features = await FinalizedFeatures.start(tree, logger.child({ room: 'metadata' }))
  life.onStop('features', async () => features.close())
  const parts = { brokerId, replicas, metadata, tree, features, meters: metrics.groups }
  const coordinators = startCoordinators({ world, logger, config }, parts)
  const { groups, transactions } = coordinators
  replicas.verification.verifier = coordinators.transactions

  const services = {
    world,
    logger,
    brokerId,
    clusterId,
    config,
    dynamicConfigs: configs,
    metadata,
    replicas,
    logs,
    groups,
    transactions,
    writeMarkers: coordinators.writeMarkers,
    producerIds: coordinators.producerIds,
    logLevels,
  } as unknown as Mutable<BrokerServices>
  const served = composeServing(params, endpoints, configs, metrics.registry)
  Object.assign(services, { ...served.services, features })
  const toNetwork = { endpoints, services, observer: metrics.requests, rates: served.rates }
  const { network, ready } = await startNetwork(life, params, served.handlers, toNetwork)
  services.endpoints = network.endpoints
  // Before the network, which waits for members that wait for each other.
  life.onStop('coordinators', async () => coordinators.stop())

  const rack = config.string('broker.rack')
  await registerBroker(tree, { id: brokerId, endpoints: network.endpoints, rack, features: {} }, world.clock)
  const channels = localChannels(brokerId, replicas, metadata, (gone) => groups.onPartitionsRemoved(gone))
  const { interBrokerListener } = endpoints
  const controller = await startController(life, params, {
    tree,
    brokerId,
    channels,
    metadata,
    configs,
    interBrokerListener,
    supportedFeatures: services.supportedFeatures,
  })
  services.controller = controller
  await controller.requestsAnswered()
  await controllerHasSpoken(metadata)
  await features.refresh()

  const watched = { replicas, groups, transactions, metadata, controller, logs, config, configs, cleaner }
  metrics.watch({ ...watched, brokerState: () => life.state })
  Object.assign(life, { services, metrics: metrics.registry })
  ready.open()
}

/** What clients may ask for, what they are told of it, and how much of it they get. */
function composeServing(
  { world, logger, loaded: { config } }: ComposeParams,
  { interBrokerListener, listeners }: Endpoints,
  configs: TreeConfigs,
  registry: Registry,
) {
  const { clock } = world
  const protectedListener = listeners.length > 1 ? interBrokerListener : null
  const quotas = makeQuotas({ config, configs, clock, protectedListener })
  registerQuotaMetrics(registry, { ...quotas, monotonicMs: () => clock.monotonicMs() })
  const telemetry = makeTelemetry(world, logger, config, configs, registry)
  const handlers = servedHandlers({ telemetry })
  const { apiVersions, features: supportedFeatures } = advertised(handlers)
  const services = { apiVersions, supportedFeatures, quotas: quotas.clients, telemetry }
  return { handlers, services, rates: quotas.connections }
}

/** The sockets are bound, so that ports are known, but requests wait until the controller has told what is led here. */
async function startNetwork(
  life: BrokerLife,
  { world, logger, loaded: { config } }: ComposeParams,
  handlers: readonly Handler[],
  { services, ...parts }: Pick<NetworkParams, 'endpoints' | 'observer' | 'rates'> & { services: BrokerServices },
) {
  const ready = holdUntil()
  const network = await NetworkServer.start({
    world,
    logger: logger.child({ room: 'network' }),
    ...parts,
    config,
    dispatcher: ready.gate(makeDispatch({ handlers, services })),
  })
  life.network = network
  life.onStop('network', () => network.stop(life.drainMs))
  life.onStop('requests of the start', async () => ready.giveUp())
  return { network, ready }
}

type NetworkParams = Parameters<typeof NetworkServer.start>[0]
type ControllerParams = Parameters<typeof ControllerRuntime.start>[0]

async function startController(
  life: BrokerLife,
  { world, logger, loaded: { config } }: ComposeParams,
  parts: Pick<ControllerParams, 'tree' | 'brokerId' | 'channels' | 'metadata' | 'configs' | 'supportedFeatures'> & {
    interBrokerListener: string
  },
): Promise<ControllerRuntime> {
  const controller = await ControllerRuntime.start({
    ...parts,
    world,
    logger: logger.child({ room: 'controller' }),
    config,
    topicConfigsProblem: (overrides) => config.topicConfigsProblem(overrides),
    interBrokerListener: () => parts.interBrokerListener,
  })
  life.onStop('controller', () => controller.stop())
  return controller
}

/** Folders first: nothing in them is touched before they are locked. */
async function openFolders(life: BrokerLife, params: ComposeParams) {
  const { world, logger, loaded } = params
  const { config } = loaded
  const dirs = await LogDirs.open({ world, logger: logger.child({ room: 'storage' }), paths: logDirs(config) })
  life.onStop('folders', () => dirs.release())
  const tree = await openStore(life, dirs, params)
  const clusterId = await getOrCreateClusterId(tree, world.entropy, dirs.clusterId)
  const brokerId = chooseBrokerId(config, dirs)
  await dirs.claim({ clusterId, brokerId })
  const configs = await TreeConfigs.start({ tree, clock: world.clock, logger: logger.child({ room: 'metadata' }) })
  life.onStop('settings', async () => configs.close())
  followDynamicConfigs({ configs, config, brokerId, logger })
  return { dirs, tree, clusterId, brokerId, configs }
}

function followTopicConfigs(configs: TreeConfigs, config: BrokerConfigStore, logs: LogManager): void {
  configs.onChange((entity) => {
    if (entity.type === 'topics') logs.topicConfigChanged(entity.name)
  })
  config.onChange(() => {
    for (const topic of new Set([...logs.all()].map((log) => log.topic))) logs.topicConfigChanged(topic)
  })
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

async function openStore(life: BrokerLife, dirs: LogDirs, params: ComposeParams): Promise<EmbeddedTree> {
  const { world, logger } = params
  const room = logger.child({ room: 'metadata' })
  const path = await findStore(world, room, dirs)
  const tree = await openEmbeddedTree({
    world,
    logger: room,
    path,
    otherPaths: () => dirs.online.map((dir) => join(dir.path, METADATA_FILE)).filter((other) => other !== path),
    onFailed: (error) =>
      life.fail(
        new OperatorError(
          `the metadata cannot be written any more (${error.message}): repair the disk and start the broker again`,
        ),
      ),
  })
  life.onStop('metadata', () => tree.close())
  await ensureTopLevelPaths(tree)
  return tree
}

/** In the first log folder, or where it went when that one failed: of several, the one that has come furthest. */
async function findStore(world: World, logger: Logger, dirs: LogDirs): Promise<string> {
  const paths = dirs.online.map((dir) => join(dir.path, METADATA_FILE))
  const found: { path: string; zxid: number }[] = []
  for (const path of paths) {
    if ((await world.disk.stat(path)) !== null) found.push({ path, zxid: await lastZxid(world.disk, path) })
  }
  found.sort((a, b) => b.zxid - a.zxid)
  const [newest, ...older] = found
  for (const { path } of older) {
    logger.warn('an older metadata store is set aside: another folder has a newer one', { path, newest: newest!.path })
    await world.disk.rename(path, `${path}.stale`)
  }
  if (newest !== undefined) return newest.path
  const foreign = dirs.online.find((dir) => dir.hasPartitions)
  if (foreign === undefined) return paths[0]!
  throw new OperatorError(
    dirs.offline.size > 0
      ? `${foreign.path} has partitions, but the metadata of this broker are in a folder that cannot be used (${[...dirs.offline.keys()].join(', ')}): repair that one, or put its file ${METADATA_FILE} into ${foreign.path}`
      : `${foreign.path} has partitions of which this broker's metadata know nothing, as a folder that Apache Kafka wrote: run "odradek adopt ${foreign.path}" to take it over, or choose another folder in log.dirs`,
  )
}

async function openLogs(
  life: BrokerLife,
  params: ComposeParams,
  dirs: LogDirs,
  configs: TreeConfigs,
): Promise<LogManager> {
  const { world, logger, loaded } = params
  const { config } = loaded
  const logs = await LogManager.open({
    world,
    logger: logger.child({ room: 'storage' }),
    dirs,
    logConfig: (topic) => config.topic(configs.get({ type: 'topics', name: topic })),
    flushPolicy: config.string('odradek.flush') as FlushPolicy,
    producerIdExpirationMs: config.number('producer.id.expiration.ms'),
    buffers: new AppendBuffers(),
    files: new FilePool(world.disk),
    validator: new BatchValidator(world),
    intervals: {
      retentionCheckMs: config.number('log.retention.check.interval.ms'),
      recoveryPointCheckpointMs: config.number('log.flush.offset.checkpoint.interval.ms'),
      logStartCheckpointMs: config.number('log.flush.start.offset.checkpoint.interval.ms'),
      producerExpirationCheckMs: config.number('producer.id.expiration.check.interval.ms'),
    },
    onAllOffline: (error) =>
      life.fail(
        new OperatorError(
          `no log folder works any more (${error.message}): repair the disks and start the broker again`,
        ),
      ),
  })
  life.onStop('logs', () => logs.close())
  return logs
}

function makeReplicas(
  life: BrokerLife,
  { world, logger, loaded }: ComposeParams,
  parts: Pick<ReplicaManagerParams, 'brokerId' | 'logs' | 'metadata' | 'meters'>,
): ReplicaManager {
  const replicas = new ReplicaManager({
    ...parts,
    world,
    logger: logger.child({ room: 'replication' }),
    highWatermarkCheckpointMs: loaded.config.number('replica.high.watermark.checkpoint.interval.ms'),
    isStorageOffline,
    isInternalTopic,
    verification: {
      isEnabled: () => loaded.config.boolean('transaction.partition.verification.enable'),
      retryBackoffMs: loaded.config.number('add.partitions.to.txn.retry.backoff.ms'),
      retryMaxMs: Math.min(
        loaded.config.number('add.partitions.to.txn.retry.backoff.max.ms'),
        loaded.config.number('request.timeout.ms'),
      ),
    },
  })
  life.onStop('replicas', async () => replicas.stop())
  return replicas
}

/** Absolute, since requests name folders by these texts. */
export function logDirs(config: BrokerConfigStore): string[] {
  return config.list('log.dirs').map((dir) => resolve(dir))
}

function followLostFolders(
  life: BrokerLife,
  replicas: ReplicaManager,
  { tree, brokerId, logs, logger }: { tree: EmbeddedTree; brokerId: BrokerId; logs: LogManager; logger: Logger },
): void {
  replicas.onFolderLost = (logDir) => {
    const all = logs.offlineLogDirs.length === logs.logDirs.length
    life.onFolderLost(logDir, all)
    if (!all) tellController(tree, brokerId, logger)
  }
}

/** The controller asks again for every replica here, and elects others for those whose folder is gone. */
function tellController(tree: EmbeddedTree, brokerId: BrokerId, logger: Logger): void {
  notifyLogDirFailure(tree, brokerId).catch((error) =>
    logger.error('the controller could not be told that a log folder failed', { reason: String(error) }),
  )
}

function chooseBrokerId(config: BrokerConfigStore, dirs: LogDirs): BrokerId {
  const configured = config.number('broker.id')
  return configured >= 0 ? configured : (dirs.brokerId ?? ID_WHEN_ALONE)
}

function refuseWhatIsNotServed(config: BrokerConfigStore): void {
  const connect = config.string('zookeeper.connect')
  if (connect !== null && connect !== '') {
    throw new OperatorError(
      `zookeeper.connect is ${connect}, but this version of Odradek runs alone: leave zookeeper.connect (KAFKA_ZOOKEEPER_CONNECT) out`,
    )
  }
}

/** Alone, the controller's first UpdateMetadata names this broker: before that no client can be told anything. */
function controllerHasSpoken(metadata: ClusterMetadataCache): Promise<void> {
  if (metadata.current.controllerId !== -1) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = metadata.onChange((current) => {
      if (current.controllerId === -1) return
      stop()
      resolve()
    })
  })
}
