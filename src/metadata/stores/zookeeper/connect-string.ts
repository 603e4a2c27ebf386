/** `zookeeper.connect`: host:port,host:port/chroot – the chroot once, after the last host. */
import { OperatorError } from '../../../base/errors.ts'
import { isValidPath } from '../path.ts'

export interface ZooKeeperHost {
  readonly host: string
  readonly port: number
}

export interface ZooKeeperAddress {
  readonly hosts: readonly ZooKeeperHost[]
  /** '': none */
  readonly chroot: string
}

const DEFAULT_PORT = 2181

export function parseConnectString(text: string): ZooKeeperAddress {
  const slash = text.indexOf('/')
  const list = slash < 0 ? text : text.slice(0, slash)
  const chroot = slash < 0 ? '' : text.slice(slash).trim()
  const hosts = list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => parseHost(part, text))
  if (hosts.length === 0)
    throw new OperatorError(`zookeeper.connect is "${text}": name a host, as in zk1:2181,zk2:2181`)
  if (chroot === '' || chroot === '/') return { hosts, chroot: '' }
  if (!isValidPath(chroot)) {
    throw new OperatorError(
      `zookeeper.connect is "${text}": what follows the last host is no path of ZooKeeper; write it as in zk1:2181,zk2:2181/kafka`,
    )
  }
  return { hosts, chroot }
}

function parseHost(part: string, whole: string): ZooKeeperHost {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(part)
  const plain = bracketed ?? /^([^:[\]\s]+)(?::(\d+))?$/.exec(part)
  const port = plain?.[2] === undefined ? DEFAULT_PORT : Number(plain[2])
  if (plain === null || port < 1 || port > 65_535) {
    throw new OperatorError(`zookeeper.connect is "${whole}": "${part}" is no host:port`)
  }
  return { host: plain[1]!, port }
}

/** As it was written. */
export function hostText({ host, port }: ZooKeeperHost): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
