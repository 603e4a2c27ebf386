/**
 * A request may name very many: one whose connection is gone in the meantime is not carried on. One whose client only sends no
 * more, or whose broker stops, is done to its end, and so says its answer.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../config/load.ts'
import type { ConfigEntity } from '../controller/contract.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { handler as alterConfigs } from './033-alter-configs.ts'
import { handler as incrementalAlterConfigs } from './044-incremental-alter-configs.ts'
import { handler as alterClientQuotas } from './049-alter-client-quotas.ts'
import { handler as alterUserScramCredentials } from './051-alter-user-scram-credentials.ts'
import type { Handler } from './handler.ts'
import { ask, fakeBrokerWithTree } from './testing.ts'

const GROUP = 32
const names = Array.from({ length: 10 }, (_, n) => `n${n}`)

interface Answer {
  readonly responses?: readonly { readonly errorCode: number }[]
  readonly entries?: readonly { readonly errorCode: number }[]
  readonly results?: readonly { readonly errorCode: number }[]
}

/** How many are changed, and how many answered for, when this becomes true after three of ten. */
async function changed(
  what: 'isClosed' | 'isGone',
  handler: Handler,
  version: number,
  type: ConfigEntity['type'],
  body: object,
): Promise<[changed: number, answered: number]> {
  const { fakes, configs } = await fakeBrokerWithTree()
  const { config } = loadConfig({ file: { path: 'f', text: 'broker.id=1' } })
  Object.assign(fakes.services, { config, controller: { isActive: true } })
  let changes = 0
  configs.onChange(() => changes++)
  const answer = await ask<Answer>(handler, version, body, fakes, { [what]: () => changes >= 3 })
  const answers = (answer.responses ?? answer.entries ?? answer.results)!
  assert.ok(answers.every(({ errorCode }) => errorCode === ErrorCode.NONE))
  return [configs.names(type).length, answers.length]
}

async function check(handler: Handler, version: number, type: ConfigEntity['type'], body: object): Promise<void> {
  assert.deepEqual(await changed('isGone', handler, version, type, body), [3, 3])
  assert.deepEqual(await changed('isClosed', handler, version, type, body), [10, 10])
}

test('settings', async () => {
  const config = { name: 'consumer.session.timeout.ms', value: '50000' }
  const resources = names.map((resourceName) => ({ resourceType: GROUP, resourceName, configs: [config] }))
  for (const [handler, version] of [
    [alterConfigs, 2],
    [incrementalAlterConfigs, 1],
  ] as const) {
    await check(handler, version, 'groups', { resources })
  }
})

test('quotas', async () => {
  const ops = [{ key: 'producer_byte_rate', value: 1, remove: false }]
  const entries = names.map((entityName) => ({ entity: [{ entityType: 'user', entityName }], ops }))
  await check(alterClientQuotas, 1, 'users', { entries })
})

test('credentials', async () => {
  const bytes = Buffer.alloc(32, 1)
  const upsertions = names.map((name) => ({
    name,
    mechanism: 1,
    iterations: 4096,
    salt: bytes,
    saltedPassword: bytes,
  }))
  await check(alterUserScramCredentials, 0, 'users', { upsertions, deletions: [] })
})
