/** DescribeConfigs, AlterConfigs, IncrementalAlterConfigs, ListConfigResources against what Apache 3.9.2 and 4.4.0 answered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameEntries } from '../base/maps.ts'
import type { LoggerLevels } from '../config/contract.ts'
import { loadConfig } from '../config/load.ts'
import type { ChangeOfConfigs, ConfigEntity, DynamicConfigs } from '../controller/contract.ts'
import { codecOf } from '../protocol/codec.ts'
import type { DescribeConfigsResponse } from '../protocol/generated/032-describe-configs.js'
import type { AlterConfigsResponse } from '../protocol/generated/033-alter-configs.js'
import type { ListConfigResourcesResponse } from '../protocol/generated/074-list-config-resources.js'
import { Reader } from '../protocol/reader.ts'
import { Writer } from '../protocol/writer.ts'
import { handler as describeConfigs } from './032-describe-configs.ts'
import { handler as alterConfigs } from './033-alter-configs.ts'
import { handler as incrementalAlterConfigs } from './044-incremental-alter-configs.ts'
import { handler as listConfigResources } from './074-list-config-resources.ts'
import { DEFAULT_ENTITY } from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'
import { fakeContext } from './testing.ts'

const TOPIC = 2
const BROKER = 4
const LOGGER = 8
const CLIENT_METRICS = 16
const GROUP = 32

class FakeTree implements DynamicConfigs {
  readonly entities = new Map<string, ReadonlyMap<string, string>>()
  onPut: (entity: ConfigEntity) => void = () => {}

  get({ type, name }: ConfigEntity): ReadonlyMap<string, string> {
    return this.entities.get(`${type}/${name}`) ?? new Map()
  }
  names(type: string): string[] {
    return [...this.entities.keys()]
      .filter((key) => key.startsWith(`${type}/`))
      .map((key) => key.slice(type.length + 1))
  }
  async alter(entity: ConfigEntity, change: ChangeOfConfigs): Promise<void> {
    const key = `${entity.type}/${entity.name}`
    const values = change(this.get(entity))
    if (sameEntries(this.get(entity), values)) return
    if (values.size > 0) this.entities.set(key, values)
    else this.entities.delete(key)
    this.onPut(entity)
  }
  onChange(): void {}
}

function broker(text = '') {
  const { config } = loadConfig({ file: { path: 'f', text: `broker.id=1\n${text}` } })
  const tree = new FakeTree()
  tree.onPut = ({ type, name }) => {
    const layer = name === DEFAULT_ENTITY ? 'DYNAMIC_DEFAULT_BROKER_CONFIG' : 'DYNAMIC_BROKER_CONFIG'
    if (type === 'brokers') config.setDynamic(layer, tree.get({ type, name }))
  }
  const levels = new Map([
    ['root', 'INFO'],
    ['network', 'INFO'],
  ])
  const logLevels: LoggerLevels = {
    names: () => [...levels.keys()],
    get: (name) => levels.get(name)!,
    set: (name, level) => levels.set(name, level),
    reset: (name) => levels.set(name, levels.get('root')!),
  }
  const current = { topics: new Map([['g1', new Map()]]), brokers: new Map([[1, {}]]) }
  const services = { brokerId: 1, config, dynamicConfigs: tree, metadata: { current }, logLevels }
  return { services: services as unknown as BrokerServices, tree, levels, config }
}
type Broker = ReturnType<typeof broker>

type Answer = DescribeConfigsResponse & AlterConfigsResponse & ListConfigResourcesResponse

/** Through the codecs, as a client's request comes and its answer goes. */
async function ask(handler: Handler, version: number, request: object, { services }: Broker): Promise<Answer> {
  const codec = codecOf(handler.apiKey)
  const out = new Writer()
  codec.writeRequest(out, request as never, version)
  const read = codec.readRequest(new Reader(Buffer.concat(out.finish())), version)
  const answer = await handler.handle(read as never, fakeContext(version), services)
  const back = new Writer()
  codec.writeResponse(back, answer as never, version)
  return codec.readResponse(new Reader(Buffer.concat(back.finish())), version) as Answer
}

