/** Flags that many commands share. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { OUTPUT_FORMATS } from './output.ts'

/** name=value, repeatable. */
export const keyValue = (text: string, before: Record<string, string> = {}): Record<string, string> => {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('write name=value')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}
/** Repeatable. */
export const collect = (text: string, before: string[] = []): string[] => [...before, text]

/** Where the cluster is, alone. `addressOf` says which of them counts. */
export function bootstrap(command: Command): Command {
  return command
    .option(
      '-b, --bootstrap-server <host:port,…>',
      'brokers to begin with (default: of the context, else 127.0.0.1:9092; env: ODRADEK_BOOTSTRAP_SERVER)',
    )
    .option('--context <name>', 'a connection by its name, as odradek context lists them (env: ODRADEK_CONTEXT)')
}

/** What every command has that speaks to a cluster. */
export function online(command: Command): Command {
  return bootstrap(command)
    .option('-X <name=value>', 'a setting of the client, such as client.id (repeatable)', keyValue)
    .option('--command-config <file>', "a properties file with the client's settings")
}

export function listing(command: Command): Command {
  return command.addOption(
    new Option('-o, --output <format>', 'how it is shown')
      .choices([...OUTPUT_FORMATS])
      .env('ODRADEK_OUTPUT')
      .default('table'),
  )
}
