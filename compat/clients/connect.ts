// Kafka Connect 3.9.2, standalone: a file goes into a topic and comes out of it as another file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { jars } from '../apache/apache.ts'
import { type Client, type Context, createTopic, expect } from '../lib/client.ts'
import { SMALL_JVM } from '../lib/java.ts'
import { freePort } from '../lib/net.ts'
import { startDaemon, tail } from '../lib/process.ts'

const LINES = 5000
const LIMIT_MS = 90_000

function properties(file: string, settings: Record<string, string | number>): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`)
  writeFileSync(file, lines.join(''))
  return file
}

async function moveFile(context: Context): Promise<void> {
  const dir = join(context.work, context.name('connect'))
  mkdirSync(dir, { recursive: true })
  const topic = context.name('connect')
  await createTopic(context.bootstrap, topic)
  const [from, to] = [join(dir, 'in.txt'), join(dir, 'out.txt')]
  const text = Array.from({ length: LINES }, (_, i) => `line ${i} ${'x'.repeat(i % 50)}\n`).join('')
  writeFileSync(from, text)
  const converter = 'org.apache.kafka.connect.storage.StringConverter'
  const worker = properties(join(dir, 'worker.properties'), {
    'bootstrap.servers': context.bootstrap,
    'key.converter': converter,
    'value.converter': converter,
    'offset.storage.file.filename': join(dir, 'offsets'),
    'offset.flush.interval.ms': 1000,
    listeners: `http://127.0.0.1:${await freePort()}`,
    'plugin.discovery': 'only_scan',
  })
  const file = 'org.apache.kafka.connect.file.FileStream'
  const source = properties(join(dir, 'source.properties'), {
    name: 'source',
    'connector.class': `${file}SourceConnector`,
    file: from,
    topic,
  })
  const sink = properties(join(dir, 'sink.properties'), {
    name: 'sink',
    'connector.class': `${file}SinkConnector`,
    file: to,
    topics: topic,
  })
  const log = join(dir, 'connect.log')
  const main = 'org.apache.kafka.connect.cli.ConnectStandalone'
  const args = [...SMALL_JVM, '-cp', await jars('connect-3.9.2'), main, worker, source, sink]
  const daemon = await startDaemon('java', args, log, { cwd: dir })
  try {
    const deadline = Date.now() + LIMIT_MS
    let out = ''
    while (out.length < text.length && Date.now() < deadline && daemon.running()) {
      await sleep(300)
      out = readOrNothing(to)
    }
    expect(out === text, `${out.length} of ${text.length} characters came out:\n${tail(readFileSync(log, 'utf8'))}`)
  } finally {
    await daemon.stop(10_000)
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

export const connect392: Client = {
  name: 'Kafka Connect 3.9.2',
  async prepare(context: Context) {
    await jars('connect-3.9.2')
    return [{ name: 'standalone: a file in and out', run: () => moveFile(context) }]
  },
}
