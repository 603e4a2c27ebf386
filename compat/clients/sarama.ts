// sarama, the Go client: the release of the blog article this project's users start from, and the newest one.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtOnce, cacheDir, compatDir } from '../lib/cache.ts'
import { type Case, type Client, type Context, createTopic } from '../lib/client.ts'
import { run, runOk, tail, Unavailable } from '../lib/process.ts'

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

async function build(module: string, version: string): Promise<string> {
  const source = readFileSync(join(compatDir, 'sarama', 'main.go'), 'utf8')
  const dir = await builtOnce(`sarama-${version}`, [source, module, version], async (out) => {
    writeFileSync(join(out, 'main.go'), source.replace('SARAMA_IMPORT', module))
    writeFileSync(join(out, 'go.mod'), `module odradek/compat\n\ngo 1.21\n\nrequire ${module} ${version}\n`)
    const env = { GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'auto', GOCACHE: join(cacheDir(), 'go-build') }
    const tidied = await run('go', ['mod', 'tidy'], { cwd: out, env, timeoutMs: 240_000 })
    if (tidied.code !== 0) throw new Unavailable(`go could not fetch ${module}: ${tail(tidied.stderr, 300).trim()}`)
    await runOk('go', ['build', '-o', 'check', '.'], { cwd: out, env, timeoutMs: 400_000 })
  })
  return join(dir, 'check')
}

function sarama(module: string, version: string): Client {
  return {
    name: `sarama ${version}`,
    async prepare(context: Context) {
      const binary = await build(module, version)
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

export const shopifySarama: Client = sarama('github.com/Shopify/sarama', 'v1.30.0')
export const ibmSarama: Client = sarama('github.com/IBM/sarama', 'v1.61.1')
