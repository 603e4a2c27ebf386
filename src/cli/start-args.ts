/**
 * `start` and `dev` are read without the library that reads the other commands: it would cost a start ten milliseconds and ten
 * megabytes. Whatever is not plain goes to program.ts, which knows how to complain and to help.
 */
import type { StartFlags } from './commands/start.ts'

/** null: not a plain start. */
export function plainStart(args: readonly string[]): StartFlags | null {
  const [command, ...rest] = args
  if (command !== 'start' && command !== 'dev') return null
  let file: string | null = null
  let dev = command === 'dev'
  const override: Record<string, string> = {}
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i]!
    if (arg === '--dev' && command === 'start') {
      dev = true
    } else if (arg === '--override' || arg === '-X') {
      const pair = rest[++i] ?? ''
      const at = pair.indexOf('=')
      if (at < 1) return null
      override[pair.slice(0, at)] = pair.slice(at + 1)
    } else if (!arg.startsWith('-') && file === null && command === 'start') {
      file = arg
    } else return null
  }
  return { file, override, dev }
}

/** kafka-topics.sh and the others: the files in bin/ hand their names over. */
export function isShim(name: string | undefined): boolean {
  return (
    name !== undefined && /^kafka-(?:topics|configs|consumer-groups|console-producer|console-consumer)\.sh$/.test(name)
  )
}
