/** kafka-configs.sh */
import type { KafkaClient } from '../../client/client.ts'
import { withClient } from '../connect.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { alterEntity } from './configs-alter.ts'
import { describeEntity } from './configs-describe.ts'
import { type Entity, entitiesOf } from './configs-entities.ts'
import { alterQuotaEntity, describeQuotaEntities, isQuota } from './configs-quotas.ts'
import { withoutPasswords } from './configs-scram.ts'
import { failureOf } from './java-errors.ts'
import { type Flags, UsageError } from './options.ts'
import type { Shim } from './run.ts'

export const shim: Shim = {
  about: 'View and change settings of topics, brokers, users, clients, IP addresses and client metrics.',
  flags: {
    'add-config': 'value',
    'add-config-file': 'value',
    all: 'flag',
    alter: 'flag',
    'bootstrap-controller': 'value',
    'bootstrap-server': 'value',
    broker: 'value',
    'broker-defaults': 'flag',
    'broker-logger': 'value',
    client: 'value',
    'client-defaults': 'flag',
    'client-metrics': 'value',
    'command-config': 'value',
    'delete-config': 'value',
    describe: 'flag',
    'entity-default': 'flag',
    'entity-name': 'many',
    'entity-type': 'many',
    force: 'flag',
    group: 'value',
    ip: 'value',
    'ip-defaults': 'flag',
    topic: 'value',
    user: 'value',
    'user-defaults': 'flag',
  },
  run,
}

async function run(flags: Flags): Promise<number> {
  try {
    const entities = check(flags)
    const bootstrapServer = flags.one('bootstrap-server') ?? flags.one('bootstrap-controller')!
    await withClient({ bootstrapServer, commandConfig: flags.one('command-config') }, (client) =>
      act(client, flags, entities),
    )
    return ExitCode.OK
  } catch (error) {
    // What is wrong with the command itself is said without ado.
    if (error instanceof CommandError) {
      process.stderr.write(`${error.message}\n`)
      return ExitCode.FAILED
    }
    const failure = failureOf(error)
    if (failure === null) throw error
    process.stderr.write(
      `Error while executing config command with args '${withoutPasswords(flags.args)}'\n` +
        `java.util.concurrent.ExecutionException: ${failure.exception}: ${failure.message}\n`,
    )
    return ExitCode.FAILED
  }
}

function check(flags: Flags): readonly Entity[] {
  if (flags.has('describe') === flags.has('alter')) {
    throw new UsageError('Command must include exactly one action: --describe, --alter')
  }
  if (!flags.has('bootstrap-server') && !flags.has('bootstrap-controller')) {
    throw new UsageError('One of the required --bootstrap-server or --bootstrap-controller arguments must be specified')
  }
  const entities = entitiesOf(flags)
  if (flags.has('alter')) {
    if (entities.some(({ name }) => name === undefined)) {
      throw new UsageError('an entity name or default entity must be specified with --alter of entities')
    }
    if (!['add-config', 'add-config-file', 'delete-config'].some((name) => flags.has(name))) {
      throw new CommandError(
        ExitCode.FAILED,
        'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
      )
    }
    flags.refuse('add-config', 'add-config-file')
  }
  return entities
}

function act(client: KafkaClient, flags: Flags, entities: readonly Entity[]): Promise<void> {
  const isAlter = flags.has('alter')
  if (entities.every(isQuota)) {
    return isAlter ? alterQuotaEntity(client, flags, entities) : describeQuotaEntities(client, entities)
  }
  if (entities.length > 1) {
    throw new CommandError(ExitCode.FAILED, 'Only entity types users and clients can be specified together')
  }
  return isAlter ? alterEntity(client, flags, entities[0]!) : describeEntity(client, entities[0]!, flags.has('all'))
}
