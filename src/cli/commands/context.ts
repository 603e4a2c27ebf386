/** `odradek context list | show | set | use | delete`: connections under a name. */

import { refuseAddress } from '../connect.ts'
import { BOOTSTRAP, type Contexts, checkName, contextOf, contextsFile, readContexts } from '../contexts.ts'
import { usageError } from '../exit.ts'
import { writeContexts } from '../offline/context-file.ts'
import { outputFormat, render } from '../output.ts'
import { knownSettings } from '../settings.ts'
import { write } from '../stdout.ts'

const SECRET = /password|secret|jaas/

export async function listContexts(flags: { readonly output: string }): Promise<void> {
  const format = outputFormat(flags.output)
  const { current, byName } = await readContexts(contextsFile())
  const rows = [...byName].map(([name, settings]) => ({
    name,
    current: name === current ? '*' : '',
    [BOOTSTRAP]: settings.get(BOOTSTRAP) ?? null,
  }))
  await write(render({ columns: ['name', 'current', BOOTSTRAP], rows }, format))
}

export async function showContext(name: string | undefined, flags: { readonly output: string }): Promise<void> {
  const format = outputFormat(flags.output)
  const contexts = await readContexts(contextsFile())
  const shown = name ?? contexts.current
  if (shown === null) throw usageError('no context is in use: name one')
  const rows = [...contextOf(contexts, shown)].map(([setting, value]) => ({
    setting,
    value: SECRET.test(setting) ? '(hidden)' : value,
  }))
  await write(render({ columns: ['setting', 'value'], rows }, format))
}

export interface SetFlags {
  readonly bootstrapServer?: string
  readonly X?: Readonly<Record<string, string>>
  readonly unset?: readonly string[]
}

/** Makes a context or changes what is named; the first one is in use at once. */
export async function setContext(name: string, flags: SetFlags): Promise<void> {
  checkName(name)
  const settings = new Map(Object.entries(flags.X ?? {}))
  for (const setting of settings.keys()) {
    if (!knownSettings().includes(setting)) throw usageError(`-X ${setting}: there are ${knownSettings().join(', ')}`)
  }
  if (flags.bootstrapServer !== undefined) {
    refuseAddress(flags.bootstrapServer)
    settings.set(BOOTSTRAP, flags.bootstrapServer)
  }
  const path = contextsFile()
  const before = await readContexts(path)
  const all = new Map([...(before.byName.get(name) ?? []), ...settings])
  for (const setting of flags.unset ?? []) all.delete(setting)
  if (!all.has(BOOTSTRAP)) throw usageError(`the context ${name} needs an address: -b host:port`)
  const byName = new Map(before.byName).set(name, all)
  await store(path, { current: before.byName.size === 0 ? name : before.current, byName })
}

export async function useContext(name: string | undefined, flags: { readonly none?: boolean }): Promise<void> {
  if ((name === undefined) !== (flags.none === true)) throw usageError('context use: a name, or --none')
  const path = contextsFile()
  const contexts = await readContexts(path)
  if (name !== undefined) contextOf(contexts, name)
  await store(path, { ...contexts, current: name ?? null })
}

export async function deleteContext(name: string): Promise<void> {
  const path = contextsFile()
  const contexts = await readContexts(path)
  contextOf(contexts, name)
  const byName = new Map([...contexts.byName].filter(([other]) => other !== name))
  await store(path, { current: contexts.current === name ? null : contexts.current, byName })
}

async function store(path: string, contexts: Contexts): Promise<void> {
  await writeContexts(path, contexts)
  await write(contexts.current === null ? 'no context is in use\n' : `in use: ${contexts.current}\n`)
}
