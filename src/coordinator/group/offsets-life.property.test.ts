/**
 * Random lives of offsets, with writes under way while groups, offsets and topics go and offsets expire: what was answered as
 * committed is there unless somebody removed it, and what is known is what a load of the log knows.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { silentLogger } from '../../base/logger.ts'
import { times } from '../../base/testing/times.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import type { MetadataCache } from '../../metadata/contract.ts'
import { GroupMeters } from '../../metrics/group-metrics.ts'
import { buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { CoordinatedReplicas, LeadershipListener, ReplicaPartition } from '../../replication/contract.ts'
import { CoordinatorRuntime } from '../runtime/runtime.ts'
import { FakeLog } from '../runtime/testing/fake-log.ts'
import { GroupCoordinator, type OffsetToCommit } from './coordinator.ts'
import type { GroupPartition } from './group-state.ts'
import type { GroupRecord } from './records.ts'
import { groupKind } from './start.ts'

const RUNS = times(500)
const RETENTION_MS = 3000
const WRITE_TIMEOUT_MS = 5000
const NOBODY = { memberId: '', groupInstanceId: null, generationId: -1 }
const LIMITS = {
  initialRebalanceDelayMs: 0,
  groupMaxSize: 10,
  minSessionTimeoutMs: 1,
  maxSessionTimeoutMs: 10_000,
  offsetMetadataMaxBytes: 10,
}

const group = fc.constantFrom('g', 'h')
const topic = fc.constantFrom('a', 'b')
const producer = fc.constantFrom(7, 8)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('commit' as const), group, topic }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('in transaction' as const), group, topic, producer }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), producer, commit: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), group }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete offset' as const), group, topic }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('topic gone' as const), topic }) },
  { weight: 3, arbitrary: fc.constant({ do: 'expire' as const }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('store' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'refuse' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 1500, 3500, 6000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Commit {
  readonly group: string
  readonly topic: string
  readonly offset: number
  readonly atMs: number
}

/** What may be gone: all that was asked to be committed up to an offset. */
interface Removal {
  readonly group: string | null
  readonly topic: string | null
  /** Of the last commit that it may concern. */
  upTo: number
}

function commitOf(groupId: string, [one]: readonly OffsetToCommit[]): Commit {
  const { topic: name, value } = one!
  return { group: groupId, topic: name, offset: value.offset, atMs: value.commitTimestamp }
}

class Life {
  readonly world: MemoryWorld
  readonly log = new FakeLog()
  readonly groups: GroupCoordinator
  readonly committed: Commit[] = []
  readonly removals: Removal[] = []
  readonly expiries: number[] = []
  /** By producer: answered, and not ended yet. */
  private readonly inTransactions = new Map<number, Commit[]>([
    [7, []],
    [8, []],
  ])
  /** Their producers. */
  private readonly unanswered: number[] = []
  private offset = 0
  private readonly held: { batch: Buffer; resolve: (answer: { error: number }) => void }[] = []
  private listener: LeadershipListener | null = null

  constructor(world: MemoryWorld, batches: readonly Buffer[]) {
    this.world = world
    this.log.config.maxMessageBytes = 1 << 20
    for (const batch of batches) this.log.add(Buffer.from(batch))
    const replicas = {
      partition: () => ({ partition: 0, log: this.log }),
      watchLeadership: (_topic: string, listener: LeadershipListener) => (this.listener = listener),
      verifyOwn: () => ({ error: ErrorCode.NONE, guard: undefined }),
      appendOwn: (_topic: string, _partition: number, batch: Uint8Array) =>
        new Promise((resolve) => this.held.push({ batch: Buffer.from(batch), resolve })),
    } as unknown as CoordinatedReplicas
    const meters = new GroupMeters()
    const runtime = new CoordinatorRuntime<GroupRecord, GroupPartition>({
      world,
      logger: silentLogger,
      replicas,
      metadata: { current: { topics: new Map() } } as unknown as MetadataCache,
      kind: groupKind(LIMITS, meters),
      partitionsConfigured: 1,
      loadPieceBytes: 1000,
      writeTimeoutMs: WRITE_TIMEOUT_MS,
      compression: 0,
    })
    this.groups = new GroupCoordinator(runtime, LIMITS, meters)
  }

  async lead(): Promise<this> {
    this.listener!.led({ partition: 0, leaderEpoch: 0, log: this.log } as unknown as ReplicaPartition)
    await this.world.settle()
    return this
  }

