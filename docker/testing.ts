/** The image's folder without an engine: what the Dockerfile puts together, and its entry point started in it. */
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Debian's nobody; root alone can become somebody else. */
const NOBODY = 65_534

export interface Image {
  /** As /opt/odradek: nobody may write here. */
  readonly home: string
  readonly folder: string
  remove(): void
}

export function makeImage(): Image {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-image-'))
  chmodSync(folder, 0o755)
  const home = join(folder, 'opt')
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/build.ts', home], { cwd: root })
  for (const path of runtimePackages()) cpSync(join(root, path), join(home, path), { recursive: true })
  mkdirSync(join(home, 'docker'))
  for (const file of ['entrypoint.sh', 'healthcheck.js']) cpSync(join(root, 'docker', file), join(home, 'docker', file))
  mkdirSync(join(folder, 'bin'))
  cpSync(process.execPath, join(folder, 'bin/node'))
  for (const path of globSync(['opt', 'opt/**'], { cwd: folder })) {
    const full = join(folder, path)
    chmodSync(full, statSync(full).isDirectory() || path.endsWith('.sh') ? 0o555 : 0o444)
  }
  return {
    home,
    folder,
    remove() {
      for (const path of globSync(['opt', 'opt/**'], { cwd: folder })) {
        if (statSync(join(folder, path)).isDirectory()) chmodSync(join(folder, path), 0o755)
      }
      rmSync(folder, { recursive: true })
    },
  }
}

/** Of the lock file: what is neither for developing nor a Node for machines with an old one. */
function runtimePackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries<{ dev?: boolean; devOptional?: boolean }>(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => !/^node_modules\/node-(?:linux|darwin|bin)-/.test(path) && exists(join(root, path)))
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

export interface Started {
  readonly child: ChildProcess
  readonly out: () => string
  readonly ended: Promise<number | null>
  /** The banner is there; rejects when the process ends before. */
  readonly ready: Promise<void>
  /** The image's own command line, beside it. */
  ask(...args: string[]): string
}

/** None outlives the tests, whatever becomes of them. */
const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** With `env` and nothing else, as a user who owns `volume` alone. */
export function startEntry(
  image: Image,
  volume: string,
  env: Record<string, string>,
  args: readonly string[] = [],
): Started {
  mkdirSync(volume, { recursive: true })
  chmodSync(volume, 0o777)
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const child = spawn(join(image.home, 'docker/entrypoint.sh'), args, {
    cwd: volume,
    ...user,
    env: {
      PATH: `${join(image.folder, 'bin')}:/usr/bin:/bin`,
      HOSTNAME: 'c0ffee123456',
      ODRADEK_VOLUME: volume,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  let out = ''
  const listen = (stream: NodeJS.ReadableStream, hear: () => void) =>
    stream.setEncoding('utf8').on('data', (part: string) => {
      out += part
      hear()
    })
  let ended!: Promise<number | null>
  const ready = new Promise<void>((resolve, reject) => {
    const hear = () => (/ready in \d+ ms/.test(out) ? resolve() : undefined)
    listen(child.stdout, hear)
    listen(child.stderr, hear)
    ended = new Promise((settle) => {
      child.on('close', (code) => {
        settle(code)
        reject(new Error(`it ended with ${code}: ${out}`))
      })
    })
  })
  ready.catch(() => {})
  const command = [join(image.home, 'bin/odradek.js')]
  const ask = (...args: string[]) =>
    execFileSync(join(image.folder, 'bin/node'), [...command, ...args], { cwd: volume, encoding: 'utf8' })
  return { child, out: () => out, ended, ready, ask }
}

/** Starts, asks with the image's own command line, ends with SIGTERM; answers what was printed. */
export async function serve(
  image: Image,
  name: string,
  env: Record<string, string>,
  use: (ask: Started['ask']) => void | Promise<void> = () => {},
): Promise<string> {
  const volume = join(image.folder, name)
  const broker = startEntry(image, volume, { ODRADEK_ADMIN_LISTENERS: '127.0.0.1:0', ...env })
  try {
    await broker.ready
    await use(broker.ask)
    broker.child.kill('SIGTERM')
    assert.equal(await broker.ended, 0, broker.out())
  } finally {
    broker.child.kill('SIGKILL')
  }
  return broker.out()
}
