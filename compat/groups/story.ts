// The life of a group, the same for every client: members come and go while records are sent, one is killed with SIGKILL, one is
// stopped (SIGSTOP) for longer than its session and wakes up again. At the end every record was processed, everything is
// committed, and no commit ever went back.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, createTopic, expect } from '../lib/client.ts'
import { Member, type MemberProgram } from './member.ts'
import { CommitWatch, describeGroup, findCoordinator, Source } from './records.ts'

export const SESSION_MS = 4000
const PARTITIONS = 6
const STEP_LIMIT_MS = 45_000

export interface MemberOptions {
  readonly bootstrap: string
  readonly topic: string
  readonly group: string
  /** null: dynamic. */
  readonly instanceId: string | null
}

export type MakeProgram = (options: MemberOptions) => MemberProgram

export class GroupStory {
  readonly topic: string
  readonly group: string
  private readonly context: Context
  private readonly make: MakeProgram
  private readonly commitsMayGoBack: boolean
  private readonly members: Member[] = []
  private readonly source: Source
  private readonly watch: CommitWatch

  /** `commitsMayGoBack`: by the client's fault. */
  constructor(context: Context, make: MakeProgram, commitsMayGoBack = false) {
    this.commitsMayGoBack = commitsMayGoBack
    this.context = context
    this.make = make
    this.topic = context.name('groups')
    this.group = context.name('group')
    this.source = new Source(context.bootstrap, this.topic, PARTITIONS)
    this.watch = new CommitWatch(context.bootstrap, this.group, this.topic, PARTITIONS)
  }

  /** Runs `tell` with the records flowing, then looks whether all is well. */
  async run(tell: (story: GroupStory) => Promise<void>): Promise<void> {
    const { bootstrap } = this.context
    try {
      await createTopic(bootstrap, this.topic, PARTITIONS)
      await findCoordinator(bootstrap, this.group)
      this.source.start()
      this.watch.start()
      await tell(this)
      await this.source.stop()
      if (this.source.problem) throw this.source.problem
      if (this.commitsMayGoBack) await this.until('everything is processed', () => this.missing() === null)
      else
        await this.until('everything is committed', () =>
          this.source.ends.every((end, partition) => this.watch.committed[partition] === end),
        )
      await Promise.all(this.members.map((member) => member.stop()))
      const missing = this.missing()
      expect(missing === null, `${missing}`)
      expect(this.commitsMayGoBack || this.watch.problems.length === 0, this.watch.problems.slice(0, 5).join('\n'))
      await this.untilAsync(
        'the group is empty',
        async () => (await describeGroup(bootstrap, this.group)).members === 0,
      )
    } finally {
      await this.source.stop()
      await this.watch.stop()
      await Promise.all(this.members.map((member) => member.kill()))
    }
  }

  async join(name: string, instanceId: string | null = null): Promise<Member> {
    const { bootstrap } = this.context
    const { topic, group } = this
    const member = new Member(name, this.make({ bootstrap, topic, group, instanceId }))
    this.members.push(member)
    await this.works(member)
    return member
  }

  /** It processes something that is new to it. */
  async works(member: Member): Promise<void> {
    const before = member.processed.length
    await this.until(`${member.name} processes records`, () => member.processed.length > before, member)
  }

  async until(what: string, is: () => boolean, member?: Member): Promise<void> {
    await this.untilAsync(what, async () => is(), member)
  }

  async untilAsync(what: string, is: () => Promise<boolean>, member?: Member): Promise<void> {
    const deadline = Date.now() + STEP_LIMIT_MS
    while (!(await is())) {
      if (member && !member.running) throw new Error(`${member.name} ended: ${member.said}`)
      if (Date.now() > deadline) {
        const said = (member ? [member] : this.members).map(lastWords).join('\n')
        throw new Error(
          `not within ${STEP_LIMIT_MS} ms: ${what}; ends ${this.source.ends}, committed ${this.watch.committed}\n${this.watch.problems.join('\n')}\n${said}`,
        )
      }
      await sleep(50)
    }
  }

  /** A record that nobody processed. */
  private missing(): string | null {
    const seen = this.source.ends.map(() => new Set<number>())
    for (const member of this.members) {
      for (const { partition, offset } of member.processed) seen[partition]?.add(offset)
    }
    for (const [partition, end] of this.source.ends.entries()) {
      for (let offset = 0; offset < end; offset++)
        if (!seen[partition]?.has(offset)) return `record ${offset} of partition ${partition} was never processed`
    }
    return null
  }
}

function lastWords({ name, processed, said }: Member): string {
  const last = new Map(processed.map(({ partition, offset }) => [partition, offset]))
  return `${name} got ${processed.length}, last ${JSON.stringify([...last])}: ${said}`
}

/** Members come and go, and one is killed. */
export async function comeAndGo(story: GroupStory): Promise<void> {
  const a = await story.join('A')
  const b = await story.join('B')
  await story.works(a)
  const c = await story.join('C')
  await a.kill()
  await story.works(b)
  await story.works(c)
  const d = await story.join('D')
  await c.stop()
  await story.works(d)
  await story.works(b)
}

/** One is stopped for longer than its session, and wakes up believing that nothing has happened. */
export async function sleepTooLong(story: GroupStory): Promise<void> {
  const a = await story.join('A')
  const b = await story.join('B')
  await story.works(a)
  b.pause()
  await sleep(SESSION_MS + 2000)
  await story.works(a)
  b.resume()
  await story.works(b)
  await story.works(a)
}

/** Members with names: one that is killed and started again within its session takes its place, and nobody else notices. */
export async function staticReturns(story: GroupStory): Promise<void> {
  const a = await story.join('A', 'first')
  const b = await story.join('B', 'second')
  await story.works(a)
  await sleep(500)
  const before = a.changes.length
  await b.kill()
  const again = await story.join('B again', 'second')
  await story.works(a)
  expect(a.changes.length === before, `A was told of a rebalance: ${a.changes.slice(before).join('; ')}`)
  expect(before > 0, 'A never told of its assignment')
  again.pause()
  await sleep(SESSION_MS + 2000)
  await story.works(a)
  expect(a.changes.length > before, 'A was given nothing when B fell silent')
  again.resume()
  await story.works(again)
}
