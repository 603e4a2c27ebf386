/** The addresses of a host in any order, so that one of them that is of no use is not the first every time. */
import dns from 'node:dns'
import type { LookupFunction } from 'node:net'
import { shuffled } from '../../base/shuffled.ts'
import { entropy } from './entropy.ts'

type LookupAll = (
  host: string,
  options: dns.LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void

export function anyOrder(lookup: LookupAll = dns.lookup, below = entropy.below): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '')
      const all = shuffled(addresses, below)
      if (options.all) done(null, all)
      else done(null, all[0]!.address, all[0]!.family)
    })
  }
}
