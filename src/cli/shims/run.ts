/** The tools of Apache Kafka by their names: what each does is loaded when it is called. */
import { ExitCode, report } from '../exit.ts'
// Help, too, may be written to somebody who has gone.
import '../stdout.ts'
import { type Flags, type FlagTable, parseFlags, UsageError, usageText } from './options.ts'

export interface Shim {
  readonly flags: FlagTable
  /** Without flags, and behind --help. */
  readonly about: string
  /** Answers the exit code. */
  run(flags: Flags): Promise<number>
}

const SHIMS: Readonly<Record<string, () => Promise<{ shim: Shim }>>> = {
  'kafka-console-consumer.sh': () => import('./console-consumer.ts'),
  'kafka-console-producer.sh': () => import('./console-producer.ts'),
  'kafka-topics.sh': () => import('./topics.ts'),
  'kafka-configs.sh': () => import('./configs.ts'),
  'kafka-consumer-groups.sh': () => import('./consumer-groups.ts'),
}

/** What Apache's release is that the tools are like. */
const LIKE_VERSION = '3.9.2'

export async function runShim(name: string, args: readonly string[]): Promise<void> {
  const { shim } = await SHIMS[name]!()
  try {
    if (args.length === 0) throw new UsageError(shim.about)
    const flags = parseFlags(args, { ...shim.flags, help: 'flag', version: 'flag' })
    if (flags.has('version')) process.stdout.write(`${LIKE_VERSION}\n`)
    else if (flags.has('help')) process.stdout.write(`${shim.about}\n${usageText(name, shim.flags)}`)
    else process.exitCode = await shim.run(flags)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${usageText(name, shim.flags)}`)
      process.exitCode = ExitCode.FAILED
    } else process.exitCode = report(error)
  }
}
