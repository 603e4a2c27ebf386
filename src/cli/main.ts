/**
 * From the arguments to a command. bin/odradek.js is the entry of the process: it enables the compile cache before this is
 * loaded. Whoever runs this file itself gets the cache for the rest.
 */
import { enableCompileCache, getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'

if (getCompileCacheDir() === undefined) {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)))
}
const args = process.argv.slice(2)
const { isShim, plainStart } = await import('./start-args.ts')
const plain = plainStart(args)
if (isShim(args[0])) {
  const { runShim } = await import('./shims/run.ts')
  await runShim(args[0]!, args.slice(1))
} else if (plain !== null) {
  const { start } = await import('./commands/start.ts')
  await start(plain).catch(async (error: unknown) => {
    process.exitCode = (await import('./exit.ts')).report(error)
  })
} else {
  const { run } = await import('./program.ts')
  await run(args)
}
