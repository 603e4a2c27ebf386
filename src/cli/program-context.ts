/** `odradek context …`: connections under a name. */
import type { Command } from 'commander'
import { collect, keyValue, listing } from './flags.ts'

export function addContextCommands(program: Command): void {
  const context = program
    .command('context')
    .description('connections under a name, for --context: list, show, set, use, delete')
  listing(context.command('list').alias('ls').description('all of them; the one in use has a *')).action(
    async (options) => (await import('./commands/context.ts')).listContexts(options),
  )
  listing(context.command('show [name]').description('its settings; without a name those of the one in use')).action(
    async (name: string | undefined, options) => (await import('./commands/context.ts')).showContext(name, options),
  )
  context
    .command('set <name>')
    .description('make one, or change what is named')
    .option('-b, --bootstrap-server <host:port,…>', 'brokers to begin with')
    .option('-X <name=value>', 'a setting of the client (repeatable)', keyValue)
    .option('--unset <name>', 'take a setting away (repeatable)', collect)
    .action(async (name: string, options) => (await import('./commands/context.ts')).setContext(name, options))
  context
    .command('use [name]')
    .description('of those commands that name none')
    .option('--none', 'use none any more')
    .action(async (name: string | undefined, options) =>
      (await import('./commands/context.ts')).useContext(name, options),
    )
  context
    .command('delete <name>')
    .alias('rm')
    .description('forget one')
    .action(async (name: string) => (await import('./commands/context.ts')).deleteContext(name))
}