  async step(step: Step): Promise<void> {
    const { groups, world } = this
    switch (step.do) {
      case 'commit':
        this.commit(step.group, step.topic)
        break
      case 'in transaction': {
        const of = {
          transactionalId: 't',
          producerId: step.producer,
          producerEpoch: 0,
          support: 'adds partitions',
        } as const
        const offsets = this.next(step.topic)
        const commit = commitOf(step.group, offsets)
        const answer = groups.commitInTransaction(step.group, NOBODY, of, offsets, ErrorCode.ILLEGAL_GENERATION)
        this.unanswered.push(step.producer)
        void answer.then((error) => {
          this.unanswered.splice(this.unanswered.indexOf(step.producer), 1)
          if (error === ErrorCode.NONE) this.inTransactions.get(step.producer)!.push(commit)
        })
        break
      }
      case 'end':
        // A producer ends nothing before it has its answers.
        if (!this.unanswered.includes(step.producer)) this.end(step.producer, step.commit)
        break
      case 'delete':
        this.removing({ group: step.group, topic: null }, groups.delete(step.group))
        break
      case 'delete offset':
        this.removing(step, groups.deleteOffsets(step.group, [{ topic: step.topic, partition: 0 }]))
        break
      case 'topic gone':
        this.removals.push({ group: null, topic: step.topic, upTo: this.offset })
        groups.onPartitionsRemoved([{ topic: step.topic, partition: 0 }])
        break
      case 'expire':
        this.expiries.push(world.clock.wallMs())
        groups.expire(world.clock.wallMs(), RETENTION_MS)
        break
      case 'store':
        return this.settle(ErrorCode.NONE, step.count)
      case 'refuse':
        return this.settle(ErrorCode.KAFKA_STORAGE_ERROR, 1)
      case 'wait':
        return world.advance(step.ms)
    }
    await world.settle()
  }

  /** Ends the first so many appends, in the order of the log. */
  async settle(error: number, count: number): Promise<void> {
    for (const { batch, resolve } of this.held.splice(0, count)) {
      if (error === ErrorCode.NONE) this.log.add(batch)
      resolve({ error })
    }
    await this.world.settle()
  }

  /** Transactions are aborted, and all is stored. */
  async rest(): Promise<void> {
    for (const producerId of [7, 8]) this.end(producerId, false)
    await this.world.settle()
    while (this.held.length > 0) await this.settle(ErrorCode.NONE, this.held.length)
  }

  known(): string[] {
    return [...this.groups.committed()].map((one) => `${one.group} ${one.topic} ${one.offset}`).sort()
  }

  /** Whether somebody may have removed it. */
  mayBeGone(commit: Commit): boolean {
    const isOld = this.expiries.some((nowMs) => nowMs - commit.atMs >= RETENTION_MS)
    const concerns = (one: Removal) =>
      (one.group ?? commit.group) === commit.group && (one.topic ?? commit.topic) === commit.topic
    return isOld || this.removals.some((one) => concerns(one) && commit.offset <= one.upTo)
  }

  private commit(groupId: string, name: string): void {
    const offsets = this.next(name)
    const answer = this.groups.commit(groupId, NOBODY, offsets)
    void Promise.resolve(answer).then((error) => {
      if (error === ErrorCode.NONE) this.committed.push(commitOf(groupId, offsets))
    })
  }

  private next(name: string): OffsetToCommit[] {
    const value = { offset: ++this.offset, leaderEpoch: -1, metadata: '', commitTimestamp: this.world.clock.wallMs() }
    return [{ topic: name, partition: 0, value: { ...value, expireTimestamp: -1, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' } }]
  }

  private end(producerId: number, commit: boolean): void {
    const marker = { producerId, producerEpoch: 0, commit, coordinatorEpoch: 0, timestamp: 1 }
    const bytes = buildEndTransactionMarker(marker)
    const ended = this.inTransactions.get(producerId)!.splice(0)
    const answer = this.groups.writeMarker(0, { producerId, commit, bytes, transactionVersion: 0, timeoutMs: 5000 })
    void answer.then((error) => {
      if (error === ErrorCode.NONE && commit) this.committed.push(...ended)
    })
  }

  private removing(what: { group: string; topic: string | null }, answer: Promise<unknown>): void {
    const removal: Removal = { ...what, upTo: Number.POSITIVE_INFINITY }
    this.removals.push(removal)
    void answer.then((told) => {
      // After a timeout it may happen yet.
      const error = typeof told === 'number' ? told : (told as { error: number }).error
      if (error !== ErrorCode.REQUEST_TIMED_OUT) removal.upTo = this.offset
    })
  }
}

test('what was committed is there unless somebody removed it, and a load knows the same', async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const life = await new Life(new MemoryWorld(), []).lead()
      for (const one of steps) await life.step(one)
      await life.rest()
      const known = life.known()
      for (const commit of life.committed) {
        if (life.mayBeGone(commit)) continue
        checked++
        const offsets = life.groups.offsetsOf(commit.group)
        assert.ok(typeof offsets === 'object' && offsets !== null, `the group ${commit.group} is gone`)
        const offset = offsets.get(commit.topic, 0)?.offset ?? -1
        assert.ok(
          offset >= commit.offset,
          `${commit.group} ${commit.topic}: ${offset}, and ${commit.offset} was committed`,
        )
      }
      const next = await new Life(life.world, life.log.batches).lead()
      assert.deepEqual(next.known(), known)
    }),
    { numRuns: RUNS },
  )
  assert.ok(checked > RUNS, `${checked} commits were looked at`)
})
