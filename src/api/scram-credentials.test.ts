/** SCRAM credentials over the wire: what is taken, refused and told, and what stands in the tree. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { TreeConfigs } from '../controller/tree-configs.ts'
import { NodeError } from '../metadata/contract.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DescribeUserScramCredentialsResponse } from '../protocol/generated/050-describe-user-scram-credentials.js'
import type { AlterUserScramCredentialsResponse } from '../protocol/generated/051-alter-user-scram-credentials.js'
import { quotasOf } from '../quota/quota-values.ts'
import { makeCredential, SCRAM_MECHANISMS } from '../security/scram.ts'
import { handler as describe } from './050-describe-user-scram-credentials.ts'
import { handler as alter } from './051-alter-user-scram-credentials.ts'
import { ask, fakeBrokerWithTree } from './testing.ts'

const SHA_256 = 1
const SHA_512 = 2
const salt = Buffer.from('0123456789abcdef')
const saltedPassword = Buffer.alloc(32, 7)

const upsert = (name: string, more: object = {}) => ({
  name,
  mechanism: SHA_256,
  iterations: 4096,
  salt,
  saltedPassword,
  ...more,
})
const remove = (name: string, mechanism = SHA_256) => ({ name, mechanism })

async function start() {
  const { world, tree, configs, fakes } = await fakeBrokerWithTree()
  Object.assign(fakes.services, { controller: { isActive: true } })
  const change = async (upsertions: object[], deletions: object[] = []) => {
    const { results } = await ask<AlterUserScramCredentialsResponse>(alter, 0, { upsertions, deletions }, fakes)
    return results.map(({ user, errorCode, errorMessage }) => {
      assert.equal(errorMessage === '', errorCode === ErrorCode.NONE)
      return [user, errorCode]
    })
  }
  const told = async (users: string[] | null = null) => {
    const body = { users: users?.map((name) => ({ name })) ?? null }
    const { results } = await ask<DescribeUserScramCredentialsResponse>(describe, 0, body, fakes)
    return results.map(({ user, errorCode, credentialInfos }) => [
      user,
      errorCode,
      ...credentialInfos.map(({ mechanism, iterations }) => `${mechanism}:${iterations}`),
    ])
  }
  const node = async (path: string) => Buffer.from((await tree.get(path)).data!).toString()
  return { world, tree, configs, fakes, change, told, node }
}

test('a credential stands in the tree as Apache writes it, with a notification', async () => {
  const { change, node, tree } = await start()
  assert.deepEqual(await change([upsert('a *')]), [['a *', 0]])
  const { storedKey, serverKey } = makeCredential(SCRAM_MECHANISMS[0]!, { salt, saltedPassword, iterations: 4096 })
  const keys = [salt, storedKey, serverKey].map((bytes) => Buffer.from(bytes).toString('base64'))
  const text = `salt=${keys[0]},stored_key=${keys[1]},server_key=${keys[2]},iterations=4096`
  assert.equal(await node('/config/users/a%20%2A'), `{"version":1,"config":{"SCRAM-SHA-256":"${text}"}}`)
  assert.equal(await node('/config/changes/config_change_0000000000'), '{"version":2,"entity_path":"users/a%20%2A"}')
  assert.deepEqual(await change([], [remove('a *')]), [['a *', 0]])
  assert.equal(await tree.exists('/config/users/a%20%2A'), null)
})

test('credentials are told without their secrets, after a restart as well', async () => {
  const { change, told, tree, fakes, world } = await start()
  await change([
    upsert('b'),
    upsert('b', { mechanism: SHA_512, iterations: 16_384 }),
    upsert('a b', { iterations: 8192 }),
  ])
  const expected = [
    ['a b', 0, '1:8192'],
    ['b', 0, '1:4096', '2:16384'],
  ]
  assert.deepEqual(await told(), expected)
  const configs = await TreeConfigs.start({ tree, clock: world.clock, logger: silentLogger })
  Object.assign(fakes.services, { dynamicConfigs: configs })
  assert.deepEqual(await told([]), expected)
  const { RESOURCE_NOT_FOUND, DUPLICATE_RESOURCE } = ErrorCode
  assert.deepEqual(await told(['b', '', 'nobody', 'a b', 'a b']), [
    ['b', 0, '1:4096', '2:16384'],
    ['', RESOURCE_NOT_FOUND],
    ['nobody', RESOURCE_NOT_FOUND],
    ['a b', DUPLICATE_RESOURCE],
  ])
})

test('quotas of a user stay when credentials come and go, and are told apart', async () => {
  const { change, told, configs, tree } = await start()
  const bob = { type: 'users', name: 'bob' } as const
  await configs.alter(bob, () => new Map([['producer_byte_rate', '5']]))
  assert.deepEqual(await told(['bob']), [['bob', ErrorCode.RESOURCE_NOT_FOUND]])
  await change([upsert('bob')])
  assert.deepEqual([...configs.get(bob).keys()].sort(), ['SCRAM-SHA-256', 'producer_byte_rate'])
  assert.deepEqual([...quotasOf(configs.get(bob))], [['producer_byte_rate', 5]])
  await configs.alter(bob, (before) => new Map([...before].filter(([key]) => key.startsWith('SCRAM'))))
  assert.deepEqual(await told(), [['bob', 0, '1:4096']])
  await configs.alter(bob, (before) => new Map([...before, ['producer_byte_rate', '6']]))
  await change([], [remove('bob')])
  assert.deepEqual([...configs.get(bob)], [['producer_byte_rate', '6']])
  // What somebody else has just written, without a notification yet, is not written over.
  const node = { version: 1, config: { producer_byte_rate: '7' } }
  await tree.set('/config/users/bob', Buffer.from(JSON.stringify(node)), -1)
  await change([upsert('bob')])
  assert.equal(configs.get(bob).get('producer_byte_rate'), '7')
})

test('changes of one user at the same time are all made', async () => {
  const { change, told, configs } = await start()
  const bob = { type: 'users', name: 'bob' } as const
  await Promise.all([
    change([upsert('bob')]),
    configs.alter(bob, (before) => new Map([...before, ['producer_byte_rate', '5']])),
    change([upsert('bob', { mechanism: SHA_512 })]),
    configs.alter(bob, (before) => new Map([...before, ['consumer_byte_rate', '5']])),
  ])
  assert.deepEqual(await told(), [['bob', 0, '1:4096', '2:4096']])
  assert.deepEqual([...quotasOf(configs.get(bob)).keys()].sort(), ['consumer_byte_rate', 'producer_byte_rate'])
})

test('what is refused: names, mechanisms, iterations, lengths', async () => {
  const { change, told } = await start()
  const { UNACCEPTABLE_CREDENTIAL, UNSUPPORTED_SASL_MECHANISM, INVALID_REQUEST } = ErrorCode
  const refused: [upsertion: ReturnType<typeof upsert>, code: number][] = [
    [upsert(''), UNACCEPTABLE_CREDENTIAL],
    [upsert('', { mechanism: 9 }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u', { mechanism: 0 }), UNSUPPORTED_SASL_MECHANISM],
    [upsert('u', { mechanism: 3, iterations: 1 }), UNSUPPORTED_SASL_MECHANISM],
    [upsert('u', { mechanism: -1 }), UNSUPPORTED_SASL_MECHANISM],
    [upsert('u', { iterations: 4095 }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u', { iterations: -1 }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u', { iterations: 16_385 }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u', { saltedPassword: Buffer.alloc(0) }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u', { saltedPassword: Buffer.alloc(1025) }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u', { salt: Buffer.alloc(1025) }), UNACCEPTABLE_CREDENTIAL],
    [upsert('u'.repeat(5000)), INVALID_REQUEST],
  ]
  for (const [upsertion, code] of refused) {
    assert.deepEqual(await change([upsertion]), [[upsertion.name, code]], JSON.stringify(upsertion).slice(0, 100))
  }
  assert.deepEqual(await change([], [remove(''), remove('u', 0)]), [
    ['', UNACCEPTABLE_CREDENTIAL],
    ['u', UNSUPPORTED_SASL_MECHANISM],
  ])
  assert.deepEqual(await told(), [])
  for (const name of ['.', '..', '/', '<default>', '__proto__', 'ü'])
    assert.deepEqual(await change([upsert(name)]), [[name, 0]])
  assert.equal((await told()).length, 6)
})

test('of one user all is done or nothing; users are answered once: refused, not found, done', async () => {
  const { change, told } = await start()
  const { DUPLICATE_RESOURCE, RESOURCE_NOT_FOUND, UNACCEPTABLE_CREDENTIAL } = ErrorCode
  const upsertions = [
    upsert('good'),
    upsert('missing', { mechanism: SHA_512 }),
    upsert('twice'),
    upsert('twice'),
    upsert('both'),
    upsert('bad'),
    upsert('bad', { mechanism: SHA_512, iterations: 1 }),
  ]
  assert.deepEqual(await change(upsertions, [remove('missing'), remove('both')]), [
    ['bad', UNACCEPTABLE_CREDENTIAL],
    ['twice', DUPLICATE_RESOURCE],
    ['both', DUPLICATE_RESOURCE],
    ['missing', RESOURCE_NOT_FOUND],
    ['good', 0],
  ])
  assert.deepEqual(await told(), [['good', 0, '1:4096']])
  // From one mechanism to the other.
  assert.deepEqual(await change([upsert('good', { mechanism: SHA_512 })], [remove('good')]), [['good', 0]])
  assert.deepEqual(await told(), [['good', 0, '2:4096']])
})

test('only the controller changes credentials; nothing is asked for, nothing is answered', async () => {
  const { change, fakes } = await start()
  assert.deepEqual(await change([]), [])
  Object.assign(fakes.services, { controller: { isActive: false } })
  const { NOT_CONTROLLER } = ErrorCode
  assert.deepEqual(await change([upsert('b'), upsert('b')], [remove('a')]), [
    ['a', NOT_CONTROLLER],
    ['b', NOT_CONTROLLER],
  ])
})

test('a store that takes no change is told, user by user', async () => {
  const { change, fakes } = await start()
  const alterFails = async () => Promise.reject(new NodeError('connection-loss', '/config/users/b'))
  Object.assign(fakes.services, { dynamicConfigs: { alter: alterFails } })
  assert.deepEqual(await change([upsert('b'), upsert('')]), [
    ['', ErrorCode.UNACCEPTABLE_CREDENTIAL],
    ['b', ErrorCode.REQUEST_TIMED_OUT],
  ])
})

test('what somebody wrote by hand and nobody can read is an error of its user alone', async () => {
  const { told, tree, configs } = await start()
  const config = {
    'SCRAM-SHA-256': 'salt=x',
    'SCRAM-SHA-512': 'salt=eA==,stored_key=eA==,server_key=eA==,iterations=8192',
  }
  await tree.create('/config/users/bob', Buffer.from(JSON.stringify({ version: 1, config })), 'persistent')
  const good = { version: 1, config: { 'SCRAM-SHA-512': config['SCRAM-SHA-512'] } }
  await tree.create('/config/users/amy', Buffer.from(JSON.stringify(good)), 'persistent')
  for (const name of ['amy', 'bob']) {
    const change = `{"version":2,"entity_path":"users/${name}"}`
    await tree.create('/config/changes/config_change_', Buffer.from(change), 'persistent-sequential')
  }
  await configs.alter({ type: 'users', name: 'last' }, () => new Map([['producer_byte_rate', '1']]))
  assert.deepEqual(await told(), [
    ['amy', 0, '2:8192'],
    ['bob', ErrorCode.UNKNOWN_SERVER_ERROR],
  ])
})
