/** For tests: the codec and the schema of every message by name, requests, responses and records alike. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Message, parseSchema } from '../../../scripts/generate/schema.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface MessageCodec {
  readonly name: string
  readonly schema: Message
  readonly minVersion: number
  readonly maxVersion: number
  /** Its first number is a type, where others have a version. */
  readonly isRecordKey: boolean
  read(r: Reader, version: number): unknown
  write(w: Writer, value: unknown, version: number): void
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const load = createRequire(import.meta.url)

export function allMessages(): Map<string, MessageCodec> {
  const codecs = new Map<string, MessageCodec>()
  for (const folder of ['schema/messages', 'schema/records']) {
    for (const file of readdirSync(join(ROOT, folder))) {
      const path = `${folder}/${file}`
      const generated = load(`../generated/${file}.js`)
      for (const schema of parseSchema(path, readFileSync(join(ROOT, path), 'utf8')).messages) {
        codecs.set(schema.name, {
          name: schema.name,
          schema,
          minVersion: schema.versions.min,
          maxVersion: schema.versions.max,
          isRecordKey: schema.type !== null && schema.name.endsWith('Key'),
          read: generated[`read${schema.name}`],
          write: generated[`write${schema.name}`],
        })
      }
    }
  }
  return codecs
}
