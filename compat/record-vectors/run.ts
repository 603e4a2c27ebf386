/**
 * Makes testdata/records again, by hand: needs Java 17 and Maven.
 *
 *     node compat/record-vectors/run.ts [COUNT SEED FILE]
 *
 * With arguments: that many verdicts into FILE, for a longer comparison:
 * RECORD_VERDICTS=FILE node --test src/protocol/batch/verdicts.test.ts
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const TARGET = fileURLToPath(new URL('../../testdata/records', import.meta.url))
const VERDICTS = '1500'
const SEED = '20240611'

function packed(file: string): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
  return brotliCompressSync(readFileSync(file), { params })
}

const [count = VERDICTS, seed = SEED, target] = process.argv.slice(2)
const work = mkdtempSync(join(tmpdir(), 'record-vectors-'))
try {
  execFileSync(
    'mvn',
    ['-q', '-B', '-f', join(HERE, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${work}`],
    {
      stdio: 'inherit',
    },
  )
  const program = ['-cp', join(work, '*'), join(HERE, 'RecordVectors.java')]
  const raw = join(work, 'vectors.bin')
  execFileSync('java', [...program, 'verdicts', raw, count, seed], { stdio: 'inherit' })
  if (target !== undefined) {
    writeFileSync(target, readFileSync(raw))
  } else {
    mkdirSync(TARGET, { recursive: true })
    writeFileSync(join(TARGET, 'verdicts.bin.br'), packed(raw))
    for (const kind of ['batches', 'conversions']) {
      execFileSync('java', [...program, kind, raw], { stdio: 'inherit' })
      writeFileSync(join(TARGET, `${kind}.bin.br`), packed(raw))
    }
  }
} finally {
  rmSync(work, { recursive: true })
}
