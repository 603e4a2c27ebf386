import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apis } from '../protocol/apis.ts'
import { encodeRequest } from '../protocol/frame.ts'
import { recogniseWrongProtocol } from './first-bytes.ts'

const kindOf = (bytes: Buffer) => recogniseWrongProtocol(bytes, 0, bytes.length)?.kind ?? null

function framed(...body: (number | string)[]): Buffer {
  const bytes = Buffer.concat(
    body.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
  )
  const length = Buffer.alloc(4)
  length.writeInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** ZooKeeper's ConnectRequest of a new session, as its Java client sends it. */
function zooKeeperConnect(withReadOnly: boolean): Buffer {
  const body = Buffer.alloc(withReadOnly ? 45 : 44)
  body.writeInt32BE(30_000, 12)
  body.writeInt32BE(16, 24)
  return framed(body.toString('latin1'))
}

test('what else talks to a Kafka port is recognised', () => {
  assert.equal(kindOf(Buffer.from([0x16, 3, 1, 2, 0, 1])), 'tls')
  assert.equal(kindOf(Buffer.from([0x16, 3, 3, 0, 0xf4])), 'tls')
  for (const verb of ['GET / HTTP/1.1', 'POST /x', 'HEAD /', 'PUT /', 'DELETE /', 'OPTIONS *', 'PRI * HTTP/2.0']) {
    assert.equal(kindOf(Buffer.from(verb)), 'http')
  }
  assert.equal(kindOf(zooKeeperConnect(true)), 'zookeeper')
  assert.equal(kindOf(zooKeeperConnect(false)), 'zookeeper')
  assert.equal(kindOf(Buffer.from('ruok')), 'zookeeper')
  assert.equal(kindOf(Buffer.from('mntr\n')), 'zookeeper')
  assert.equal(kindOf(framed('\0user\0password')), 'sasl')
  assert.equal(kindOf(framed('me\0user\0password')), 'sasl')
  assert.equal(kindOf(framed(0x60, 0x82, 2, 0x1e, 6, 9)), 'sasl')
})

test('Kafka is not mistaken for anything else, whole or in part', () => {
  for (const { key, minVersion, maxVersion } of apis.values()) {
    for (let version = minVersion; version <= maxVersion; version++) {
      for (const clientId of ['', null, 'client', 'x'.repeat(30)]) {
        const bytes = Buffer.concat(encodeRequest(key, version, 0, clientId, {} as never))
        for (let length = 0; length <= bytes.length; length++) {
          assert.equal(
            recogniseWrongProtocol(bytes, 0, length),
            null,
            `key ${key}, version ${version}, ${length} bytes`,
          )
        }
      }
    }
  }
})

test('too few bytes say nothing', () => {
  for (const bytes of [Buffer.from('GE'), Buffer.of(0x16, 3), Buffer.alloc(0)]) assert.equal(kindOf(bytes), null)
})
