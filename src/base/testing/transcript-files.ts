/** The transcripts of a folder of testdata/transcripts as tests. `npm test -- transcripts --rewrite` writes them anew. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { retell, type Tell } from './transcript.ts'

const root = join(import.meta.dirname, '../../../testdata/transcripts')

/** Each story begins with a `Tell` of its own. */
export function testTranscripts(folder: string, begin: () => Tell): void {
  for (const name of readdirSync(join(root, folder))) {
    test(name, async () => {
      const file = join(root, folder, name)
      const before = readFileSync(file, 'utf8')
      const now = await retell(before, begin())
      if (process.env.ODRADEK_REWRITE === '1') writeFileSync(file, now)
      else assert.equal(now, before)
    })
  }
}
