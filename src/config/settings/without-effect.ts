/**
 * Settings that are known and do nothing here, by reason; a broker that is given one says so once. A line leaves this
 * file when what it belongs to is built.
 */

export type Reason = 'Java' | 'KRaft' | 'threads' | 'obsolete' | 'not served yet'

const BY_REASON: Readonly<Record<Reason, readonly (string | RegExp)[]>> = {
  Java: [
    /\.class\.name$/,
    /\.class\.path$/,
    /\.class$/,
    'auto.include.jmx.reporter',
    'config.providers',
    'kafka.metrics.polling.interval.secs',
    'kafka.metrics.reporters',
    'metric.reporters',
    'security.providers',
    /^ssl\.(keymanager|trustmanager)\.algorithm$/,
    'ssl.provider',
    'ssl.secure.random.implementation',
    'zookeeper.clientCnxnSocket',
  ],
  KRaft: [
    'alter.config.policy.kraft.compatibility.enable',
    'broker.heartbeat.interval.ms',
    'broker.session.timeout.ms',
    /^controller\.(listener\.names|performance\.|quorum\.)/,
    'early.start.listeners',
    'eligible.leader.replicas.enable',
    'initial.broker.registration.timeout.ms',
    'internal.metadata.log.segment.bytes',
    'internal.metadata.max.batch.size.in.bytes',
    'internal.metadata.delete.delay.millis',
    'log.dir.failure.timeout.ms',
    /^metadata\./,
    'process.roles',
    'sasl.mechanism.controller.protocol',
    /^zookeeper\.metadata\.migration\./,
    'server.max.startup.time.ms',
  ],
  threads: [
    'background.threads',
    'group.coordinator.background.threads',
    'group.coordinator.threads',
    'num.io.threads',
    'num.network.threads',
    'share.coordinator.threads',
    /purgatory\.purge\.interval\.requests$/,
    'queued.max.requests',
  ],
  obsolete: [
    'group.coordinator.new.enable',
    'group.share.enable',
    'group.share.max.groups',
    'log.message.format.version',
    'offsets.commit.required.acks',
    'message.format.version',
  ],
  'not served yet': [
    'cordoned.log.dirs',
    /^delegation\.token\./,
    /^errors\.deadletterqueue\./,
    /^follower\.fetch\./,
    /^group\.(consumer|share|streams)\./,
    /^(local|remote)\./,
    /^log\.(local|remote)\./,
    /^password\.encoder\./,
    /^sasl\.(?!enabled\.mechanisms|jaas\.config|mechanism\.inter)/,
    /^share\.coordinator\./,
    'transaction.two.phase.commit.enable',
    /^unstable\./,
    /^zookeeper\.ssl\.(cipher\.suites|crl\.enable|ocsp\.enable)$/,
  ],
}

/** null: the setting has its effect. */
export function reasonWithoutEffect(name: string): Reason | null {
  for (const reason of Object.keys(BY_REASON) as Reason[]) {
    for (const entry of BY_REASON[reason]) {
      if (typeof entry === 'string' ? entry === name : entry.test(name)) return reason
    }
  }
  return null
}
