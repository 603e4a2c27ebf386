// One member of a group: a client program in a process of its own, which consumes, commits, and prints what it did:
//   got PARTITION OFFSET       processed, before it is committed
//   assigned … | revoked …     when the client tells it
import { type ChildProcess, spawn } from 'node:child_process'
import { tail } from '../lib/process.ts'

export interface MemberProgram {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Record<string, string | undefined>
}

export interface Processed {
  readonly partition: number
  readonly offset: number
}

const OUTPUT_CHARS_MAX = 20_000

export class Member {
  readonly name: string
  readonly processed: Processed[] = []
  /** Lines about assignments. */
  readonly changes: string[] = []
  private readonly child: ChildProcess
  private readonly ended: Promise<void>
  private rest = ''
  private text = ''

  constructor(name: string, program: MemberProgram) {
    this.name = name
    const { command, args, cwd, env } = program
    this.child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    process.once('exit', this.onExit)
    this.ended = new Promise((resolve) => {
      this.child.once('error', () => resolve())
      this.child.once('close', () => resolve())
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.read(text))
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.note(text))
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined
  }

  /** What else it said, for messages. */
  get said(): string {
    return tail(this.text, 1500)
  }

  pause(): void {
    this.child.kill('SIGSTOP')
  }

  resume(): void {
    this.child.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    if (this.running) this.child.kill('SIGKILL')
    await this.ended
    process.removeListener('exit', this.onExit)
  }

  /** Lets it leave the group; killed when that takes too long. */
  async stop(limitMs = 15_000): Promise<void> {
    if (this.running) this.child.kill('SIGTERM')
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs)
    await this.ended
    clearTimeout(timer)
    process.removeListener('exit', this.onExit)
  }

  private readonly onExit = (): void => {
    this.child.kill('SIGKILL')
  }

  private read(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      const got = /^got (\d+) (\d+)$/.exec(line)
      if (got) this.processed.push({ partition: Number(got[1]), offset: Number(got[2]) })
      else if (/^(assigned|revoked)/.test(line)) this.changes.push(line)
      else this.note(`${line}\n`)
    }
  }

  private note(text: string): void {
    this.text = (this.text + text).slice(-OUTPUT_CHARS_MAX)
  }
}
