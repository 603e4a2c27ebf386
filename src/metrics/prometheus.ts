/** The page: Prometheus' text format, version 0.0.4. */
import type { Family, Labels, Registry, SampleWriter } from './registry.ts'

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export function renderPage(registry: Registry): string {
  let page = ''
  for (const family of registry.families()) page += renderFamily(family)
  return page
}

function renderFamily(family: Family): string {
  let text = `# HELP ${family.name} ${escapeHelp(family.help)}\n# TYPE ${family.name} ${family.type}\n`
  const head = text.length
  const writer: SampleWriter = {
    sample(value, labels, suffix = '') {
      text += `${family.name}${suffix}${renderLabels(labels)} ${renderNumber(value)}\n`
    },
  }
  family.collect(writer)
  return text.length === head ? '' : text
}

function renderLabels(labels: Labels | undefined): string {
  if (labels === undefined) return ''
  const parts = Object.keys(labels).map((name) => `${name}="${escapeLabel(String(labels[name]))}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

function renderNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"')
}
