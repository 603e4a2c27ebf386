import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { FaultDisk, isChange } from '../io/fault/disk.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { replaceFile } from '../storage/atomic-file.ts'
import { keepSession, readFormerSession } from './former-session.ts'

const PATH = '/data/odradek-zookeeper-session'
const CONNECT = 'zk1:2181/kafka'
const KEY = { id: -72057594037927936n, password: Buffer.alloc(16, 0xab) }

test('a session is kept for the ZooKeeper it belongs to; anything else in the file is not used', async () => {
  const { disk } = new MemoryWorld()
  await disk.makeDirectory('/data')
  assert.equal(await readFormerSession(disk, PATH, CONNECT), null)
  await keepSession(disk, PATH, CONNECT, KEY, silentLogger)
  const kept = await readFormerSession(disk, PATH, CONNECT)
  assert.deepEqual([kept?.id, kept?.password], [KEY.id, KEY.password])
  assert.equal(await readFormerSession(disk, PATH, 'zk1:2181/other'), null)
  const text = Buffer.from(await disk.readFile(PATH, 1000)).toString()
  const wrong = ['', '{', 'null', '[]', '{}', text.replace('1', '2'), text.replace('ab', 'x'), text.replace('-7', 'z')]
  for (const other of wrong) {
    await replaceFile(disk, PATH, Buffer.from(other))
    assert.equal(await readFormerSession(disk, PATH, CONNECT), null, other)
  }
})

test('nobody but its owner may read it, whatever was there before', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-session-'))
  try {
    const path = join(dir, 'odradek-zookeeper-session')
    for (const old of [path, `${path}.tmp`]) writeFileSync(old, 'old', { mode: 0o644 })
    await keepSession(makeNodeWorld().disk, path, CONNECT, KEY, silentLogger)
    assert.equal(statSync(path).mode & 0o777, 0o600)
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('a disk that takes nothing is no reason to fail', async () => {
  const world = new MemoryWorld()
  await world.disk.makeDirectory('/data')
  const full = { act: 'fail', kind: 'full' } as const
  const disk = new FaultDisk(world.disk, (operation) => (isChange(operation) ? full : null))
  let warned = 0
  await keepSession(disk, PATH, CONNECT, KEY, { ...silentLogger, warn: () => void warned++ })
  assert.equal(warned, 1)
})
