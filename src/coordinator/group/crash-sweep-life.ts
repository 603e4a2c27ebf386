/**
 * A life of groups and of a plain topic over one broker's disk, with what was asked and what was answered, so that a
 * crash at any moment can be judged: what was acknowledged is there, and nothing is there that nobody asked for.
 */
import assert from 'node:assert/strict'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { isExpected } from '../../storage/crash-sweep-life.ts'
import type { Log } from '../../storage/log.ts'
import { batchOf, NOW_MS, readAll } from '../../storage/log-test-kit.ts'
import type { JoinReply, SyncReply } from './classic/effects.ts'
import { DATA_TOPIC, MemoryBroker } from './testing/broker-in-memory.ts'
import { CoordinatorLife } from './testing/coordinator-life.ts'

const NO_BYTES = new Uint8Array(0)
const utf8 = new TextEncoder()
/** Waits for an answer: in the end longer than any of the coordinator's, so that whoever has none then never gets one. */
const WAITS_MS = [0, 1, 6000, 20_000]

/** The values that one thing was asked to have, in order; 'none': nothing. */
class Story {
  readonly values: string[] = ['none']
  private readonly acknowledgements: { readonly moment: number; readonly at: number }[] = []
  private readonly asked: number[] = [0]

  ask(value: string, moment: number): number {
    this.asked.push(moment)
    return this.values.push(value) - 1
  }

  acknowledge(at: number, moment: number): void {
    this.acknowledgements.push({ at, moment })
  }

  /** What may be there: what was acknowledged last, or what was asked for after it. */
  possible(moment: number): string[] {
    const sure = Math.max(0, ...this.acknowledgements.filter((one) => one.moment <= moment).map(({ at }) => at))
    return this.values.filter((_, at) => at >= sure && this.asked[at]! <= moment)
  }
}

export class GroupLife extends CoordinatorLife {
  readonly stories = new Map<string, Story>()
  acknowledged = 0
  refused = 0
  private broker: MemoryBroker | null = null

  async run(): Promise<void> {
    await this.start()
    await this.commit('simple', 1, 'first')
    await this.produce(0, 'a', -1)
    const [one, two] = await this.gather('members')
    await Promise.all([this.commit('members', 1, 'x', one), this.commit('simple', 0, 'y'), this.produce(1, 'b', 1)])
    for (const value of ['p', 'q', 'r']) await this.commit('members', 0, value, two)
    await this.commit('gone', 0, 'soon')
    await this.delete('gone')
    await this.restart()
    await this.commit('gone', 1, 'again')
    await this.commit('members', 1, 'after the restart', one)
    await this.produce(0, 'c', -1)
    await this.forget('simple', 1)
    await this.leave('members', two)
    await this.gather('others')
    await this.commit('simple', 1, 'last')
    await Promise.all(['s', 't', 'u'].map((value, i) => this.commit('simple', i % 2, value)))
    await this.produce(0, 'd', -1)
    await this.restart()
    await this.commit('simple', 0, 'end')
  }

  // ── What happens ──────────────────────────────────────────────────────────────────────────────────────────────────

  private async start(): Promise<void> {
    this.broker = null
    try {
      this.broker = await MemoryBroker.start(this.nextStart())
    } catch (error) {
      if (!isExpected(error)) throw error
    }
  }

  private async restart(): Promise<void> {
    try {
      await this.broker?.stop()
    } catch (error) {
      if (!isExpected(error)) throw error
    }
    await this.start()
  }

  private story(name: string): Story {
    let story = this.stories.get(name)
    if (story === undefined) this.stories.set(name, (story = new Story()))
    return story
  }

  /** Asks, and sees to it that an answer comes. */
  private async tell(name: string, value: string, ask: (broker: MemoryBroker) => Promise<number> | number) {
    if (this.broker === null) return ErrorCode.BROKER_NOT_AVAILABLE
    const story = this.story(name)
    const at = story.ask(value, ++this.moment)
    // Noted the moment it comes, not when all has come to rest.
    const answered = Promise.resolve(ask(this.broker)).then((error) => {
      if (error === ErrorCode.NONE) {
        this.acknowledged++
        story.acknowledge(at, ++this.moment)
      } else this.refused++
      return error
    })
    return await this.answer(answered, `${name}=${value}`)
  }

  private async answer<T>(asked: Promise<T> | T, what: string): Promise<T> {
    let settled: { readonly value: T } | null = null
    void Promise.resolve(asked).then((value) => (settled = { value }))
    for (const ms of WAITS_MS) {
      await this.broker!.world.settle()
      if (settled !== null) break
      await this.broker!.world.advance(ms)
    }
    assert.ok(settled !== null, `${what} was never answered`)
    return (settled as { readonly value: T }).value
  }

  private async commit(group: string, partition: number, metadata: string, memberId = ''): Promise<void> {
    await this.tell(`${group} ${partition}`, metadata, (broker) => {
      const generationId = memberId === '' ? -1 : this.generationOf(broker, group)
      const value = {
        offset: this.moment,
        leaderEpoch: -1,
        metadata,
        commitTimestamp: NOW_MS,
        expireTimestamp: -1,
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
      }
      const member = { memberId, groupInstanceId: null, generationId }
      return broker.groups.commit(group, member, [{ topic: DATA_TOPIC, partition, value }])
    })
  }

