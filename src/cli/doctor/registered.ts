/** Brokers as ZooKeeper knows them: a broker that is registered and does not answer is dead, hangs, or tells a wrong address. */
import { OperatorError } from '../../base/errors.ts'
import type { World } from '../../io/world.ts'
import { CommandError } from '../exit.ts'
import { showAddress, wrongInItself, wrongWithAnswerer } from './advertised.ts'
import type { Say } from './findings.ts'
import { advertisedInstead } from './listeners.ts'
import { type Address, speaksTls, whoAnswers } from './who-answers.ts'

export interface RegisteredBroker {
  readonly id: number
  readonly endpoints: readonly (Address & { readonly listener: string; readonly securityProtocol: string })[]
  /** Why its node tells no endpoints. */
  readonly unreadable?: string
}

const IS_IT_ALIVE =
  'is its process alive? After a kill the node stays until the session ends (zookeeper.session.timeout.ms, 18 s); if it runs, mend its advertised.listeners'

/** null: there is no cluster. OperatorError, CommandError: ZooKeeper cannot be asked. Answers with the address of `where` as it is written in ZooKeeper's connect string. */
export type ReadRegistered = (where: string) => Promise<readonly RegisteredBroker[] | null>

export async function examineRegistered(
  world: World,
  where: string,
  readRegistered: ReadRegistered,
  say: Say,
): Promise<void> {
  const subject = `ZooKeeper ${where}`
  let brokers: readonly RegisteredBroker[] | null
  try {
    brokers = await readRegistered(where)
  } catch (error) {
    if (!(error instanceof OperatorError || error instanceof CommandError)) throw error
    return say(subject, 'bad', error.message, "see the brokers' setting zookeeper.connect for where it is")
  }
  if (brokers === null) {
    return say(
      subject,
      'bad',
      'there is no Kafka cluster in this tree: no broker was ever registered',
      "start a broker with this zookeeper.connect, or add the chroot that the cluster's brokers have in theirs",
    )
  }
  if (brokers.length === 0) {
    return say(subject, 'bad', 'no broker is registered now: all are down, or lost their sessions', 'start the brokers')
  }
  say(subject, 'ok', `registered: ${brokers.map(({ id }) => `broker ${id}`).join(', ')}`)
  for (const broker of brokers) await examineBroker(world, broker, say)
}

async function examineBroker(world: World, { id, endpoints, unreadable }: RegisteredBroker, say: Say): Promise<void> {
  const subject = `broker ${id}`
  if (unreadable !== undefined) {
    return say(
      subject,
      'bad',
      `its node in ZooKeeper cannot be read: ${unreadable}`,
      'start that broker again: it writes its node anew',
    )
  }
  const looked = await Promise.all(
    endpoints.map(async (endpoint) => ({ endpoint, wrong: await wrongWithEndpoint(world, endpoint) })),
  )
  const isAlive = looked.some(({ wrong }) => wrong === null)
  for (const { endpoint, wrong } of looked) {
    const lead = `is registered in ZooKeeper with ${endpoint.listener} at ${showAddress(endpoint)}`
    if (wrong === null) say(subject, 'ok', `${lead}, and it answers there`)
    else say(subject, 'bad', `${lead}: ${wrong}`, isAlive ? tellAnother(endpoints, endpoint) : IS_IT_ALIVE)
  }
}

/** What answers elsewhere is alive: it tells a wrong address. */
function tellAnother(endpoints: RegisteredBroker['endpoints'], wrong: Address): string {
  const listeners = endpoints.map(({ listener, securityProtocol, host, port }) => {
    return { name: listener, protocol: securityProtocol, host, port }
  })
  return advertisedInstead(listeners, wrong, null)
}

async function wrongWithEndpoint(
  world: World,
  endpoint: RegisteredBroker['endpoints'][number],
): Promise<string | null> {
  const itself = wrongInItself(endpoint, endpoint)
  if (itself !== null) return itself
  if (endpoint.securityProtocol.endsWith('SSL')) {
    return (await speaksTls(world, endpoint)) ? null : 'no TLS answers there, as seen from here'
  }
  const answerer = await whoAnswers(world, endpoint)
  if (answerer.kind === 'kafka') answerer.connection.close()
  return wrongWithAnswerer(endpoint, answerer)
}
