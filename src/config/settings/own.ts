/** Our own settings. The environment spells odradek.x.y as ODRADEK_X_Y. */
import { atLeast, bool, int, list, oneOf, password, readOnly, type Setting, string } from '../setting.ts'

// biome-ignore format: a table
export const ownSettings: readonly Setting[] = [
  list('odradek.admin.listeners', ['127.0.0.1:9644'], readOnly,
    'Where /metrics, /livez, /readyz and /version are served, as host:port; port 0 any free port; empty: nowhere.'),
  string('odradek.flush', 'auto', readOnly,
    "When an append is fsynced: 'auto' for acks=all while this broker is the whole ISR, 'always', or 'never' as Apache.",
    oneOf('auto', 'never', 'always')),
  string('odradek.log.level', 'info', readOnly,
    'The finest level of log line that is written.', oneOf('debug', 'info', 'warn', 'error')),
  bool('odradek.metrics.partitions.enable', true, readOnly,
    'Whether /metrics has series for single partitions and topics.'),
  list('odradek.metrics.topics.exclude', [], readOnly,
    'Topics left out of those series, by name; a * stands for any text.'),
  list('odradek.metrics.groups.exclude', [], readOnly,
    'Groups left out of those series, by name; a * stands for any text.'),
  int('odradek.metrics.partitions.max', 10_000, readOnly,
    'The most partitions that /metrics has series for; the rest is only in the sums.', atLeast(0)),
  bool('odradek.telemetry.enable', false, readOnly,
    'Whether clients may push their metrics (KIP-714); they appear on /metrics. Off: clients are not told of it.'),
  int('odradek.telemetry.series.max', 5000, readOnly,
    'The most series that pushed metrics have on /metrics, all clients together.', atLeast(0)),
  list('odradek.create.topics', [], readOnly,
    'Topics to create at the start, as name:partitions:replicas or name:partitions:replicas:cleanup.policy.'),
  password('odradek.zookeeper.digest', readOnly,
    'Who the broker is to ZooKeeper, as user:password of its digest scheme; needed for zookeeper.set.acl.'),
]
