// Clients that are programs in another language: `list` prints their cases, `run BOOTSTRAP TOPIC CASE` runs one.
import type { Case, Context } from './client.ts'
import { run, runOk, tail } from './process.ts'

export async function programCases(
  context: Context,
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<Case[]> {
  const listed = await runOk(command, [...args, 'list'], { cwd })
  const names = listed.stdout.trim().split('\n')
  return names.map((name) => ({
    name,
    run: async () => {
      const result = await run(command, [...args, 'run', context.bootstrap, context.name('program'), name], { cwd })
      if (result.code !== 0)
        throw new Error(tail(result.timedOut ? 'not done within 60 s' : result.stdout + result.stderr, 900))
    },
  }))
}
