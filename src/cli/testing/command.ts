/** Runs the command as a person does, against a broker in this process. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningBroker, startBroker } from '../../broker/main.ts'

const MAIN = join(import.meta.dirname, '../../../bin/odradek.js')

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly child: ReturnType<typeof spawn>
  readonly ended: Promise<Ran>
  /** Resolves once stdout has what `seen` looks for; rejects when the command ends before. */
  until(seen: (out: string) => boolean): Promise<void>
}

export class CommandKit {
  readonly folder = mkdtempSync(join(tmpdir(), 'odradek-cli-'))
  readonly broker: RunningBroker

  static async start(flags: Record<string, string> = {}): Promise<CommandKit> {
    const quick = { 'group.initial.rebalance.delay.ms': '0', ...flags }
    return new CommandKit(await startBroker({ port: 0, flags: quick }))
  }

  private constructor(broker: RunningBroker) {
    this.broker = broker
  }

  async stop(): Promise<void> {
    await this.broker.stop()
    rmSync(this.folder, { recursive: true })
  }

  start(args: readonly string[], input: string | null = '', env: NodeJS.ProcessEnv = {}): Running {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
      cwd: this.folder,
      // No contexts of whoever runs the tests.
      env: {
        ...process.env,
        XDG_CONFIG_HOME: this.folder,
        ODRADEK_BOOTSTRAP_SERVER: this.broker.bootstrapServers,
        ...env,
      },
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part))
    child.stderr.setEncoding('utf8').on('data', (part) => (err += part))
    if (input !== null) child.stdin.end(input)
    const ended = new Promise<Ran>((resolve) => child.on('close', (code) => resolve({ code, out, err })))
    const until = (seen: (text: string) => boolean) =>
      new Promise<void>((resolve, reject) => {
        const look = () => void (seen(out) && resolve())
        child.stdout.on('data', look)
        child.on('close', () => reject(new Error(`${args.join(' ')} ended: ${out}${err}`)))
        look()
      })
    return { child, ended, until }
  }

  run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return this.start(args, input, env).ended
  }

  /** Its stdout; fails unless the exit code is 0. */
  async ok(args: readonly string[], input = ''): Promise<string> {
    const { code, out, err } = await this.run(args, input)
    assert.equal(code, 0, `${args.join(' ')}: ${err}`)
    return out
  }

  async json(args: readonly string[]): Promise<Record<string, unknown>[]> {
    return JSON.parse(await this.ok([...args, '-o', 'json']))
  }
}
