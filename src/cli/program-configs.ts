/** `odradek config …` and `odradek quota …`. */
import type { Command } from 'commander'
import { listing, online } from './flags.ts'

const RESOURCE = 'topic NAME, broker ID, cluster, group NAME, client-metrics NAME, logger BROKER-ID'

export function addConfigCommands(program: Command): void {
  const config = program
    .command('config')
    .description('settings of topics, brokers, groups: list, describe, set, unset')
  listing(
    online(
      config
        .command('list <kind>')
        .alias('ls')
        .description('what is set: topic, broker, cluster, group, client-metrics'),
    ),
  ).action(async (kind: string, options) => (await import('./commands/config.ts')).listConfigs(kind, options))
  listing(online(config.command('describe <resource...>').description(`value, source and default of ${RESOURCE}`)))
    .option('--all', 'also what nobody has set')
    .action(async (words: string[], options) => (await import('./commands/config.ts')).describeConfig(words, options))
  online(config.command('set <resource...>').description('then setting=value …'))
    .option('--dry-run', 'only see whether it could be done')
    .action(async (words: string[], options) => (await import('./commands/config.ts')).setConfig(words, options))
  online(config.command('unset <resource...>').description('then the names of settings'))
    .option('--dry-run', 'only see whether it could be done')
    .action(async (words: string[], options) => (await import('./commands/config.ts')).unsetConfig(words, options))
  addQuotaCommands(program)
}

function addQuotaCommands(program: Command): void {
  const quota = program.command('quota').description('how much users, clients and addresses may do: list, set, unset')
  const whose = (command: Command): Command =>
    online(command)
      .option('--user <name>', 'of this user')
      .option('--client <id>', 'of this client.id (with --user: of the two together)')
      .option('--ip <address>', 'of this address')
      .option('--user-default', 'of users that have none of their own')
      .option('--client-default', 'of clients that have none of their own')
      .option('--ip-default', 'of addresses that have none of their own')
  listing(whose(quota.command('list').alias('ls').description('what is set'))).action(async (options) =>
    (await import('./commands/quota.ts')).listQuotas(options),
  )
  whose(
    quota.command('set <quota=number...>').description('producer_byte_rate, consumer_byte_rate, request_percentage, …'),
  )
    .option('--dry-run', 'only see whether it could be done')
    .action(async (words: string[], options) => (await import('./commands/quota.ts')).setQuota(words, options))
  whose(quota.command('unset <quota...>').description('no limit of its own any more'))
    .option('--dry-run', 'only see whether it could be done')
    .action(async (words: string[], options) => (await import('./commands/quota.ts')).unsetQuota(words, options))
}
