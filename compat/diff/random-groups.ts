// Random stories of consumer groups, told to Apache Kafka 3.9.2 and to Odradek step by step: members come with and without an
// id, as static ones, with protocols that fit and that do not; they sync, beat, commit and leave, in all versions and with
// generations that are over. Who waits, waits on a connection of its own. After each step both must have answered the same.
//   npm run compat:diff:random-groups -- [--apache392 host:port] [--bootstrap host:port] [--stories 20] [--seed 1] [--steps 60]
// Ends with 1 when there is a difference.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Random } from '../../src/io/memory/random.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import { ErrorCode, errorName } from '../../src/protocol/error-codes.ts'
import { ALONE } from '../apache/apache.ts'
import { startBrokerOfKind } from '../lib/broker.ts'
import { Connection, requestFrame } from './exchange.ts'
import type { Body } from './talk.ts'

const { values: flags } = parseArgs({
  options: {
    apache392: { type: 'string' },
    bootstrap: { type: 'string' },
    stories: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    steps: { type: 'string', default: '60' },
  },
})

/** Longer than a story: no session and no rebalance ends by time. */
const TIMEOUT_MS = 300_000
/** What may wait for others is given this long; what else is awaited is answered before the next step. */
const SETTLES_MS = 150
const LAST_MEMBERS = 4
const PASSED_OVER = 'passed over'

// No two protocols get as many votes: which one Apache takes then depends on the order of a hash map.
const PROTOCOLS = [['range'], ['range', 'roundrobin'], ['range', 'roundrobin'], ['roundrobin'], ['range', 'sticky']]
const ACTS = [
  ...(['join', 'join', 'join', 'join', 'join', 'sync', 'sync', 'sync', 'sync', 'beat', 'beat'] as const),
  ...(['leave', 'commit', 'commit', 'describe', 'fetch', 'delete'] as const),
]
const VERSIONS: Readonly<Record<(typeof ACTS)[number], readonly number[]>> = {
  join: [0, 2, 3, 4, 5, 7, 9],
  sync: [0, 2, 3, 5],
  beat: [0, 3, 4],
  leave: [0, 1, 3, 5],
  commit: [1, 3, 7, 8],
  describe: [0, 4, 5],
  fetch: [1, 7, 8],
  delete: [0, 2],
}

interface Step {
  readonly act: (typeof ACTS)[number]
  readonly version: number
  /** Of the members that came last; null: nobody. */
  readonly member: number | null
  /** 'own': what the member has. */
  readonly instance: string | null
  readonly generation: 'current' | number
  readonly protocols: readonly string[]
  readonly protocolType: string
  readonly hasAssignments: boolean
  readonly isByInstance: boolean
  readonly metadata: number
}

interface Member {
  readonly id: string
  readonly instance: string | null
  /** Of the step in which it came. */
  readonly since: number
}

class Steps {
  private readonly random: Random

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  next(): Step {
    const act = this.pick(ACTS)
    const isOftenNobody = act === 'join' || act === 'commit'
    return {
      act,
      version: this.pick(VERSIONS[act]),
      member: this.isOneIn(isOftenNobody ? 3 : 20) ? null : this.random.below(1000),
      instance: this.isOneIn(5) ? this.pick([null, 'i1', 'i2']) : 'own',
      generation: this.isOneIn(5) ? this.random.below(3) - 1 : 'current',
      protocols: this.pick(PROTOCOLS),
      protocolType: this.isOneIn(15) ? 'connect' : 'consumer',
      hasAssignments: !this.isOneIn(5),
      isByInstance: this.isOneIn(3),
      metadata: this.random.below(3),
    }
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!
  }

  private isOneIn(count: number): boolean {
    return this.random.below(count) === 0
  }
}

class Side {
  private readonly address: string
  private readonly group: string
  private readonly topic: string
  private readonly connections: Connection[] = []
  private readonly names = new Map<string, string>()
  private readonly members: Member[] = []
  private readonly waiting = new Set<string>()
  private generation = 0
  private isClosed = false
  /** Answers that have come since the last step. */
  private told: string[] = []

  constructor(address: string, group: string, topic: string) {
    this.address = address
    this.group = group
    this.topic = topic
  }

  close(): void {
    this.isClosed = true
    for (const connection of this.connections) connection.close()
  }

  private async ask(key: number, version: number, body: Body): Promise<Body> {
    const connection = new Connection(this.address)
    this.connections.push(connection)
    const outcome = await connection.ask(key, version, requestFrame(key, version, body), TIMEOUT_MS)
    // The story is over: nobody looks at what was still asked.
    if (this.isClosed) return new Promise(() => {})
    return outcome.kind === 'answer' ? outcome.body : { kind: outcome.kind }
  }

