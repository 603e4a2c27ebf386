import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { advertise, readEndpoints } from './endpoints.ts'
import { fakeConfig } from './testing.ts'

const MAP = 'PLAINTEXT:PLAINTEXT,SSL:SSL,INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,SAFE:SASL_SSL'

function read(listeners: string, advertised = '', more: Record<string, string> = {}) {
  const list = (text: string) => text.split(',').filter((part) => part !== '')
  const config = fakeConfig({
    listeners: list(listeners),
    'advertised.listeners': list(advertised),
    'listener.security.protocol.map': MAP,
    ...more,
  })
  return readEndpoints(config, () => 'this.host')
}

function told(listeners: string, advertised = '', more: Record<string, string> = {}): string {
  const endpoints = read(listeners, advertised, more)
  return endpoints.advertised.map(({ listener, host, port }) => `${listener} ${host}:${port}`).join(', ')
}

test('what is told to clients', () => {
  assert.equal(told('PLAINTEXT://127.0.0.1:9092'), 'PLAINTEXT 127.0.0.1:9092')
  assert.equal(told('PLAINTEXT://:9092'), 'PLAINTEXT this.host:9092')
  assert.equal(told('plaintext://[::1]:9092'), 'PLAINTEXT ::1:9092')
  assert.equal(told('PLAINTEXT://0.0.0.0:9092', 'PLAINTEXT://kafka.example:19092'), 'PLAINTEXT kafka.example:19092')
  assert.equal(told('PLAINTEXT://[fe80::1%eth0]:9092, ', 'PLAINTEXT://[fe80::1%eth0]:1,'), 'PLAINTEXT fe80::1%eth0:1')
  const inside = { 'inter.broker.listener.name': 'inside' }
  const two = 'INSIDE://:9093,OUTSIDE://0.0.0.0:9092'
  assert.equal(told(two, 'OUTSIDE://a:1,INSIDE://b:1', inside), 'OUTSIDE a:1, INSIDE b:1')
  assert.equal(told(two, 'INSIDE://b:1', inside), 'INSIDE b:1')
  assert.equal(read(two, 'INSIDE://b:1', inside).interBrokerListener, 'INSIDE')
  assert.equal(
    told('INSIDE://127.0.0.1:9092,OUTSIDE://[::1]:9092', '', inside),
    'INSIDE 127.0.0.1:9092, OUTSIDE ::1:9092',
  )
})

test('port 0 is told as the port that was taken', () => {
  const inside = { 'inter.broker.listener.name': 'INSIDE' }
  const endpoints = read('INSIDE://127.0.0.1:0,OUTSIDE://127.0.0.1:0', 'INSIDE://a:0,OUTSIDE://b:7', inside)
  const bound = endpoints.listeners.map((endpoint, i) => ({ ...endpoint, port: 5000 + i }))
  assert.deepEqual(
    advertise(endpoints, bound).map(({ listener, host, port }) => `${listener} ${host}:${port}`),
    ['INSIDE a:5000', 'OUTSIDE b:7'],
  )
})

const mistakes: [what: string, listeners: string, advertised: string, more: Record<string, string>, fault: RegExp][] = [
  ['nothing', '', '', {}, /listeners is empty/],
  ['no name', '127.0.0.1:9092', '', {}, /write NAME:\/\/host:port/],
  ['no port', 'PLAINTEXT://host', '', {}, /write NAME:\/\/host:port/],
  ['a variable that nobody put in', 'PLAINTEXT://:1', 'PLAINTEXT://$HOST:1', {}, /write NAME:/],
  ['an asterisk', 'PLAINTEXT://*:1', '', {}, /write NAME:/],
  ['a port that cannot be', 'PLAINTEXT://host:70000', '', {}, /write NAME/],
  ['an unknown name', 'OTHER://:9092', '', {}, /add OTHER:PLAINTEXT to listener\.security\.protocol\.map/],
  ['TLS', 'SSL://:9092', '', {}, /SSL, which is not served yet: use PLAINTEXT/],
  ['SASL', 'SAFE://:9092', '', {}, /SASL_SSL, which is not served yet/],
  ['a name twice', 'PLAINTEXT://:1,PLAINTEXT://:2', '', {}, /PLAINTEXT twice/],
  ['a port twice', 'INSIDE://:1,OUTSIDE://:1', '', {}, /port 1 more than once/],
  ['0.0.0.0 by default', 'PLAINTEXT://0.0.0.0:1', '', {}, /set advertised\.listeners=PLAINTEXT:\/\/HOST:1/],
  [':: by default', 'PLAINTEXT://[::]:1', '', {}, /set advertised\.listeners/],
  ['0.0.0.0 advertised', 'PLAINTEXT://:1', 'PLAINTEXT://0.0.0.0:1', {}, /advertised\.listeners has 0\.0\.0\.0/],
  ['advertised alone', 'PLAINTEXT://:1', 'INSIDE://a:1', {}, /names INSIDE, which listeners does not have/],
  ['no inter-broker listener', 'INSIDE://:1', '', {}, /set inter\.broker\.listener\.name to one of INSIDE/],
  [
    'an inter-broker listener that is not there',
    'PLAINTEXT://:1',
    '',
    { 'inter.broker.listener.name': 'INSIDE' },
    /inter\.broker\.listener\.name=INSIDE is not in/,
  ],
  ['a bad map', 'PLAINTEXT://:1', '', { 'listener.security.protocol.map': 'PLAINTEXT:TCP' }, /"PLAINTEXT:TCP": write/],
  ['a map with one twice', 'A://:1', '', { 'listener.security.protocol.map': 'A:SSL,a:SSL' }, /names A twice/],
]

for (const [what, listeners, advertised, more, fault] of mistakes) {
  test(`refused, with the fix: ${what}`, () => {
    assert.throws(
      () => read(listeners, advertised, more),
      (error) => error instanceof OperatorError && fault.test(error.message),
    )
  })
}
