import { write } from '../stdout.ts'

/** How kafka-consumer-groups.sh tells a failure: on stdout. */
export async function printError(message: string): Promise<void> {
  await write(`\nError: ${message}\n`)
}
