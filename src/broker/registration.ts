/** This broker's node under /brokers/ids: made at the start, and again in every session that follows. */
import { OperatorError } from '../base/errors.ts'
import type { Logger } from '../base/logger.ts'
import type { Clock, Net } from '../io/world.ts'
import { NetError } from '../io/world.ts'
import type { BrokerNode } from '../metadata/nodes/broker-node.ts'
import { brokerPath } from '../metadata/nodes/paths.ts'
import { overSessions } from '../metadata/over-sessions.ts'
import { brokerIds, readBrokers, registerBroker } from '../metadata/setup.ts'
import type { Store } from './store.ts'

export interface RegistrationParams {
  readonly store: Pick<Store, 'tree' | 'endFormerSession' | 'keepSession'>
  readonly broker: BrokerNode
  readonly clock: Clock
  readonly net: Net
  readonly logger: Logger
  /** How long the node of a broker that was killed may stay. */
  readonly formerMs: number
  /** The start was given up: nothing is waited for. */
  readonly isUnwanted: () => boolean
  /** Somebody else has taken this broker's place. */
  readonly onReplaced: (error: OperatorError) => void
}

const LOOK_AGAIN_MS = 200
/** For whoever may be there to take a connection. */
const ANSWER_MS = 1000

export class Registration {
  readonly #params: RegistrationParams
  /** In which it was registered, or may have been. */
  readonly #sessions = new Set<bigint>()
  #session: bigint | null = null
  #epoch = -1

  private constructor(params: RegistrationParams) {
    this.#params = params
  }

  /** OperatorError: another broker has the id or an address, or there are others in the cluster. */
  static async start(params: RegistrationParams): Promise<Registration> {
    const registration = new Registration(params)
    await overSessions(params.clock, async () => {
      await registration.#refuseOthers()
      await registration.#waitForFormer()
      await registration.#register()
    })
    return registration
  }

  /** The broker epoch: the controller's requests from before it are refused. */
  get epoch(): number {
    return this.#epoch
  }

  /** Registers anew when the session is another one than it was. */
  async ensure(): Promise<void> {
    if (this.#session === this.#params.store.tree.sessionId) return
    try {
      await this.#register()
    } catch (error) {
      if (error instanceof OperatorError) this.#params.onReplaced(error)
      throw error
    }
  }

  async #register(): Promise<void> {
    const { store, broker, clock } = this.#params
    // Before it is known whether it succeeds: the answer may be lost, and the session with it.
    if (store.tree.sessionId !== 0n) this.#sessions.add(store.tree.sessionId)
    const { brokerEpoch, sessionId } = await registerBroker(store.tree, broker, clock, this.#sessions)
    this.#sessions.add(sessionId)
    this.#session = sessionId
    this.#epoch = brokerEpoch
    await store.keepSession()
  }

  async #refuseOthers(): Promise<void> {
    const { store, broker } = this.#params
    const others = (await brokerIds(store.tree)).filter((id) => id !== broker.id)
    if (others.length === 0) return
    throw new OperatorError(
      `Other brokers are registered in this cluster (${others.join(', ')}), and this version of Odradek serves as the only one: stop them, or name another zookeeper.connect`,
    )
  }

  /**
   * A broker that was killed leaves its node behind until its session expires. The session whose key lies in the data folder
   * is ended now, unless somebody lives where it is registered: the folder may be a copy. At the same addresses nobody else can
   * be, since they are bound here: without the key, it will expire.
   */
  async #waitForFormer(): Promise<void> {
    const { store, broker, clock, logger, formerMs, isUnwanted } = this.#params
    const deadlineMs = clock.monotonicMs() + formerMs
    let owner = await this.#otherOwner()
    if (owner === null) return
    const [there] = await readBrokers(store.tree, [broker.id])
    const isHere = there !== undefined && addresses(there) === addresses(broker)
    if ((isHere || !(await this.#answers(there))) && (await store.endFormerSession(owner))) {
      logger.info('The session of this broker before it was killed is ended', { broker: broker.id })
      owner = await this.#otherOwner()
    }
    if (owner === null || !isHere) return
    logger.warn(
      'This broker is registered by a session that has not expired yet, as after a kill: waiting for its end',
      { broker: broker.id, atMostMs: formerMs },
    )
    while (!isUnwanted() && clock.monotonicMs() < deadlineMs && (await this.#otherOwner()) === owner) {
      await clock.sleep(LOOK_AGAIN_MS)
    }
  }

  /** Somebody listens where it is registered. */
  async #answers(there: BrokerNode | undefined): Promise<boolean> {
    for (const { host, port } of there?.endpoints ?? []) {
      try {
        const socket = await this.#params.net.connect({ host, port, timeoutMs: ANSWER_MS })
        socket.destroy()
        return true
      } catch (error) {
        if (!(error instanceof NetError)) throw error
      }
    }
    return false
  }

  /** The session that has this broker's node; null: none but our own. */
  async #otherOwner(): Promise<bigint | null> {
    const { store, broker } = this.#params
    const owner = (await store.tree.exists(brokerPath(broker.id)))?.ephemeralOwner ?? null
    return owner === store.tree.sessionId ? null : owner
  }
}

function addresses(broker: BrokerNode): string {
  return broker.endpoints.map(({ listener, host, port }) => `${listener}://${host}:${port}`).join(',')
}
