/**
 * Where the process begins. The compile cache comes first: with it the rest is loaded in a fraction of the time. Everything
 * else is imported after it.
 */
import { constants, enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const beside = fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url))
const { status } = enableCompileCache(process.env.NODE_COMPILE_CACHE ?? beside)
// A folder that cannot be written (an installation of another user): the one in the temporary folder.
if (status === constants.compileCacheStatus.FAILED) enableCompileCache()

const args = process.argv.slice(2)
const { plainStart } = await import('./start-args.ts')
const plain = plainStart(args)
if (plain !== null) {
  const { start } = await import('./commands/start.ts')
  await start(plain).catch(async (error: unknown) => {
    process.exitCode = (await import('./exit.ts')).report(error)
  })
} else {
  const { run } = await import('./program.ts')
  await run(args)
}
