/** kafka-configs.sh for the SCRAM credentials of users, which stand beside their quotas. What it says never has a password in it. */
import type { KafkaClient } from '../../client/client.ts'
import {
  alterCredentials,
  describeCredentials,
  type NewCredential,
  SCRAM_ITERATIONS_MIN,
  type ScramMechanism,
  scramMechanism,
} from '../../client/scram.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { write } from '../stdout.ts'
import { exceptionText } from './java-errors.ts'

export function isScram(name: string): boolean {
  return scramMechanism(name) !== undefined
}

/** users []: all. Those without credentials are passed over. */
export async function describeScramUsers(client: KafkaClient, users: readonly string[]): Promise<void> {
  for (const { user, credentials, error } of await describeCredentials(client, users)) {
    if (error?.code === ErrorCode.RESOURCE_NOT_FOUND) continue
    const whose = `SCRAM credential configs for user-principal '${user}'`
    const shown = credentials.map(({ mechanism, iterations }) => `${mechanism}=iterations=${iterations}`)
    await write(
      error === null
        ? `${whose} are ${shown.join(', ')}\n`
        : `Error retrieving ${whose}: ExecutionException: ${exceptionText(error.code, error.detail)}\n`,
    )
  }
}

/** Names are those of mechanisms. */
export async function alterScramUser(
  client: KafkaClient,
  user: string,
  added: readonly (readonly [name: string, value: string])[],
  deleted: readonly string[],
): Promise<void> {
  const set = added.map(([name, value]) => newCredential(scramMechanism(name)!, value))
  await alterCredentials(
    client,
    user,
    set,
    deleted.map((name) => scramMechanism(name)!),
  )
}

/** iterations=8192,password=…; what stands behind "password=" is the password, commas included. */
function newCredential(mechanism: ScramMechanism, text: string): NewCredential {
  const match = /^(?:iterations=(-?[0-9]{1,9}),)?password=(.+)$/.exec(text)
  if (match === null) {
    throw wrong(`Invalid credential property ${mechanism.name}: write ${mechanism.name}=[iterations=N,password=…]`)
  }
  const [, count = '-1', password = ''] = match
  const iterations = count === '-1' ? SCRAM_ITERATIONS_MIN : Number(count)
  if (iterations < SCRAM_ITERATIONS_MIN) {
    throw wrong(
      `Iterations ${iterations} is less than the minimum ${SCRAM_ITERATIONS_MIN} required for ${mechanism.name}`,
    )
  }
  return { mechanism, iterations, password }
}

/** The arguments of a command as they may be shown: without what follows "password=". */
export function withoutPasswords(args: readonly string[]): string {
  return args.map((arg) => arg.replace(/password=[\s\S]*$/, 'password=[hidden]')).join(' ')
}

function wrong(message: string): CommandError {
  return new CommandError(ExitCode.FAILED, message)
}
