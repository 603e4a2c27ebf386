import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LogLevels, makeLogger } from './log-lines.ts'

function setUp() {
  const lines: string[] = []
  const levels = new LogLevels('INFO')
  const logger = makeLogger({ levels, wallMs: () => 0, write: (line) => lines.push(line) })
  return { lines, levels, logger }
}

test('a line is time, level, room, sentence, fields', () => {
  const { lines, logger } = setUp()
  logger
    .child({ room: 'network', listener: 'PLAINTEXT' })
    .warn('a client spoke HTTP', { from: '127.0.0.1:5', said: 'GET / now' })
  assert.deepEqual(lines, [
    '1970-01-01T00:00:00.000Z WARN  [network] a client spoke HTTP listener=PLAINTEXT from=127.0.0.1:5 said="GET / now"\n',
  ])
})

test('what a client sent cannot forge a second line', () => {
  const { lines, logger } = setUp()
  logger.info('name\nERROR all is lost', { name: 'a\nb' })
  assert.equal(lines.length, 1)
  assert.equal(lines[0]!.split('\n').length, 2)
})

test('levels: a room follows the root until it has its own', () => {
  const { lines, levels, logger } = setUp()
  const network = logger.child({ room: 'network' })
  network.debug('hidden')
  levels.set('network', 'DEBUG')
  network.debug('shown')
  logger.debug('hidden')
  levels.reset('network')
  network.debug('hidden')
  levels.set('root', 'ERROR')
  network.warn('hidden')
  assert.equal(lines.length, 1)
  assert.deepEqual(levels.names(), ['network', 'root'])
})
