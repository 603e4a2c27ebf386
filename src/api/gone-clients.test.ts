/** A request may name very many: one whose client is gone in the meantime is not carried on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../config/load.ts'
import type { ConfigEntity } from '../controller/contract.ts'
import { handler as alterConfigs } from './033-alter-configs.ts'
import { handler as incrementalAlterConfigs } from './044-incremental-alter-configs.ts'
import { handler as alterClientQuotas } from './049-alter-client-quotas.ts'
import { handler as alterUserScramCredentials } from './051-alter-user-scram-credentials.ts'
import type { Handler } from './handler.ts'
import { ask, fakeBrokerWithTree } from './testing.ts'

const GROUP = 32
const names = Array.from({ length: 10 }, (_, n) => `n${n}`)

/** How many are changed when the client goes after three of ten. */
async function changed(handler: Handler, version: number, type: ConfigEntity['type'], body: object): Promise<number> {
  const { fakes, configs } = await fakeBrokerWithTree()
  const { config } = loadConfig({ file: { path: 'f', text: 'broker.id=1' } })
  Object.assign(fakes.services, { config, controller: { isActive: true } })
  let changes = 0
  configs.onChange(() => changes++)
  await ask(handler, version, body, fakes, { isClosed: () => changes >= 3 })
  return configs.names(type).length
}

test('settings', async () => {
  const config = { name: 'consumer.session.timeout.ms', value: '50000' }
  const resources = names.map((resourceName) => ({ resourceType: GROUP, resourceName, configs: [config] }))
  for (const [handler, version] of [
    [alterConfigs, 2],
    [incrementalAlterConfigs, 1],
  ] as const) {
    assert.equal(await changed(handler, version, 'groups', { resources }), 3)
  }
})

test('quotas', async () => {
  const ops = [{ key: 'producer_byte_rate', value: 1, remove: false }]
  const entries = names.map((entityName) => ({ entity: [{ entityType: 'user', entityName }], ops }))
  assert.equal(await changed(alterClientQuotas, 1, 'users', { entries }), 3)
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
  assert.equal(await changed(alterUserScramCredentials, 0, 'users', { upsertions, deletions: [] }), 3)
})
