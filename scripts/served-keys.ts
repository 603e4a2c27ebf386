/** The table of API keys in docs/compatibility.md, made from the list of handlers. `npm run generate` writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURES } from '../src/api/advertised.ts'
import { handlers, OF_TELEMETRY } from '../src/api/handlers.ts'
import { apis } from '../src/protocol/apis.ts'

const FILE = join(import.meta.dirname, '../docs/compatibility.md')
const BEGIN = '<!-- made by npm run generate: served keys -->\n'
const END = '<!-- served keys end -->\n'

/** The whole document as it should be. */
export function withServedKeys(document: string): string {
  const from = document.indexOf(BEGIN)
  const to = document.indexOf(END)
  if (from < 0 || to < from) throw new Error(`docs/compatibility.md lacks the marks ${BEGIN.trim()} and ${END.trim()}`)
  return document.slice(0, from + BEGIN.length) + table() + document.slice(to)
}

function table(): string {
  const rows = [...handlers]
    .sort((a, b) => a.apiKey - b.apiKey)
    .map((handler) => {
      const { apiKey, minVersion, maxVersion } = handler
      const note = OF_TELEMETRY.includes(handler) ? 'when `odradek.telemetry.enable` is on' : ''
      return `| ${apiKey} | ${apis.get(apiKey)!.name} | ${minVersion} – ${maxVersion} | ${note} |\n`
    })
  const features = FEATURES.map(({ name, maxLevel }) => `\`${name}\` (0 – ${maxLevel})`).join(', ')
  return `\n| key | name | versions | |\n|---|---|---|---|\n${rows.join('')}\nFeatures: ${features}.\n\n`
}

export function isFresh(): boolean {
  const document = readFileSync(FILE, 'utf8')
  return withServedKeys(document) === document
}

export function writeServedKeys(): void {
  if (!isFresh()) writeFileSync(FILE, withServedKeys(readFileSync(FILE, 'utf8')))
}
