/**
 * The format of server.properties (java.util.Properties): `key=value`, `key:value` or `key value`, comments with # and !,
 * a backslash at the end of a line goes on in the next, \uXXXX and the usual escapes; the last of equal keys wins.
 */

export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(text)) {
    const { key, value } = split(line)
    properties.set(withoutEscapes(key), withoutEscapes(value))
  }
  return properties
}

function* logicalLines(text: string): Generator<string> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  for (let i = 0; i < lines.length; i++) {
    let line = trimStart(lines[i] as string)
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue
    while (endsInContinuation(line)) {
      const next = lines[i + 1]
      line = line.slice(0, -1)
      if (next === undefined) break
      line += trimStart(next)
      i++
    }
    yield line
  }
}

function trimStart(line: string): string {
  return line.replace(/^[ \t\f]+/, '')
}

function endsInContinuation(line: string): boolean {
  let backslashes = 0
  while (backslashes < line.length && line[line.length - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function split(line: string): { key: string; value: string } {
  let end = 0
  while (end < line.length && !' \t\f=:'.includes(line[end] as string)) end += line[end] === '\\' ? 2 : 1
  const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(end)) as RegExpExecArray
  return { key: line.slice(0, end), value: line.slice(end + separator[0].length) }
}

function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S])|$)/g, (_, hex: string | undefined, one: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    if (one === undefined) return ''
    const escaped = { t: '\t', n: '\n', r: '\r', f: '\f' }[one]
    return escaped ?? one
  })
}
