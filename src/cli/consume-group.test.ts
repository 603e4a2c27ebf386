/** `consume -g`: at least once, over members that come and go. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CommandKit } from './testing/command.ts'

let kit: CommandKit
before(async () => {
  kit = await CommandKit.start()
})
after(() => kit.stop())

const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `r${from + i}`)
const sorted = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .sort()

test('a group goes on where it was: -n commits what was printed and no more, -e ends at the end', async () => {
  await kit.ok(['topic', 'create', 'g-once'])
  await kit.ok(['produce', 'g-once', '-q'], `${lines(0, 10).join('\n')}\n`)
  const consume = (...more: string[]) => kit.ok(['consume', 'g-once', '-g', 'once', ...more])
  assert.equal(await consume('-e'), '')
  await kit.ok(['produce', 'g-once', '-q'], 'after\n')
  assert.equal(await consume('-n', '1'), 'after\n')
  assert.equal(await kit.ok(['consume', 'g-once', '-g', 'other', '--from-beginning', '-n', '3']), 'r0\nr1\nr2\n')
  assert.equal(await kit.ok(['consume', 'g-once', '-g', 'other', '-e']), `${lines(3, 10).join('\n')}\nafter\n`)
  assert.equal(await kit.ok(['consume', 'g-once', '-g', 'other', '-e']), '')
})

for (const strategy of ['range', 'roundrobin', 'cooperative-sticky']) {
  test(`two members share the partitions, one goes, the other reads all (${strategy})`, async () => {
    const topic = `g-two-${strategy}`
    await kit.ok(['topic', 'create', topic, '-p', '4'])
    const args = ['consume', topic, '-g', strategy, '-o', 'start', '-f', '%p %s\\n']
    args.push('-X', `partition.assignment.strategy=${strategy}`, '-X', 'heartbeat.interval.ms=50')
    const all = new Set<string>()
    const put = async (name: string) => {
      for (let partition = 0; partition < 4; partition++) {
        await kit.ok(['produce', topic, '-q', '-p', `${partition}`, name])
        all.add(`${partition} ${name}`)
      }
    }
    await put('a')
    const first = kit.start(args)
    await first.until((out) => sorted(out).length === 4)
    const second = kit.start(args)
    // Records until the second one gets some: it has joined, and the first has given partitions up.
    const joined = second.until((out) => out !== '')
    let isJoined = false
    joined.then(
      () => (isJoined = true),
      () => {},
    )
    for (let round = 0; round < 50 && !isJoined; round++) await put(`b${round}`)
    await joined
    first.child.kill('SIGINT')
    const one = await first.ended
    assert.deepEqual([one.code, one.err], [0, ''])
    await put('c')
    await second.until((out) => sorted(out).filter((line) => line.endsWith(' c')).length === 4)
    second.child.kill('SIGTERM')
    const two = await second.ended
    assert.deepEqual([two.code, two.err], [0, ''])
    assert.deepEqual([...new Set(sorted(one.out + two.out))], [...all].sort())
    assert.equal(await kit.ok([...args, '-e']), '')
  })
}

test('a committed offset that the log does not have any more: the group goes on where it is told to begin', async () => {
  await kit.ok(['topic', 'create', 'g-cut'])
  await kit.ok(['produce', 'g-cut', '-q', 'a', 'b', 'c'])
  await kit.ok(['group', 'reset', 'cut', '--topic', 'g-cut', '--to-earliest', '--execute'])
  await kit.ok(['topic', 'purge', 'g-cut', '--before', '2', '-y'])
  assert.equal(await kit.ok(['consume', 'g-cut', '-g', 'cut', '-o', 'start', '-e']), 'c\n')
})

test('with enable.auto.commit=false nothing is committed', async () => {
  await kit.ok(['produce', 'g-none', '-q', 'a'])
  const args = ['consume', 'g-none', '-g', 'none', '-o', 'start', '-e', '-X', 'enable.auto.commit=false']
  assert.equal(await kit.ok(args), 'a\n')
  assert.equal(await kit.ok(args), 'a\n')
  assert.deepEqual(await kit.json(['group', 'describe', 'none']), [])
})

test('a pattern takes in all topics that match', async () => {
  for (const topic of ['g-pat-1', 'g-pat-2', 'g-other']) await kit.ok(['produce', topic, '-q', topic])
  const out = await kit.ok(['consume', '^g-pat-', '-g', 'pattern', '-o', 'start', '-e'])
  assert.deepEqual(sorted(out), ['g-pat-1', 'g-pat-2'])
})

test('a static member that is started twice fences the first', async () => {
  await kit.ok(['produce', 'g-static', '-q', 'x'])
  const args = ['consume', 'g-static', '-g', 'static', '-o', 'start', '-X', 'group.instance.id=one']
  args.push('-X', 'heartbeat.interval.ms=50')
  const first = kit.start(args)
  await first.until((out) => out === 'x\n')
  const second = kit.start(args)
  const fenced = await first.ended
  assert.equal(fenced.code, 1)
  assert.match(fenced.err, /FENCED_INSTANCE_ID/)
  second.child.kill('SIGINT')
  assert.equal((await second.ended).code, 0)
})

test('what does not go with -g is said', async () => {
  for (const more of [
    ['-p', '0'],
    ['-o', '5'],
    ['--tail', '2'],
    ['-X', 'partition.assignment.strategy=x'],
    ['-X', 'partition.assignment.strategy='],
    ['-X', 'heartbeat.interval.ms=0'],
    ['-X', 'heartbeat.interval.ms=45000'],
    ['-X', 'session.timeout.ms=3000'],
    ['-X', 'max.poll.interval.ms=2147483648'],
    ['-X', 'nonsense=1'],
  ]) {
    assert.equal((await kit.run(['consume', 'x', '-g', 'g', ...more])).code, 2, more.join(' '))
  }
})
