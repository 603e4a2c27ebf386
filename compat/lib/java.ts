// Programs in Java: one class of `java/`, compiled once against the jars of a pom.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jars } from '../apache/apache.ts'
import { builtOnce, compatDir } from './cache.ts'
import { run, tail, Unavailable } from './process.ts'

/** What is started by these, and the arguments before its own. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
}

/** Quick to start, small, and silent but for errors. */
export const SMALL_JVM: readonly string[] = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xmx256m',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
]

export async function javaProgram(main: string, pom: string): Promise<Program> {
  const source = join(compatDir, 'java', `${main}.java`)
  const libraries = await jars(pom)
  const classes = await builtOnce(`java-${main}-${pom}`, [readFileSync(source, 'utf8'), pom], async (out) => {
    mkdirSync(out, { recursive: true })
    const args = ['--release', '11', '-nowarn', '-proc:none', '-cp', libraries, '-d', out, source]
    const compiled = await run('javac', args)
    if (compiled.code !== 0) throw new Unavailable(`javac did not compile: ${tail(compiled.stderr, 900).trim()}`)
  })
  return { command: 'java', args: [...SMALL_JVM, '-cp', `${classes}:${libraries}`, main] }
}