const OPS = { set: 0, delete: 1, append: 2, subtract: 3 }
type Change = [name: string, op: keyof typeof OPS | number, value?: string | null]

async function change(b: Broker, resourceType: number, resourceName: string, changes: Change[], validateOnly = false) {
  const configs = changes.map(([name, op, value = null]) => ({
    name,
    configOperation: typeof op === 'number' ? op : OPS[op],
    value,
  }))
  const request = { validateOnly, resources: [{ resourceType, resourceName, configs }] }
  const { responses } = await ask(incrementalAlterConfigs, 1, request, b)
  return [responses[0]!.errorCode, responses[0]!.errorMessage]
}

async function replace(b: Broker, resourceType: number, resourceName: string, values: Record<string, string | null>) {
  const configs = Object.entries(values).map(([name, value]) => ({ name, value }))
  const { responses } = await ask(alterConfigs, 2, { resources: [{ resourceType, resourceName, configs }] }, b)
  return [responses[0]!.errorCode, responses[0]!.errorMessage]
}

async function show(b: Broker, resourceType: number, resourceName: string, names: string[] | null, version = 4) {
  const request = {
    resources: [{ resourceType, resourceName, configurationKeys: names }],
    includeSynonyms: version > 0,
  }
  const { results } = await ask(describeConfigs, version, request, b)
  return results[0]!
}

/** name=value from source, then the synonyms. */
async function shown(b: Broker, resourceType: number, resourceName: string, names: string[] | null): Promise<string[]> {
  const { errorCode, configs } = await show(b, resourceType, resourceName, names)
  assert.equal(errorCode, 0)
  return configs.map((config) =>
    [{ ...config, source: config.configSource }, ...config.synonyms]
      .map(({ name, value, source }) => `${name}=${value}@${source}`)
      .join(' '),
  )
}

const OK = [0, null]
const INVALID_VALUE = "Invalid config value for resource ConfigResource(type=TOPIC, name='g1'): Invalid value "

test('changes of a topic are refused in Apache’s words', async () => {
  const b = broker()
  const cases: [Change[], unknown[]][] = [
    [[['foo', 'set', '1']], [40, 'Unknown topic config name: foo']],
    [
      [['retention.ms', 'set', 'abc']],
      [40, `${INVALID_VALUE}abc for configuration retention.ms: Not a number of type LONG`],
    ],
    [
      [['retention.ms', 'set', '-5']],
      [40, `${INVALID_VALUE}-5 for configuration retention.ms: Value must be at least -1`],
    ],
    [[['retention.ms', 'set', null]], [42, 'Null value not supported for : retention.ms']],
    [[['retention.ms', 'append', '1']], [40, 'Config value append is not allowed for config key: retention.ms']],
    [[['cleanup.policy', 9, 'delete']], [-1, null]],
    [
      [['cleanup.policy', 'set', 'zz']],
      [40, `${INVALID_VALUE}zz for configuration cleanup.policy: String must be one of: compact, delete`],
    ],
    [
      [['leader.replication.throttled.replicas', 'set', '1:2,x']],
      [
        40,
        `${INVALID_VALUE}[1:2, x] for configuration leader.replication.throttled.replicas: leader.replication.throttled.replicas must be the literal '*' or a list of replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...`,
      ],
    ],
    [
      [
        ['min.compaction.lag.ms', 'set', '50'],
        ['max.compaction.lag.ms', 'set', '4'],
      ],
      [40, 'conflict topic config setting min.compaction.lag.ms (50) > max.compaction.lag.ms (4)'],
    ],
    [
      [
        ['retention.ms', 'set', '1'],
        ['retention.ms', 'set', '2'],
      ],
      [42, 'Error due to duplicate config keys'],
    ],
    [[], OK],
    [[['nosuch', 'delete']], OK],
    [[['retention.ms', 'delete']], OK],
  ]
  for (const [changes, answer] of cases) assert.deepEqual(await change(b, TOPIC, 'g1', changes), answer)
  assert.deepEqual(b.tree.names('topics'), [])
})

