/** The command as a person runs it, against a broker in this process. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type RunningBroker, startBroker } from '../broker/main.ts'

const MAIN = join(import.meta.dirname, '../../bin/odradek.js')
let broker: RunningBroker
let folder: string

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'odradek-cli-'))
  broker = await startBroker({ port: 0 })
})
after(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true })
})

interface Ran {
  code: number | null
  out: string
  err: string
}

function command(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    cwd: options.cwd ?? folder,
    env: { ...process.env, ODRADEK_BOOTSTRAP_SERVER: broker.bootstrapServers, ...options.env },
  })
  const ran: Ran = { code: null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (part) => (ran.out += part))
  child.stderr.setEncoding('utf8').on('data', (part) => (ran.err += part))
  const ended = new Promise<Ran>((resolve) => child.on('close', (code) => resolve({ ...ran, code })))
  return { child, ran, ended }
}

function odradek(args: readonly string[], input: string | Buffer = ''): Promise<Ran> {
  const { child, ended } = command(args)
  child.stdin.end(input)
  return ended
}

async function ok(args: readonly string[], input: string | Buffer = ''): Promise<string> {
  const { code, out, err } = await odradek(args, input)
  assert.equal(code, 0, `${args.join(' ')}: ${err}`)
  return out
}

test('topics: create, list, describe, delete', async () => {
  assert.equal(await ok(['topic', 'create', 'cli-a', '-p', '2', '-c', 'retention.ms=60000']), 'cli-a created\n')
  assert.equal((await odradek(['topic', 'create', 'cli-a'])).code, 1)
  assert.equal(await ok(['topic', 'create', 'cli-a', '--if-not-exists']), '')
  assert.equal(await ok(['topic', 'create', 'cli-b', '--dry-run']), 'cli-b could be created\n')
  assert.ok((await ok(['topic', 'list', '-o', 'name'])).split('\n').includes('cli-a'))
  const rows = JSON.parse(await ok(['topic', 'describe', 'cli-a', '-o', 'json']))
  assert.deepEqual(
    rows.map((row: { partition: number; leader: number; start: number; end: number }) => [
      row.partition,
      row.leader,
      row.start,
      row.end,
    ]),
    [
      [0, 1, 0, 0],
      [1, 1, 0, 0],
    ],
  )
  const configs = await ok(['topic', 'describe', 'cli-a', '--configs', '-o', 'csv'])
  assert.match(configs, /^cli-a,retention\.ms,60000,topic,/m)
  assert.match(configs, /^cli-a,segment\.bytes,1073741824,default,/m)
  assert.equal((await odradek(['topic', 'delete', 'cli-a'])).code, 2)
  assert.equal(await ok(['topic', 'delete', 'cli-a', '-y']), 'cli-a deleted\n')
  assert.equal((await odradek(['topic', 'describe', 'cli-a'])).code, 3)
  assert.equal(await ok(['topic', 'delete', 'cli-a', '-y', '--if-exists']), '')
})

test('produce and consume: lines, keys, places, counts, formats', async () => {
  await ok(['topic', 'create', 'cli-c', '-p', '3'])
  await ok(['produce', 'cli-c', '-p', '1', '-K', ':', '-z', 'gzip'], 'a:1\nb:2\nno key\n')
  await ok(['produce', 'cli-c', '-p', '1', '-k', 'k', '-Z', 'NULL', '-H', 'h=v', 'NULL', 'last'])
  const consume = (...args: string[]) => ok(['consume', 'cli-c', '-e', '-f', '%p/%o %k=%s,%S;%h\\n', ...args])
  assert.deepEqual((await consume('--from-beginning')).trimEnd().split('\n'), [
    '1/0 a=1,1;',
    '1/1 b=2,1;',
    '1/2 =no key,6;',
    '1/3 k=,-1;h=v',
    '1/4 k=last,4;h=v',
  ])
  assert.equal(await consume('-p', '1', '-o', '1:3'), '1/1 b=2,1;\n1/2 =no key,6;\n')
  assert.equal(await consume('-p', '0-1', '--tail', '1'), '1/4 k=last,4;h=v\n')
  assert.equal(await consume('-o', 'start', '-n', '1'), '1/0 a=1,1;\n')
  assert.equal(await consume('-o', '@-1h:end', '-n', '1'), '1/0 a=1,1;\n')
  assert.equal(await consume('-o', 'end'), '')
  assert.equal((await odradek(['consume', 'cli-c', '-p', '9'])).code, 3)
  const jsonl = await ok(['consume', 'cli-c', '-e', '-o', 'start', '-f', 'jsonl'])
  await ok(['topic', 'create', 'cli-d', '-p', '3'])
  await ok(['produce', 'cli-d', '-f', 'jsonl', '-q'], jsonl)
  const again = await ok(['consume', 'cli-d', '-e', '-o', 'start', '-f', 'jsonl'])
  assert.equal(again.replaceAll('cli-d', 'cli-c'), jsonl)
})

test('lines are bytes: Unicode has line separators that are none, and not all is UTF-8; jsonl carries both', async () => {
  const lines = Buffer.concat([Buffer.from('one\u2028line\u2029only\n'), Buffer.from([0xff, 0x00, 0x0a])])
  await ok(['produce', 'cli-bytes', '-q'], lines)
  const printed = await ok(['consume', 'cli-bytes', '-o', 'start', '-e', '-f', 'jsonl'])
  await ok(['produce', 'cli-copied', '-q', '-f', 'jsonl'], printed)
  const copied = await ok(['consume', 'cli-copied', '-o', 'start', '-e', '-f', 'jsonl'])
  for (const text of [printed, copied]) {
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      records.map(({ value, valueEncoding }) => [value, valueEncoding]),
      [
        ['one\u2028line\u2029only', undefined],
        ['/wA=', 'base64'],
      ],
    )
  }
})

test('a line that is none ends produce; what came before it is written, and said to be', async () => {
  const { code, err } = await odradek(
    ['produce', 'cli-bad', '-f', 'jsonl'],
    '{"value":"good"}\nbad\n{"value":"never"}\n',
  )
  assert.equal(code, 2)
  assert.match(err, /^1 record: cli-bad-0 @ 0\nodradek: line 2 is no JSON object: bad\n$/)
  assert.equal(await ok(['consume', 'cli-bad', '-o', 'start', '-e']), 'good\n')
})

test('produce sends what a slow pipe gave without waiting for more, and ends when it cannot', async () => {
  await ok(['topic', 'create', 'cli-slow', '-c', 'max.message.bytes=200'])
  const { child, ended } = command(['produce', 'cli-slow'])
  child.stdin.write('one\ntwo\nhal')
  assert.equal(await ok(['consume', 'cli-slow', '-o', 'start', '-n', '2']), 'one\ntwo\n')
  child.stdin.write('f\n')
  assert.equal(await ok(['consume', 'cli-slow', '-o', 'start', '-n', '3']), 'one\ntwo\nhalf\n')
  // The pipe stays open.
  child.stdin.write(`${'x'.repeat(1000)}\n`)
  const { code, err } = await ended
  assert.equal(code, 1)
  assert.match(err, /MESSAGE_TOO_LARGE/)
})

test('produce makes a topic where the broker does', async () => {
  await ok(['produce', 'cli-auto', 'x'])
  await ok(['produce', 'cli-auto', '-a', '0', 'y'])
  assert.equal(await ok(['consume', 'cli-auto', '-e', '-o', 'start']), 'x\ny\n')
})

test('a reader that goes away ends the command in peace', async () => {
  await ok(['produce', 'cli-many', '-q'], 'a line\n'.repeat(200_000))
  const { child, ended } = command(['consume', 'cli-many', '-o', 'start'])
  child.stdout.once('data', () => child.stdout.destroy())
  const { code, err } = await ended
  assert.deepEqual([code, err], [0, ''])
})

test('help that nobody reads any more is no failure', async () => {
  for (const args of [
    ['consume', '--help'],
    ['kafka-topics.sh', '--help'],
  ]) {
    const { child, ended } = command(args)
    child.stdout.destroy()
    assert.equal((await ended).code, 0, args.join(' '))
  }
})

test('a topic that is deleted while it is read ends the command', async () => {
  await ok(['produce', 'cli-gone', '-q', 'x'])
  const { child, ran, ended } = command(['consume', 'cli-gone', '-o', 'start'])
  await new Promise<void>((resolve) => child.stdout.on('data', () => ran.out === 'x\n' && resolve()))
  await ok(['topic', 'delete', 'cli-gone', '-y'])
  const { code, err } = await ended
  assert.equal(code, 3)
  assert.match(err, /UNKNOWN_TOPIC_OR_PARTITION/)
})

test('exit codes', async () => {
  assert.equal((await odradek(['health'])).code, 0)
  assert.equal((await odradek(['no-such-command'])).code, 2)
  assert.equal((await odradek(['consume', 'x', '-o', 'nonsense'])).code, 2)
  assert.equal((await odradek(['topic', 'list', '-o', 'xml'])).code, 2)
  assert.equal((await odradek(['topic', 'list', '-b', 'no port:x'])).code, 2)
  assert.equal((await odradek(['--help'])).code, 0)
  assert.match(await ok(['--version']), /^odradek [0-9]+\.[0-9]+\.[0-9]+ \(Node /)
  const taken = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  assert.equal((await odradek(['health', '-b', `127.0.0.1:${port}`])).code, 5)
  await new Promise((resolve) => taken.close(resolve))
  const refused = await odradek(['health', '-b', `127.0.0.1:${port}`])
  assert.equal(refused.code, 5)
  assert.match(refused.err, /is a broker running there\?/)
})

test('start: settings from file, environment and flags; the banner; SIGTERM', async () => {
  const file = join(folder, 'server.properties')
  writeFileSync(file, 'broker.id=7\nnum.partitions=5\nlog.dirs=from-file\nnum.partitons=1\n')
  const args = [
    'start',
    file,
    '--override',
    'listeners=PLAINTEXT://127.0.0.1:0',
    '--override',
    'odradek.admin.listeners=127.0.0.1:0',
  ]
  const { child, ran, ended } = command(args, { env: { KAFKA_NUM_PARTITIONS: '4', KAFKA_CREATE_TOPICS: 'made:2:1' } })
  await new Promise<void>((resolve) => {
    child.stdout.on('data', () => ran.out.includes('ready in') && resolve())
    child.on('close', () => resolve())
  })
  assert.match(ran.out, /^Odradek .*, broker 7 of cluster /)
  assert.match(ran.err, /did you mean num\.partitions\?/)
  const address = /clients +(127\.0\.0\.1:[0-9]+)/.exec(ran.out)![1]!
  assert.equal(/data +(.*)/.exec(ran.out)![1], join(folder, 'from-file'))
  const ready = await fetch(`${/pages +(http:.*)metrics/.exec(ran.out)![1]}readyz`)
  assert.equal(ready.status, 200)
  assert.match(await ok(['topic', 'list', '-b', address]), /^made +2 +1$/m)
  await ok(['produce', 'auto', 'x', '-b', address])
  assert.match(await ok(['topic', 'list', '-b', address]), /^auto +4 +1$/m)
  child.kill('SIGTERM')
  assert.equal((await ended).code, 0)
})

test('start refuses what cannot be, in one sentence', async () => {
  const cases: [string[], RegExp][] = [
    [['start', 'nowhere.properties'], /^odradek: the settings file nowhere\.properties is not there: .*\n$/],
    [['start', '--override', 'num.partitions=0'], /^odradek: Invalid value 0 for configuration num\.partitions: .*\n$/],
    [['start', '--override', 'listeners=nonsense'], /^odradek: listeners has "nonsense": .*\n$/],
  ]
  for (const [args, message] of cases) {
    const { code, err } = await odradek(args)
    assert.equal(code, 1)
    assert.match(err, message)
  }
})

test('what should be name=value and is not is said', async () => {
  for (const args of [
    ['start', '--override', 'foo'],
    ['topic', 'create', 'x', '-c', '=1'],
  ]) {
    const { code, err } = await odradek(args)
    assert.equal(code, 2)
    assert.match(err, new RegExp(`'${args.at(-1)}' is invalid\\. write name=value`))
  }
})

test('log dump and verify read what the broker wrote', async () => {
  await ok(['produce', 'cli-log', '-q', 'one', 'two'])
  const [logDir] = broker.logDirs
  assert.match(await ok(['log', 'dump', join(logDir!, 'cli-log-0'), '-r']), /\| offset: 1 .* value: two\n/)
  assert.match(await ok(['log', 'verify', logDir!]), / 0 damaged\n$/)
})
