import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PartitionView, registerBrokerMetrics } from './broker-metrics.ts'
import { GroupMeters, registerGroupMetrics } from './group-metrics.ts'
import { LoadMeters } from './load-meters.ts'
import { registerLogCleanerMetrics } from './log-cleaner-metrics.ts'
import { renderPage } from './prometheus.ts'
import { RecentQuantiles } from './recent-quantiles.ts'
import { Histogram, Registry } from './registry.ts'
import { RequestMetrics } from './request-metrics.ts'
import { TopicFilter } from './topic-filter.ts'
import { BrokerTopicMetrics } from './topic-metrics.ts'
import { registerTransactionMetrics } from './transaction-metrics.ts'

const everything = new TopicFilter({ enabled: true, exclude: [], excludeGroups: [], partitionsMax: 100 })
const lines = (registry: Registry) => renderPage(registry).split('\n')

test('the page in Prometheus text', () => {
  const registry = new Registry()
  const counter = registry.counter('a_total', 'Counts a\nwith \\.')
  counter.value += 2.5
  registry.add('gauge', 'b', 'B.', (writer) =>
    writer.sample(Number.POSITIVE_INFINITY, { topic: 'x"\\\n', partition: 0 }),
  )
  registry.add('gauge', 'empty', 'Without samples.', () => {})
  const histogram = new Histogram([1, 2])
  for (const value of [0.5, 1, 1.5, 9]) histogram.observe(value)
  registry.add('histogram', 'h', 'H.', (writer) => histogram.write(writer, {}))
  assert.equal(
    renderPage(registry),
    [
      '# HELP a_total Counts a\\nwith \\\\.',
      '# TYPE a_total counter',
      'a_total 2.5',
      '# HELP b B.',
      '# TYPE b gauge',
      'b{topic="x\\"\\\\\\n",partition="0"} +Inf',
      '# HELP h H.',
      '# TYPE h histogram',
      'h_bucket{le="1"} 2',
      'h_bucket{le="2"} 3',
      'h_bucket{le="+Inf"} 4',
      'h_sum 12',
      'h_count 4',
      '',
    ].join('\n'),
  )
})

test('a name stands once and is a name', () => {
  const registry = new Registry()
  registry.counter('a', '')
  assert.throws(() => registry.counter('a', ''), { name: 'AssertionError' })
  assert.throws(() => registry.counter('a-b', ''), { name: 'AssertionError' })
})

test('quantiles are near the truth and forget', () => {
  const quantiles = new RecentQuantiles()
  quantiles.rotate(0)
  for (let i = 1; i <= 1000; i++) quantiles.observe(i)
  for (const [share, truth] of [
    [0.5, 500],
    [0.99, 990],
    [0.999, 999],
  ] as const) {
    const found = quantiles.quantile(share)
    assert.ok(found >= truth * 0.99 && found <= truth * 1.2, `${share}: ${found}`)
  }
  quantiles.rotate(60_000)
  assert.ok(quantiles.quantile(0.5) > 400)
  quantiles.observe(1)
  quantiles.rotate(120_000)
  assert.ok(quantiles.quantile(0.5) <= 1.2)
  quantiles.rotate(1_000_000)
  assert.equal(quantiles.quantile(0.5), 0)
  quantiles.observe(Number.MAX_VALUE)
  quantiles.observe(0)
  assert.equal(quantiles.count, 1003)
})

test('requests by API and version; strangers share one series', () => {
  const registry = new Registry()
  const names = new Map([[0, 'Produce']])
  const metrics = new RequestMetrics({ registry, apiName: (key) => names.get(key) ?? null, monotonicMs: () => 0 })
  metrics.onRequest(0, 9, 100, 50, 0.5, 3)
  metrics.onRequest(0, 9, 100, 50, 0.5, 3, new Error('x'))
  for (let key = -5; key < 40_000; key += 7) metrics.onRequest(key === 0 ? 1 : key, 30_000, 1, 1, 0, 0)
  metrics.onConnection('PLAINTEXT', 'opened')
  metrics.onConnection('PLAINTEXT', 'opened')
  metrics.onConnection('PLAINTEXT', 'closed')
  const page = lines(registry)
  assert.ok(page.includes('kafka_network_requestmetrics_requests_total{request="Produce",version="9"} 2'))
  assert.ok(page.includes('kafka_network_requestmetrics_failed_total{request="Produce"} 1'))
  assert.ok(page.includes('kafka_request_duration_seconds_bucket{request="Produce",stage="total",le="0.005"} 2'))
  assert.ok(page.includes('kafka_network_requestmetrics_totaltimems_count{request="Produce"} 2'))
  assert.ok(page.includes('kafka_server_socket_server_metrics_connection_count{listener="PLAINTEXT"} 1'))
  assert.equal(page.filter((line) => line.startsWith('kafka_network_requestmetrics_requests_total{')).length, 2)
  assert.equal(page.filter((line) => line.includes('request="unknown",version="32"')).length, 1)
})

