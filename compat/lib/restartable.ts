// A broker that is killed and started again in its folder and on its port, for proofs that outlast kill -9.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApacheProcess, type Properties, restartApache392, startZooKeeper } from '../apache/apache.ts'
import { startOdradek } from './broker.ts'
import { freePort } from './net.ts'
import type { Daemon } from './process.ts'

export class RestartableBroker {
  readonly address: string
  kills = 0
  private readonly work: string
  private readonly kind: string
  private readonly port: number
  private readonly overrides: Properties
  /** Of Odradek; Apache Kafka always has one. */
  private readonly withZooKeeper: boolean
  private zk: ApacheProcess | undefined
  private daemon: Daemon | undefined

  private constructor(kind: string, work: string, port: number, overrides: Properties, withZooKeeper: boolean) {
    this.kind = kind
    this.work = work
    this.port = port
    this.address = `127.0.0.1:${port}`
    this.overrides = overrides
    this.withZooKeeper = withZooKeeper
  }

  static async start(
    kind: string,
    work: string,
    overrides: Properties,
    withZooKeeper = false,
  ): Promise<RestartableBroker> {
    const broker = new RestartableBroker(kind, work, await freePort(), overrides, withZooKeeper)
    await broker.startAgain()
    return broker
  }

  /** SIGKILL, and a new start: how long that took, in ms. */
  async kill(): Promise<number> {
    this.kills++
    await this.daemon?.kill()
    const from = performance.now()
    await this.startAgain()
    return performance.now() - from
  }

  /** SIGKILL for its ZooKeeper, which is back after a while. */
  async killZooKeeper(awayMs: number): Promise<void> {
    const { zk } = this
    if (zk === undefined) throw new Error('the broker runs without ZooKeeper')
    await zk.kill()
    await sleep(awayMs)
    this.zk = await startZooKeeper({ dir: join(this.work, 'zookeeper'), port: zk.port })
  }

  async end(): Promise<void> {
    await this.daemon?.kill()
    await this.zk?.kill()
  }

  private async startAgain(): Promise<void> {
    const { port, overrides } = this
    const dir = join(this.work, 'broker')
    const own = { ...overrides, 'odradek.admin.listeners': '' }
    if (this.kind === 'odradek' && !this.withZooKeeper) {
      this.daemon = await startOdradek({ dir, port, overrides: own, limitMs: 60_000 })
      return
    }
    this.zk ??= await startZooKeeper({ dir: join(this.work, 'zookeeper') })
    const short = { 'zookeeper.session.timeout.ms': 3000 }
    if (this.kind === 'odradek') {
      const connected = { ...own, ...short, 'broker.id': 1, 'zookeeper.connect': `${this.zk.address}/kafka` }
      this.daemon = await startOdradek({ dir, port, overrides: connected, limitMs: 60_000 })
      return
    }
    const settings = { ...overrides, ...short }
    this.daemon = await restartApache392({
      dir,
      port,
      zkPort: this.zk.port,
      overrides: settings,
      limitMs: 120_000,
    })
  }
}
