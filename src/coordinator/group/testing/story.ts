/**
 * Tells stories of one group, over a broker on virtual time:
 *
 *     settings delay=3000 max=2      before anything else
 *     A joins [name=i] [protocols=range,sticky] [owns=p0,p1] [session=ms] [rebalance=ms] [old]     old: JoinGroup before version 4
 *     A joins anew …                 as a new process: without the member id that it had
 *     A syncs [A=p0 B=p1]            with the parts that it gives, when it is the leader
 *     A beats | A leaves | A commits t-0=5 | nobody commits t-0=5 | i is removed
 *     3000 ms pass | offsets expire after=ms | the group is deleted | the broker is killed
 *     show                           the group and what it committed
 */
import { assert } from '../../../base/assert.ts'
import { wordsOf } from '../../../base/testing/transcript.ts'
import { ErrorCode, errorName } from '../../../protocol/error-codes.ts'
import type { JoinReply, SyncReply } from '../classic/effects.ts'
import type { JoinRequest } from '../classic/join.ts'
import type { GroupLimits } from '../coordinator.ts'
import { DATA_TOPIC, MemoryBroker } from './broker-in-memory.ts'
import { protocol } from './held-group.ts'

const GROUP = 'g'

interface Actor {
  readonly name: string
  memberId: string
  instanceId: string | null
  generationId: number
}

export class GroupStory {
  private broker: MemoryBroker | null = null
  private limits: Partial<GroupLimits> = {}
  private starts = 0
  private readonly actors = new Map<string, Actor>()
  private readonly lives = new Map<string, number>()
  private events: string[] = []

  readonly tell = async (deed: string): Promise<readonly string[]> => {
    const { words, values } = wordsOf(deed)
    this.events = []
    if (words[0] === 'settings') {
      this.limits = {
        initialRebalanceDelayMs: Number(values.get('delay') ?? 0),
        groupMaxSize: Number(values.get('max') ?? 100),
      }
      return []
    }
    this.broker ??= await MemoryBroker.start({ limits: this.limits })
    await this.act(words, values)
    await this.broker.world.settle()
    // A group without a delay begins at once, but on the clock.
    await this.broker.world.advance(1)
    return this.events
  }

  private async act(words: string[], values: Map<string, string>): Promise<void> {
    const broker = this.broker!
    if (words[0] === 'show') this.show(broker)
    else if (words[0] === 'offsets') broker.groups.expire(broker.world.clock.wallMs(), Number(values.get('after')))
    else if (words[1] === 'ms') await broker.world.advance(Number(words[0]))
    else if (words[2] === 'removed') this.leave(broker, words[0]!, '', words[0]!)
    else if (words[0] === 'the' && words[1] === 'group') this.say(GROUP, 'deleted', broker.groups.delete(GROUP))
    else if (words[0] === 'the') await this.kill(broker)
    else this.actorActs(broker, words, values)
  }

  private actorActs(broker: MemoryBroker, words: string[], values: Map<string, string>): void {
    const actor = this.actor(words[0]!)
    const { groups } = broker
    if (words[1] === 'joins') this.join(broker, actor, words, values)
    else if (words[1] === 'syncs') this.sync(broker, actor, values)
    else if (words[1] === 'commits') this.commit(broker, actor, values)
    else if (words[1] === 'beats') this.say(actor.name, 'beats', groups.heartbeat(GROUP, this.memberOf(actor)))
    else if (words[1] === 'leaves') this.leave(broker, actor.name, actor.memberId, null)
    else throw new Error(`nobody understands: ${words.join(' ')}`)
  }

  private leave(broker: MemoryBroker, who: string, memberId: string, groupInstanceId: string | null): void {
    const { error, errors } = broker.groups.leave(GROUP, [{ memberId, groupInstanceId }])
    this.say(who, 'left', error === ErrorCode.NONE ? errors[0]! : error)
  }

  private actor(name: string): Actor {
    let actor = this.actors.get(name)
    if (actor === undefined) {
      actor = { name, memberId: '', instanceId: null, generationId: -1 }
      this.actors.set(name, actor)
    }
    return actor
  }

  private memberOf({ memberId, instanceId, generationId }: Actor) {
    return { memberId, groupInstanceId: instanceId, generationId }
  }

  private say(who: string, what: string, error: number | Promise<number>): void {
    const told = (code: number) => {
      this.events.push(`${who} ${what}${code === ErrorCode.NONE ? '' : `: ${errorName(code)}`}`)
    }
    if (typeof error === 'number') told(error)
    else void error.then(told)
  }

