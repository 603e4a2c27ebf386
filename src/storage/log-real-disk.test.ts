/** The same log over the real disk: what the simulated one cannot show, descriptors and system calls. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { BatchValidator } from '../protocol/batch/validate.ts'
import { AppendBuffers } from './append-buffers.ts'
import { FilePool } from './file-pool.ts'
import { Log } from './log.ts'
import { asClient, batchOf, readAll, testConfig } from './log-test-kit.ts'

test('many logs over few descriptors and little memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'))
  const world = makeNodeWorld()
  const buffers = new AppendBuffers(256 << 10)
  const files = new FilePool(world.disk, 8)
  const validator = new BatchValidator(world)
  const open = (partition: number, cleanShutdown: boolean) =>
    Log.open({
      world,
      logger: silentLogger,
      dir: `${folder}/t-${partition}`,
      logDir: folder,
      topic: 't',
      partition,
      topicId: null,
      config: { ...testConfig, segmentBytes: 40_000, indexIntervalBytes: 1000 },
      recoveryPoint: 0,
      logStartOffset: 0,
      highWatermark: 0,
      cleanShutdown,
      flushPolicy: 'auto',
      buffers,
      files,
      validator,
      onFailure: (error) => assert.fail(error),
    })
  const stable = (log: Log) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (log.stableEndOffset === log.logEndOffset) resolve()
      }
      log.onStable = look
      look()
    })
  const values = (round: number, partition: number) => [`${round} of ${partition}`.padEnd(700, '.'), 'second']
  try {
    let logs = await Promise.all(Array.from({ length: 20 }, (_, partition) => open(partition, false)))
    for (let round = 0; round < 60; round++) {
      for (const log of logs) {
        const result = log.append(batchOf(values(round, log.partition)), { ...asClient, mustFlush: round % 10 === 0 })
        // Under pressure the answer comes when the disk has caught up.
        if (result instanceof Promise) await result
      }
      await Promise.all(logs.map(stable))
    }
    const check = async (log: Log) => {
      const stored = await readAll(log)
      assert.deepEqual(
        stored.map((record) => record.value),
        Array.from({ length: 60 }, (_, round) => values(round, log.partition)).flat(),
      )
    }
    for (const log of logs) await check(log)
    assert.ok(logs[0]!.segmentCount > 1)
    await Promise.all(logs.map((log) => log.close(true)))
    assert.equal(files.openFiles, 0)
    assert.match(readFileSync(`${folder}/t-3/leader-epoch-checkpoint`, 'utf8'), /^0\n1\n0 0\n$/)
    for (const clean of [true, false]) {
      logs = await Promise.all(Array.from({ length: 20 }, (_, partition) => open(partition, clean)))
      for (const log of logs) await check(log)
      await Promise.all(logs.map((log) => log.close(false)))
    }
    assert.ok(files.openFiles === 0 && buffers.inUseBytes === 0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
