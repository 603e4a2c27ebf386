import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { NodeError } from './contract.ts'
import { overSessions } from './over-sessions.ts'

test('what a session that expired left undone is done in the next one, but not for ever', async () => {
  const clock = { sleep: async () => {} }
  let asked = 0
  const failing = (times: number, kind: NodeError['kind']) => async () => {
    if (asked++ < times) throw new NodeError(kind, '/a')
    return asked
  }
  assert.equal(await overSessions(clock, failing(2, 'session-expired')), 3)
  asked = 0
  await assert.rejects(overSessions(clock, failing(1, 'no-node')), (error) => error instanceof NodeError)
  assert.equal(asked, 1)
  const endless = overSessions(clock, failing(Infinity, 'session-expired'))
  await assert.rejects(endless, (error) => {
    return error instanceof OperatorError && /raise zookeeper\.session\.timeout\.ms/.test(error.message)
  })
})
