/** The tables over all messages: API keys with their versions, the types of each key's messages, error codes. */
import type { SchemaFile } from './schema.ts'

const BANNER = '// Made by scripts/generate.ts from schema/. Do not edit.'

export interface Pair {
  readonly js: string
  readonly types: string
}

/** Rows: key, name, lowest and highest version, first flexible version (32767: none), the module's name. */
export function apiTable(files: readonly { file: SchemaFile; module: string }[]): Pair {
  const rows = files.map(({ file, module }) => {
    const { key, name, versions, flexible } = file.api!
    return `  [${key}, '${name}', ${versions.min}, ${versions.max}, ${flexible?.min ?? 0x7fff}, '${module}'],`
  })
  const js = [
    BANNER,
    'export const ApiKey = Object.freeze({',
    ...files.map(({ file }) => `  ${file.api!.name}: ${file.api!.key},`),
    '})',
    '',
    'export const API_ROWS = [',
    ...rows,
    ']',
    '',
  ]
  const types = [
    BANNER,
    'export const ApiKey: {',
    ...files.map(({ file }) => `  readonly ${file.api!.name}: ${file.api!.key}`),
    '}',
    '/** Key, name, lowest and highest version, first flexible version, module. */',
    'export const API_ROWS: readonly (readonly [number, string, number, number, number, string])[]',
    '',
  ]
  return { js: js.join('\n'), types: types.join('\n') }
}

/** Declarations only: from an API key to the types of its messages. */
export function messageTypes(files: readonly { file: SchemaFile; module: string }[]): string {
  const out = [BANNER]
  for (const { file, module } of files) {
    const { name } = file.api!
    const names = ['Request', 'RequestInput', 'Response', 'ResponseInput'].map((kind) => name + kind)
    out.push(`import type { ${names.join(', ')} } from './${module}.js'`)
  }
  out.push('', '/** By API key. */', 'export interface ApiMessages {')
  for (const { file } of files) {
    const { key, name } = file.api!
    out.push(
      `  ${key}: { request: ${name}Request; requestInput: ${name}RequestInput; ` +
        `response: ${name}Response; responseInput: ${name}ResponseInput }`,
    )
  }
  out.push('}', '')
  return out.join('\n')
}

export function errorTable(path: string, text: string): Pair {
  const rows: { code: number; name: string; isRetriable: boolean; refreshes: boolean }[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.replace(/#.*$/, '').trim()
    if (content === '') continue
    const [code, name, ...flags] = content.split(/\s+/)
    const unknown = flags.find((flag) => flag !== 'retriable' && flag !== 'metadata')
    if (!/^-?\d+$/.test(code!) || name === undefined || unknown !== undefined) {
      throw new Error(`${path}:${index + 1}: 'CODE NAME [retriable] [metadata]' must be here`)
    }
    rows.push({
      code: Number(code),
      name,
      isRetriable: flags.includes('retriable'),
      refreshes: flags.includes('metadata'),
    })
  }
  const codes = (pick: (row: (typeof rows)[0]) => boolean) =>
    rows
      .filter(pick)
      .map((row) => row.code)
      .join(', ')
  const js = [
    BANNER,
    'export const ErrorCode = Object.freeze({',
    ...rows.map((row) => `  ${row.name}: ${row.code},`),
    '})',
    '',
    `export const RETRIABLE = new Set([${codes((row) => row.isRetriable)}])`,
    `export const REFRESHES_METADATA = new Set([${codes((row) => row.refreshes)}])`,
    '',
  ]
  const types = [
    BANNER,
    'export const ErrorCode: {',
    ...rows.map((row) => `  readonly ${row.name}: ${row.code}`),
    '}',
    'export const RETRIABLE: ReadonlySet<number>',
    'export const REFRESHES_METADATA: ReadonlySet<number>',
    '',
  ]
  return { js: js.join('\n'), types: types.join('\n') }
}
