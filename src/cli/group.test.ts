/** `odradek group`: what is told of groups, and how their offsets are moved. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CommandKit } from './testing/command.ts'

let kit: CommandKit
before(async () => {
  kit = await CommandKit.start()
  await kit.ok(['topic', 'create', 'ga', '-p', '2'])
  await kit.ok(['produce', 'ga', '-q', '-p', '0'], 'a\nb\nc\n')
  await kit.ok(['produce', 'ga', '-q', '-p', '1'], 'd\n')
})
after(() => kit.stop())

const offsets = async (group: string) =>
  (await kit.json(['group', 'describe', group])).map(({ partition, current, end, lag }) => [
    partition,
    current,
    end,
    lag,
  ])

test('list, describe and lag of a group without members', async () => {
  await kit.ok(['consume', 'ga', '-g', 'idle', '-o', 'start', '-n', '4'])
  await kit.ok(['produce', 'ga', '-q', '-p', '1', 'e'])
  assert.deepEqual(await kit.json(['group', 'list', '--state', 'empty']), [
    { group: 'idle', state: 'Empty', type: 'classic', protocol: 'consumer', coordinator: 1 },
  ])
  assert.deepEqual(await kit.json(['group', 'list', '--state', 'Stable']), [])
  assert.deepEqual(await offsets('idle'), [
    [0, 3, 3, 0],
    [1, 1, 2, 1],
  ])
  assert.match(await kit.ok(['group', 'lag', 'idle', '--max', '1']), /^idle +ga +2 +1$/m)
  const behind = await kit.run(['group', 'lag', '--max', '0'])
  assert.equal(behind.code, 1)
  assert.match(behind.err, /idle is 1 records behind/)
  assert.equal(await kit.ok(['group', 'describe', 'idle', '--members']), 'GROUP  MEMBER  CLIENT  HOST  PARTITIONS\n')
  assert.equal((await kit.run(['group', 'describe', 'no-such-group'])).code, 3)
})

test('members are told with what they read; their group is neither reset nor deleted', async () => {
  const member = kit.start(['consume', 'ga', '-g', 'busy', '-o', 'start', '-X', 'client.id=me'])
  await member.until((out) => out.split('\n').length > 5)
  const [row, ...more] = await kit.json(['group', 'describe', 'busy', '--members'])
  assert.deepEqual(more, [])
  assert.deepEqual(
    [row!.client, row!.host, row!.partitions, row!.assignment],
    ['me', '/127.0.0.1', 2, ['ga-0', 'ga-1']],
  )
  const [state] = await kit.json(['group', 'describe', 'busy', '--state'])
  assert.deepEqual([state!.state, state!.assignor, state!.members], ['Stable', 'range', 1])
  const reset = await kit.run(['group', 'reset', 'busy', '--all-topics', '--to-earliest', '--execute'])
  assert.deepEqual([reset.code, reset.out], [1, ''])
  assert.match(reset.err, /stop them first/)
  assert.equal((await kit.run(['group', 'delete', 'busy', '-y'])).code, 1)
  member.child.kill('SIGINT')
  assert.equal((await member.ended).code, 0)
})

test('reset shows old and new, and changes nothing without --execute', async () => {
  const reset = (...more: string[]) => kit.ok(['group', 'reset', 'moved', '-o', 'csv', ...more])
  const rows = (...lines: string[]) => ['group,topic,partition,old,new', ...lines, ''].join('\n')
  await kit.ok(['group', 'reset', 'moved', '--topic', 'ga', '--to-latest', '--execute'])
  const toEarliest = rows('moved,ga,0,3,0', 'moved,ga,1,2,0')
  assert.equal(await reset('--all-topics', '--to-earliest'), toEarliest)
  assert.equal(await reset('--all-topics', '--to-earliest', '--execute'), toEarliest)
  assert.equal(await reset('--topic', 'ga:1', '--shift-by', '1', '--execute'), rows('moved,ga,1,0,1'))
  assert.equal(
    await reset('--topic', 'ga', '--to-datetime', '2001-01-01T00:00:00'),
    rows('moved,ga,0,0,0', 'moved,ga,1,1,0'),
  )
  writeFileSync(join(kit.folder, 'offsets.csv'), 'ga,0,2\nother,ga,1,0\n')
  assert.equal(await reset('--from-file', 'offsets.csv', '--execute'), rows('moved,ga,0,0,2'))
  assert.deepEqual(await offsets('moved'), [
    [0, 2, 3, 1],
    [1, 1, 2, 1],
  ])
  assert.equal(await reset('--topic', 'ga', '--shift-by', '-5', '--dry-run'), rows('moved,ga,0,2,0', 'moved,ga,1,1,0'))
  assert.equal(await reset('--topic', 'ga:0', '--to-current'), rows('moved,ga,0,2,2'))
  assert.equal(await reset('--topic', 'ga', '--by-duration', 'PT1H'), rows('moved,ga,0,2,0', 'moved,ga,1,1,0'))
  assert.equal(await reset('--topic', 'ga', '--by-duration', '-PT1H'), rows('moved,ga,0,2,3', 'moved,ga,1,1,2'))
  assert.equal(await reset('--topic', 'ga:0', '--topic', 'ga:1', '--to-offset', '99', '--export'), 'ga,0,3\nga,1,2\n')
  const exported = await reset('--all-topics', '--to-current', '--export')
  assert.equal(exported, 'ga,0,2\nga,1,1\n')
  writeFileSync(join(kit.folder, 'offsets.csv'), exported)
  assert.equal(await reset('--from-file', 'offsets.csv', '--dry-run'), rows('moved,ga,0,2,2', 'moved,ga,1,1,1'))
  writeFileSync(join(kit.folder, 'offsets.csv'), 'ga,7,2\n')
  assert.equal((await kit.run(['group', 'reset', 'moved', '--from-file', 'offsets.csv'])).code, 3)
  const both = ['group', 'reset', 'moved', '--all-topics', '--to-latest', '--execute', '--dry-run']
  assert.equal((await kit.run(both)).code, 2)
  assert.equal((await kit.run(['group', 'reset', 'moved', '--all-topics'])).code, 2)
  assert.equal((await kit.run(['group', 'reset', 'moved', '--to-earliest'])).code, 2)
  assert.equal((await kit.run(['group', 'reset', 'moved', '--topic', 'ga:9', '--to-earliest'])).code, 3)
  assert.equal((await kit.run(['group', 'reset', 'moved', '--topic', 'nowhere', '--to-earliest'])).code, 3)
})

test('clone, delete-offsets, delete: each says what it would do, and asks', async () => {
  await kit.ok(['group', 'reset', 'from', '--topic', 'ga', '--to-offset', '1', '--execute'])
  assert.match(await kit.ok(['group', 'clone', 'from', 'to', '--dry-run']), /^to would begin ga-0 at 1$/m)
  assert.equal((await kit.run(['group', 'describe', 'to'])).code, 3)
  assert.equal(await kit.ok(['group', 'clone', 'from', 'to']), 'to has 2 offsets\n')
  assert.equal((await kit.run(['group', 'clone', 'from', 'to'])).code, 2)
  assert.equal((await kit.run(['group', 'delete-offsets', 'to', '--topic', 'ga:0'])).code, 2)
  assert.equal(
    await kit.ok(['group', 'delete-offsets', 'to', '--topic', 'ga:0', '--dry-run']),
    'ga-0 at 1 would be forgotten\n',
  )
  assert.equal(await kit.ok(['group', 'delete-offsets', 'to', '--topic', 'ga:0', '-y']), 'ga-0 forgotten\n')
  assert.deepEqual(await offsets('to'), [[1, 1, 2, 1]])
  assert.equal(await kit.ok(['group', 'delete', 'to', '--dry-run']), 'to would be deleted\n')
  assert.equal((await kit.run(['group', 'delete', 'to'])).code, 2)
  assert.equal(await kit.ok(['group', 'delete', 'to', '-y']), 'to deleted\n')
  assert.equal((await kit.run(['group', 'delete', 'to', '-y'])).code, 3)
  assert.equal(await kit.ok(['group', 'delete', 'to', '-y', '--if-exists']), '')
  assert.equal(await kit.ok(['group', 'delete', 'to', '--dry-run', '--if-exists']), '')
  assert.equal((await kit.run(['group', 'delete', 'to', '--dry-run'])).code, 3)
})
