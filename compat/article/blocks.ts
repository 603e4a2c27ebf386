/**
 * The blocks of the tutorial that are run, in order. A fenced block says what it is behind its language:
 *
 *     ```console                        commands ($ …) and their output; the last one must end with 0, or not: `fails`
 *     ```console background=NAME        one command that stays; its output so far must match
 *     ```console of=NAME                what NAME has printed since
 *     ```console stop=NAME              NAME is ended as by Ctrl-C
 *     ```go PATH                        a file
 *
 * In output … stands for anything, on a line of its own for any lines.
 */
export type Block =
  | { readonly kind: 'commands'; readonly commands: readonly Command[]; readonly fails: boolean }
  | { readonly kind: 'background'; readonly name: string; readonly command: Command }
  | { readonly kind: 'output'; readonly name: string; readonly output: readonly string[] }
  | { readonly kind: 'stop'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly text: string }

export interface Command {
  readonly text: string
  readonly output: readonly string[]
}

export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  for (const [, language = '', info = '', body = ''] of markdown.matchAll(/^```(\w+) ?([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const lines = body.split('\n').slice(0, -1)
    if (language !== 'console') {
      blocks.push({ kind: 'file', path: info, text: body })
      continue
    }
    const [, word = '', name = ''] = /^(\w*)(?:=(\w+))?$/.exec(info) ?? []
    if (word === 'stop') blocks.push({ kind: 'stop', name })
    else if (word === 'of') blocks.push({ kind: 'output', name, output: lines })
    else if (word === 'background') blocks.push({ kind: 'background', name, command: readCommands(lines)[0]! })
    else blocks.push({ kind: 'commands', commands: readCommands(lines), fails: word === 'fails' })
  }
  return blocks
}

function readCommands(lines: readonly string[]): Command[] {
  const commands: { text: string; output: string[] }[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (!line.startsWith('$ ')) {
      commands.at(-1)!.output.push(line)
      continue
    }
    let text = line.slice(2)
    while (text.endsWith('\\')) text += `\n${lines[++at]}`
    commands.push({ text, output: [] })
  }
  return commands
}

/** Does `printed` look like `expected`? `isWhole` false: more may follow. */
export function matches(expected: readonly string[], printed: string, isWhole: boolean): boolean {
  const source = expected
    .map((line) =>
      line === '…' ? '(?:[^\\n]*\\n)*?' : `${line.split('…').map(escapeText).join('[^\\n]*?')}[ \\t]*\\n`,
    )
    .join('')
  const text = printed === '' || printed.endsWith('\n') ? printed : `${printed}\n`
  return new RegExp(`^${source}${isWhole ? '$' : ''}`).test(text)
}

function escapeText(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
