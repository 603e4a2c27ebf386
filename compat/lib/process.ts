// Child processes of the harness: every wait is bounded, every child is ended by its own pid, none outlives the harness.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** Thrown when something a client needs cannot be had here (a registry, a compiler); the client is skipped with this reason. */
export class Unavailable extends Error {}

export interface RunOptions {
  cwd?: string
  env?: Record<string, string | undefined>
  stdin?: string | Uint8Array
  timeoutMs?: number
  /** Resolve as soon as stdout satisfies this, ending the process; for tools that only stop at a signal. */
  until?: (stdout: string) => boolean
}

export interface RunResult {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  timedOut: boolean
}

const OUTPUT_CHARS_MAX = 4_000_000
const children = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

function track(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}

/** Runs a program to its end (or its time limit) and gives its output. Throws Unavailable when the program does not exist. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    track(child)
    let stdout = ''
    let stderr = ''
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 3000).unref()
    }, options.timeoutMs ?? 60_000)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < OUTPUT_CHARS_MAX) stdout += text
      if (options.until?.(stdout)) {
        options.until = undefined
        child.kill('SIGTERM')
        setTimeout(() => child.kill('SIGKILL'), 5000).unref()
      }
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < OUTPUT_CHARS_MAX) stderr += text
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(error.code === 'ENOENT' ? new Unavailable(`${command} is not installed here`) : error)
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, signal, stdout, stderr, timedOut })
    })
    child.stdin.on('error', () => {})
    child.stdin.end(options.stdin ?? '')
  })
}

/** As `run`, and throws with the tail of the output unless the program ended with 0. */
export async function runOk(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await run(command, args, options)
  if (result.code !== 0) {
    const how = result.timedOut
      ? `no end within ${options.timeoutMs ?? 60_000} ms`
      : `exit ${result.code ?? result.signal}`
    throw new Error(`${shortCommand(command, args)}: ${how}\n${tail(result.stdout)}${tail(result.stderr)}`)
  }
  return result
}

function shortCommand(command: string, args: readonly string[]): string {
  const line = [command.split('/').at(-1), ...args].join(' ')
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

export function tail(text: string, chars = 1500): string {
  return text.length > chars ? `…${text.slice(-chars)}` : text
}

export interface Daemon {
  pid: number
  /** performance.now() when it was spawned. */
  spawnedAt: number
  /** Resolves when the process has ended, however it did. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  running(): boolean
  /** SIGTERM, then SIGKILL after the limit. Resolves when it has ended. */
  stop(limitMs?: number): Promise<void>
  /** SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>
}

/** Starts a program that stays; its output goes to `logFile`. */
export async function startDaemon(
  command: string,
  args: readonly string[],
  logFile: string,
  options: { cwd?: string; env?: Record<string, string | undefined> } = {},
): Promise<Daemon> {
  const log = openSync(logFile, 'a')
  const spawnedAt = performance.now()
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  track(child)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: 127, signal: null }))
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Unavailable(`${command} is not installed here`) : error),
    )
  })
  const pid = child.pid
  if (pid === undefined) throw new Error(`${command} did not start`)
  const running = () => child.exitCode === null && child.signalCode === null
  return {
    pid,
    spawnedAt,
    ended,
    running,
    async stop(limitMs = 30_000) {
      if (!running()) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
      await ended
      clearTimeout(timer)
    },
    async kill() {
      if (!running()) return
      child.kill('SIGKILL')
      await ended
    },
  }
}
