import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import {
  DECOMPRESS_BUDGET_BYTES,
  DECOMPRESS_FIRST_TRY_BYTES_MAX,
  DECOMPRESSED_BATCH_BYTES_MAX,
} from '../../base/limits.ts'
import type { Compute } from '../../io/world.ts'
import { CompressionError } from '../compression/compression.ts'
import { CompressionType } from '../compression/types.ts'
import { Unpacker } from './unpacker.ts'

/** Work waits until it is let go, so that the test sees what is under way at once. */
function heldCompute() {
  const held: (() => void)[] = []
  const compute: Compute = {
    offload: (work) =>
      new Promise((resolve, reject) => {
        held.push(() => {
          try {
            resolve(work.here())
          } catch (error) {
            reject(error)
          }
        })
      }),
  }
  return { held, compute }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('large ones are unpacked together only as far as the budget goes, in order', async () => {
  const { held, compute } = heldCompute()
  const unpacker = new Unpacker(compute)
  const packed = zstdCompressSync(Buffer.alloc(2 << 20))
  const atOnce = DECOMPRESS_BUDGET_BYTES / DECOMPRESS_FIRST_TRY_BYTES_MAX
  const done: number[] = []
  const all = Array.from({ length: atOnce + 3 }, (_, i) =>
    unpacker.use(CompressionType.ZSTD, packed, false, (data) => {
      done.push(i)
      return data.length
    }),
  )
  await settled()
  assert.equal(held.length, atOnce)
  while (held.length > 0) {
    held.shift()!()
    await settled()
  }
  assert.deepEqual(await Promise.all(all), Array(atOnce + 3).fill(2 << 20))
  assert.deepEqual(
    done,
    done.map((_, i) => i),
  )
})

test('what passes the first bound waits for the whole budget, what passes that is refused', async () => {
  const { held, compute } = heldCompute()
  const unpacker = new Unpacker(compute)
  const large = zstdCompressSync(Buffer.alloc(DECOMPRESS_FIRST_TRY_BYTES_MAX + 1))
  const bomb = zstdCompressSync(Buffer.alloc(DECOMPRESSED_BATCH_BYTES_MAX + 1))
  const small = zstdCompressSync(Buffer.alloc(2 << 20))
  const results = [large, bomb, small].map((bytes) =>
    unpacker.use(CompressionType.ZSTD, bytes, false, (data) => data.length),
  )
  const refused = assert.rejects(results[1] as Promise<number>, (error) => {
    return error instanceof CompressionError && error.kind === 'too-large'
  })
  await settled()
  assert.equal(held.length, 3)
  let most = 0
  while (held.length > 0) {
    held.shift()!()
    await settled()
    most = Math.max(most, held.length)
  }
  assert.equal(await results[0], DECOMPRESS_FIRST_TRY_BYTES_MAX + 1)
  assert.equal(await results[2], 2 << 20)
  await refused
  assert.ok(most <= 2)
  // All of the budget came back.
  const again = unpacker.use(CompressionType.ZSTD, large, false, (data) => data.length)
  for (let i = 0; i < 2; i++) {
    await settled()
    held.shift()!()
  }
  assert.equal(await again, DECOMPRESS_FIRST_TRY_BYTES_MAX + 1)
})

test('small ones never wait', () => {
  const { held, compute } = heldCompute()
  const unpacker = new Unpacker(compute)
  void unpacker.use(CompressionType.ZSTD, zstdCompressSync(Buffer.alloc(2 << 20)), false, () => 0)
  const answer = unpacker.use(CompressionType.ZSTD, zstdCompressSync('abc'), false, (data) =>
    Buffer.from(data).toString(),
  )
  assert.equal(answer, 'abc')
  assert.equal(held.length, 1)
})
