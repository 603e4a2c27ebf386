/** Before something is lost: a person types its name, a script says -y. */
import { createInterface } from 'node:readline/promises'
import { CommandError, ExitCode, usageError } from './exit.ts'

/** `what`: 'deletes topic a with all its records'. Throws a CommandError unless the answer is right. */
export async function confirm(names: readonly string[], what: string, kind: string): Promise<void> {
  if (!process.stdin.isTTY) throw usageError('this needs -y where nobody can be asked')
  const asker = createInterface({ input: process.stdin, output: process.stderr })
  const expected = names.length === 1 ? names[0]! : `${names.length} ${kind}`
  const answer = await asker.question(`This ${what}. Type "${expected}" to go on: `)
  asker.close()
  if (answer.trim() !== expected) throw new CommandError(ExitCode.FAILED, 'nothing was done')
}
