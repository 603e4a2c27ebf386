// What is fetched or built for the harness lies outside the repository, in a folder that can be deleted at any time.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export const compatDir: string = join(import.meta.dirname, '..')

export function cacheDir(): string {
  const dir = process.env.ODRADEK_COMPAT_CACHE ?? join(homedir(), '.cache', 'odradek-compat')
  mkdirSync(dir, { recursive: true })
  return dir
}

/**
 * A folder of the cache that is made once: `build` runs unless the folder carries a stamp made from the same inputs.
 * `inputs` are texts (a file's content, a version); a change in any of them builds anew.
 */
export async function builtOnce(
  name: string,
  inputs: readonly string[],
  build: (dir: string) => Promise<void>,
): Promise<string> {
  const dir = join(cacheDir(), name)
  const stamp = createHash('sha256').update(inputs.join('\0')).digest('hex')
  const stampFile = join(dir, '.odradek-stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return dir
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  await build(dir)
  writeFileSync(stampFile, stamp)
  return dir
}
