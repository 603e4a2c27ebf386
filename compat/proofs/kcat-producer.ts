// librdkafka's idempotent producer, as kcat: lines go in at its standard input, and its end with 0 confirms them all.
import { type ChildProcess, spawn } from 'node:child_process'
import { needProgram } from '../lib/debian.ts'
import { Unavailable } from '../lib/process.ts'
import type { Confirmed } from './persistent-producer.ts'

const NAME = 'kcat'
const SETTINGS = [
  'enable.idempotence=true',
  'acks=all',
  'message.timeout.ms=300000',
  'linger.ms=2',
  'reconnect.backoff.ms=20',
  'reconnect.backoff.max.ms=200',
  'retry.backoff.ms=20',
]
const LINES_PER_TICK = 20
const TICK_MS = 20

export class KcatProducer {
  readonly confirmed: Confirmed[] = []
  readonly problems: string[] = []
  private readonly child: ChildProcess
  private readonly timer: NodeJS.Timeout
  private readonly ended: Promise<number | null>
  private output = ''
  private sent = 0

  /** Null when there is no kcat here. */
  static async start(address: string, topic: string, partition: number): Promise<KcatProducer | null> {
    try {
      await needProgram('kcat', 'kcat')
      return new KcatProducer(address, topic, partition)
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      console.log(`without librdkafka: ${error.message}`)
      return null
    }
  }

  private constructor(address: string, topic: string, partition: number) {
    const settings = SETTINGS.flatMap((setting) => ['-X', setting])
    const args = ['-P', '-E', '-b', address, '-t', topic, '-p', String(partition), '-K', '|', ...settings]
    this.child = spawn('kcat', args, { stdio: ['pipe', 'ignore', 'pipe'] })
    this.ended = new Promise((resolve) => this.child.once('close', resolve))
    this.child.stdin!.on('error', () => {})
    this.child.stderr!.on('data', (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-4000)
    })
    this.timer = setInterval(() => this.feed(), TICK_MS)
  }

  private feed(): void {
    if (this.child.stdin!.writableLength > 100_000) return
    const lines = Array.from({ length: LINES_PER_TICK }, (_, i) => `${NAME}:${this.sent + i}|${'k'.repeat(60)}\n`)
    this.sent += LINES_PER_TICK
    this.child.stdin!.write(lines.join(''))
  }

  /** Ends the input and waits until kcat has delivered everything. */
  async stop(limitMs = 60_000): Promise<void> {
    clearInterval(this.timer)
    this.child.stdin!.end()
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs)
    const code = await this.ended
    clearTimeout(timer)
    const refused = /Delivery failed[^\n]*|Fatal error[^\n]*/i.exec(this.output)?.[0]
    if (code !== 0 || refused) this.problems.push(`kcat ended with ${code}: ${refused ?? this.output.slice(-300)}`)
    else this.confirmed.push({ name: NAME, first: 0, count: this.sent, baseOffset: -1 })
  }

  kill(): void {
    clearInterval(this.timer)
    this.child.kill('SIGKILL')
  }
}
