/**
 * Every constructor is called here, in the order in which a broker comes to life (reference: a broker's start in
 * ZooKeeper mode). What fails on the way closes what was opened before it.
 */
import { resolve } from 'node:path'
import { advertised } from '../api/advertised.ts'
import { makeDispatch } from '../api/dispatch.ts'
import type { BrokerServices, Handler } from '../api/handler.ts'
import { servedHandlers } from '../api/handlers.ts'
import { LargeAnswers } from '../api/large-answers.ts'
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
import type { BrokerEndpoint, NodeTree } from '../metadata/contract.ts'
import { FinalizedFeatures } from '../metadata/finalized-features.ts'
import { overSessions } from '../metadata/over-sessions.ts'
import { getOrCreateClusterId, isNodeError, notifyLogDirFailure } from '../metadata/setup.ts'
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
import { Registration } from './registration.ts'
import { chooseBrokerId, notAllowed, openStore, type Store, zooKeeperOf } from './store.ts'
import { makeTelemetry } from './telemetry.ts'

/** ZooKeeper looks for expired sessions now and then. */
const FORMER_SESSION_MARGIN_MS = 5000

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
  try {
    await build(life, params)
  } catch (error) {
    throw isNodeError(error, 'no-auth') ? notAllowed(error) : error
  }
}

async function build(life: BrokerLife, params: ComposeParams): Promise<void> {
  const { world, logger, loaded, logLevels, processMetrics: processStats } = params
  const { config } = loaded
  const endpoints = readEndpoints(config, params.hostName)

  const { dirs, store, clusterId, brokerId, configs } = await openFolders(life, params)
  const { tree, requestTree } = store
  const logs = await openLogs(life, params, dirs, configs)
  followTopicConfigs(configs, config, logs)
  const cleaner = startLogCleaner(life, { world, logger, config, logs })

  const metadata = new ClusterMetadataCache(logger.child({ room: 'metadata' }))
  const metrics = makeBrokerMetrics({ config, clock: world.clock, processStats, zooKeeper: store.meters })
  const replicas = makeReplicas(life, params, { brokerId, logs, metadata, meters: (topic) => metrics.topics.of(topic) })
  followLostFolders(life, replicas, { tree, brokerId, logs, logger })
  const features = await FinalizedFeatures.start(tree, world.clock, logger.child({ room: 'metadata' }))
  life.onStop('features', async () => features.close())
  const parts = { brokerId, replicas, metadata, tree: requestTree, features, meters: metrics.groups }
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

  const registration = await register(life, params, { store, brokerId, endpoints: network.endpoints })
  const channels = localChannels({ brokerId, replicas, metadata, groups, configs, registration })
  const controller = await startController(life, params, {
    tree,
    requestTree,
    brokerId,
    channels,
    metadata,
    configs,
    interBrokerListener: endpoints.interBrokerListener,
    supportedFeatures: services.supportedFeatures,
    ensureRegistered: () => registration.ensure(),
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
  const { apiVersions, features: supportedFeatures } = advertised(handlers, zooKeeperOf(config) !== null)
  const largeAnswers = new LargeAnswers(world)
  const services = { apiVersions, supportedFeatures, quotas: quotas.clients, telemetry, largeAnswers }
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
    onChunkSent: (chunk) => services.logs.giveBack(chunk),
  })
  life.network = network
  life.onStop('network', () => network.stop(life.drainMs))
  life.onStop('requests of the start', async () => ready.giveUp())
  return { network, ready }
}

function register(
  life: BrokerLife,
  { world, logger, loaded: { config } }: ComposeParams,
  { store, brokerId, endpoints }: { store: Store; brokerId: BrokerId; endpoints: readonly BrokerEndpoint[] },
): Promise<Registration> {
  return Registration.start({
    store,
    broker: { id: brokerId, endpoints, rack: config.string('broker.rack'), features: {} },
    clock: world.clock,
    net: world.net,
    logger,
    formerMs: config.number('zookeeper.session.timeout.ms') + FORMER_SESSION_MARGIN_MS,
    isUnwanted: () => life.isUnwanted,
    onReplaced: (error) => life.fail(error),
  })
}

type NetworkParams = Parameters<typeof NetworkServer.start>[0]
type ControllerParams = Parameters<typeof ControllerRuntime.start>[0]

async function startController(
  life: BrokerLife,
  { world, logger, loaded: { config } }: ComposeParams,
  parts: Pick<
    ControllerParams,
    'tree' | 'requestTree' | 'brokerId' | 'channels' | 'metadata' | 'configs' | 'supportedFeatures' | 'ensureRegistered'
  > & { interBrokerListener: string },
): Promise<ControllerRuntime> {
  const controller = await ControllerRuntime.start({
    ...parts,
    world,
    requestLimitMs: zooKeeperOf(config) === null ? null : config.number('zookeeper.connection.timeout.ms'),
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
  const store = await openStore(life, dirs, params)
  const { tree, requestTree } = store
  const known = store.isShared ? null : dirs.clusterId
  const clusterId = await overSessions(world.clock, () => getOrCreateClusterId(tree, world.entropy, known))
  const brokerId = await overSessions(world.clock, () => chooseBrokerId(config, dirs, store))
  await dirs.claim({ clusterId, brokerId })
  const room = logger.child({ room: 'metadata' })
  const configs = await overSessions(world.clock, () =>
    TreeConfigs.start({ tree, requestTree, clock: world.clock, logger: room }),
  )
  life.onStop('settings', async () => configs.close())
  followDynamicConfigs({ configs, config, brokerId, logger })
  return { dirs, store, clusterId, brokerId, configs }
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
    producerIdExpirationMs: () => config.number('producer.id.expiration.ms'),
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
  { tree, brokerId, logs, logger }: { tree: NodeTree; brokerId: BrokerId; logs: LogManager; logger: Logger },
): void {
  replicas.onFolderLost = (logDir) => {
    const all = logs.offlineLogDirs.length === logs.logDirs.length
    life.onFolderLost(logDir, all)
    if (!all) tellController(tree, brokerId, logger)
  }
}

/** The controller asks again for every replica here, and elects others for those whose folder is gone. */
function tellController(tree: NodeTree, brokerId: BrokerId, logger: Logger): void {
  notifyLogDirFailure(tree, brokerId).catch((error) =>
    logger.error('the controller could not be told that a log folder failed', { reason: String(error) }),
  )
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
