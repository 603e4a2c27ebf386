// The same steps on Odradek and on Apache Kafka 3.9.2, and what each leaves in ZooKeeper: node compat/zookeeper/tree.ts
// Paths, kinds, versions, data and access lists are compared, ids and times masked.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask as askBroker } from '../../src/broker/testing/groups.ts'
import type { ZooKeeperTree } from '../../src/metadata/stores/zookeeper/zookeeper-tree.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import type { KnownApiKey, RequestInputOf } from '../../src/protocol/codec.ts'
import { ALONE, type Properties, startApache392 } from '../apache/apache.ts'
import type { Daemon } from '../lib/process.ts'
import { lookInto, odradekOn, zooKeeperOrSkip } from './cluster.ts'

const { work, zk, clean } = await zooKeeperOrSkip()
after(clean)

const SETTINGS: Properties = { ...ALONE, 'broker.id': 7, 'broker.rack': 'r1' }
const SETTLED_MS = 1000

interface Side {
  readonly name: string
  readonly tree: ZooKeeperTree
  readonly broker: Daemon
  /** What each step took away and added. */
  readonly changes: Map<string, string[]>
  ask<K extends KnownApiKey>(apiKey: K, version: number, body: RequestInputOf<K>): Promise<object>
}

async function side(name: 'odradek' | 'apache'): Promise<Side> {
  const connect = `${zk.address}/${name}`
  const tree = await lookInto(connect)
  const dir = join(work, name)
  const broker =
    name === 'odradek'
      ? await odradekOn(connect, work, { name, overrides: SETTINGS })
      : await startApache392({ dir, zkPort: zk.port, overrides: { ...SETTINGS, 'zookeeper.connect': connect } })
  const to = { bootstrapServers: broker.address, stop: async () => {} }
  return {
    name,
    tree,
    broker,
    changes: new Map(),
    ask: (apiKey, version, body) => askBroker(to, apiKey, version, body),
  }
}

const MASKS: readonly [RegExp, string][] = [
  [/"timestamp":"\d+"/g, '"timestamp":"T"'],
  [/"(topic_id|id)":"[A-Za-z0-9_-]{22}"/g, '"$1":"U"'],
  [/(127\.0\.0\.1:|"port":)\d+/g, '$1P'],
]

async function dump(tree: ZooKeeperTree, path = '/'): Promise<string[]> {
  const { data, stat } = await tree.get(path)
  const kind = stat.ephemeralOwner === 0n ? 'persistent' : 'ephemeral'
  let text = data === null ? 'null' : Buffer.from(data).toString()
  for (const [pattern, mask] of MASKS) text = text.replace(pattern, mask)
  const acl = (await tree.acl(path)).map(({ scheme, id, permissions }) => `${scheme}:${id}:${permissions}`)
  const lines = [`${path} ${kind} v${stat.version} ${text} ${acl}`]
  const { names } = await tree.children(path)
  for (const name of names.sort()) lines.push(...(await dump(tree, path === '/' ? `/${name}` : `${path}/${name}`)))
  return lines
}

const set = (name: string, value: string) => ({ name, configOperation: 0, value })
const alter = (side: Side, ...resources: { resourceType: number; resourceName: string; configs: object[] }[]) =>
  side.ask(ApiKey.IncrementalAlterConfigs, 1, { resources, validateOnly: false } as never)
const quota = (entity: [string, string | null][], key: string, value: number) => ({
  entity: entity.map(([entityType, entityName]) => ({ entityType, entityName })),
  ops: [{ key, value, remove: false }],
})

const alterQuota = (side: Side, entry: ReturnType<typeof quota>) =>
  side.ask(ApiKey.AlterClientQuotas, 1, { entries: [entry], validateOnly: false } as never)

