/** What many resources in one request may cost; what is told of them is in configs.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../config/load.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DescribeConfigsResponse } from '../protocol/generated/032-describe-configs.js'
import { handler } from './032-describe-configs.ts'
import { ask, fakeBroker } from './testing.ts'

const TOPIC = 2
const BROKER = 4

function withConfig() {
  const fakes = fakeBroker()
  const { config } = loadConfig({ file: { path: 'f', text: 'broker.id=1' } })
  Object.assign(fakes.services, { config })
  return fakes
}

function start() {
  const fakes = withConfig()
  let turns = 0
  const { turn } = fakes.world
  const later = (call: () => void): void => {
    turns++
    turn.later(call)
  }
  Object.assign(fakes.services, { world: { ...fakes.world, turn: { later } } })
  const describe = (count: number, isGone = () => false) => {
    const resources = Array.from({ length: count }, () => ({ resourceType: BROKER, resourceName: '1' }))
    const request = { resources, includeSynonyms: true, includeDocumentation: true }
    return ask<DescribeConfigsResponse>(handler, 4, request, fakes, { isGone })
  }
  return { describe, turns: () => turns }
}

test('a few bytes do not ask for an answer without end, and others have their turn meanwhile', async () => {
  const { describe, turns } = start()
  const { results } = await describe(3000)
  assert.equal(results.length, 3000)
  const first = results.findIndex(({ errorCode }) => errorCode !== ErrorCode.NONE)
  assert.ok(first > 100 && first < 2900, `the first that is refused is ${first}`)
  assert.match(results[first]!.errorMessage!, /ask for fewer/)
  assert.ok(results.slice(first).every(({ errorCode }) => errorCode === ErrorCode.INVALID_REQUEST))
  assert.ok(turns() > first / 20, `${turns()} turns for ${first} resources`)
})

test('what is refused counts, too', async () => {
  const fakes = withConfig()
  let entered = 0
  const enter = async () => {
    entered++
    return () => {}
  }
  Object.assign(fakes.services, { largeAnswers: { enter } })
  const resources = new Array(400_000).fill({ resourceType: TOPIC, resourceName: '' })
  const { results } = await ask<DescribeConfigsResponse>(handler, 4, { resources }, fakes)
  assert.equal(entered, 1)
  assert.match(results[0]!.errorMessage!, /empty/)
  assert.match(results.at(-1)!.errorMessage!, /ask for fewer/)
})

test('nothing is described for who is gone', async () => {
  const { describe } = start()
  let asked = 0
  const { results } = await describe(1000, () => ++asked > 100)
  assert.ok(results.length <= 100)
})