test('resources that cannot be changed', async () => {
  const b = broker()
  const set: Change[] = [['retention.ms', 'set', '1']]
  const cases: [number, string, unknown[]][] = [
    [TOPIC, 'nosuch', [3, "The topic 'nosuch' does not exist."]],
    [TOPIC, '', [42, 'Default topic resources are not allowed.']],
    [3, 'g1', [42, 'Unknown resource type 3']],
    [BROKER, '7', [42, 'Unexpected broker id, expected 1, but received 7']],
    [BROKER, 'x', [42, 'Node id must be an integer, but it is: x']],
    [LOGGER, '7', [42, 'Unexpected node id. Expected 1, but received 7']],
    [LOGGER, '', [42, 'Node id must be an integer, but it is: ']],
    [CLIENT_METRICS, '', [42, "Subscription name can't be empty"]],
    [GROUP, '', [42, 'Default group resources are not allowed.']],
  ]
  for (const [type, name, answer] of cases) assert.deepEqual(await change(b, type, name, set), answer)
  const resource = { resourceType: TOPIC, resourceName: 'g1', configs: [{ name: 'retention.ms', value: '7' }] }
  const twice = await ask(incrementalAlterConfigs, 0, { resources: [resource, resource] }, b)
  assert.deepEqual(
    twice.responses.map((r) => [r.errorCode, r.errorMessage]),
    Array(2).fill([42, 'Each resource must appear at most once.']),
  )
  assert.deepEqual(await replace(b, LOGGER, '1', { root: 'INFO' }), [42, 'Unknown resource type 8'])
  assert.deepEqual(await replace(b, 7, '1', { root: 'INFO' }), [42, 'Unknown resource type 7'])
})

test('set, append, subtract, delete; AlterConfigs replaces all; validate only changes nothing', async () => {
  const b = broker()
  const topic = { type: 'topics', name: 'g1' } as const
  assert.deepEqual(await change(b, TOPIC, 'g1', [['retention.ms', 'set', '9']], true), OK)
  assert.equal(b.tree.get(topic).size, 0)
  assert.deepEqual(await change(b, TOPIC, 'g1', [['cleanup.policy', 'append', 'delete']]), OK)
  assert.deepEqual([...b.tree.get(topic)], [['cleanup.policy', 'delete']])
  assert.deepEqual(await change(b, TOPIC, 'g1', [['cleanup.policy', 'subtract', 'delete']]), OK)
  assert.deepEqual([...b.tree.get(topic)], [['cleanup.policy', '']])
  assert.deepEqual(await change(b, TOPIC, 'g1', [['leader.replication.throttled.replicas', 'append', '0:1,1:1']]), OK)
  assert.deepEqual(await change(b, TOPIC, 'g1', [['leader.replication.throttled.replicas', 'append', '1:1,2:1']]), OK)
  assert.equal(b.tree.get(topic).get('leader.replication.throttled.replicas'), '0:1,1:1,2:1')
  assert.deepEqual(await replace(b, TOPIC, 'g1', { 'segment.ms': '5500' }), OK)
  assert.deepEqual([...b.tree.get(topic)], [['segment.ms', '5500']])
  assert.deepEqual(await replace(b, TOPIC, 'g1', { 'segment.ms': null }), [
    42,
    'Null value not supported for : segment.ms',
  ])
  assert.deepEqual(await change(b, TOPIC, 'g1', [['segment.ms', 'delete']]), OK)
  assert.deepEqual(b.tree.names('topics'), [])
})

