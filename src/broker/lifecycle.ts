/** What a running broker is to whoever started it: where it is reached, how it stops, and how it ends when it must. */
import type { BrokerServices } from '../api/handler.ts'
import { OperatorError } from '../base/errors.ts'
import type { Logger } from '../base/logger.ts'
import type { Admin } from '../metrics/admin.ts'
import type { Registry } from '../metrics/registry.ts'
import type { NetworkServer } from '../network/server.ts'
import type { ComposeParams } from './compose.ts'

/** Kafka's numbers of BrokerState. */
export const BrokerState = { NOT_RUNNING: 0, STARTING: 1, RUNNING: 3, SHUTTING_DOWN: 7 } as const

/** Requests under way have this long to be answered when the broker stops. */
const DRAIN_MS = 5000

interface StopStep {
  readonly name: string
  readonly run: () => Promise<unknown>
}

export class BrokerLife {
  services!: BrokerServices
  network!: NetworkServer
  metrics!: Registry
  admin: Admin | null = null
  state: number = BrokerState.STARTING
  readonly drainMs = DRAIN_MS
  /** Resolves when the broker has ended: null after a stop that was asked for, else why. */
  readonly ended: Promise<Error | null>
  private readonly logger: Logger
  /** Run from the last to the first. */
  private readonly steps: StopStep[] = []
  private readonly firstSteps: StopStep[] = []
  /** The start is not wanted any more. */
  isUnwanted = false
  private stopping: Promise<void> | null = null
  private resolveEnded!: (reason: Error | null) => void
  private failure: Error | null = null

  constructor(params: Pick<ComposeParams, 'logger'>) {
    this.logger = params.logger
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve))
  }

  onStop(name: string, run: () => Promise<unknown>): void {
    this.steps.push({ name, run })
  }

  /** Before all others, whenever it was handed in. */
  onStopFirst(name: string, run: () => Promise<unknown>): void {
    this.firstSteps.push({ name, run })
    if (this.isUnwanted) void run()
  }

  /** The start is not wanted any more: it does not wait for what is away. */
  giveUpWaiting(): void {
    this.isUnwanted = true
    for (const { run } of this.firstSteps) void run()
  }

  /** host:port of every plain listener, as clients name it in bootstrap.servers. */
  get bootstrapServers(): string {
    return this.network.endpoints
      .map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`)
      .join(',')
  }

  /** Clean: requests are answered, logs flushed and closed, the mark of a clean stop written last. Safe to call again. */
  stop(): Promise<void> {
    this.stopping ??= this.runStop()
    return this.stopping
  }

  /** The start is over. Throws when the broker cannot go on, or is not wanted any more. */
  running(stopEarly?: AbortSignal): void {
    if (this.failure !== null) throw this.failure
    if (stopEarly?.aborted) throw new OperatorError('stopped before it was ready')
    this.state = BrokerState.RUNNING
  }

  /** Something that the broker cannot go on without is gone. It stops as cleanly as it still can. */
  fail(error: Error): void {
    if (this.failure !== null || this.stopping !== null) return
    this.failure = error
    this.logger.error(error.message)
    if (this.state === BrokerState.STARTING) return
    void this.stop()
  }

  onFolderLost(logDir: string, all: boolean): void {
    if (all) return // said by the logs, with the reason, and followed by fail()
    this.logger.error(
      `${logDir} is offline: its partitions are not served until its disk is repaired and the broker started again; the others go on`,
    )
  }

  /** After a start that did not succeed. */
  async abandon(): Promise<void> {
    this.state = BrokerState.SHUTTING_DOWN
    this.stopping = Promise.resolve()
    await this.runSteps()
    this.resolveEnded(this.failure)
  }

  private async runStop(): Promise<void> {
    this.state = BrokerState.SHUTTING_DOWN
    await this.runSteps()
    this.state = BrokerState.NOT_RUNNING
    this.resolveEnded(this.failure)
  }

  private async runSteps(): Promise<void> {
    for (const { name, run } of [...this.firstSteps.splice(0), ...this.steps.splice(0).reverse()]) {
      try {
        await run()
      } catch (error) {
        this.logger.error(`stopping: ${name} could not be closed cleanly`, {
          reason: error instanceof Error ? error.message : String(error),
        })
      }
    }
  }
}
