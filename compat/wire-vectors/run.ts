/**
 * Makes testdata/wire again, by hand, when schema/ has changed: needs Java 17 and Maven.
 *
 *     node compat/wire-vectors/run.ts [VERSION …]
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const SCHEMA = fileURLToPath(new URL('../../schema', import.meta.url))
const TARGET = fileURLToPath(new URL('../../testdata/wire', import.meta.url))
const SEED = '20240611'
/** Drawn at random for each message and version, next to the default, the sparse and the long one. */
const RANDOM_VALUES = '3'

function make(release: string): void {
  const work = mkdtempSync(join(tmpdir(), 'wire-vectors-'))
  try {
    const profile = release.startsWith('3.') ? [] : ['-Pshare']
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${work}`, `-Dkafka.version=${release}`]
    execFileSync('mvn', ['-q', '-B', '-f', join(HERE, 'pom.xml'), ...profile, ...copy], { stdio: 'inherit' })
    const program = ['-cp', join(work, '*'), join(HERE, 'WireVectors.java'), SCHEMA, SEED, RANDOM_VALUES]
    const lines = execFileSync('java', program, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] })
    const packed = brotliCompressSync(lines, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
    })
    mkdirSync(TARGET, { recursive: true })
    writeFileSync(join(TARGET, `kafka-${release}.jsonl.br`), packed)
    console.log(`${release}: ${lines.length} bytes, ${packed.length} packed`)
  } finally {
    rmSync(work, { recursive: true })
  }
}

const releases = process.argv.slice(2)
for (const release of releases.length > 0 ? releases : ['3.9.2', '4.4.0']) make(release)
