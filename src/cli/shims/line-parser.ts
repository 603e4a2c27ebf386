/** How kafka-console-producer.sh makes a record of a line: [headers \t] [key \t] value. */
import type { RecordHeader } from '../../protocol/batch/builder.ts'
import { CommandError, ExitCode } from '../exit.ts'

export interface ParsedLine {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly RecordHeader[]
}

export class LineParser {
  private readonly parseKey: boolean
  private readonly parseHeaders: boolean
  private readonly ignoreError: boolean
  private readonly keySeparator: string
  private readonly headersDelimiter: string
  private readonly headersSeparator: string
  private readonly headersKeySeparator: string
  private readonly nullMarker: string | undefined
  private lineNumber = 0

  constructor(properties: ReadonlyMap<string, string>) {
    const isTrue = (name: string): boolean => properties.get(name)?.trim().toLowerCase() === 'true'
    this.parseKey = isTrue('parse.key')
    this.parseHeaders = isTrue('parse.headers')
    this.ignoreError = isTrue('ignore.error')
    this.keySeparator = properties.get('key.separator') ?? '\t'
    this.headersDelimiter = properties.get('headers.delimiter') ?? '\t'
    this.headersSeparator = properties.get('headers.separator') ?? ','
    this.headersKeySeparator = properties.get('headers.key.separator') ?? ':'
    this.nullMarker = properties.get('null.marker')
  }

  /** Throws a CommandError for a line that lacks what is asked for, unless such are taken as they are. */
  parse(line: string): ParsedLine {
    this.lineNumber++
    const [headerText, afterHeaders] = this.cut(line, this.parseHeaders, this.headersDelimiter, 'headers delimiter')
    const [keyText, value] = this.cut(afterHeaders, this.parseKey, this.keySeparator, 'key separator')
    const headers = headerText === null || headerText === this.nullMarker ? [] : this.headersOf(headerText)
    return { key: keyText === null ? null : this.bytes(keyText), value: this.bytes(value), headers }
  }

  private cut(text: string, isWanted: boolean, delimiter: string, what: string): [string | null, string] {
    if (!isWanted) return [null, text]
    const at = text.indexOf(delimiter)
    if (at >= 0) return [text.slice(0, at), text.slice(at + delimiter.length)]
    if (this.ignoreError) return [null, text]
    throw new CommandError(ExitCode.FAILED, `No ${what} found on line number ${this.lineNumber}: '${text}'`)
  }

  private headersOf(text: string): RecordHeader[] {
    return text.split(this.headersSeparator).map((pair) => {
      const at = pair.indexOf(this.headersKeySeparator)
      if (at >= 0) {
        return { key: pair.slice(0, at), value: this.bytes(pair.slice(at + this.headersKeySeparator.length)) }
      }
      if (this.ignoreError) return { key: pair, value: null }
      const where = `on line number ${this.lineNumber}`
      throw new CommandError(ExitCode.FAILED, `No header key separator found in pair '${pair}' ${where}`)
    })
  }

  private bytes(text: string): Uint8Array | null {
    return text === this.nullMarker ? null : Buffer.from(text)
  }
}
