// The copiers: programs of three client families that consume, transform, produce and commit in one transaction.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jars } from '../apache/apache.ts'
import { PYTHON_FOLDER, pythonEnvironment } from '../clients/python.ts'
import { builtOnce, compatDir } from '../lib/cache.ts'
import { goProgram } from '../lib/go.ts'
import { run, tail, Unavailable } from '../lib/process.ts'

export interface CopierProgram {
  readonly command: string
  /** Before BOOTSTRAP FROM TO GROUP TRANSACTIONAL_ID SEED. */
  readonly args: readonly string[]
}

export const JVM: readonly string[] = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xmx256m',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
]

/** Compiles one class of `java/` against the jars of a pom. */
export async function javaProgram(main: string, pom: string): Promise<CopierProgram> {
  const source = join(compatDir, 'java', `${main}.java`)
  const libraries = await jars(pom)
  const classes = await builtOnce(`java-${main}-${pom}`, [readFileSync(source, 'utf8'), pom], async (out) => {
    mkdirSync(out, { recursive: true })
    const compiled = await run('javac', [
      '--release',
      '11',
      '-nowarn',
      '-proc:none',
      '-cp',
      libraries,
      '-d',
      out,
      source,
    ])
    if (compiled.code !== 0) throw new Unavailable(`javac did not compile: ${tail(compiled.stderr, 900).trim()}`)
  })
  return { command: 'java', args: [...JVM, '-cp', `${classes}:${libraries}`, main] }
}

/** By name: what builds it. */
export const copierPrograms: Readonly<Record<string, () => Promise<CopierProgram>>> = {
  'java-3.9': () => javaProgram('Copier', 'kafka-3.9.2'),
  'java-4.3': () => javaProgram('Copier', 'tools-4.3.1'),
  franz: async () => {
    const command = await goProgram('franz-copier', 'franz-copier', 'github.com/twmb/franz-go v1.22.3')
    return { command, args: [] }
  },
  librdkafka: async () => ({ command: await pythonEnvironment(), args: ['-B', join(PYTHON_FOLDER, 'copier.py')] }),
}