  private generationOf(broker: MemoryBroker, group: string): number {
    const found = broker.groups.describe(group)
    return found === null || typeof found === 'number' ? 0 : found.generationId
  }

  private async delete(group: string): Promise<void> {
    // Stored with the tombstones of its offsets.
    await this.tell(`${group} 0`, 'none', (broker) => broker.groups.delete(group))
  }

  private async forget(group: string, partition: number): Promise<void> {
    await this.tell(`${group} ${partition}`, 'none', async (broker) => {
      const { error, errors } = await broker.groups.deleteOffsets(group, [{ topic: DATA_TOPIC, partition }])
      return error === ErrorCode.NONE ? errors[0]! : error
    })
  }

  private async produce(partition: number, value: string, acks: number): Promise<void> {
    // What the operating system has survives a kill, not a power cut.
    const name = `${acks === -1 ? 'data' : 'written'} ${partition} ${value}`
    await this.tell(name, value, async (broker) => {
      const options = { acks, timeoutMs: 5000, apiVersion: 9, topicId: null, transactionalId: null }
      return (await broker.replicas.append(DATA_TOPIC, partition, batchOf([value]), options)).error
    })
  }

  /** Two members join and are given their parts; their ids, when that worked. */
  private async gather(group: string): Promise<[string, string]> {
    const none: [string, string] = ['', '']
    if (this.broker === null) return none
    const joins = [this.join(group, 'm1'), this.join(group, 'm2')]
    const [one, two] = await this.answer(Promise.all(joins), `${group} joins`)
    if (one!.errorCode !== ErrorCode.NONE || two!.errorCode !== ErrorCode.NONE) return none
    const { leader, generationId } = one!
    await this.tell(group, `generation ${generationId}: m1=for m1, m2=for m2`, async (broker) => {
      const sync = (memberId: string): Promise<SyncReply> | SyncReply => {
        const parts = memberId === leader ? ['m1', 'm2'] : []
        const assignments = new Map(parts.map((id) => [id, utf8.encode(`for ${id}`)]))
        const about = { groupInstanceId: null, protocolType: null, protocolName: null }
        return broker.groups.sync(group, { memberId, generationId, assignments, ...about })
      }
      const replies = await Promise.all([sync('m1'), sync('m2')])
      return Math.max(...replies.map(({ errorCode }) => errorCode))
    })
    return ['m1', 'm2']
  }

  private join(group: string, newMemberId: string): Promise<JoinReply> | JoinReply {
    return this.broker!.groups.join(group, {
      memberId: '',
      groupInstanceId: null,
      clientId: 'c',
      clientHost: '/h',
      sessionTimeoutMs: 900_000,
      rebalanceTimeoutMs: 10_000,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: NO_BYTES }],
      needsKnownMemberId: false,
      supportsSkippingAssignment: true,
      newMemberId,
    })
  }

  /** Nothing of it is stored by itself: the next generation is. */
  private async leave(group: string, memberId: string): Promise<void> {
    if (this.broker === null || memberId === '') return
    this.broker.groups.leave(group, [{ memberId, groupInstanceId: null }])
    await this.broker.world.settle()
  }

  // ── What must be there ────────────────────────────────────────────────────────────────────────────────────────────

  verify(found: ReadonlyMap<string, string>, moment: number, isPowerCut: boolean): void {
    for (const [name, story] of this.stories) {
      const possible = story.possible(moment)
      if (isPowerCut && name.startsWith('written')) possible.push('none')
      const value = found.get(name) ?? 'none'
      assert.ok(possible.includes(value), `${name} is ${value}, where ${possible.join(' or ')} may be`)
    }
    for (const name of found.keys()) assert.ok(this.stories.has(name), `${name} was never asked for`)
  }
}

/** What a broker serves, in the words of the stories. */
export async function served(broker: MemoryBroker): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const { groups, error } = await broker.groups.list()
  assert.equal(error, ErrorCode.NONE)
  for (const { groupId } of groups) {
    const offsets = broker.groups.offsetsOf(groupId)
    assert.ok(offsets !== null && typeof offsets !== 'number')
    for (const partitions of offsets.topics.values()) {
      for (const [partition, { metadata }] of partitions) found.set(`${groupId} ${partition}`, metadata)
    }
    const group = broker.groups.describe(groupId)
    if (group === null || typeof group === 'number' || group.members.size === 0) continue
    const parts = [...group.members.values()].map((one) => `${one.memberId}=${Buffer.from(one.assignment)}`)
    found.set(groupId, `generation ${group.generationId}: ${parts.sort().join(', ')}`)
  }
  for (const partition of [0, 1]) {
    const replica = broker.replicas.partition(DATA_TOPIC, partition)
    assert.ok(replica?.isLeader && replica.log !== null, `${DATA_TOPIC}-${partition} is not led`)
    assert.equal(replica.highWatermark, replica.log.logEndOffset, 'what is there can be read')
    for (const { value } of await readAll(replica.log as Log)) {
      const kind = value === 'b' ? 'written' : 'data'
      found.set(`${kind} ${partition} ${value}`, value)
    }
  }
  return found
}
