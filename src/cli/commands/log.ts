/** `odradek log dump` and `odradek log verify`. */
import { makeNodeWorld } from '../../io/node/world.ts'
import { ExitCode } from '../exit.ts'
import { dumpLogs } from '../offline/log-dump.ts'
import { verifyLogs } from '../offline/log-verify.ts'
import { write } from '../stdout.ts'

export async function dump(paths: readonly string[], options: { records?: boolean; output: string }): Promise<void> {
  const json = options.output === 'jsonl'
  await dumpLogs({ world: makeNodeWorld(), paths, records: options.records ?? false, json, write })
}

export async function verify(paths: readonly string[]): Promise<void> {
  const { files, batches, records, bytes, findings } = await verifyLogs(makeNodeWorld().disk, paths)
  for (const { file, position, what } of findings) await write(`${file} at byte ${position}: ${what}\n`)
  await write(`${files} files, ${bytes} bytes, ${batches} batches, ${records} records: ${findings.length} damaged\n`)
  if (findings.length > 0) process.exitCode = ExitCode.FAILED
}
