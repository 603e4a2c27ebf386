import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { baseOffsetAt, lastOffsetAt, sizeInBytesAt } from '../protocol/batch/header.ts'
import { AppendBuffers } from './append-buffers.ts'
import { batchOf } from './log-test-kit.ts'
import { TailCache } from './tail-cache.ts'

/** A log without files: what is "written" is remembered as one run of bytes. */
class Written {
  readonly cache: TailCache
  bytes: Buffer = Buffer.alloc(0)
  end = 0
  position = 0
  segmentBase = 0
  writtenOffset = 0

  constructor(buffers: AppendBuffers) {
    this.cache = new TailCache(buffers)
  }

  append(batch: Buffer): void {
    this.end = this.cache.append(batch, this.end, 3, this.segmentBase, this.position)
    this.position += batch.length
  }

  roll(): void {
    if (this.position === 0) return
    this.segmentBase = this.end
    this.position = 0
  }

  /** Writes one group; `during` happens while it is under way. */
  write(during: () => void = () => {}): boolean {
    const group = this.cache.takePending()
    if (group === null) return false
    const content = Buffer.concat(group.chunks)
    assert.equal(content.length, group.byteLength)
    during()
    // A chunk that is being written does not change.
    assert.ok(content.equals(Buffer.concat(group.chunks)))
    this.cache.written(group)
    this.bytes = Buffer.concat([this.bytes, content])
    this.writtenOffset = group.endOffset
    return true
  }

  expected(from: number, upTo: number, maxBytes: number, atLeastOne: boolean): Buffer {
    let start = -1
    let at = 0
    for (; at < this.bytes.length; at += sizeInBytesAt(this.bytes, at)) {
      if (lastOffsetAt(this.bytes, at) < from) continue
      if (start < 0) start = at
      const end = at + sizeInBytesAt(this.bytes, at)
      if (lastOffsetAt(this.bytes, at) >= upTo) break
      if (end - start > maxBytes && !(atLeastOne && at === start)) break
    }
    return start < 0 ? Buffer.alloc(0) : this.bytes.subarray(start, at)
  }
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      log: fc.nat(2),
      count: fc.integer({ min: 1, max: 5 }),
      bytes: fc.oneof(fc.nat(100), fc.nat(20_000), fc.nat(300_000)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'writeWhileAppending', 'roll'), log: fc.nat(2) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      log: fc.nat(2),
      at: fc.nat(1000),
      length: fc.nat(30),
      maxBytes: fc.oneof(fc.nat(500), fc.nat(100_000), fc.constant(1 << 20)),
      atLeastOne: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), log: fc.nat(2) }) },
)

test('what the cache answers is what was written, and never changes afterwards', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(64 << 10, 512 << 10, 4 << 20), (steps, maxBytes) => {
      const buffers = new AppendBuffers(maxBytes)
      const logs = [new Written(buffers), new Written(buffers), new Written(buffers)]
      const served: { chunks: Uint8Array[]; content: Buffer }[] = []
      let counter = 0
      for (const one of steps) {
        const log = logs[one.log]!
        const batch = () => batchOf([`${counter++}`, 'x'.repeat(one.do === 'append' ? one.bytes : 10)])
        switch (one.do) {
          case 'append':
            log.append(Buffer.concat(Array.from({ length: one.count }, batch)))
            break
          case 'write':
            while (log.write());
            break
          case 'writeWhileAppending':
            log.write(() => log.append(batch()))
            break
          case 'roll':
            log.roll()
            break
          case 'clear':
            while (log.write());
            log.cache.clear()
            break
          case 'read': {
            const from = Math.floor((log.writtenOffset * one.at) / 1000)
            const upTo = Math.min(from + one.length, log.writtenOffset)
            if (from >= upTo) break
            log.cache.noteReader()
            const start = log.cache.startOffset
            const found = log.cache.read(from, upTo, one.maxBytes, one.atLeastOne)
            if (found === null) {
              assert.ok(start < 0 || from < start)
              break
            }
            const content = Buffer.concat(found.chunks)
            assert.equal(content.length, found.byteLength)
            assert.ok(content.equals(log.expected(from, upTo, one.maxBytes, one.atLeastOne)))
            served.push({ chunks: found.chunks, content })
          }
        }
      }
      for (const { chunks, content } of served) assert.ok(content.equals(Buffer.concat(chunks)))
      for (const log of logs) {
        while (log.write());
        let offset = 0
        for (let at = 0; at < log.bytes.length; at += sizeInBytesAt(log.bytes, at)) {
          assert.equal(baseOffsetAt(log.bytes, at), offset)
          offset = lastOffsetAt(log.bytes, at) + 1
        }
        assert.equal(offset, log.end)
      }
    }),
    { numRuns: 150 },
  )
})

test('memory is bounded over all logs, and what waits for the disk is never given up', () => {
  const buffers = new AppendBuffers(1 << 20)
  const logs = Array.from({ length: 500 }, () => new Written(buffers))
  for (let round = 0; round < 5; round++) {
    for (const log of logs) {
      log.cache.noteReader()
      log.append(batchOf(['v'.repeat(100)]))
      log.write()
      assert.ok(buffers.inUseBytes <= buffers.maxBytes)
    }
  }
  for (const log of logs) log.append(batchOf(['v'.repeat(100)]))
  assert.ok(buffers.isPressed)
  for (const log of logs) assert.ok(log.write())
  logs[0]!.append(batchOf(['v']))
  assert.ok(logs.every((log) => log.end >= 6))
})

test('a log that nobody reads uses the same few slabs again; one that is read keeps its end', () => {
  const buffers = new AppendBuffers()
  const unread = new Written(buffers)
  const read = new Written(buffers)
  for (let i = 0; i < 60; i++) {
    unread.append(batchOf(['v'.repeat(100_000)]))
    unread.write()
  }
  assert.ok(buffers.inUseBytes <= 1 << 20, `${buffers.inUseBytes} bytes`)
  for (let i = 0; i < 40; i++) {
    read.cache.noteReader()
    read.append(batchOf(['v'.repeat(100_000)]))
    read.write()
  }
  assert.equal(read.cache.startOffset, 0)
})
