/** Before something is lost: a person types its name, a script says -y. */
import { createInterface, type Interface } from 'node:readline/promises'
import { CommandError, ExitCode, usageError } from './exit.ts'

/** `what`: 'deletes topic a with all its records'. Throws a CommandError unless the answer is right. */
export async function confirm(names: readonly string[], what: string, kind: string): Promise<void> {
  if (!process.stdin.isTTY) throw usageError('this needs -y where nobody can be asked')
  const asker = createInterface({ input: process.stdin, output: process.stderr })
  const expected = names.length === 1 ? names[0]! : `${names.length} ${kind}`
  const answer = await ask(asker, `This ${what}. Type "${expected}" to go on: `)
  if (answer.trim() !== expected) throw nothingDone()
}

/** What a person types. Throws a CommandError when it is Ctrl-C or Ctrl-D, or the terminal is closed. Closes `asker`. */
export async function ask(asker: Interface, question: string): Promise<string> {
  const closed = new Promise<null>((resolve) => asker.once('close', () => resolve(null)))
  try {
    const typed = await Promise.race([asker.question(question), closed])
    if (typed !== null) return typed
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error
  } finally {
    asker.close()
  }
  // Below the question.
  process.stderr.write('\n')
  throw nothingDone()
}

function nothingDone(): CommandError {
  return new CommandError(ExitCode.FAILED, 'nothing was done')
}