  async prepare(): Promise<void> {
    const topics = [{ name: this.topic, numPartitions: 1, replicationFactor: 1 }]
    await this.ask(ApiKey.CreateTopics, 5, { topics, timeoutMs: 10_000 })
    for (let attempt = 0; attempt < 100; attempt++) {
      const { errorCode } = await this.ask(ApiKey.FindCoordinator, 2, { key: this.group, keyType: 0 })
      const fetched = await this.ask(ApiKey.OffsetFetch, 5, { groupId: this.group, topics: null })
      if (errorCode === ErrorCode.NONE && fetched.errorCode === ErrorCode.NONE) return
      await sleep(100)
    }
    throw new Error(`${this.address} coordinates no group`)
  }

  /** What came of the step, and of earlier ones that waited until now. */
  async take(number: number, step: Step): Promise<string> {
    this.told = []
    const mayWait = step.act === 'join' || step.act === 'sync'
    const { id } = this.memberOf(step)
    // Asked again while it waits: Apache forgets the first question, Odradek answers it.
    if (mayWait && this.waiting.has(id)) return PASSED_OVER
    if (mayWait && id !== '') this.waiting.add(id)
    const answered = this.tell(step, number).then((text) => {
      if (mayWait) this.waiting.delete(id)
      this.told.push(`${number} ${text}`)
    })
    if (!mayWait) await answered
    await sleep(mayWait ? SETTLES_MS : 1)
    return this.told
      .filter((text) => text.startsWith(`${number} `) || !text.includes('sync UNKNOWN_MEMBER_ID'))
      .sort()
      .join('; ')
  }

  private memberOf({ member, instance, version, act }: Step): Omit<Member, 'since'> {
    const last = this.members.slice(-LAST_MEMBERS)
    const known = member === null || last.length === 0 ? null : last[member % last.length]!
    const mayHaveInstance = version >= { join: 5, sync: 3, beat: 3, leave: 3, commit: 7 }[act as 'join']
    const own = instance === 'own' ? (known?.instance ?? null) : instance
    return { id: known?.id ?? '', instance: mayHaveInstance ? own : null }
  }

  private name(memberId: string): string {
    return memberId === '' ? 'nobody' : (this.names.get(memberId) ?? 'somebody')
  }

