/**
 * Makes the codecs in src/protocol/generated from the notation in schema/ (see schema/README.md), and the table of served
 * keys in docs/compatibility.md from the handlers.
 * With --check it writes nothing and exits with 1 when a file is not what it would write.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { declarations, javascript } from './generate/module.ts'
import { parseSchema, type SchemaFile } from './generate/schema.ts'
import { apiTable, errorTable, messageTypes } from './generate/tables.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TARGET = 'src/protocol/generated'

/** Every generated file by its path from the project's root. */
export function generateAll(root = ROOT): Map<string, string> {
  const out = new Map<string, string>()
  const apis = readFolder(root, 'schema/messages')
  const records = readFolder(root, 'schema/records')
  for (const { file, module } of [...apis, ...records]) {
    out.set(`${TARGET}/${module}.js`, javascript(file))
    out.set(`${TARGET}/${module}.d.ts`, declarations(file))
  }
  const tables = {
    'api-table': apiTable(apis),
    'error-table': errorTable('schema/errors', readFileSync(join(root, 'schema/errors'), 'utf8')),
  }
  for (const [name, { js, types }] of Object.entries(tables)) {
    out.set(`${TARGET}/${name}.js`, js)
    out.set(`${TARGET}/${name}.d.ts`, types)
  }
  out.set(`${TARGET}/messages.d.ts`, messageTypes(apis))
  return out
}

function readFolder(root: string, folder: string): { file: SchemaFile; module: string }[] {
  const names = readdirSync(join(root, folder)).filter((name) => !name.includes('.'))
  return names.sort().map((name) => {
    const path = `${folder}/${name}`
    return { file: parseSchema(path, readFileSync(join(root, path), 'utf8')), module: basename(path) }
  })
}

/** Paths that are missing, differ, or should not be there. */
export function staleFiles(root = ROOT): string[] {
  const wanted = generateAll(root)
  const stale: string[] = []
  for (const [path, text] of wanted) if (readOrNull(join(root, path)) !== text) stale.push(path)
  for (const name of readdirSync(join(root, TARGET))) {
    if (!wanted.has(`${TARGET}/${name}`)) stale.push(`${TARGET}/${name}`)
  }
  return stale
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--check')) {
    const stale = staleFiles()
    // Looks at the handlers, which need the codecs.
    const { isFresh } = await import('./served-keys.ts')
    if (stale.length === 0 && !isFresh()) stale.push('docs/compatibility.md')
    for (const path of stale) console.error(`${path} is not what its source says: run npm run generate`)
    if (stale.length > 0) process.exitCode = 1
    return
  }
  mkdirSync(join(ROOT, TARGET), { recursive: true })
  const wanted = generateAll()
  for (const path of staleFiles()) {
    const text = wanted.get(path)
    if (text === undefined) rmSync(join(ROOT, path))
    else writeFileSync(join(ROOT, path), text)
  }
  const { writeServedKeys } = await import('./served-keys.ts')
  writeServedKeys()
}

if (import.meta.main) await main()
