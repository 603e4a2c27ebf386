/** `odradek user`, and kafka-configs.sh with credentials. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CommandKit } from './testing/command.ts'

let kit: CommandKit
before(async () => {
  kit = await CommandKit.start()
})
after(() => kit.stop())

const SECRET = 'top, secret'

test('odradek user: set from stdin, list, delete', async () => {
  assert.equal(await kit.ok(['user', 'set', 'amy'], `${SECRET}\nno more\n`), 'user amy: SCRAM-SHA-256 set\n')
  await kit.ok(['user', 'set', 'amy', '--mechanism', 'SCRAM-SHA-512', '--iterations', '8192'], SECRET)
  const rows = [
    { user: 'amy', mechanism: 'SCRAM-SHA-256', iterations: 4096 },
    { user: 'amy', mechanism: 'SCRAM-SHA-512', iterations: 8192 },
  ]
  assert.deepEqual(await kit.json(['user', 'list']), rows)
  assert.deepEqual(await kit.json(['user', 'list', 'amy', 'amy']), rows)
  const all = 'user amy: SCRAM-SHA-256, SCRAM-SHA-512'
  assert.equal(await kit.ok(['user', 'delete', 'amy', '--dry-run']), `${all} would be deleted\n`)
  await kit.ok(['user', 'delete', 'amy', '--mechanism', 'SCRAM-SHA-256', '-y'])
  assert.deepEqual(await kit.json(['user', 'list']), rows.slice(1))
  await kit.ok(['user', 'delete', 'amy', '-y'])
  assert.deepEqual(await kit.json(['user', 'list']), [])
  const cases: [code: number, args: string[], input?: string][] = [
    [3, ['user', 'list', 'nobody']],
    [3, ['user', 'delete', 'nobody', '-y']],
    [2, ['user', 'delete', 'nobody', '--mechanism', 'PLAIN']],
    [2, ['user', 'set', 'amy'], ''],
    [2, ['user', 'set', 'amy', '--iterations', 'many'], SECRET],
    [1, ['user', 'set', 'amy', '--iterations', '4095'], SECRET],
    [1, ['user', 'set', 'amy', '--iterations', '2000000000'], SECRET],
  ]
  for (const [code, args, input] of cases) {
    const ran = await kit.run(args, input)
    assert.equal(ran.code, code, args.join(' '))
    assert.ok(!`${ran.out}${ran.err}`.includes(SECRET))
  }
})

test('kafka-configs.sh: credentials beside quotas', async () => {
  const tool = (...args: string[]) =>
    kit.run(['kafka-configs.sh', '--bootstrap-server', kit.broker.bootstrapServers, ...args])
  const ok = async (...args: string[]) => {
    const { code, out, err } = await tool(...args)
    assert.deepEqual([code, err], [0, ''], out)
    return out
  }
  const bob = ['--entity-type', 'users', '--entity-name', 'bob']
  const done = 'Completed updating config for user bob.\n'
  const both = `SCRAM-SHA-256=[iterations=8192,password=${SECRET}],SCRAM-SHA-512=[password=${SECRET}]`
  assert.equal(await ok('--alter', ...bob, '--add-config', both), done)
  assert.equal(await ok('--alter', ...bob, '--add-config', 'producer_byte_rate=1024'), done)
  const quota = "Quota configs for user-principal 'bob' are producer_byte_rate=1024.0\n"
  const credentials = "SCRAM credential configs for user-principal 'bob' are "
  const told = `${quota}${credentials}SCRAM-SHA-256=iterations=8192, SCRAM-SHA-512=iterations=4096\n`
  assert.equal(await ok('--describe', ...bob), told)
  assert.equal(await ok('--describe', '--entity-type', 'users'), told)
  assert.equal(await ok('--describe', '--entity-type', 'users', '--entity-default'), '')
  assert.equal(await ok('--alter', '--user', 'bob', '--delete-config', 'SCRAM-SHA-512'), done)
  assert.equal(await ok('--describe', '--user', 'bob'), `${quota}${credentials}SCRAM-SHA-256=iterations=8192\n`)
  const password = `SCRAM-SHA-256=[password=${SECRET}]`
  const wrong: [args: string[], err: RegExp][] = [
    [['--user', 'bob', '--delete-config', 'SCRAM-SHA-512'], /ResourceNotFoundException: Attempt to delete a user cred/],
    [['--user', 'bob', '--add-config', `${password},producer_byte_rate=1`], /^Cannot alter both quota and SCRAM/],
    [['--user-defaults', '--add-config', password], /^The use of --entity-default or --user-defaults is not allowed/],
    [['--user', 'bob', '--client', 'c', '--add-config', password], /^Only quota configs can be added for 'clients'/],
    [['--user', 'bob', '--add-config', `SCRAM-SHA-1=[password=${SECRET}]`], /^Only quota and SCRAM credential configs/],
    [
      ['--user', 'bob', '--add-config', 'SCRAM-SHA-256=[iterations=4096]'],
      /^Invalid credential property SCRAM-SHA-256/,
    ],
    [
      ['--user', 'bob', '--add-config', `SCRAM-SHA-256=[iterations=x,password=${SECRET}]`],
      /^Invalid credential property/,
    ],
    [
      ['--user', 'bob', '--add-config', `SCRAM-SHA-256=[iterations=1,password=${SECRET}]`],
      /^Iterations 1 is less than/,
    ],
    [
      ['--user', 'bob', '--add-config', `SCRAM-SHA-256=[iterations=16385,password=${SECRET}]`],
      /password=\[hidden\]'\n.*UnacceptableCredentialException: Too many iterations\n$/,
    ],
  ]
  for (const [args, expected] of wrong) {
    const { code, out, err } = await tool('--alter', ...args)
    assert.deepEqual([code, out], [1, ''], args.join(' '))
    assert.match(err, expected)
    assert.ok(!err.includes(SECRET), err)
  }
})
