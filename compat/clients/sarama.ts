// sarama, the Go client: the release of the blog article this project's users start from, and the newest one.
import { type Case, type Client, type Context, createTopic } from '../lib/client.ts'
import { goProgram } from '../lib/go.ts'
import { runOk } from '../lib/process.ts'

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export interface Sarama {
  readonly module: string
  readonly version: string
}

export const SHOPIFY: Sarama = { module: 'github.com/Shopify/sarama', version: 'v1.30.0' }
export const IBM: Sarama = { module: 'github.com/IBM/sarama', version: 'v1.61.1' }

export async function buildSarama({ module, version }: Sarama): Promise<string> {
  return await goProgram(`sarama-${version}`, 'sarama', `${module} ${version}`, { SARAMA_IMPORT: module })
}

function sarama(release: Sarama): Client {
  return {
    name: `sarama ${release.version}`,
    async prepare(context: Context) {
      const binary = await buildSarama(release)
      const go = async (topic: string, scenario: string, ...flags: string[]) => {
        await runOk(binary, ['-bootstrap', context.bootstrap, '-topic', topic, ...flags, scenario], {
          timeoutMs: 60_000,
        })
      }
      const cases: Case[] = [0, 1, 2].map((v) => ({
        name: `create a topic through the controller, CreateTopics v${v}`,
        run: async () => {
          const topic = context.name('sarama-create')
          await go(topic, 'create', `-version=${v}`, `-partitions=${v + 1}`)
          await go(topic, 'delete')
        },
      }))
      cases.push({ name: 'mistakes in CreateTopics', run: () => go(context.name('sarama-bad'), 'create-errors') })
      const shared = context.name('sarama')
      cases.push({ name: 'create the topic of what follows', run: () => createTopic(context.bootstrap, shared) })
      for (const codec of CODECS) {
        for (const acks of [0, 1, -1]) {
          cases.push({
            name: `produce ${codec} acks=${acks === -1 ? 'all' : acks}, read from the newest offset`,
            run: () => go(shared, 'produce-consume', `-codec=${codec}`, `-acks=${acks}`),
          })
        }
        cases.push({
          name: `produce ${codec} idempotent, read from the newest offset`,
          run: () => go(shared, 'produce-consume', `-codec=${codec}`, '-idempotent'),
        })
      }
      cases.push({ name: 'offsets: oldest, newest, by time, out of range', run: () => go(shared, 'offsets') })
      return cases
    },
  }
}

export const shopifySarama: Client = sarama(SHOPIFY)
export const ibmSarama: Client = sarama(IBM)
