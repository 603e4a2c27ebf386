/** `odradek config`, `quota`, and what is changed of topics. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CommandKit } from './testing/command.ts'

let kit: CommandKit
before(async () => {
  kit = await CommandKit.start()
})
after(() => kit.stop())

const rows = async (...args: string[]) => (await kit.json(args)).map((row) => Object.values(row).slice(0, 4))

test('settings of a topic: set, describe with source and default, unset; a dry run changes nothing', async () => {
  await kit.ok(['topic', 'create', 'ca'])
  const set = ['config', 'set', 'topic', 'ca', 'retention.ms=1000', 'flush.messages=7']
  assert.equal(await kit.ok([...set, '--dry-run']), 'topic ca: retention.ms, flush.messages could be changed\n')
  assert.deepEqual(await rows('config', 'describe', 'topic', 'ca'), [])
  assert.equal(await kit.ok(set), 'topic ca: retention.ms, flush.messages changed\n')
  assert.deepEqual(await rows('config', 'describe', 'topic', 'ca'), [
    ['flush.messages', '7', 'topic', '9223372036854775807'],
    ['retention.ms', '1000', 'topic', null],
  ])
  await kit.ok(['config', 'unset', 'topic', 'ca', 'flush.messages'])
  assert.deepEqual(await rows('config', 'describe', 'topic', 'ca', 'flush.messages'), [
    ['flush.messages', '9223372036854775807', 'default', '9223372036854775807'],
  ])
  assert.ok((await rows('config', 'describe', 'topic', 'ca', '--all')).length > 20)
  const mistyped = await kit.run(['config', 'describe', 'topic', 'ca', 'retention.ms', 'retention.msec'])
  assert.deepEqual([mistyped.code, mistyped.out], [3, ''])
  assert.match(mistyped.err, /topic ca has no setting retention\.msec/)
  assert.deepEqual(await kit.json(['config', 'list', 'topic']), [
    { resource: 'topic ca', setting: 'retention.ms', value: '1000', source: 'topic' },
  ])
})

test('settings of the cluster and of a broker', async () => {
  assert.equal(
    await kit.ok(['config', 'set', 'cluster', 'message.max.bytes=3000000']),
    'the cluster: message.max.bytes changed\n',
  )
  const described = () => rows('config', 'describe', 'broker', '1', 'message.max.bytes')
  assert.deepEqual(await described(), [['message.max.bytes', '3000000', 'cluster', '1048588']])
  await kit.ok(['config', 'set', 'broker', '1', 'message.max.bytes=4000000'])
  assert.deepEqual(await described(), [['message.max.bytes', '4000000', 'broker', '1048588']])
  assert.deepEqual(await rows('config', 'list', 'broker'), [['broker 1', 'message.max.bytes', '4000000', 'broker']])
  await kit.ok(['config', 'unset', 'broker', '1', 'message.max.bytes'])
  await kit.ok(['config', 'unset', 'cluster', 'message.max.bytes'])
  assert.deepEqual(await described(), [['message.max.bytes', '1048588', 'default', '1048588']])
  assert.equal((await kit.run(['config', 'set', 'broker', '1', 'broker.id=7'])).code, 1)
})

test('quotas: set, list, unset', async () => {
  const user = ['--user', 'bob', '--client', 'c']
  assert.match(await kit.ok(['quota', 'set', ...user, 'producer_byte_rate=1000', '--dry-run']), /could be changed\n$/)
  assert.deepEqual(await kit.json(['quota', 'list']), [])
  await kit.ok(['quota', 'set', ...user, 'producer_byte_rate=1000', 'request_percentage=12.5'])
  await kit.ok(['quota', 'set', '--ip-default', 'connection_creation_rate=500'])
  assert.deepEqual(await rows('quota', 'list', '--ip-default'), [[null, null, '(default)', 'connection_creation_rate']])
  assert.deepEqual(await kit.json(['quota', 'list', '--user', 'bob']), [
    { user: 'bob', client: 'c', ip: null, quota: 'producer_byte_rate', limit: 1000 },
    { user: 'bob', client: 'c', ip: null, quota: 'request_percentage', limit: 12.5 },
  ])
  await kit.ok(['quota', 'unset', ...user, 'producer_byte_rate', 'request_percentage'])
  await kit.ok(['quota', 'unset', '--ip-default', 'connection_creation_rate'])
  assert.deepEqual(await kit.json(['quota', 'list']), [])
})

test('topics: clone', async () => {
  await kit.ok(['topic', 'create', 'original', '-p', '3', '-c', 'retention.ms=1234', '-c', 'cleanup.policy=compact'])
  await kit.ok(['produce', 'original', '-k', 'k', 'v'])
  assert.equal(await kit.ok(['topic', 'clone', 'original', 'copy', '--dry-run']), 'copy could be created\n')
  assert.equal(await kit.ok(['topic', 'clone', 'original', 'copy']), 'copy created\n')
  assert.equal((await kit.json(['topic', 'describe', 'copy'])).length, 3)
  const settings = (await kit.json(['config', 'describe', 'topic', 'copy'])).map(({ setting, value }) => [
    setting,
    value,
  ])
  assert.deepEqual(settings.sort(), [
    ['cleanup.policy', 'compact'],
    ['retention.ms', '1234'],
  ])
  assert.equal((await kit.run(['topic', 'clone', 'original', 'copy'])).code, 1)
  assert.equal((await kit.run(['topic', 'clone', 'nowhere', 'other'])).code, 3)
  await kit.ok(['topic', 'clone', 'original', 'wide', '-p', '5'])
  assert.equal((await kit.json(['topic', 'describe', 'wide'])).length, 5)
})

test('topics: alter, offsets, purge', async () => {
  await kit.ok(['topic', 'create', 'ta'])
  const alter = ['topic', 'alter', 'ta', '-p', '2', '-c', 'segment.ms=5000']
  assert.equal(await kit.ok([...alter, '--dry-run']), 'ta could be altered\n')
  assert.equal((await kit.json(['topic', 'offsets', 'ta'])).length, 1)
  assert.equal(await kit.ok(alter), 'ta altered\n')
  assert.equal((await kit.run(['topic', 'alter', 'ta', '-p', '1'])).code, 1)
  await kit.ok(['produce', 'ta', '-q', '-p', '1', 'a', 'b', 'c'])
  assert.deepEqual(await kit.json(['topic', 'offsets', 'ta', '-t', '-1h']), [
    { topic: 'ta', partition: 0, start: 0, end: 0, records: 0, at: null },
    { topic: 'ta', partition: 1, start: 0, end: 3, records: 3, at: 0 },
  ])
  assert.equal(await kit.ok(['topic', 'purge', 'ta', '--before', '2', '--dry-run']), 'ta-1: 0 to 1 would be deleted\n')
  assert.equal((await kit.run(['topic', 'purge', 'ta'])).code, 2)
  assert.equal(await kit.ok(['topic', 'purge', 'ta', '--before', '2', '-y']), 'ta-1: 0 to 1 deleted\n')
  assert.equal(await kit.ok(['consume', 'ta', '-o', 'start', '-e']), 'c\n')
  assert.equal(await kit.ok(['topic', 'purge', 'ta', '-y']), 'ta-1: 2 to 2 deleted\n')
})

test('what cannot be is said, with the exit code of its kind', async () => {
  const cases: [number, ...string[]][] = [
    [3, 'config', 'set', 'topic', 'nowhere', 'retention.ms=1'],
    [3, 'config', 'describe', 'topic', 'nowhere'],
    [1, 'config', 'set', 'topic', 'ta', 'retention.ms=abc'],
    [2, 'config', 'set', 'topic', 'ta'],
    [2, 'config', 'set', 'topic', 'ta', 'retention.ms'],
    [2, 'config', 'describe', 'topic'],
    [2, 'config', 'describe', 'nonsense', 'x'],
    [2, 'quota', 'set', 'producer_byte_rate=1'],
    [2, 'quota', 'set', '--user', 'a', 'producer_byte_rate=x'],
    [2, 'quota', 'unset', '--user', 'a', 'nonsense'],
    [2, 'topic', 'alter', 'ta'],
    [3, 'topic', 'purge', 'ta', '-p', '9', '-y'],
    [3, 'topic', 'offsets', 'nowhere'],
  ]
  for (const [code, ...args] of cases) assert.equal((await kit.run(args)).code, code, args.join(' '))
})
