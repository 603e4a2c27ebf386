/** `odradek user list | set | delete`: the credentials with which users log in (SCRAM). Secrets are never shown. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { KafkaClient } from '../../client/client.ts'
import {
  alterCredentials,
  describeCredentials,
  SCRAM_ITERATIONS_MIN,
  SCRAM_MECHANISMS,
  type ScramMechanism,
  scramMechanism,
} from '../../client/scram.ts'
import { ask, confirm } from '../confirm.ts'
import { type ConnectFlags, withClient } from '../connect.ts'
import { usageError } from '../exit.ts'
import { outputFormat, render } from '../output.ts'
import { write } from '../stdout.ts'

export interface UserListFlags extends ConnectFlags {
  readonly output: string
}

/** Without names: all that have credentials. */
export async function listUsers(names: readonly string[], flags: UserListFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const rows = (await credentialsOf(client, names)).flatMap(({ user, credentials }) =>
      credentials.map(({ mechanism, iterations }) => ({ user, mechanism, iterations })),
    )
    await write(render({ columns: ['user', 'mechanism', 'iterations'], rows }, format))
  })
}

/** Rejects when one of them has none. */
async function credentialsOf(client: KafkaClient, names: readonly string[]) {
  const users = await describeCredentials(client, [...new Set(names)])
  for (const { error } of users) if (error !== null) throw error
  return users
}

export interface UserSetFlags extends ConnectFlags {
  readonly mechanism: string
  readonly iterations?: string
}

/** The password is the first line of stdin: in an argument everybody on the machine could read it. */
export async function setUser(name: string, flags: UserSetFlags): Promise<void> {
  const mechanism = known(flags.mechanism)
  const iterations = Number(flags.iterations ?? SCRAM_ITERATIONS_MIN)
  if (!Number.isInteger(iterations)) throw usageError(`--iterations ${flags.iterations}: write a number`)
  const password = await readPassword(name)
  if (password === '') throw usageError('no password came on stdin')
  await withClient(flags, async (client) => {
    await alterCredentials(client, name, [{ mechanism, iterations, password }], [])
    await write(`user ${name}: ${mechanism.name} set\n`)
  })
}

export interface UserDeleteFlags extends ConnectFlags {
  readonly mechanism?: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** Without a mechanism: all that the user has. */
export async function deleteUser(name: string, flags: UserDeleteFlags): Promise<void> {
  const one = flags.mechanism === undefined ? null : known(flags.mechanism)
  await withClient(flags, async (client) => {
    const has = (await credentialsOf(client, [name])).flatMap(({ credentials }) => credentials)
    const removed = one === null ? has.map(({ mechanism }) => known(mechanism)) : [one]
    const what = removed.map((mechanism) => mechanism.name).join(', ')
    if (flags.dryRun) return void (await write(`user ${name}: ${what} would be deleted\n`))
    if (!flags.yes) await confirm([name], `deletes ${what} of user ${name}`, 'users')
    await alterCredentials(client, name, [], removed)
    await write(`user ${name}: ${what} deleted\n`)
  })
}

function known(name: string): ScramMechanism {
  const mechanism = scramMechanism(name)
  if (mechanism !== undefined) return mechanism
  throw usageError(`${name}: there are ${SCRAM_MECHANISMS.map((one) => one.name).join(', ')}`)
}

/** A person is asked for it, and what is typed is not shown. */
async function readPassword(name: string): Promise<string> {
  if (process.stdin.isTTY) {
    process.stderr.write(`Password of ${name}: `)
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const asker = createInterface({ input: process.stdin, output: nowhere, terminal: true })
    const typed = await ask(asker, '')
    process.stderr.write('\n')
    return typed
  }
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    lines.close()
    return line
  }
  return ''
}
