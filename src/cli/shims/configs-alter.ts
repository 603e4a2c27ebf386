/** kafka-configs.sh --alter, of all but quotas; how --add-config is read. */
import type { KafkaClient } from '../../client/client.ts'
import { alterConfigs, describeConfigs } from '../../client/configs.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { readPropertiesFile } from '../settings.ts'
import { write } from '../stdout.ts'
import { isOwn, RESOURCES } from './configs-describe.ts'
import type { Entity } from './configs-entities.ts'
import type { Flags } from './options.ts'

export async function alterEntity(client: KafkaClient, flags: Flags, entity: Entity): Promise<void> {
  const { type } = entity
  const name = entity.name ?? null
  const { type: resourceType, singular } = RESOURCES[type]!
  const added = await addedConfigs(flags)
  const deleted = deletedConfigs(flags)
  if (deleted.length > 0) {
    const entries = await describeConfigs(client, resourceType, name ?? '')
    const set = new Set(entries.filter((entry) => isOwn(type, name, entry)).map((entry) => entry.name))
    const unknown = deleted.filter((one) => !set.has(one))
    if (unknown.length > 0) throw new CommandError(ExitCode.FAILED, `Invalid config(s): ${unknown.join(',')}`)
  }
  const changes = [
    ...added.map(([key, value]) => ({ name: key, value })),
    ...deleted.map((key) => ({ name: key, value: null })),
  ]
  await alterConfigs(client, resourceType, name ?? '', changes)
  await sayCompleted(name === null ? `default config for ${type} in the cluster` : `config for ${singular} ${name}`)
}

export async function sayCompleted(what: string): Promise<void> {
  await write(`Completed updating ${what}.\n`)
}

export async function addedConfigs(flags: Flags): Promise<[string, string][]> {
  const file = flags.one('add-config-file')
  if (file !== undefined) return [...(await readPropertiesFile(file))]
  const text = flags.one('add-config')
  return text === undefined ? [] : parseAddedConfigs(text)
}

export function deletedConfigs(flags: Flags): string[] {
  const names = flags.one('delete-config')?.split(',') ?? []
  return names.map((name) => name.trim()).filter((name) => name !== '')
}

/** k=v,k2=[a,b]: commas inside brackets belong to the value. */
export function parseAddedConfigs(text: string): [string, string][] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '[') depth++
    if (text[at] === ']') depth--
    if (at < text.length && (text[at] !== ',' || depth > 0)) continue
    parts.push(text.slice(from, at).trim())
    from = at + 1
  }
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      if (at < 1) {
        throw new CommandError(
          ExitCode.FAILED,
          'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val".',
        )
      }
      return [
        part.slice(0, at).trim(),
        part
          .slice(at + 1)
          .trim()
          .replace(/^\[([\s\S]*)\]$/, '$1'),
      ]
    })
}
