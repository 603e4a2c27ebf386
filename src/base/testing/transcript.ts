/**
 * Stories as text: what is done stands at the beginning of a line, what happened of it indented below, and lines that begin
 * with # say what it is about. Whoever tells the story is given each line that is done and answers what happened.
 */
const INDENT = '  '

/** Does what a line says and answers what happened. */
export type Tell = (deed: string) => Promise<readonly string[]>

/** The same text with what happens now. */
export async function retell(text: string, tell: Tell): Promise<string> {
  const told: string[] = []
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith(INDENT)) continue
    told.push(line)
    if (line === '' || line.startsWith('#')) continue
    for (const event of await tell(line)) told.push(INDENT + event)
  }
  return `${told.join('\n')}\n`
}

/** `word key=value key=value`: the words and the values by key. */
export function wordsOf(deed: string): { words: string[]; values: Map<string, string> } {
  const words: string[] = []
  const values = new Map<string, string>()
  for (const part of deed.split(' ')) {
    const at = part.indexOf('=')
    if (at < 0) words.push(part)
    else values.set(part.slice(0, at), part.slice(at + 1))
  }
  return { words, values }
}
