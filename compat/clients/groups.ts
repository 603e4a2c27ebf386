// Consumer groups with every client: the same stories (groups/story.ts), each member a process of its own.
import { join } from 'node:path'
import { pausedBroker } from '../groups/paused-broker.ts'
import {
  comeAndGo,
  GroupStory,
  type MakeProgram,
  type MemberOptions,
  SESSION_MS,
  sleepTooLong,
  staticReturns,
} from '../groups/story.ts'
import type { Case, Client, Context } from '../lib/client.ts'
import { FRANZ, goProgram } from '../lib/go.ts'
import { javaProgram, type Program } from '../lib/java.ts'
import { javascriptProgram, nativeProgram } from './javascript.ts'
import { PYTHON_FOLDER, pythonEnvironment } from './python.ts'
import { buildSarama, IBM, type Sarama, SHOPIFY } from './sarama.ts'

const A = 'org.apache.kafka.clients.consumer'

interface Way {
  /** '': the client's only one. */
  readonly assignor: string
  readonly make: MakeProgram
  /** It can be given a name, so that it is a static member. */
  readonly hasNames?: boolean
  /**
   * What it had queued to commit it commits after a rebalance as a member of the new generation: commits go back, with any
   * broker, and when it slept for long far back.
   */
  readonly queuesCommits?: boolean
}

function groups(name: string, prepare: () => Promise<readonly Way[]>): Client {
  return {
    name: `groups: ${name}`,
    async prepare(context: Context): Promise<Case[]> {
      const ways = await prepare()
      return ways.flatMap(({ assignor, make, hasNames, queuesCommits }) => {
        const cases: Case[] = []
        const tell = (what: string, story: (group: GroupStory) => Promise<void>) =>
          cases.push({
            name: assignor === '' ? what : `${assignor}: ${what}`,
            run: () => new GroupStory(context, make, queuesCommits).run(story),
          })
        tell('members come, go and die', comeAndGo)
        if (!queuesCommits) tell('a member sleeps beyond its session', sleepTooLong)
        if (hasNames) tell('static members return', staticReturns)
        return cases
      })
    },
  }
}

/** BOOTSTRAP TOPIC GROUP SESSION_MS ASSIGNOR [INSTANCE] */
function memberArgs({ bootstrap, topic, group, instanceId }: MemberOptions, assignor: string): string[] {
  return [bootstrap, topic, group, `${SESSION_MS}`, assignor, ...(instanceId === null ? [] : [instanceId])]
}

function onNode(name: string, prepared: () => Promise<Program>, assignors: readonly string[]): Client {
  return groups(name, async () => {
    const { command, args } = await prepared()
    return assignors.map((assignor) => ({
      assignor,
      queuesCommits: name === '@platformatic/kafka',
      make: (options) => ({ command, args: [...args, 'member', ...memberArgs(options, assignor || 'range')] }),
    }))
  })
}

function python(name: string, program: string, assignors: readonly string[], hasNames: boolean): Client {
  return groups(name, async () => {
    const command = await pythonEnvironment()
    return assignors.map((assignor) => ({
      assignor,
      hasNames,
      make: (options) => ({
        command,
        args: ['-B', join(PYTHON_FOLDER, program), ...memberArgs(options, assignor || 'range')],
      }),
    }))
  })
}

function sarama(release: Sarama): Client {
  return groups(`sarama ${release.version}`, async () => {
    const command = await buildSarama(release)
    return ['range', 'roundrobin', 'sticky'].map((assignor) => ({
      assignor,
      make: ({ bootstrap, topic, group }) => {
        const flags = [`-strategy=${assignor}`, `-session=${SESSION_MS}ms`]
        return { command, args: ['-bootstrap', bootstrap, '-topic', topic, '-group', group, ...flags, 'member'] }
      },
    }))
  })
}

const franz: Client = groups('franz-go', async () => {
  const command = await goProgram('franz', 'franz', FRANZ)
  return ['cooperative-sticky', 'range'].map((assignor) => ({
    assignor,
    hasNames: assignor === 'cooperative-sticky',
    make: (options) => ({ command, args: ['member', ...memberArgs(options, assignor)] }),
  }))
})

interface JavaRelease {
  readonly version: string
  readonly pom: string
  readonly assignors: readonly string[]
  readonly hasNames: boolean
}

function java({ version, pom, assignors, hasNames }: JavaRelease): Client {
  return groups(`Java ${version}`, async () => {
    const { command, args } = await javaProgram('Member', pom)
    return assignors.map((assignor) => ({
      assignor: assignor.replace('Assignor', ''),
      hasNames,
      make: (options) => ({
        command,
        args: [...args, ...memberArgs(options, assignor === '' ? '-' : `${A}.${assignor}`)],
      }),
    }))
  })
}

const plain: Client = {
  name: 'groups: requests of our own',
  async prepare(context: Context) {
    return [{ name: 'the broker sleeps for twice the session', run: () => pausedBroker(context) }]
  },
}

export const groupClients: readonly Client[] = [
  plain,
  onNode('KafkaJS', () => javascriptProgram('kafkajs-member.mjs'), ['']),
  onNode('@platformatic/kafka', () => javascriptProgram('platformatic-member.mjs'), ['']),
  onNode('@confluentinc/kafka-javascript', () => nativeProgram('confluent-member.mjs'), [
    'range',
    'cooperative-sticky',
  ]),
  python('kafka-python', 'kafka_python_member.py', [''], true),
  python('confluent-kafka (Python)', 'confluent_kafka_member.py', ['range', 'cooperative-sticky'], true),
  sarama(SHOPIFY),
  sarama(IBM),
  franz,
  java({ version: '0.9.0.1', pom: 'clients-0.9.0.1', assignors: [''], hasNames: false }),
  java({
    version: '3.9.2',
    pom: 'kafka-3.9.2',
    assignors: ['RangeAssignor', 'CooperativeStickyAssignor'],
    hasNames: true,
  }),
  java({
    version: '4.3.1',
    pom: 'tools-4.3.1',
    assignors: ['RangeAssignor', 'CooperativeStickyAssignor'],
    hasNames: true,
  }),
]
