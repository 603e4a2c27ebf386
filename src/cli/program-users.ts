/** `odradek user …` */
import { type Command, Option } from 'commander'
import { listing, online } from './flags.ts'

const MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-512']

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('credentials with which users log in: list, set, delete')
  listing(online(user.command('list [name...]').alias('ls').description('who has which, never the secrets'))).action(
    async (names: string[], options) => (await import('./commands/user.ts')).listUsers(names, options),
  )
  online(user.command('set <name>').description('a new password, read from the first line of stdin'))
    .addOption(new Option('--mechanism <name>', 'for this way to log in').choices(MECHANISMS).default(MECHANISMS[0]))
    .option('--iterations <count>', 'rounds that a login costs, 4096 to 16384', '4096')
    .action(async (name: string, options) => (await import('./commands/user.ts')).setUser(name, options))
  online(user.command('delete <name>').alias('rm').description('the user cannot log in any more; quotas stay'))
    .addOption(new Option('--mechanism <name>', 'of this way to log in alone').choices(MECHANISMS))
    .option('-y, --yes', 'without asking')
    .option('--dry-run', 'only say what would be deleted')
    .action(async (name: string, options) => (await import('./commands/user.ts')).deleteUser(name, options))
}
