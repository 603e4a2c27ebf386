// Apache's kafka-dump-log as a judge of files.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { apacheTool } from '../apache/apache.ts'
import { expect } from '../lib/client.ts'
import { tail } from '../lib/process.ts'

/** Paths of a partition's files of these kinds. */
export function filesOf(dir: string, ...kinds: readonly string[]): string[] {
  return readdirSync(dir)
    .filter((file) => kinds.some((kind) => file.endsWith(`.${kind}`)))
    .map((file) => join(dir, file))
}

/** So many paths fit into one argument, and what is printed of them into what `run` keeps. */
const FILES_AT_ONCE = 40

/** Finds nothing wrong in them, and gives what it prints. */
export async function dumpLog(files: readonly string[], ...more: readonly string[]): Promise<string> {
  let printed = ''
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
    const some = files.slice(at, at + FILES_AT_ONCE)
    const args = ['--files', some.join(','), '--deep-iteration', ...more]
    const { code, stdout, stderr } = await apacheTool('3.9.2', 'kafka.tools.DumpLogSegments', args)
    const text = stdout + stderr
    const complains = /mismatch|not valid|corrupt|Exception|Found .* (timestamp|offset)/i.test(text)
    expect(code === 0 && !complains, `kafka-dump-log ${some[0]}:\n${tail(text)}`)
    printed += stdout
  }
  return printed
}

/** Offsets of the records in what it printed. */
export function dumpedOffsets(stdout: string): number[] {
  return [...stdout.matchAll(/^\| offset: (\d+) /gm)].map((match) => Number(match[1]))
}
