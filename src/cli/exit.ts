/** How a command ends: the exit code says what kind of failure it was. */
import { OperatorError } from '../base/errors.ts'
import { BrokerError, UnsupportedApiError } from '../client/errors.ts'
import { DiskError, NetError } from '../io/world.ts'

export const ExitCode = { OK: 0, FAILED: 1, USAGE: 2, NOT_FOUND: 3, DENIED: 4, UNREACHABLE: 5 } as const

/** An end with a message for a person and an exit code for a script. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(ExitCode.USAGE, message)
}

export function notFound(message: string): CommandError {
  return new CommandError(ExitCode.NOT_FOUND, message)
}

/** Kafka's error names that mean: there is no such thing, you may not. */
const NOT_FOUND = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'UNKNOWN_TOPIC_ID',
  'GROUP_ID_NOT_FOUND',
  'RESOURCE_NOT_FOUND',
])

/** The exit code for an error that Kafka answered, by its name. */
export function exitCodeOf(errorName: string): number {
  if (NOT_FOUND.has(errorName)) return ExitCode.NOT_FOUND
  if (errorName.endsWith('AUTHORIZATION_FAILED') || errorName === 'SASL_AUTHENTICATION_FAILED') return ExitCode.DENIED
  return ExitCode.FAILED
}

/** Says what went wrong on stderr and answers the exit code. Our own bugs show where they happened. */
export function report(error: unknown): number {
  if (error instanceof CommandError) {
    say(error.message)
    return error.exitCode
  }
  if (error instanceof OperatorError || error instanceof DiskError) {
    say(error.message)
    return ExitCode.FAILED
  }
  if (error instanceof BrokerError) {
    say(error.message)
    return exitCodeOf(error.codeName)
  }
  if (error instanceof UnsupportedApiError) {
    say(error.message)
    return ExitCode.FAILED
  }
  if (error instanceof NetError) {
    say(`${error.message}: is a broker running there? -b names another address`)
    return ExitCode.UNREACHABLE
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return ExitCode.FAILED
}

/** For a person: on stderr, with the name of the command. */
export function say(message: string): void {
  process.stderr.write(`odradek: ${message}\n`)
}
