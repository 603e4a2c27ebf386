// One request by hand: node compat/diff/ask.ts HOST:PORT API VERSION '{"json":"body"}'
// API is a name or a key; fields are camelCase, those left out get their defaults. `records` may be base64, null, or what
// records.ts builds a batch from: {"timestamp":0,"records":[{"key":"a","value":"b"}],"wrongCrc":true}.
import { apis } from '../../src/protocol/apis.ts'
import { describeRecords } from './describe-records.ts'
import { Connection, requestFrame } from './exchange.ts'
import { batch, type TestBatch } from './records.ts'

const [address, api, versionText, json = '{}'] = process.argv.slice(2)

function keyOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  for (const { key, name } of apis.values()) if (name.toLowerCase() === text.toLowerCase()) return key
  throw new Error(`there is no API called ${text}`)
}

function revive(field: string, value: unknown): unknown {
  if (field !== 'records' || value === null || Array.isArray(value)) return value
  if (typeof value === 'string') return Buffer.from(value, 'base64')
  return batch({ timestamp: Date.now(), ...(value as Omit<TestBatch, 'timestamp'>) })
}

function show(field: string, value: unknown): unknown {
  // JSON has already turned a Buffer into {type, data} here, but not a plain Uint8Array.
  const bytes = value instanceof Uint8Array ? value : undefined
  if (bytes) return field === 'records' ? describeRecords(bytes) : Buffer.from(bytes).toString('hex')
  return typeof value === 'bigint' ? String(value) : value
}

if (!address || !api || !versionText) {
  console.log('usage: node compat/diff/ask.ts HOST:PORT API VERSION [JSON]')
  process.exitCode = 2
} else {
  const key = keyOf(api)
  const version = Number(versionText)
  const connection = new Connection(address)
  const outcome = await connection.ask(key, version, requestFrame(key, version, JSON.parse(json, revive)))
  connection.close()
  if (outcome.kind === 'answer') console.log(JSON.stringify(plain(outcome.body), show, 1))
  else console.log(JSON.stringify(outcome))
}

/** Buffers have a toJSON of their own: make them plain first. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}
