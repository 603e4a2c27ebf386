/** Lists and descriptions in the form that -o asks for. Data alone goes to stdout. */
import { usageError } from './exit.ts'

export type Cell = string | number | boolean | null | readonly (string | number)[]
export type Row = Readonly<Record<string, Cell>>

export const OUTPUT_FORMATS = ['table', 'wide', 'json', 'jsonl', 'yaml', 'csv', 'name'] as const
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

export interface Listing {
  /** The first one is what `-o name` prints. */
  readonly columns: readonly string[]
  /** Columns that only `wide` and the formats for programs have. */
  readonly wideColumns?: readonly string[]
  readonly rows: readonly Row[]
}

export function outputFormat(text: string): OutputFormat {
  const format = OUTPUT_FORMATS.find((known) => known === text)
  if (format === undefined) throw usageError(`-o ${text}: one of ${OUTPUT_FORMATS.join(', ')}`)
  return format
}

/** The text, with its last line break; '' when there is nothing to say. */
export function render(listing: Listing, format: OutputFormat): string {
  const all = [...listing.columns, ...(listing.wideColumns ?? [])]
  switch (format) {
    case 'table':
      return table(listing.columns, listing.rows)
    case 'wide':
      return table(all, listing.rows)
    case 'json':
      return `${JSON.stringify(
        listing.rows.map((row) => only(row, all)),
        null,
        2,
      )}\n`
    case 'jsonl':
      return listing.rows.map((row) => `${JSON.stringify(only(row, all))}\n`).join('')
    case 'yaml':
      return yaml(all, listing.rows)
    case 'csv':
      return [all, ...listing.rows.map((row) => all.map((column) => plain(row[column] ?? null)))]
        .map((cells) => `${cells.map(csvCell).join(',')}\n`)
        .join('')
    case 'name':
      return listing.rows.map((row) => `${plain(row[listing.columns[0]!] ?? null)}\n`).join('')
  }
}

function only(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))
}

function plain(cell: Cell): string {
  if (cell === null) return ''
  return Array.isArray(cell) ? cell.join(',') : String(cell)
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function yaml(columns: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return '[]\n'
  // JSON is YAML: strings are quoted where a bare word could be read as something else.
  const value = (cell: Cell): string =>
    typeof cell === 'string' && /^[A-Za-z_/][\w./-]*$/.test(cell) && !/^(?:true|false|null|yes|no|on|off)$/i.test(cell)
      ? cell
      : JSON.stringify(cell)
  return rows
    .map((row) =>
      columns.map((column, i) => `${i === 0 ? '- ' : '  '}${column}: ${value(row[column] ?? null)}\n`).join(''),
    )
    .join('')
}

function table(columns: readonly string[], rows: readonly Row[]): string {
  const isNumber = columns.map((column) => rows.every((row) => typeof (row[column] ?? 0) === 'number'))
  const lines = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((c) => shown(row[c] ?? null))),
  ]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => textWidth(line[i]!))))
  return lines
    .map((line) => {
      const cells = line.map((cell, i) => pad(cell, widths[i]!, isNumber[i]! && rows.length > 0))
      return `${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}

function shown(cell: Cell): string {
  return cell === null || (Array.isArray(cell) && cell.length === 0) ? '-' : plain(cell)
}

function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(width - textWidth(text))
  return right ? blanks + text : text + blanks
}

/** Columns on a terminal: East Asian wide characters take two, marks that combine none. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (/\p{Mark}|\p{Cf}/u.test(character)) continue
    width += isWide(code) ? 2 : 1
  }
  return width
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1f64f) ||
    (code >= 0x1f900 && code <= 0x1f9ff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  )
}

/** A command that a person can paste into a shell, whatever is in the settings. */
export function startLine(settings: Readonly<Record<string, string>>): string {
  const overrides = Object.entries(settings).map(([name, value]) => `--override ${forShell(`${name}=${value}`)}`)
  return `odradek start ${overrides.join(' ')}`
}

function forShell(word: string): string {
  return /^[\w./,=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