  private async tell(step: Step, number: number): Promise<string> {
    const { act, version } = step
    const { group: groupId, topic } = this
    const { id: memberId, instance: groupInstanceId } = this.memberOf(step)
    const generationId = step.generation === 'current' ? this.generation : step.generation
    const member = { groupId, memberId, groupInstanceId, generationId }
    switch (act) {
      case 'join':
        return this.join(step, number, member)
      case 'sync': {
        const assignments = this.members.map(({ id }) => ({ memberId: id, assignment: Buffer.from(this.name(id)) }))
        const protocol = { protocolType: step.protocolType, protocolName: 'range' }
        const given = step.hasAssignments ? assignments : []
        const answer = await this.ask(ApiKey.SyncGroup, version, { ...member, ...protocol, assignments: given })
        return `sync ${errorName(answer.errorCode)} ${answer.protocolName} ${Buffer.from(answer.assignment ?? [])}`
      }
      case 'beat':
        return `beat ${errorName((await this.ask(ApiKey.Heartbeat, version, member)).errorCode)}`
      case 'leave': {
        const members = [{ memberId: step.isByInstance ? '' : memberId, groupInstanceId }]
        const answer = await this.ask(ApiKey.LeaveGroup, version, { groupId, memberId, members })
        const each = answer.members.map(({ errorCode }: Body) => errorName(errorCode))
        return `leave ${errorName(answer.errorCode)} ${each}`
      }
      case 'commit': {
        const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: number }] }]
        const isNobody = memberId === '' && step.generation === 'current'
        const committer = { ...member, generationIdOrMemberEpoch: isNobody ? -1 : generationId, retentionTimeMs: -1 }
        const answer = await this.ask(ApiKey.OffsetCommit, version, { ...committer, topics })
        return `commit ${errorName(answer.topics[0].partitions[0].errorCode)}`
      }
      case 'describe': {
        const { groups } = await this.ask(ApiKey.DescribeGroups, version, { groups: [groupId] })
        return this.described(groups[0])
      }
      case 'fetch': {
        const topics = [{ name: topic, partitionIndexes: [0] }]
        const answer = await this.ask(ApiKey.OffsetFetch, version, { groupId, topics, groups: [{ groupId, topics }] })
        const { errorCode, topics: found } = version >= 8 ? answer.groups[0] : answer
        return `fetch ${errorName(errorCode)} ${found[0]?.partitions[0]?.committedOffset}`
      }
      case 'delete': {
        const { results } = await this.ask(ApiKey.DeleteGroups, version, { groupsNames: [groupId] })
        return `delete ${errorName(results[0].errorCode)}`
      }
    }
  }

  private async join({ version, protocolType, protocols, metadata }: Step, number: number, member: Body) {
    // The version of the protocol, one topic, no user data.
    const subscription = Buffer.from([0, 0, 0, 0, 0, 1, 0, 1, 0x74, 0xff, 0xff, 0xff, 0xff, metadata])
    const answer = await this.ask(ApiKey.JoinGroup, version, {
      ...member,
      sessionTimeoutMs: TIMEOUT_MS,
      rebalanceTimeoutMs: TIMEOUT_MS,
      protocolType,
      protocols: protocols.map((name) => ({ name, metadata: subscription })),
    })
    const { errorCode, memberId, generationId, protocolName, members, skipAssignment } = answer
    const isIn = errorCode === ErrorCode.NONE || errorCode === ErrorCode.MEMBER_ID_REQUIRED
    if (memberId !== '' && !this.names.has(memberId)) this.names.set(memberId, `m${number}`)
    if (isIn && this.members.every(({ id }) => id !== memberId)) {
      this.members.push({ id: memberId, instance: member.groupInstanceId, since: number })
      // Answers of one moment come in any order.
      this.members.sort((a, b) => a.since - b.since)
    }
    if (errorCode === ErrorCode.NONE) this.generation = generationId
    // Who leads after the leader went depends on the order of a hash map as well: told is whether somebody does.
    const leads = members.length > 0 ? `, ${members.length} members` : ''
    const skips = skipAssignment ? ', skips' : ''
    return `join ${errorName(errorCode)} ${this.name(memberId)} generation ${generationId} ${protocolName}${leads}${skips}`
  }

  private described({ errorCode, groupState, protocolType, protocolData, members }: Body): string {
    const each = members.map(
      ({ memberId, groupInstanceId, memberAssignment }: Body) =>
        `${this.name(memberId)} ${groupInstanceId} ${Buffer.from(memberAssignment)}`,
    )
    return `${errorName(errorCode)} ${groupState} ${protocolType} ${protocolData} ${each.sort()}`
  }
}

/** How many members the leader is told of, and not who that is. */
function withoutLeader(text: string): string {
  return text.replaceAll(/, \d+ members/g, '')
}

async function tellStory(seed: number, apache: string, odradek: string): Promise<boolean> {
  const steps = new Steps(seed)
  const group = `stories-${process.pid}-${seed}`
  const sides = [apache, odradek].map((address) => new Side(address, group, 'stories'))
  const lines: string[] = []
  try {
    await Promise.all(sides.map((side) => side.prepare()))
    for (let number = 0; number < Number(flags.steps); number++) {
      const step = steps.next()
      const [expected, found] = await Promise.all(sides.map((side) => side.take(number, step)))
      // A sync whose member left is answered by Odradek and never by Apache: for one of them the member waits no more.
      if ((expected === PASSED_OVER) !== (found === PASSED_OVER)) return true
      lines.push(`  ${JSON.stringify(step)}\n    ${expected}`)
      if (withoutLeader(expected!) === withoutLeader(found!)) continue
      console.log(`seed ${seed}, step ${number}:\n${lines.join('\n')}\n  and Odradek\n    ${found}`)
      return false
    }
    return true
  } finally {
    for (const side of sides) side.close()
  }
}

const first = Number(flags.seed)
const stories = Number(flags.stories)
console.log(`${stories} stories from seed ${first}`)
const started = await Promise.all([
  startBrokerOfKind(flags.apache392 ? 'running' : 'apache392', { bootstrap: flags.apache392, overrides: ALONE }),
  startBrokerOfKind(flags.bootstrap ? 'running' : 'odradek', { bootstrap: flags.bootstrap, overrides: ALONE }),
])
let differing = 0
try {
  const [apache, odradek] = started
  for (let story = 0; story < stories; story++) {
    if (!(await tellStory(first + story, apache.bootstrap, odradek.bootstrap))) differing++
  }
} finally {
  await Promise.all(started.map((broker) => broker.stop()))
}
console.log(`${stories} stories of ${flags.steps} steps, ${differing} differ`)
process.exitCode = differing === 0 ? 0 : 1
