// Programs in Go: the sources of a folder here, built once with the module that they need.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtOnce, cacheDir, compatDir } from './cache.ts'
import { run, runOk, tail, Unavailable } from './process.ts'

export const FRANZ = 'github.com/twmb/franz-go v1.22.3'

/** `required`: module and version as in go.mod. `words`: what is replaced in the sources. Gives the program's path. */
export async function goProgram(
  name: string,
  folder: string,
  required: string,
  words: Readonly<Record<string, string>> = {},
): Promise<string> {
  const from = join(compatDir, folder)
  const files = readdirSync(from).filter((file) => file.endsWith('.go'))
  const sources = files.map((file) => {
    let source = readFileSync(join(from, file), 'utf8')
    for (const [word, instead] of Object.entries(words)) source = source.replace(word, instead)
    return source
  })
  const dir = await builtOnce(name, [...sources, required], async (out) => {
    for (const [i, file] of files.entries()) writeFileSync(join(out, file), sources[i] ?? '')
    writeFileSync(join(out, 'go.mod'), `module odradek/compat\n\ngo 1.21\n\nrequire ${required}\n`)
    const env = { GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'auto', GOCACHE: join(cacheDir(), 'go-build') }
    const tidied = await run('go', ['mod', 'tidy'], { cwd: out, env, timeoutMs: 240_000 })
    if (tidied.code !== 0) throw new Unavailable(`go could not fetch ${required}: ${tail(tidied.stderr, 300).trim()}`)
    await runOk('go', ['build', '-o', 'check', '.'], { cwd: out, env, timeoutMs: 400_000 })
  })
  return join(dir, 'check')
}
