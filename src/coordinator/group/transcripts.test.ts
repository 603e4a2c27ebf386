/** Stories of rebalances in testdata/transcripts/groups: told again, they must end the same. `npm test -- transcripts --rewrite` writes them anew. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { retell } from '../../base/testing/transcript.ts'
import { GroupStory } from './testing/story.ts'

const folder = join(import.meta.dirname, '../../../testdata/transcripts/groups')

for (const name of readdirSync(folder)) {
  test(name, async () => {
    const file = join(folder, name)
    const before = readFileSync(file, 'utf8')
    const now = await retell(before, new GroupStory().tell)
    if (process.env.ODRADEK_REWRITE === '1') writeFileSync(file, now)
    else assert.equal(now, before)
  })
}
