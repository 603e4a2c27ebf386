/** An advertised address as a client meets it: what is wrong with it in itself, and what is wrong with who answers there. */
import type { NetErrorKind } from '../../io/world.ts'
import type { Address, Answerer } from './who-answers.ts'

const ANY_ADDRESS = /^(?:0\.0\.0\.0|[0:]*::[0:]*)$/
/** What Docker calls a container that nobody named. */
const CONTAINER_ID = /^[0-9a-f]{12}$/

export function isLoopback(host: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(host) || host === '::1' || host.toLowerCase() === 'localhost'
}

/** Who connects to 0.0.0.0 gets to this machine; as an address for others it is none. */
export function asReached({ host, port }: Address): Address {
  if (!ANY_ADDRESS.test(host)) return { host, port }
  return { host: host.includes(':') ? '::1' : '127.0.0.1', port }
}

export function showAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** What can be said without a try; null: nothing. `from`: the address that a client began with. */
export function wrongInItself(told: Address, from: Address): string | null {
  if (ANY_ADDRESS.test(told.host)) {
    return `${told.host} means "every address of the broker's machine": no client can connect to it`
  }
  if (isLoopback(told.host) && !isLoopback(from.host)) {
    return `${told.host} is each client's own machine: only clients beside the broker reach it`
  }
  return null
}

/** Why clients fail at `told`, where Kafka should answer; null: it does. */
export function wrongWithAnswerer(told: Address, answerer: Answerer): string | null {
  switch (answerer.kind) {
    case 'kafka':
      return null
    case 'unreachable':
      return wrongWithWay(told, answerer.why)
    case 'tls':
      return 'TLS is spoken there: clients that are set to PLAINTEXT cannot use it'
    case 'http':
      return 'HTTP is spoken there, not Kafka'
    case 'zookeeper':
      return 'ZooKeeper answers there, not a broker'
    case 'silent':
      return 'connections are taken there, but nobody answers'
    case 'closes':
      return 'connections are ended there at once'
    case 'other':
      return 'something that is not Kafka answers there'
  }
}

function wrongWithWay({ host, port }: Address, why: NetErrorKind): string {
  switch (why) {
    case 'not-found':
      if (CONTAINER_ID.test(host)) return `${host} is the name of a container: nobody outside its network knows it`
      return host.includes('.')
        ? `the name ${host} is not known here`
        : `the name ${host} is not known here: is it the name of a container or a pod? Only its own network knows those`
    case 'refused':
      return `nothing listens on port ${port} of ${host}, as seen from here`
    case 'timeout':
      return `${host} does not answer: another network, or a firewall on the way`
    default:
      return `${host} cannot be reached from here`
  }
}
