/** Brokers as ZooKeeper knows them: a broker that is registered and does not answer is dead, hangs, or tells a wrong address. */
import type { World } from '../../io/world.ts'
import { showAddress, wrongWithAnswerer } from './advertised.ts'
import type { Say } from './findings.ts'
import { type Address, speaksTls, whoAnswers } from './who-answers.ts'

export interface RegisteredBroker {
  readonly id: number
  readonly endpoints: readonly (Address & { readonly listener: string; readonly securityProtocol: string })[]
}

/** null: there is no cluster. Answers with the address of `where` as it is written in ZooKeeper's connect string. */
export type ReadRegistered = (where: string) => Promise<readonly RegisteredBroker[] | null>

export async function examineRegistered(
  world: World,
  where: string,
  brokers: readonly RegisteredBroker[] | null,
  say: Say,
): Promise<void> {
  const subject = `ZooKeeper ${where}`
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

async function examineBroker(world: World, { id, endpoints }: RegisteredBroker, say: Say): Promise<void> {
  for (const endpoint of endpoints) {
    const { listener, securityProtocol } = endpoint
    const lead = `is registered in ZooKeeper with ${listener} at ${showAddress(endpoint)}`
    const wrong = await wrongWithEndpoint(world, endpoint, securityProtocol)
    if (wrong === null) say(`broker ${id}`, 'ok', `${lead}, and it answers there`)
    else {
      say(
        `broker ${id}`,
        'bad',
        `${lead}: ${wrong}`,
        'is its process alive? After a kill the node stays until the session ends (zookeeper.session.timeout.ms, 18 s); if it runs, mend its advertised.listeners',
      )
    }
  }
}

async function wrongWithEndpoint(world: World, endpoint: Address, securityProtocol: string): Promise<string | null> {
  if (securityProtocol.endsWith('SSL')) {
    return (await speaksTls(world, endpoint)) ? null : 'no TLS answers there, as seen from here'
  }
  const answerer = await whoAnswers(world, endpoint)
  if (answerer.kind === 'kafka') answerer.connection.close()
  return wrongWithAnswerer(endpoint, answerer)
}
