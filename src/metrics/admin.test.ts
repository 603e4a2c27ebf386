import assert from 'node:assert/strict'
import http from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { listenHttp } from '../io/node/http.ts'
import { watchProcess } from '../io/node/process-stats.ts'
import { type AdminParams, startAdmin } from './admin.ts'
import { registerProcessMetrics } from './process-metrics.ts'
import { Registry } from './registry.ts'

function params(more: Partial<AdminParams> = {}): AdminParams {
  const registry = new Registry()
  registry.counter('a_total', 'A.')
  registerProcessMetrics(registry, watchProcess())
  return {
    listen: listenHttp,
    listeners: ['127.0.0.1:0'],
    registry,
    notReady: () => null,
    version: { version: '1' },
    logger: silentLogger,
    ...more,
  }
}

function get(url: string, method = 'GET'): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        body += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '', body }),
      )
    })
    request.on('error', reject)
    request.end()
  })
}

test('the pages', async () => {
  let reason: string | null = 'the logs are being recovered'
  const admin = await startAdmin(params({ notReady: () => reason }))
  const url = admin.urls[0]!
  try {
    const metrics = await get(`${url}/metrics`)
    assert.equal(metrics.type, 'text/plain; version=0.0.4; charset=utf-8')
    assert.match(metrics.body, /^a_total 0$/m)
    assert.match(metrics.body, /^process_resident_memory_bytes [1-9][0-9]+$/m)
    assert.match(metrics.body, /^nodejs_eventloop_utilization [01]/m)
    assert.equal((await get(`${url}/livez?x=1`)).status, 200)
    const ready = await get(`${url}/readyz`)
    assert.deepEqual([ready.status, ready.body], [503, 'the logs are being recovered\n'])
    reason = null
    assert.equal((await get(`${url}/readyz`)).status, 200)
    assert.deepEqual(JSON.parse((await get(`${url}/version`)).body), { version: '1' })
    assert.equal((await get(`${url}/nothing`)).status, 404)
    assert.equal((await get(`${url}/metrics`, 'POST')).status, 405)
    assert.equal((await get(`${url}/livez`, 'HEAD')).body, '')
  } finally {
    await admin.close()
  }
})

test('a taken port is a warning', async () => {
  const first = await startAdmin(params())
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) }
  const second = await startAdmin(params({ listeners: [first.urls[0]!], logger }))
  assert.deepEqual(second.urls, [])
  assert.match(warnings[0]!, /are not served on http:\/\/127\.0\.0\.1:\d+ \(.*EADDRINUSE.*set odradek.admin.listeners/)
  await second.close()
  await first.close()
})

test('no listener, no server; a wrong address is refused', async () => {
  assert.deepEqual((await startAdmin(params({ listeners: [''] }))).urls, [])
  await assert.rejects(startAdmin(params({ listeners: ['a:b'] })), /write host:port/)
})

test('what is no request is answered or cut off, and nothing stays open', async () => {
  const admin = await startAdmin(params())
  const port = Number(new URL(admin.urls[0]!).port)
  const send = (bytes: string | Buffer): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
      let text = ''
      socket.on('data', (part) => {
        text += part
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
    })
  try {
    assert.match(await send('hello\r\n\r\n'), /^HTTP\/1\.1 400 /)
    assert.match(await send(Buffer.alloc(20_000, 'x')), /^HTTP\/1\.1 400 /)
    assert.match(
      await send('GET /livez HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n'),
      /^HTTP\/1\.1 200 OK\r\n/,
    )
    const half = connect(port, '127.0.0.1', () => half.write('GET /li'))
    await new Promise((resolve) => half.once('connect', resolve))
    half.on('error', () => {})
    const cut = new Promise((resolve) => half.once('close', resolve))
    await admin.close()
    await cut
  } finally {
    await admin.close()
  }
})
