// Programs and libraries from Debian's packages.
import { run, tail, Unavailable } from './process.ts'

/** Installs Debian packages that are missing, when this user may. */
export async function needDebianPackages(packages: readonly string[]): Promise<void> {
  const missing: string[] = []
  for (const name of packages) {
    const known = await run('dpkg', ['-s', name])
    if (known.code !== 0) missing.push(name)
  }
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) throw new Unavailable(`only root can install ${missing.join(', ')}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  let result = await run('apt-get', install, { env, timeoutMs: 180_000 })
  if (result.code !== 0) {
    await run('apt-get', ['update'], { env, timeoutMs: 120_000 })
    result = await run('apt-get', install, { env, timeoutMs: 180_000 })
  }
  if (result.code !== 0)
    throw new Unavailable(`apt-get could not install ${missing.join(', ')}: ${lastLine(result.stderr)}`)
}

export async function needProgram(program: string, debianPackage: string): Promise<void> {
  const there = await run(program, ['-V']).then(
    () => true,
    () => false,
  )
  if (!there) await needDebianPackages([debianPackage])
}

function lastLine(text: string): string {
  return tail(text, 300).trim().split('\n').at(-1) ?? ''
}
