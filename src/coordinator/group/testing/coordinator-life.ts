/** What the lives of a coordinator's broker have in common, of which crash sweeps look at every moment. */
import type { Plan } from '../../../io/fault/disk.ts'
import { MemoryDisk } from '../../../io/memory/disk.ts'
import { strictLogger } from '../../../storage/crash-sweep-life.ts'
import { NOW_MS } from '../../../storage/log-test-kit.ts'

export class CoordinatorLife {
  readonly disk = new MemoryDisk({ nowMs: () => NOW_MS })
  readonly complaints: string[] = []
  /** Goes up with everything that is asked or answered. */
  moment = 0
  starts = 0
  private readonly plan: Plan
  private index = 0

  /** `plan` is asked with operations counted over all starts. */
  constructor(plan: Plan) {
    this.plan = (operation) => plan({ ...operation, index: this.index++ })
  }

  get operations(): number {
    return this.index
  }

  /** For the next start of the broker. */
  protected nextStart() {
    const { disk, plan, complaints } = this
    return { disk, plan, leaderEpoch: this.starts++, logger: strictLogger(complaints) }
  }
}