test('changes of brokers', async () => {
  const b = broker()
  const cases: [string, Change, unknown[]][] = [
    ['1', ['broker.id', 'set', '3'], [42, 'Cannot update these configs dynamically: Set(broker.id)']],
    ['1', ['broker.id', 'delete'], OK],
    ['1', ['foo.bar', 'set', '3'], OK],
    [
      '1',
      ['log.cleaner.threads', 'set', 'x'],
      [42, 'Invalid value x for configuration log.cleaner.threads: Not a number of type INT'],
    ],
    [
      '1',
      ['message.max.bytes', 'set', '-1'],
      [42, 'Invalid value -1 for configuration message.max.bytes: Value must be at least 0'],
    ],
    [
      '',
      ['cordoned.log.dirs', 'set', '/a'],
      [42, 'Cannot update these configs at default cluster level, broker id must be specified: Set(cordoned.log.dirs)'],
    ],
    ['1', ['num.io.threads', 'set', '4'], OK],
    [
      '1',
      ['num.io.threads', 'set', '9'],
      [
        42,
        'Invalid value org.apache.kafka.common.config.ConfigException: Dynamic thread count update validation failed for num.io.threads=9, value should not be greater than double the current value 4 for configuration Invalid dynamic configuration',
      ],
    ],
    // Nothing changes here: this broker has a value of its own.
    ['', ['num.io.threads', 'set', '100'], OK],
    [
      '',
      ['log.cleaner.threads', 'set', '3'],
      [
        42,
        'Invalid value org.apache.kafka.common.config.ConfigException: Log cleaner threads cannot be increased to more than double the current value 1 for configuration Invalid dynamic configuration',
      ],
    ],
    ['', ['log.retention.ms', 'set', '100000'], OK],
    ['1', ['leader.replication.throttled.rate', 'set', '1000'], OK],
  ]
  for (const [name, one, answer] of cases) assert.deepEqual(await change(b, BROKER, name, [one]), answer)
  assert.equal(b.config.number('log.retention.ms'), 100_000)
  assert.deepEqual(await shown(b, TOPIC, 'g1', ['retention.ms']), [
    'retention.ms=100000@3 log.retention.ms=100000@3 log.retention.hours=168@5',
  ])
  assert.deepEqual(await shown(b, BROKER, '1', ['leader.replication.throttled.rate', 'log.retention.hours']), [
    'leader.replication.throttled.rate=1000@2 leader.replication.throttled.rate=1000@2',
    'log.retention.hours=168@5 log.retention.hours=168@5',
  ])
  assert.deepEqual(await shown(b, BROKER, '', null), [
    'num.io.threads=100@3 num.io.threads=100@3',
    'log.retention.ms=100000@3 log.retention.ms=100000@3',
  ])
})

test('sources and synonyms', async () => {
  const b = broker(
    'log.segment.delete.delay.ms=1000\nlog.roll.hours=1\nsasl.jaas.config=secret\nlog.retention.ms=5\nlog.retention.hours=2',
  )
  await change(b, TOPIC, 'g1', [['retention.bytes', 'set', '60000']])
  const names = [
    'retention.ms',
    'retention.bytes',
    'segment.ms',
    'flush.ms',
    'file.delete.delay.ms',
    'remote.storage.enable',
    'nope',
  ]
  assert.deepEqual((await shown(b, TOPIC, 'g1', names)).sort(), [
    'file.delete.delay.ms=1000@4 log.segment.delete.delay.ms=1000@4 log.segment.delete.delay.ms=60000@5',
    'flush.ms=9223372036854775807@5',
    'remote.storage.enable=false@5',
    'retention.bytes=60000@1 retention.bytes=60000@1 log.retention.bytes=-1@5',
    'retention.ms=5@4 log.retention.ms=5@4 log.retention.hours=2@4 log.retention.hours=168@5',
    'segment.ms=3600000@5',
  ])
  const { configs } = await show(b, BROKER, '1', ['sasl.jaas.config', 'broker.id', 'log.dirs'])
  const [jaas, id, dirs] = ['sasl.jaas.config', 'broker.id', 'log.dirs'].map(
    (name) => configs.find((c) => c.name === name)!,
  )
  assert.deepEqual([jaas!.value, jaas!.isSensitive, jaas!.synonyms[0]!.value, jaas!.configType], [null, true, null, 9])
  assert.deepEqual([id!.value, id!.readOnly, id!.configType], ['1', true, 3])
  assert.deepEqual([dirs!.value, dirs!.configSource, dirs!.configType], [null, 5, 2 + 5])
})

