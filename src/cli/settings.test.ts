import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Settings } from './settings.ts'

test('numbers: ints of Java are held to their bounds, longs to what a timer takes', () => {
  const settings = new Settings([
    ['request.timeout.ms', '2592000000'],
    ['metadata.max.age.ms', '2592000000'],
    ['socket.connection.setup.timeout.ms', '10000'],
    ['session.timeout.ms', '-1'],
  ])
  assert.throws(
    () => settings.number('request.timeout.ms'),
    /request.timeout.ms=2592000000: a whole number up to 2147483647/,
  )
  assert.equal(settings.longMs('metadata.max.age.ms'), 2_147_483_647)
  assert.equal(settings.longMs('socket.connection.setup.timeout.ms'), 10_000)
  assert.throws(() => settings.longMs('session.timeout.ms'), /a whole number/)
  assert.equal(settings.number('linger.ms'), undefined)
})
