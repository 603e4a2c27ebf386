import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PayloadWriter } from './format.ts'

test('a payload grows wherever its buffer happens to end', () => {
  for (let before = 4080; before < 4100; before++) {
    for (const write of [
      (w: PayloadWriter) => w.u8(7),
      (w: PayloadWriter) => w.u16(7),
      (w: PayloadWriter) => w.u32(7),
      (w: PayloadWriter) => w.u64(7),
      (w: PayloadWriter) => w.text('a'),
      (w: PayloadWriter) => w.data(null),
    ]) {
      const writer = new PayloadWriter()
      for (let i = 0; i < before; i++) writer.u8(1)
      write(writer)
      writer.u8(9)
      assert.ok(writer.length > before + 1)
    }
  }
})
