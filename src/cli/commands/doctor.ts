/** `odradek doctor`: why a client does not get through to a cluster, and the line that mends it. */
import { readBootstrapServers } from '../../client/client.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/findings.ts'
import { ExitCode, usageError } from '../exit.ts'
import { outputFormat, render } from '../output.ts'
import { type PlaceFlags, placeOf } from '../place.ts'
import { write } from '../stdout.ts'

export interface DoctorFlags extends PlaceFlags {
  readonly output: string
  /** A connect string: its brokers are looked at, too. */
  readonly zookeeper?: string
  readonly tls?: boolean
}

/** Exit code 0: nothing is wrong; 1: something is; 5: no broker answers. */
export async function doctor(flags: DoctorFlags): Promise<void> {
  const format = outputFormat(flags.output)
  const { reached, findings } = await examine(
    makeNodeWorld(),
    readAddresses((await placeOf(flags)).address),
    async (where) => (await import('../offline/registered-brokers.ts')).registeredBrokers(where),
    flags,
  )
  if (format === 'table') await write(findings.map(told).join(''))
  else {
    const rows = findings.map(({ subject, verdict, text, fix }) => ({ subject, verdict, text, fix }))
    await write(render({ columns: ['subject', 'verdict', 'text', 'fix'], rows }, format))
  }
  if (!reached) process.exitCode = ExitCode.UNREACHABLE
  else if (findings.some(({ verdict }) => verdict === 'bad')) process.exitCode = ExitCode.FAILED
}

function readAddresses(text: string): { host: string; port: number; isPortGuessed: boolean }[] {
  const entries = text.split(',').filter((entry) => entry.trim() !== '')
  try {
    const addresses = readBootstrapServers(entries)
    if (addresses.length > 0) {
      return addresses.map((address, i) => ({ ...address, isPortGuessed: !/:\d+\s*$/.test(entries[i]!) }))
    }
  } catch {
    // said below
  }
  throw usageError(`-b ${text}: write host:port, several with commas`)
}

function told({ subject, verdict, text, fix }: Finding): string {
  return `${verdict.padEnd(5)}${subject}: ${text}\n${fix === null ? '' : `     fix: ${fix}\n`}`
}
