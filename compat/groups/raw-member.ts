// A member of a group that is nothing but its requests: joins, gives everybody an empty part when it leads, and beats.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { joinBody, subscription } from '../diff/corpus/group-talk.ts'
import { Connection } from '../diff/exchange.ts'
import { ask } from './records.ts'

const MEMBER_ID_REQUIRED = 79
const REBALANCE_IN_PROGRESS = 27

export interface RawMemberOptions {
  readonly address: string
  readonly groupId: string
  readonly topic: string
  readonly sessionMs: number
}

export class RawMember {
  memberId = ''
  generationId = -1
  /** Error codes of heartbeats, in the order of the answers. */
  readonly beats: number[] = []
  private readonly options: RawMemberOptions
  private readonly connection: Connection
  private isStopped = false
  private running: Promise<void> = Promise.resolve()

  constructor(options: RawMemberOptions) {
    this.options = options
    this.connection = new Connection(options.address)
  }

  /** Joins, and goes on beating every 200 ms; joins again when it is told to. */
  async start(): Promise<void> {
    await this.join()
    this.running = this.beat()
  }

  /** Without a word. */
  async vanish(): Promise<void> {
    this.isStopped = true
    await this.running
    this.connection.close()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await this.running
    await ask(this.connection, ApiKey.LeaveGroup, 1, { groupId: this.options.groupId, memberId: this.memberId })
    this.connection.close()
  }

  private async join(): Promise<void> {
    const { groupId, topic, sessionMs } = this.options
    const protocols = [{ name: 'range', metadata: subscription(topic) }]
    for (;;) {
      const body = joinBody(groupId, { memberId: this.memberId, sessionTimeoutMs: sessionMs, protocols })
      const joined = await ask(this.connection, ApiKey.JoinGroup, 4, body)
      this.memberId = joined.memberId
      if (joined.errorCode === MEMBER_ID_REQUIRED) continue
      if (joined.errorCode !== 0) throw new Error(`not joined: error code ${joined.errorCode}`)
      this.generationId = joined.generationId
      const assignments = joined.members.map(({ memberId }: { memberId: string }) => ({
        memberId,
        assignment: Buffer.alloc(0),
      }))
      const own = { groupId, memberId: this.memberId, generationId: this.generationId, assignments }
      const synced = await ask(this.connection, ApiKey.SyncGroup, 2, own)
      if (synced.errorCode === 0) return
      if (synced.errorCode !== REBALANCE_IN_PROGRESS) throw new Error(`no part: error code ${synced.errorCode}`)
    }
  }

  private async beat(): Promise<void> {
    while (!this.isStopped) {
      const { groupId } = this.options
      const body = { groupId, memberId: this.memberId, generationId: this.generationId }
      const { errorCode } = await ask(this.connection, ApiKey.Heartbeat, 2, body)
      if (errorCode === REBALANCE_IN_PROGRESS) await this.join()
      else this.beats.push(errorCode)
      await sleep(200)
    }
  }
}
