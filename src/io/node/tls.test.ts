import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import tls from 'node:tls'
import { NetError, type TlsClient } from '../world.ts'
import { makeNodeWorld } from './world.ts'

const file = (name: string) => readFileSync(join(import.meta.dirname, '../../../testdata/tls', name))
const { net } = makeNodeWorld()
const BYTES = 1_000_000

let server: tls.Server
let port: number

before(async () => {
  const options = { cert: file('server.pem'), key: file('server.pem'), ca: file('ca.pem'), requestCert: true }
  // Says who came, and sends back what it gets.
  server = tls.createServer({ ...options, rejectUnauthorized: false }, (socket) => {
    socket.on('error', () => {})
    const { subject } = socket.getPeerCertificate()
    socket.write(`${socket.getProtocol()} ${subject?.CN ?? 'nobody'}\n`)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
after(() => {
  server.close()
})

const client = (options: Partial<TlsClient>): TlsClient => ({
  trusted: file('ca.pem'),
  identity: null,
  verifyHost: true,
  versions: ['TLSv1.2', 'TLSv1.3'],
  ...options,
})

/** What the server says first, and then as many bytes as were sent. */
async function talk(options: Partial<TlsClient>, host = '127.0.0.1'): Promise<string> {
  const socket = await net.connect({ host, port, timeoutMs: 5000, tls: client(options) })
  const sent = Buffer.alloc(BYTES, 'x')
  const read: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    socket.handle({
      data: (bytes) => {
        read.push(Buffer.from(bytes))
        size += bytes.length
        const text = size > BYTES ? Buffer.concat(read).toString() : ''
        const [first, rest] = text.split('\n')
        if (rest?.length !== BYTES) return
        socket.destroy()
        resolve(first!)
      },
      drain: () => {},
      ended: () => {},
      closed: (error) => reject(error ?? new Error('closed')),
    })
    socket.write([sent.subarray(0, 10), sent.subarray(10)])
  })
}

const refused = (error: unknown): boolean => error instanceof NetError

test('bytes go both ways, with either form of identity, in the versions asked for', async () => {
  assert.equal(await talk({}), 'TLSv1.3 nobody')
  assert.equal(await talk({ versions: ['TLSv1.2'] }), 'TLSv1.2 nobody')
  const pem = { format: 'PEM', bytes: file('client.pem'), password: null } as const
  assert.equal(await talk({ identity: pem }), 'TLSv1.3 client')
  const pkcs12 = { format: 'PKCS12', bytes: file('client.p12'), password: 'secret' } as const
  assert.equal(await talk({ identity: pkcs12 }, 'localhost'), 'TLSv1.3 client')
})

test('a server that nobody vouches for, or that is another, is not talked to', async () => {
  await assert.rejects(talk({ trusted: null }), refused)
  await assert.rejects(talk({ trusted: file('client.pem') }), refused)
  const wrong = { format: 'PKCS12', bytes: file('client.p12'), password: 'other' } as const
  await assert.rejects(talk({ identity: wrong }), refused)
})

test('the name in the certificate can be passed over', async () => {
  const elsewhere = tls.createServer({ cert: file('client.pem'), key: file('client.pem') }, (socket) => socket.end())
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const to = { host: '127.0.0.1', port: (elsewhere.address() as AddressInfo).port, timeoutMs: 5000 }
  try {
    await assert.rejects(net.connect({ ...to, tls: client({}) }), refused)
    const socket = await net.connect({ ...to, tls: client({ verifyHost: false }) })
    socket.destroy()
  } finally {
    elsewhere.close()
  }
})