const STEPS: readonly { name: string; needs: number; run(side: Side): Promise<unknown> }[] = [
  { name: 'started', needs: ApiKey.ApiVersions, run: async () => {} },
  {
    name: 'a topic',
    needs: ApiKey.CreateTopics,
    run: (side) =>
      side.ask(ApiKey.CreateTopics, 5, {
        topics: [
          {
            name: 'web-log',
            numPartitions: 2,
            replicationFactor: 1,
            configs: [{ name: 'retention.ms', value: '86400000' }],
          },
        ],
        timeoutMs: 10_000,
      }),
  },
  {
    name: 'a partition more',
    needs: ApiKey.CreatePartitions,
    run: (side) =>
      side.ask(ApiKey.CreatePartitions, 2, {
        topics: [{ name: 'web-log', count: 3, assignments: null }],
        timeoutMs: 10_000,
      }),
  },
  {
    name: 'a setting of the topic',
    needs: ApiKey.IncrementalAlterConfigs,
    run: (side) =>
      alter(side, { resourceType: 2, resourceName: 'web-log', configs: [set('max.message.bytes', '2000000')] }),
  },
  {
    name: 'settings of brokers',
    needs: ApiKey.IncrementalAlterConfigs,
    run: async (side) => {
      await alter(side, { resourceType: 4, resourceName: '', configs: [set('log.cleaner.threads', '2')] })
      const configs = [set('log.cleaner.io.max.bytes.per.second', '1000000')]
      await alter(side, { resourceType: 4, resourceName: '7', configs })
    },
  },
  {
    name: 'quotas',
    needs: ApiKey.AlterClientQuotas,
    run: async (side) => {
      const user: [string, string | null][] = [
        ['user', 'alice'],
        ['client-id', 'c1'],
      ]
      for (const entry of [
        quota(user, 'producer_byte_rate', 1024),
        quota([['user', null]], 'consumer_byte_rate', 2048),
        quota([['ip', '127.0.0.9']], 'connection_creation_rate', 10),
      ]) {
        await alterQuota(side, entry)
      }
    },
  },
  {
    // Salt and salted password are given, so that the keys made of them are equal too.
    name: 'SCRAM users',
    needs: ApiKey.AlterUserScramCredentials,
    run: (side) => {
      const salt = Buffer.from('0123456789abcdef')
      const of = (name: string, mechanism: number, iterations: number, bytes: number) => {
        return { name, mechanism, iterations, salt, saltedPassword: Buffer.alloc(bytes, 7) }
      }
      const upsertions = [
        of('bob', 1, 4096, 32),
        of('bob', 2, 8192, 64),
        of('a *+/é', 1, 16_384, 32),
        of('alice', 2, 4096, 64),
      ]
      return side.ask(ApiKey.AlterUserScramCredentials, 0, { deletions: [], upsertions })
    },
  },
  {
    name: 'a quota beside credentials',
    needs: ApiKey.AlterUserScramCredentials,
    run: (side) => alterQuota(side, quota([['user', 'bob']], 'producer_byte_rate', 1024)),
  },
  {
    name: 'credentials removed: of a user with a quota, with clients, with nothing else',
    needs: ApiKey.AlterUserScramCredentials,
    run: (side) => {
      const of = (name: string, mechanism: number) => ({ name, mechanism })
      const deletions = [of('bob', 1), of('bob', 2), of('alice', 2), of('a *+/é', 1)]
      return side.ask(ApiKey.AlterUserScramCredentials, 0, { deletions, upsertions: [] })
    },
  },
  {
    name: 'a group',
    needs: ApiKey.FindCoordinator,
    run: async (side) => {
      for (let attempt = 0; attempt < 50; attempt++) {
        const keys = { keyType: 0, coordinatorKeys: ['group'] }
        const answer = (await side.ask(ApiKey.FindCoordinator, 4, keys)) as { coordinators: { errorCode: number }[] }
        if (answer.coordinators[0]?.errorCode === 0) return
        await sleep(100)
      }
      throw new Error('no coordinator')
    },
  },
  {
    name: 'a producer id',
    needs: ApiKey.InitProducerId,
    run: (side) => side.ask(ApiKey.InitProducerId, 1, { transactionalId: null, transactionTimeoutMs: 1000 }),
  },
  {
    name: 'the topic deleted',
    needs: ApiKey.DeleteTopics,
    run: (side) => side.ask(ApiKey.DeleteTopics, 5, { topicNames: ['web-log'], timeoutMs: 10_000 }),
  },
  { name: 'stopped', needs: ApiKey.ApiVersions, run: (side) => side.broker.stop() },
]

test('each step leaves in ZooKeeper what it leaves with Apache Kafka', async (t) => {
  const sides = [await side('odradek'), await side('apache')]
  try {
    const { apiKeys } = (await sides[0]!.ask(ApiKey.ApiVersions, 0, {})) as { apiKeys: { apiKey: number }[] }
    const served = new Set(apiKeys.map(({ apiKey }) => apiKey))
    let before: string[][] = [[], []]
    for (const step of STEPS) {
      if (!served.has(step.needs)) {
        console.log(`left out: ${step.name} (API key ${step.needs} is not served yet)`)
        continue
      }
      for (const one of sides) await step.run(one)
      await sleep(SETTLED_MS)
      const now = await Promise.all(sides.map((one) => dump(one.tree)))
      const [ours, apaches] = now.map((lines, index) => [
        ...before[index]!.filter((line) => !lines.includes(line)).map((line) => `- ${line}`),
        ...lines.filter((line) => !before[index]!.includes(line)).map((line) => `+ ${line}`),
      ])
      before = now
      await t.test(step.name, () => {
        assert.ok(apaches!.length > 0, 'Apache changed nothing')
        assert.deepEqual(ours, apaches)
      })
    }
  } finally {
    for (const one of sides) {
      await one.broker.stop()
      await one.tree.close()
    }
  }
})
