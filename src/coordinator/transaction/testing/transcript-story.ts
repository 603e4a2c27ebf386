/**
 * Tells stories of transactions, over a coordinator on virtual time. What it writes to its log and to the partitions is told,
 * and what producers are answered:
 *
 *     A comes [id=t] [timeout=ms] [old]    InitProducerId by somebody new; old: before KIP-890
 *     A goes on                            the same, with the id and epoch that it has
 *     A adds a-0 b-0                       AddPartitionsToTxn; newer producers leave it to the partitions they write to
 *     A commits | A aborts                 EndTxn
 *     A repeats                            its last EndTxn, in the epoch of then
 *     markers wait | markers go on | markers fail with NOT_LEADER_OR_FOLLOWER | topic b is deleted
 *     3000 ms pass | the coordinator is killed | show
 */
import { wordsOf } from '../../../base/testing/transcript.ts'
import { ErrorCode, errorName } from '../../../protocol/error-codes.ts'
import type { ProducerReply } from '../coordinator.ts'
import type { TransactionRecord } from '../records.ts'
import { HeldTransactions, ref } from './held-transactions.ts'

interface Actor {
  readonly name: string
  id: string
  version: 0 | 2
  /** id/epoch */
  self: string
  lastEnd: { readonly commit: boolean; readonly self: string } | null
}

const NOBODY = '-1/-1'

export class TransactionStory {
  private held: HeldTransactions | null = null
  private lives = 0
  private readonly actors = new Map<string, Actor>()
  private readonly ids = new Set<string>()
  private events: string[] = []

  readonly tell = async (deed: string): Promise<readonly string[]> => {
    const { words, values } = wordsOf(deed)
    this.events = []
    this.held ??= await this.born([])
    await this.act(this.held, words, values)
    await this.held.world.settle()
    return this.events
  }

  private async born(batches: readonly Buffer[]): Promise<HeldTransactions> {
    const held = new HeldTransactions({
      world: this.held?.world,
      batches,
      firstProducerId: 1000 * ++this.lives,
      appended: (record) => this.events.push(`log: ${recordText(record)}`),
      marked: ({ commit, producerId, producerEpoch }, { topic, partition }) =>
        this.events.push(`${topic}-${partition}: ${commit ? 'commit' : 'abort'} of ${producerId}/${producerEpoch}`),
    })
    held.topic('a', 2).topic('b')
    return held.lead(this.lives)
  }

  private async act(held: HeldTransactions, words: string[], values: Map<string, string>): Promise<void> {
    if (words[0] === 'show') this.show(held)
    else if (words[0] === 'markers') await this.markers(held, words)
    else if (words[0] === 'topic') held.topics.delete(words[1]!)
    else if (words[1] === 'ms') await held.world.advance(Number(words[0]))
    else if (words[0] === 'the') await this.kill(held)
    else this.actorActs(held, this.actor(words[0]!), words, values)
  }

  private async markers(held: HeldTransactions, words: string[]): Promise<void> {
    const error = words[1] === 'fail' ? ErrorCode[words[3] as keyof typeof ErrorCode] : ErrorCode.NONE
    held.markerError = () => error
    held.holdsMarkers = words[1] === 'wait'
    if (words[1] === 'go') await held.releaseMarkers()
  }

  private async kill(held: HeldTransactions): Promise<void> {
    const { batches } = held.log
    held.coordinator.stop()
    this.held = await this.born(batches)
  }

  private actorActs(held: HeldTransactions, actor: Actor, words: string[], values: Map<string, string>): void {
    const { coordinator } = held
    const { version } = actor
    if (words[1] === 'comes') {
      actor.id = values.get('id') ?? 't'
      actor.version = words.includes('old') ? 0 : 2
      this.ids.add(actor.id)
      this.told(actor, coordinator.initProducerId(actor.id, Number(values.get('timeout') ?? 60_000), null))
    } else if (words[1] === 'goes') {
      this.told(actor, coordinator.initProducerId(actor.id, 60_000, ref(actor.self)))
    } else if (words[1] === 'adds') {
      void held.add(actor.id, actor.self, words.slice(2), version).then((error) => {
        this.events.push(`${actor.name} ${error === ErrorCode.NONE ? 'added' : `not added: ${errorName(error)}`}`)
      })
    } else {
      if (words[1] !== 'repeats') actor.lastEnd = { commit: words[1] === 'commits', self: actor.self }
      const { commit, self } = actor.lastEnd!
      const request = { ...ref(self), commit, clientTransactionVersion: version }
      this.told(actor, coordinator.endTransaction(actor.id, request))
    }
  }

  private told(actor: Actor, reply: Promise<ProducerReply>): void {
    void reply.then(({ errorCode, producerId, producerEpoch }) => {
      if (errorCode !== ErrorCode.NONE) {
        this.events.push(`${actor.name} refused: ${errorName(errorCode)}`)
        return
      }
      const self = `${producerId}/${producerEpoch}`
      if (self !== NOBODY) actor.self = self
      this.events.push(`${actor.name} is ${self === NOBODY ? `still ${actor.self}` : self}`)
    })
  }

  private actor(name: string): Actor {
    let actor = this.actors.get(name)
    if (actor === undefined) {
      actor = { name, id: 't', version: 2, self: NOBODY, lastEnd: null }
      this.actors.set(name, actor)
    }
    return actor
  }

  private show(held: HeldTransactions): void {
    for (const id of this.ids) {
      const found = held.coordinator.describe(id)
      if (typeof found === 'number') this.events.push(`${id}: ${errorName(found)}`)
      else this.events.push(`${id}: ${[held.state(id), ...places(found.partitions)].join(' ')}`)
    }
  }
}

function recordText({ transactionalId, value }: TransactionRecord): string {
  if (value === null) return `${transactionalId} forgotten`
  const { state, producerId, producerEpoch, partitions } = value
  return [transactionalId, state, `${producerId}/${producerEpoch}`, ...places(partitions)].join(' ')
}

function places(partitions: ReadonlyMap<string, ReadonlySet<number>>): string[] {
  return [...partitions].flatMap(([topic, ids]) => [...ids].map((partition) => `${topic}-${partition}`))
}