test('every version, all settings, with documentation', async () => {
  const b = broker()
  for (let version = 0; version <= 4; version++) {
    const { configs } = await show(b, TOPIC, 'g1', null, version)
    assert.equal(configs.length, 40)
    if (version === 0) assert.ok(configs.every((config) => !config.isDefault))
  }
  const request = {
    resources: [{ resourceType: BROKER, resourceName: '1', configurationKeys: [] }],
    includeDocumentation: true,
  }
  const { results } = await ask(describeConfigs, 4, request, b)
  assert.ok(results[0]!.configs.length > 380)
  assert.ok(results[0]!.configs.every((config) => (config.documentation ?? '').length > 10))
  assert.ok(!results[0]!.configs.some((config) => config.name === 'unstable.api.versions.enable'))
})

test('what cannot be described', async () => {
  const b = broker()
  const cases: [number, string, number, string][] = [
    [TOPIC, 'nosuch', 3, ''],
    [TOPIC, '', 17, 'Topic name is invalid: the empty string is not allowed'],
    [
      TOPIC,
      'bad name',
      17,
      "Topic name is invalid: 'bad name' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [BROKER, '7', 42, 'Unexpected broker id, expected 1 or empty string, but received 7'],
    [BROKER, 'x', 42, 'Broker id must be an integer, but it is: x'],
    [LOGGER, '7', 42, 'Unexpected broker id, expected 1 but received 7'],
    [LOGGER, '', 42, 'Broker id must not be empty'],
    [CLIENT_METRICS, '', 42, 'Client metrics subscription name must not be empty'],
    [GROUP, '', 42, 'Group name must not be empty'],
  ]
  for (const [type, name, code, message] of cases) {
    const { errorCode, errorMessage } = await show(b, type, name, null)
    assert.deepEqual([errorCode, errorMessage], [code, message])
  }
  assert.equal((await show(b, 3, 'x', null)).errorCode, 42)
})

test('loggers', async () => {
  const b = broker()
  const cases: [Change, unknown[]][] = [
    [
      ['nolog', 'set', 'DEBUG'],
      [40, 'Logger nolog does not exist!'],
    ],
    [
      ['root', 'set', 'LOUD'],
      [
        40,
        'Cannot set the log level of root to LOUD as it is not a supported log level. Valid log levels are DEBUG, ERROR, FATAL, INFO, TRACE, WARN',
      ],
    ],
    [
      ['root', 'delete'],
      [42, 'Removing the log level of the root logger is not allowed'],
    ],
    [
      ['root', 'append', 'INFO'],
      [42, 'APPEND operation is not allowed for the BROKER_LOGGER resource'],
    ],
    [['network', 'set', 'TRACE'], OK],
  ]
  for (const [one, answer] of cases) assert.deepEqual(await change(b, LOGGER, '1', [one]), answer)
  // What every object has is no level.
  assert.equal((await change(b, LOGGER, '1', [['root', 'set', 'constructor']]))[0], 40)
  assert.deepEqual(await shown(b, LOGGER, '1', ['network', 'nope']), ['network=DEBUG@6'])
  assert.deepEqual(await change(b, LOGGER, '1', [['network', 'delete']]), OK)
  assert.equal(b.levels.get('network'), 'INFO')
})

test('client-metrics subscriptions', async () => {
  const b = broker()
  const cases: [Change, unknown[]][] = [
    [
      ['interval.ms', 'set', '10'],
      [42, 'Invalid value 10 for interval.ms, interval must be between 100 and 3600000 (1 hour)'],
    ],
    [
      ['interval.ms', 'set', 'x'],
      [40, 'Invalid value x for configuration interval.ms: Not a number of type INT'],
    ],
    [
      ['foo', 'set', '1'],
      [42, 'Unknown client metrics configuration: foo'],
    ],
    [
      ['match', 'set', 'abc'],
      [40, 'Illegal client matching pattern: abc'],
    ],
    [
      ['match', 'set', 'client_id=['],
      [40, 'Illegal client matching pattern: client_id=['],
    ],
    [
      ['match', 'set', 'foo=a'],
      [40, 'Illegal client matching pattern: foo=a'],
    ],
    [
      ['metrics', 'append', 'a.b'],
      [40, "Can't APPEND to key metrics because its type is not LIST."],
    ],
    [['match', 'set', 'client_id=a.*,client_software_name=x'], OK],
  ]
  for (const [one, answer] of cases) assert.deepEqual(await change(b, CLIENT_METRICS, 's', [one]), answer)
  assert.deepEqual(await shown(b, CLIENT_METRICS, 's', null), [
    'interval.ms=300000@5',
    'match=client_id=a.*,client_software_name=x@7 match=client_id=a.*,client_software_name=x@7',
    'metrics=@5',
  ])
})

test('groups stay within what the broker allows', async () => {
  const b = broker()
  const cases: [Change, unknown[]][] = [
    [
      ['consumer.session.timeout.ms', 'set', '10'],
      [40, 'consumer.session.timeout.ms must be in the range 45000 to 60000 inclusive.'],
    ],
    [
      ['share.delivery.count.limit', 'set', '50'],
      [40, 'share.delivery.count.limit must be in the range 2 to 10 inclusive.'],
    ],
    [
      ['streams.num.standby.replicas', 'set', '50'],
      [40, 'streams.num.standby.replicas must be less than or equal to 2'],
    ],
    [
      ['streams.task.offset.interval.ms', 'set', '1'],
      [40, 'streams.task.offset.interval.ms must be greater than or equal to 15000'],
    ],
    [
      ['streams.assignor.name', 'set', 'zz'],
      [40, "streams.assignor.name 'zz' is not a registered task assignor. Registered assignors are: [sticky]."],
    ],
    [
      ['share.auto.offset.reset', 'set', 'z'],
      [
        40,
        "Invalid value z for configuration share.auto.offset.reset: Invalid value `z` for configuration share.auto.offset.reset. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.",
      ],
    ],
    [
      ['retention.ms', 'set', '1'],
      [40, 'Unknown group config name: retention.ms'],
    ],
    [['consumer.session.timeout.ms', 'set', '50000'], OK],
  ]
  for (const [one, answer] of cases) assert.deepEqual(await change(b, GROUP, 'gg', [one]), answer)
  const names = ['consumer.session.timeout.ms', 'streams.assignor.name', 'share.isolation.level']
  assert.deepEqual(await shown(b, GROUP, 'gg', names), [
    'consumer.session.timeout.ms=50000@8 consumer.session.timeout.ms=50000@8 group.consumer.session.timeout.ms=45000@5',
    'share.isolation.level=read_uncommitted@5 share.isolation.level=read_uncommitted@5',
    'streams.assignor.name=sticky@5 group.streams.assignors=sticky@5',
  ])
})

test('resources that have settings', async () => {
  const b = broker()
  await change(b, GROUP, 'gg', [['consumer.session.timeout.ms', 'set', '50000']])
  await change(b, CLIENT_METRICS, 's', [['interval.ms', 'set', '1000']])
  const list = async (version: number, resourceTypes: number[]) => {
    const { errorCode, configResources } = await ask(listConfigResources, version, { resourceTypes }, b)
    return [errorCode, ...configResources.map((r) => `${r.resourceType}:${r.resourceName}`)]
  }
  assert.deepEqual(await list(0, []), [0, '16:s'])
  assert.deepEqual(await list(1, []), [0, '32:gg', '16:s', '8:1', '4:1', '2:g1'])
  assert.deepEqual(await list(1, [BROKER]), [0, '4:1'])
  assert.deepEqual(await list(1, [99]), [35])
})
