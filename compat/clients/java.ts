// The Java clients of several ages: small programs of our own, compiled against each release.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jars, runJava } from '../apache/apache.ts'
import { builtOnce, compatDir } from '../lib/cache.ts'
import { type Case, type Client, type Context, createTopic } from '../lib/client.ts'
import { splitAddress } from '../lib/net.ts'
import { run, tail, Unavailable } from '../lib/process.ts'

interface Release {
  version: string
  /** Programs of `java/` that compile against it. */
  programs: readonly string[]
  codecs: readonly string[]
}

const RELEASES: readonly Release[] = [
  { version: '0.8.2.2', programs: ['ProduceNew', 'ProduceOld', 'ReadOld'], codecs: ['none', 'gzip', 'snappy', 'lz4'] },
  { version: '0.9.0.1', programs: ['ProduceNew', 'ProduceOld', 'ReadOld'], codecs: ['none', 'gzip', 'snappy', 'lz4'] },
  {
    version: '0.10.2.2',
    programs: ['ProduceNew', 'ProduceOld', 'ReadOld', 'ReadNew'],
    codecs: ['none', 'gzip', 'snappy', 'lz4'],
  },
  { version: '4.4.0', programs: ['ProduceNew', 'ReadNew'], codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] },
]

const COUNT = 400

async function compile(release: Release): Promise<string> {
  const sources = ['Check', ...release.programs].map((name) => join(compatDir, 'java', `${name}.java`))
  const inputs = [release.version, ...sources.map((file) => readFileSync(file, 'utf8'))]
  const classPath = await jars(`clients-${release.version}`)
  return await builtOnce(`java-${release.version}`, inputs, async (out) => {
    mkdirSync(out, { recursive: true })
    const args = ['--release', '11', '-nowarn', '-proc:none', '-cp', classPath, '-d', out, ...sources]
    const compiled = await run('javac', args)
    if (compiled.code !== 0) throw new Unavailable(`javac did not compile: ${tail(compiled.stderr, 600).trim()}`)
  })
}

function javaClient(release: Release): Client {
  return {
    name: `Java ${release.version}`,
    async prepare(context: Context) {
      const classes = await compile(release)
      const java = async (program: string, args: string[]) => {
        const result = await runJava(`clients-${release.version}`, classes, program, args)
        if (result.code !== 0) throw new Error(`${program}: ${tail(result.stdout)}${tail(result.stderr)}`)
      }
      return javaCases(context, release, java)
    },
  }
}

type Java = (program: string, args: string[]) => Promise<void>

function javaCases(context: Context, release: Release, java: Java): Case[] {
  const { host, port } = splitAddress(context.bootstrap)
  const has = (program: string) => release.programs.includes(program)
  const read = async (topic: string) => {
    if (has('ReadOld')) await java('ReadOld', [host, `${port}`, topic, `${COUNT}`])
    if (has('ReadNew')) await java('ReadNew', [context.bootstrap, topic, `${COUNT}`])
  }
  const cases: Case[] = []
  const roundTrip =
    (program: string, codec: string, acks: string, ...more: string[]) =>
    async () => {
      const topic = context.name('java')
      await createTopic(context.bootstrap, topic)
      await java(program, [context.bootstrap, topic, `${COUNT}`, codec, acks, ...more])
      await read(topic)
    }
  for (const codec of release.codecs) {
    // Every codec once, every acks once: a process per case is slow and the codecs do not depend on the acks.
    const acks = { none: '0', gzip: '1' }[codec] ?? 'all'
    cases.push({
      name: `KafkaProducer ${codec} acks=${acks}, read by partition`,
      run: roundTrip('ProduceNew', codec, acks),
    })
    if (has('ProduceOld') && codec !== 'lz4') {
      const name = `Scala producer ${codec} acks=${acks}, read by partition`
      cases.push({ name, run: roundTrip('ProduceOld', codec, acks) })
    }
  }
  if (!has('ReadOld')) {
    const run = roundTrip('ProduceNew', 'zstd', 'all', 'enable.idempotence=true')
    cases.push({ name: 'idempotent KafkaProducer, read by partition', run })
  }
  return cases
}

export const javaClients: readonly Client[] = RELEASES.map(javaClient)
