/** The tree after each step of a broker's life is the one that Apache Kafka 3.9.2 leaves. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { getOrCreateClusterId } from '../metadata/setup.ts'
import type { EmbeddedTree } from '../metadata/stores/embedded/embedded-tree.ts'
import type { Kit } from './test-kit.ts'
import { startKit } from './test-kit.ts'

/** Path, kind, version, data; what differs from run to run is masked. */
async function dump(tree: EmbeddedTree, path = '/'): Promise<string[]> {
  const { data, stat } = await tree.get(path)
  const kind = stat.ephemeralOwner === 0n ? 'persistent' : 'ephemeral'
  const text = data === null ? 'null' : Buffer.from(data).toString()
  const masked = text
    .replace(/"timestamp":"\d+"/, '"timestamp":"T"')
    .replace(/"(topic_id|id)":"[A-Za-z0-9_-]{22}"/, '"$1":"U"')
  const lines = [`${path} ${kind} v${stat.version} ${masked}`]
  const { names } = await tree.children(path)
  for (const name of names.sort()) lines.push(...(await dump(tree, path === '/' ? `/${name}` : `${path}/${name}`)))
  return lines
}

/** What a step took away and added. */
async function changes(kit: Kit, before: readonly string[], step: () => Promise<unknown>): Promise<string[]> {
  await step()
  await kit.settle()
  const after = await dump(kit.tree)
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`)
  const made = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)
  return [...gone, ...made]
}

const STATE = '{"controller_epoch":1,"leader":7,"version":1,"leader_epoch":0,"isr":[7]}'
const topicNode = (partitions: string): string =>
  `{"partitions":{${partitions}},"topic_id":"U","adding_replicas":{},"removing_replicas":{},"version":3}`

const AFTER_START = [
  '/ persistent v0 null',
  '/admin persistent v0 null',
  '/admin/delete_topics persistent v0 null',
  '/brokers persistent v0 null',
  '/brokers/ids persistent v0 null',
  '/brokers/ids/7 ephemeral v1 {"features":{},"listener_security_protocol_map":{"PLAINTEXT":"PLAINTEXT"},"endpoints":["PLAINTEXT://127.0.0.1:9592"],"rack":"r1","jmx_port":-1,"port":9592,"host":"127.0.0.1","version":5,"timestamp":"T"}',
  '/brokers/seqid persistent v0 null',
  '/brokers/topics persistent v0 null',
  '/cluster persistent v0 null',
  '/cluster/id persistent v0 {"version":"1","id":"U"}',
  '/config persistent v0 null',
  '/config/brokers persistent v0 null',
  '/config/changes persistent v0 null',
  '/config/clients persistent v0 null',
  '/config/ips persistent v0 null',
  '/config/topics persistent v0 null',
  '/config/users persistent v0 null',
  '/consumers persistent v0 null',
  '/controller ephemeral v0 {"version":2,"brokerid":7,"timestamp":"T","kraftControllerEpoch":-1}',
  '/controller_epoch persistent v1 1',
  '/feature persistent v0 {"features":{},"version":2,"status":1}',
  '/isr_change_notification persistent v0 null',
  '/latest_producer_id_block persistent v0 null',
  '/log_dir_event_notification persistent v0 null',
]

const EMPTY_OPTIONS = { timeoutMs: 1000, validateOnly: false }

describe('the node tree', () => {
  it('is Apache’s after each step', async () => {
    const kit = await startKit({ rack: 'r1' })
    const { tree, controller, configs } = kit
    await getOrCreateClusterId(tree, kit.world.entropy)
    assert.deepEqual(await dump(tree), AFTER_START)

    let before = await dump(tree)
    const created = await changes(kit, before, () =>
      controller.createTopics(
        [
          {
            name: 'web-log',
            numPartitions: 2,
            replicationFactor: 1,
            assignments: new Map(),
            configs: new Map([['retention.ms', '86400000']]),
          },
        ],
        EMPTY_OPTIONS,
      ),
    )
    assert.deepEqual(created, [
      `+ /brokers/topics/web-log persistent v0 ${topicNode('"0":[7],"1":[7]')}`,
      '+ /brokers/topics/web-log/partitions persistent v0 null',
      '+ /brokers/topics/web-log/partitions/0 persistent v0 null',
      `+ /brokers/topics/web-log/partitions/0/state persistent v0 ${STATE}`,
      '+ /brokers/topics/web-log/partitions/1 persistent v0 null',
      `+ /brokers/topics/web-log/partitions/1/state persistent v0 ${STATE}`,
      '+ /config/topics/web-log persistent v0 {"version":1,"config":{"retention.ms":"86400000"}}',
    ])

    before = await dump(tree)
    const added = await changes(kit, before, () =>
      controller.createPartitions([{ name: 'web-log', count: 3, assignments: null }], EMPTY_OPTIONS),
    )
    assert.deepEqual(added, [
      `- /brokers/topics/web-log persistent v0 ${topicNode('"0":[7],"1":[7]')}`,
      `+ /brokers/topics/web-log persistent v1 ${topicNode('"0":[7],"1":[7],"2":[7]')}`,
      '+ /brokers/topics/web-log/partitions/2 persistent v0 null',
      `+ /brokers/topics/web-log/partitions/2/state persistent v0 ${STATE}`,
    ])

    before = await dump(tree)
    const set = await changes(kit, before, () =>
      configs.alter(
        { type: 'topics', name: 'web-log' },
        () =>
          new Map([
            ['retention.ms', '86400000'],
            ['max.message.bytes', '2000000'],
          ]),
      ),
    )
    assert.deepEqual(set, [
      '- /config/topics/web-log persistent v0 {"version":1,"config":{"retention.ms":"86400000"}}',
      '+ /config/changes/config_change_0000000000 persistent v0 {"version":2,"entity_path":"topics/web-log"}',
      '+ /config/topics/web-log persistent v1 {"version":1,"config":{"max.message.bytes":"2000000","retention.ms":"86400000"}}',
    ])

    before = await dump(tree)
    const brokerSettings = await changes(kit, before, async () => {
      await configs.alter({ type: 'brokers', name: '<default>' }, () => new Map([['log.cleaner.threads', '2']]))
      await configs.alter(
        { type: 'brokers', name: '7' },
        () => new Map([['log.cleaner.io.max.bytes.per.second', '1000000']]),
      )
    })
    assert.deepEqual(brokerSettings, [
      '+ /config/brokers/7 persistent v0 {"version":1,"config":{"log.cleaner.io.max.bytes.per.second":"1000000"}}',
      '+ /config/brokers/<default> persistent v0 {"version":1,"config":{"log.cleaner.threads":"2"}}',
      '+ /config/changes/config_change_0000000001 persistent v0 {"version":2,"entity_path":"brokers/<default>"}',
      '+ /config/changes/config_change_0000000002 persistent v0 {"version":2,"entity_path":"brokers/7"}',
    ])

    before = await dump(tree)
    const deleted = await changes(kit, before, () => controller.deleteTopics(['web-log'], 1000))
    assert.ok(
      deleted.every((line) => line.startsWith('- ') && line.includes('web-log')),
      deleted.join('\n'),
    )
    assert.deepEqual(
      (await dump(tree)).filter((line) => line.includes('web-log') && !line.includes('config_change')),
      [],
    )
    assert.equal(deleted.length, 9)

    before = await dump(tree)
    await controller.stop()
    await tree.expireSession()
    const after = await dump(tree)
    assert.deepEqual(
      before.filter((line) => !after.includes(line)).map((line) => line.slice(0, 14)),
      ['/brokers/ids/7', '/controller ep'],
    )
    await kit.close()
  })
})
