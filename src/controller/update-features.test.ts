import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { NodeError } from '../metadata/contract.ts'
import { FinalizedFeatures } from '../metadata/finalized-features.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startKit } from './test-kit.ts'

const FEATURES = [{ name: 'transaction.version', maxLevel: 2, initialLevel: 2 }]
const UPGRADE = 1
const SAFE_DOWNGRADE = 2

async function start() {
  const kit = await startKit({ features: FEATURES })
  const features = await FinalizedFeatures.start(kit.tree, kit.world.clock, silentLogger)
  const update = (level: number, upgradeType: number, feature = 'transaction.version', validateOnly = false) =>
    kit.controller.updateFeatures([{ feature, level, upgradeType }], validateOnly)
  return { kit, features, update }
}

test('a new cluster begins with the newest levels, and a level stays over a new controller', async () => {
  const { kit, features, update } = await start()
  assert.deepEqual([features.epoch, features.level('transaction.version'), features.level('other')], [0, 2, 0])
  assert.equal((await update(1, SAFE_DOWNGRADE)).error, ErrorCode.NONE)
  await kit.settle()
  assert.deepEqual([features.epoch, features.level('transaction.version')], [1, 1])
  assert.equal(
    await kit.data('/feature'),
    '{"features":{"transaction.version":{"max_version_level":1}},"version":2,"status":1}',
  )
  await kit.controller.stop()
  const next = await startKit({ features: FEATURES, tree: kit.tree, world: kit.world, brokerId: 8 })
  assert.equal(features.level('transaction.version'), 1)
  await next.close()
})

test('level 0 takes a feature away', async () => {
  const { kit, features, update } = await start()
  assert.equal((await update(0, SAFE_DOWNGRADE)).error, ErrorCode.NONE)
  await kit.settle()
  assert.deepEqual([...features.levels], [])
  assert.equal(await kit.data('/feature'), '{"features":{},"version":2,"status":1}')
  await kit.close()
})

test('what is refused, and that nothing of it is made', async () => {
  const { kit, features, update } = await start()
  const refused: [level: number, upgradeType: number, feature: string, words: RegExp][] = [
    [1, UPGRADE, 'transaction.version', /Can't downgrade the version of this feature without/],
    [3, UPGRADE, 'transaction.version', /Local controller 7 only supports versions 0-2$/],
    [-1, SAFE_DOWNGRADE, 'transaction.version', /cannot be less than 0\.$/],
    [1, 0, 'transaction.version', /does not support the given upgrade type\.$/],
    [1, UPGRADE, 'nope', /Invalid update version 1 for feature nope\. Local controller 7 does not support/],
    [0, SAFE_DOWNGRADE, 'nope', /Feature nope not found\.$/],
  ]
  for (const [level, upgradeType, feature, words] of refused) {
    const { error, message } = await update(level, upgradeType, feature)
    assert.equal(error, ErrorCode.INVALID_UPDATE_VERSION)
    assert.match(message!, words)
  }
  const half = [
    { feature: 'transaction.version', level: 1, upgradeType: SAFE_DOWNGRADE },
    { feature: 'nope', level: 1, upgradeType: UPGRADE },
  ]
  assert.equal((await kit.controller.updateFeatures(half, false)).error, ErrorCode.INVALID_UPDATE_VERSION)
  assert.equal((await update(1, SAFE_DOWNGRADE, 'transaction.version', true)).error, ErrorCode.NONE)
  await kit.settle()
  assert.deepEqual([features.epoch, features.level('transaction.version')], [0, 2])
  await kit.close()
})

test('a broker that is not the controller says so; nodes that cannot be read are no features', async () => {
  const { kit, features, update } = await start()
  await kit.tree.set('/feature', Buffer.from('{"version":9}'), -1)
  await kit.settle()
  assert.deepEqual([...features.levels], [])
  await kit.controller.stop()
  assert.equal((await update(1, UPGRADE)).error, ErrorCode.NOT_CONTROLLER)
})

test('levels that could not be read are read again, though nothing tells of them', async () => {
  const { kit } = await start()
  let refusals = 2
  const tree = new Proxy(kit.tree, {
    get: (target, name) => {
      if (name === 'exists' && refusals > 0) return async () => Promise.reject(refused())
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const refused = (): NodeError => {
    refusals--
    return new NodeError('no-auth', '/feature')
  }
  const features = await FinalizedFeatures.start(tree, kit.world.clock, silentLogger)
  assert.equal(features.epoch, -1)
  await kit.world.advance(3000)
  assert.deepEqual([features.epoch, features.level('transaction.version')], [0, 2])
  features.close()
  await kit.close()
})
