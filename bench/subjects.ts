// The brokers that are compared, each a process of its own in a folder of its own, all started with the same settings.
import { join } from 'node:path'
import { type ApacheProcess, type Properties, startApache392, startZooKeeper } from '../compat/apache/apache.ts'
import { startOdradek } from '../compat/lib/broker.ts'
import type { Daemon } from '../compat/lib/process.ts'

export type SubjectName = 'apache' | 'odradek' | 'odradek never'

export interface Subject {
  name: SubjectName
  address: string
  pid: number
  /** From the process's start to the first answer that names a broker and a controller. */
  readyMs: number
  running(): boolean
  stop(): Promise<void>
}

/** As Apache's own start script gives them. */
const APACHE_JVM = [
  '-Xmx1G',
  '-Xms1G',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-XX:MaxInlineLevel=15',
  '-Djava.awt.headless=true',
]

/** Deleted files go soon, so that rounds do not fill the disk. */
const SAME: Properties = { 'log.segment.delete.delay.ms': 1000, 'num.partitions': 1 }

export class Subjects {
  private readonly work: string
  private readonly same: Properties
  private zk: ApacheProcess | undefined

  /** `more`: settings that all of them get. */
  constructor(work: string, more: Properties = {}) {
    this.work = work
    this.same = { ...SAME, ...more }
  }

  async start(name: SubjectName): Promise<Subject> {
    const dir = join(this.work, name.replace(' ', '-'))
    if (name === 'apache') {
      this.zk ??= await startZooKeeper({ dir: join(this.work, 'zookeeper') })
      return subject(name, await startApache392({ dir, zkPort: this.zk.port, jvm: APACHE_JVM, overrides: this.same }))
    }
    const overrides: Properties = name === 'odradek' ? this.same : { ...this.same, 'odradek.flush': 'never' }
    return subject(name, await startOdradek({ dir, overrides }))
  }

  async stop(): Promise<void> {
    await this.zk?.stop(5000)
  }
}

function subject(name: SubjectName, process: Daemon & { address: string }): Subject {
  const readyMs = performance.now() - process.spawnedAt
  return {
    name,
    address: process.address,
    pid: process.pid,
    readyMs,
    running: process.running,
    stop: () => process.stop(),
  }
}