test('sums over topics never go back', () => {
  const registry = new Registry()
  const metrics = new BrokerTopicMetrics(registry, everything)
  metrics.of('a').messagesIn += 3
  metrics.of('b').messagesIn += 4
  assert.equal(metrics.of('a'), metrics.of('a'))
  metrics.forget('a')
  metrics.forget('a')
  assert.equal(metrics.sum('messagesIn'), 7)
  const page = lines(registry)
  assert.ok(page.includes('kafka_server_brokertopicmetrics_messagesin_total 7'))
  assert.ok(page.includes('kafka_server_brokertopicmetrics_messagesin_total{topic="b"} 4'))
  assert.ok(page.includes('kafka_server_brokertopicmetrics_replicationbytesin_total 0'))
  assert.ok(!page.some((line) => line.includes('topic="a"')))
})

test('the filter bounds the series', () => {
  const topics = new Map(['a', '__consumer_offsets', 'test-1', 'b', 'c'].map((name) => [name, 0]))
  const names = (params: Omit<ConstructorParameters<typeof TopicFilter>[0], 'excludeGroups'>) =>
    [...new TopicFilter({ ...params, excludeGroups: [] }).topics(topics)].map(([name]) => name)
  assert.deepEqual(names({ enabled: true, exclude: ['__*', 'test-*'], partitionsMax: 2 }), ['a', 'b'])
  assert.deepEqual(names({ enabled: false, exclude: [], partitionsMax: 9 }), [])
  assert.deepEqual(names({ enabled: true, exclude: ['.'], partitionsMax: 9 }).length, 5)
})

function partition(topic: string, number: number, more: Partial<PartitionView> = {}): PartitionView {
  return {
    topic,
    partition: number,
    log: { size: 10, logStartOffset: 1, logEndOffset: 5, oldestTransactionMs: 999 },
    leaderId: 1,
    isLeader: true,
    inSyncReplicas: [1],
    assignment: [1, 2],
    highWatermark: 5,
    lastStableOffset: 4,
    isUnderReplicated: true,
    isUnderMinIsr: false,
    ...more,
  }
}

test('gauges from the broker’s state', () => {
  const registry = new Registry()
  const partitions = [partition('a', 0), partition('a', 1, { isLeader: false, leaderId: 2, log: null })]
  registerBrokerMetrics(
    registry,
    {
      partitions: () => partitions,
      liveBrokers: () => 2,
      isController: () => true,
      offlinePartitions: () => 3,
      topics: () => 1,
      clusterPartitions: () => 2,
      offlineLogDirs: () => ['/b'],
      logDirs: () => ['/a', '/b'],
      brokerState: () => 3,
      lateBeforeMs: () => 1000,
      minInsyncReplicas: () => 1,
    },
    everything,
  )
  const page = lines(registry)
  for (const line of [
    'kafka_brokers 2',
    'kafka_server_replicamanager_partitioncount 2',
    'kafka_server_replicamanager_leadercount 1',
    'kafka_server_replicamanager_underreplicatedpartitions 1',
    'kafka_server_replicamanager_atminisrpartitioncount 1',
    'kafka_server_replicamanager_offlinereplicacount 1',
    'kafka_server_replicamanager_partitionswithlatetransactionscount 1',
    'kafka_controller_kafkacontroller_activecontrollercount 1',
    'kafka_controller_kafkacontroller_offlinepartitionscount 3',
    'kafka_log_logmanager_logdirectoryoffline{logDirectory="/b"} 1',
    'kafka_log_log_logendoffset{topic="a",partition="0"} 5',
    'kafka_topic_partition_leader{topic="a",partition="1"} 2',
    'kafka_cluster_partition_laststableoffsetlag{topic="a",partition="0"} 1',
  ]) {
    assert.ok(page.includes(line), line)
  }
  assert.ok(!page.includes('kafka_log_log_size{topic="a",partition="1"} 0'))
})

