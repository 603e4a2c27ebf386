import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from './lines.ts'

async function cut(text: string | Buffer, pieceBytes: number, bareReturns = false): Promise<string[]> {
  const bytes = Buffer.from(text as string)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
  }
  const lines: string[] = []
  for await (const line of linesOf(pieces(), bareReturns)) lines.push(line.toString('latin1'))
  return lines
}

test('lines end with \\n or \\r\\n, and in Java with \\r, however the bytes come', async () => {
  for (let pieceBytes = 1; pieceBytes < 20; pieceBytes++) {
    assert.deepEqual(await cut('a\nb\r\n\n\r\nc\rd\n', pieceBytes), ['a', 'b', '', '', 'c\rd'])
    assert.deepEqual(await cut('a\nb\r\n\n\r\nc\rd\n', pieceBytes, true), ['a', 'b', '', '', 'c', 'd'])
    assert.deepEqual(await cut('a\r\r\nb\r', pieceBytes, true), ['a', '', 'b'])
    assert.deepEqual(await cut('no end', pieceBytes), ['no end'])
    assert.deepEqual(await cut('', pieceBytes), [])
    const odd = Buffer.from([0xff, 0xe2, 0x80, 0xa8, 0x00, 0x85])
    assert.deepEqual(await cut(odd, pieceBytes, true), [odd.toString('latin1')])
  }
})
