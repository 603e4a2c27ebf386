/**
 * The broker's log: one line of text each, for people first (a program can still split it: time, level, room, sentence,
 * then fields as key=value). A level per room can be changed while it runs (broker-logger resources of DescribeConfigs).
 */
import type { Logger } from '../base/logger.ts'

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'
const RANK: Record<LogLevel, number> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3 }
/** The logger that rooms without a level of their own follow. */
export const ROOT = 'root'
const FIELD_CHARS_MAX = 2000

export class LogLevels {
  private readonly levels = new Map<string, LogLevel>()
  private readonly rooms = new Set<string>([ROOT])

  constructor(root: LogLevel) {
    this.levels.set(ROOT, root)
  }

  register(room: string): void {
    this.rooms.add(room)
  }

  names(): string[] {
    return [...this.rooms].sort()
  }

  get(room: string): LogLevel {
    return this.levels.get(room) ?? this.levels.get(ROOT)!
  }

  set(room: string, level: LogLevel): void {
    this.levels.set(room, level)
  }

  /** Back to the root's level; the root itself keeps what it has. */
  reset(room: string): void {
    if (room !== ROOT) this.levels.delete(room)
  }
}

export interface LogLinesParams {
  readonly levels: LogLevels
  readonly wallMs: () => number
  readonly write: (line: string) => void
}

/** `child({ room: 'network' })` names the room of its lines. */
export function makeLogger(params: LogLinesParams, fields: Record<string, unknown> = {}): Logger {
  const { room: roomField, ...rest } = fields
  const room = typeof roomField === 'string' ? roomField : ROOT
  params.levels.register(room)
  const log = (level: LogLevel, message: string, extra?: Record<string, unknown>) => {
    if (RANK[level] < RANK[params.levels.get(room)]) return
    const time = new Date(params.wallMs()).toISOString()
    params.write(
      `${time} ${level.padEnd(5)} ${room === ROOT ? '' : `[${room}] `}${oneLine(message)}${formatFields(rest)}${formatFields(extra)}\n`,
    )
  }
  return {
    debug: (message, extra) => log('DEBUG', message, extra),
    info: (message, extra) => log('INFO', message, extra),
    warn: (message, extra) => log('WARN', message, extra),
    error: (message, extra) => log('ERROR', message, extra),
    child: (more) => makeLogger(params, { ...fields, ...more }),
  }
}

function formatFields(fields: Record<string, unknown> | undefined): string {
  if (fields === undefined) return ''
  let text = ''
  for (const key of Object.keys(fields)) text += ` ${key}=${formatValue(fields[key])}`
  return text
}

function formatValue(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Error
        ? `${value.name}: ${value.message}`
        : (JSON.stringify(value) ?? String(value))
  const bounded = text.length > FIELD_CHARS_MAX ? `${text.slice(0, FIELD_CHARS_MAX)}…` : text
  return /^[\w.:/@+-]+$/.test(bounded) ? bounded : JSON.stringify(bounded)
}

/** A line break in what a client sent must not forge a second line. */
function oneLine(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return message.replace(/[\u0000-\u001f\u007f]/g, ' ')
}