  private join(broker: MemoryBroker, actor: Actor, words: string[], values: Map<string, string>): void {
    if (words.includes('anew')) actor.memberId = ''
    actor.instanceId = values.get('name') ?? actor.instanceId
    const life = (this.lives.get(actor.name) ?? 0) + 1
    if (actor.memberId === '') this.lives.set(actor.name, life)
    const { instanceId } = actor
    const isOld = words.includes('old')
    const request: JoinRequest = {
      memberId: actor.memberId,
      groupInstanceId: instanceId,
      clientId: 'c',
      clientHost: '/h',
      sessionTimeoutMs: Number(values.get('session') ?? 10_000),
      rebalanceTimeoutMs: Number(values.get('rebalance') ?? 60_000),
      protocolType: 'consumer',
      protocols: (values.get('protocols') ?? 'range')
        .split(',')
        .map((name) => protocol(name, values.get('owns') ?? '')),
      needsKnownMemberId: !isOld && instanceId === null,
      supportsSkippingAssignment: !isOld,
      newMemberId: `${actor.name}-${life}`,
    }
    const answered = (reply: JoinReply) => this.joined(actor, reply)
    const reply = broker.groups.join(GROUP, request)
    if (reply instanceof Promise) void reply.then(answered)
    else answered(reply)
  }

  private joined(actor: Actor, reply: JoinReply): void {
    const { errorCode, memberId, generationId, protocolName, leader, members, skipAssignment } = reply
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) actor.memberId = memberId
    if (errorCode !== ErrorCode.NONE) {
      this.events.push(`${actor.name} not joined: ${errorName(errorCode)}${memberId === '' ? '' : `, id ${memberId}`}`)
      return
    }
    actor.memberId = memberId
    actor.generationId = generationId
    const list = members.map(({ memberId: id, metadata }) => {
      const owned = Buffer.from(metadata).toString()
      return owned === '' ? id : `${id} owning ${owned}`
    })
    const leads = list.length > 0 ? `; leads ${list.join(', ')}` : `; leader ${leader}`
    const skips = skipAssignment ? '; the assignment stays' : ''
    this.events.push(`${actor.name} joined as ${memberId}: generation ${generationId}, ${protocolName}${leads}${skips}`)
  }

  private sync(broker: MemoryBroker, actor: Actor, values: Map<string, string>): void {
    const parts = [...values].map(([name, part]) => [this.actor(name).memberId, Buffer.from(part)] as const)
    const about = { protocolType: null, protocolName: null, assignments: new Map(parts) }
    const answered = ({ errorCode, assignment }: SyncReply) => {
      const good = errorCode === ErrorCode.NONE
      this.events.push(
        `${actor.name} ${good ? `is given "${Buffer.from(assignment)}"` : `has no part: ${errorName(errorCode)}`}`,
      )
    }
    const reply = broker.groups.sync(GROUP, { ...this.memberOf(actor), ...about })
    if (reply instanceof Promise) void reply.then(answered)
    else answered(reply)
  }

  private commit(broker: MemoryBroker, actor: Actor, values: Map<string, string>): void {
    const offsets = [...values].map(([place, offset]) => {
      const [topic, partition] = place.split('-')
      assert(topic === DATA_TOPIC, 'one topic is enough for a story')
      const value = {
        offset: Number(offset),
        leaderEpoch: -1,
        metadata: '',
        commitTimestamp: broker.world.clock.wallMs(),
        expireTimestamp: -1,
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
      }
      return { topic, partition: Number(partition), value }
    })
    const member =
      actor.name === 'nobody' ? { memberId: '', groupInstanceId: null, generationId: -1 } : this.memberOf(actor)
    this.say(actor.name, 'committed', broker.groups.commit(GROUP, member, offsets))
  }

  /** Its clock begins anew, too. */
  private async kill(broker: MemoryBroker): Promise<void> {
    this.starts++
    this.broker = await MemoryBroker.start({
      disk: broker.disk.afterKill(),
      limits: this.limits,
      leaderEpoch: this.starts,
    })
  }

  private show(broker: MemoryBroker): void {
    const group = broker.groups.describe(GROUP)
    if (group === null) {
      this.events.push('there is no group')
      return
    }
    assert(typeof group !== 'number', 'the coordinator serves')
    const members = [...group.members.values()].map(
      ({ memberId, assignment }) => `${memberId}="${Buffer.from(assignment)}"`,
    )
    this.events.push([`${group.state}, generation ${group.generationId}`, ...members].join(', '))
    const offsets = broker.groups.offsetsOf(GROUP)
    assert(offsets !== null && typeof offsets !== 'number', 'a group that is there has offsets, if none')
    for (const [topic, partitions] of offsets.topics) {
      for (const [partition, { offset }] of partitions) this.events.push(`${topic}-${partition} at ${offset}`)
    }
  }
}
