// Writes into a ZooKeeper what an Apache Kafka must find there before it opens a data folder of another broker: the cluster id,
// and each topic with its id, partitions, leader epochs and settings.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apacheTool } from '../apache/apache.ts'
import { tail } from '../lib/process.ts'

export interface FolderFacts {
  clusterId: string
  brokerId: number
  topics: Map<string, { topicId: string; leaderEpochs: Map<number, number> }>
}

export function readFolderFacts(dataDir: string): FolderFacts {
  const meta = readFileSync(join(dataDir, 'meta.properties'), 'utf8')
  const property = (name: string) => new RegExp(`^${name.replace('.', '\\.')}=(.+)$`, 'm').exec(meta)?.[1]?.trim()
  const topics: FolderFacts['topics'] = new Map()
  for (const entry of readdirSync(dataDir, { withFileTypes: true })) {
    const [, topic, partition] = /^([\w.-]+)-(\d+)$/.exec(entry.name) ?? []
    if (!entry.isDirectory() || topic === undefined || partition === undefined) continue
    const metadata = readFileSync(join(dataDir, entry.name, 'partition.metadata'), 'utf8')
    const topicId = /^topic_id: (\S+)$/m.exec(metadata)?.[1]
    if (topicId === undefined) throw new Error(`${entry.name}/partition.metadata has no topic_id`)
    const of = topics.get(topic) ?? { topicId, leaderEpochs: new Map<number, number>() }
    of.leaderEpochs.set(Number(partition), lastLeaderEpoch(join(dataDir, entry.name)))
    topics.set(topic, of)
  }
  const clusterId = property('cluster.id')
  if (clusterId === undefined || topics.size === 0)
    throw new Error(`${dataDir} is no data folder of a broker with topics`)
  return { clusterId, brokerId: Number(property('broker.id')), topics }
}

/** leader-epoch-checkpoint: a version, a count, then `epoch startOffset` lines; a partition without records may have none. */
function lastLeaderEpoch(folder: string): number {
  const file = join(folder, 'leader-epoch-checkpoint')
  if (!existsSync(file)) return 0
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return Number(lines.slice(2).at(-1)?.split(' ')[0] ?? 0)
}

export async function writeZooKeeperNodes(
  address: string,
  facts: FolderFacts,
  configs: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<void> {
  const nodes = new Map<string, unknown>([
    ['/cluster', null],
    ['/cluster/id', { version: '1', id: facts.clusterId }],
    ['/config', null],
    ['/config/topics', null],
    ['/brokers', null],
    ['/brokers/topics', null],
  ])
  for (const [topic, { topicId, leaderEpochs }] of facts.topics) {
    const partitions = Object.fromEntries([...leaderEpochs.keys()].map((partition) => [partition, [facts.brokerId]]))
    const path = `/brokers/topics/${topic}`
    nodes.set(`/config/topics/${topic}`, { version: 1, config: configs.get(topic) ?? {} })
    nodes.set(path, {
      version: 3,
      topic_id: topicId,
      partitions,
      adding_replicas: {},
      removing_replicas: {},
    })
    nodes.set(`${path}/partitions`, null)
    for (const [partition, leaderEpoch] of leaderEpochs) {
      nodes.set(`${path}/partitions/${partition}`, null)
      const state = { version: 1, controller_epoch: 0, leader: -1, leader_epoch: leaderEpoch, isr: [facts.brokerId] }
      nodes.set(`${path}/partitions/${partition}/state`, state)
    }
  }
  const commands = [...nodes].map(
    ([path, data]) => `create ${path}${data === null ? '' : ` '${JSON.stringify(data)}'`}`,
  )
  const shell = ['-server', address]
  const stdin = `${commands.join('\n')}\nquit\n`
  const result = await apacheTool('3.9.2', 'org.apache.zookeeper.ZooKeeperMain', shell, { stdin })
  const created = result.stdout.match(/^Created \//gm)?.length ?? result.stderr.match(/^Created \//gm)?.length ?? 0
  if (created !== nodes.size) {
    const said = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => !line.startsWith('Created '))
    throw new Error(`${created} of ${nodes.size} nodes were created:\n${tail(said.join('\n'))}`)
  }
}