test('groups: their states, what they committed and how far they are behind', () => {
  const registry = new Registry()
  const meters = new GroupMeters()
  meters.loaded(4)
  meters.loaded(8)
  meters.offsetCommits = 7
  const groups = ['a', 'b', 'left-1'].map((groupId) => ({
    groupId,
    members: new Map([
      ['m', 1],
      ['n', 2],
    ]),
  }))
  const committed = [
    ...['a', 'b', 'left-1'].map((group) => ({ group, topic: 't', partition: 0, offset: 3 })),
    { group: 'b', topic: 't', partition: 1, offset: 4 },
    { group: 'b', topic: 'u', partition: 0, offset: 9 },
  ]
  const filter = new TopicFilter({ enabled: true, exclude: ['u'], excludeGroups: ['left-*'], partitionsMax: 2 })
  registerGroupMetrics(
    registry,
    {
      meters,
      groups: () => groups,
      count: (state) => (state === null || state === 'Stable' ? groups.length : 0),
      committed: () => committed,
      committedCount: () => committed.length,
      // Partition 1 is led elsewhere.
      highWatermark: (_topic, partition) => (partition === 0 ? 10 : null),
    },
    filter,
  )
  const page = lines(registry).filter((line) => !line.startsWith('#'))
  assert.deepEqual(
    page.filter((line) => line.startsWith('kafka_consumergroup')),
    [
      'kafka_consumergroup_members{consumergroup="a"} 2',
      'kafka_consumergroup_members{consumergroup="b"} 2',
      'kafka_consumergroup_current_offset{consumergroup="a",topic="t",partition="0"} 3',
      'kafka_consumergroup_current_offset{consumergroup="b",topic="t",partition="0"} 3',
      'kafka_consumergroup_lag{consumergroup="a",topic="t",partition="0"} 7',
      'kafka_consumergroup_lag{consumergroup="b",topic="t",partition="0"} 7',
    ],
  )
  const has = (line: string) => assert.ok(page.includes(line), `${line} is missing`)
  has('kafka_coordinator_group_groupmetadatamanager_numgroups 3')
  has('kafka_coordinator_group_groupmetadatamanager_numgroupsstable 3')
  has('kafka_coordinator_group_groupmetadatamanager_numgroupsdead 0')
  has('kafka_coordinator_group_groupmetadatamanager_numoffsets 5')
  has('kafka_server_group_coordinator_metrics_offset_commit_count 7')
  has('kafka_server_group_coordinator_metrics_partition_load_time_avg 6')
  has('kafka_server_group_coordinator_metrics_partition_load_time_max 8')
})

test('transactions: what keeps them from ending, and how long their coordinator loads', () => {
  const registry = new Registry()
  const meters = new LoadMeters()
  registerTransactionMetrics(registry, { meters, markersWithoutLeader: 3, uncompleted: 2 })
  meters.loaded(4)
  meters.loaded(8)
  const page = lines(registry).filter((line) => line.startsWith('kafka'))
  assert.deepEqual(page, [
    'kafka_coordinator_transaction_transactionmarkerchannelmanager_unknowndestinationqueuesize 3',
    'kafka_coordinator_transaction_transactionmarkerchannelmanager_logappendretryqueuesize 2',
    'kafka_server_transaction_coordinator_metrics_partition_load_time_max 8',
    'kafka_server_transaction_coordinator_metrics_partition_load_time_avg 6',
  ])
})

test('the log cleaner', () => {
  const registry = new Registry()
  const stats = {
    recopyPercent: 40,
    maxMapUsePercent: 7,
    maxCleanSeconds: 3,
    maxOverdueMs: 2500,
    maxDirtyRatio: 0.129,
    lastLookMs: 400,
    bytesMoved: 12_345,
  }
  const uncleanableIn = (logDir: string) => (logDir === '/b' ? { count: 2, bytes: 99 } : { count: 0, bytes: 0 })
  registerLogCleanerMetrics(
    registry,
    { stats, deadThreads: 1, uncleanableIn },
    () => ['/a', '/b'],
    () => 1000,
  )
  assert.deepEqual(
    lines(registry)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .sort(),
    [
      'kafka_log_logcleaner_cleaner_recopy_percent 40',
      'kafka_log_logcleaner_deadthreadcount 1',
      'kafka_log_logcleaner_max_buffer_utilization_percent 7',
      'kafka_log_logcleaner_max_clean_time_secs 3',
      'kafka_log_logcleaner_max_compaction_delay_secs 2',
      'kafka_log_logcleanermanager_max_dirty_percent 12',
      'kafka_log_logcleanermanager_time_since_last_run_ms 600',
      'kafka_log_logcleanermanager_uncleanable_bytes{logDirectory="/a"} 0',
      'kafka_log_logcleanermanager_uncleanable_bytes{logDirectory="/b"} 99',
      'kafka_log_logcleanermanager_uncleanable_partitions_count{logDirectory="/a"} 0',
      'kafka_log_logcleanermanager_uncleanable_partitions_count{logDirectory="/b"} 2',
      'kafka_utils_throttler_cleaner_io_total 12345',
    ],
  )
})
