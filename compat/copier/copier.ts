// One copier that is kept alive: started again whenever it ends, killed and paused from outside.
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../lib/java.ts'
import { tail } from '../lib/process.ts'

const OUTPUT_CHARS_MAX = 8000

export interface CopierTask {
  readonly bootstrap: string
  readonly from: string
  readonly to: string
  readonly group: string
  readonly transactionalId: string
  readonly seed: number
}

export class Copier {
  starts = 0
  copied = 0
  abortsOnPurpose = 0
  otherAborts = 0
  /** It ended by itself: fenced, or what it cannot go on from. */
  ends = 0
  private readonly program: Program
  private readonly task: CopierTask
  private child: ChildProcess | undefined
  private isStopped = false
  private text = ''
  private readonly running: Promise<void>

  constructor(program: Program, task: CopierTask) {
    this.program = program
    this.task = task
    process.once('exit', this.onExit)
    this.running = this.keepAlive()
  }

  get said(): string {
    return tail(this.text, 1500)
  }

  kill(): void {
    this.child?.kill('SIGKILL')
  }

  async pause(ms: number): Promise<void> {
    const { child } = this
    child?.kill('SIGSTOP')
    await sleep(ms)
    child?.kill('SIGCONT')
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.child?.kill('SIGCONT')
    this.child?.kill('SIGTERM')
    const timer = setTimeout(() => this.kill(), 15_000)
    await this.running
    clearTimeout(timer)
    process.removeListener('exit', this.onExit)
  }

  private readonly onExit = (): void => this.kill()

  private async keepAlive(): Promise<void> {
    while (!this.isStopped) {
      const code = await this.runOnce()
      if (code === 3) this.ends++
      if (!this.isStopped) await sleep(300)
    }
  }

  private runOnce(): Promise<number | null> {
    const { bootstrap, from, to, group, transactionalId, seed } = this.task
    const { command, args } = this.program
    const all = [...args, bootstrap, from, to, group, transactionalId, `${seed + this.starts}`]
    this.starts++
    const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.read(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.note(text))
    return new Promise((resolve) => {
      child.once('error', (error) => {
        this.note(String(error))
        resolve(null)
      })
      child.once('close', (code) => resolve(code))
    })
  }

  private read(text: string): void {
    for (const line of text.split('\n')) {
      if (line.startsWith('copied ')) this.copied++
      else if (line === 'aborts on purpose') this.abortsOnPurpose++
      else if (line !== '') {
        if (line.startsWith('aborts')) this.otherAborts++
        this.note(`${line}\n`)
      }
    }
  }

  private note(text: string): void {
    this.text = (this.text + text).slice(-OUTPUT_CHARS_MAX)
  }
}
