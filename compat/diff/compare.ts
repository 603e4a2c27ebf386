// The differences between two records of the same scenario.
import type { Entry } from './talk.ts'

export interface Difference {
  /** `ApiName: scenario: label` */
  where: string
  /** Path of the field in the answer. */
  path: string
  apache: unknown
  other: unknown
}

export function compareEntries(where: string, apache: readonly Entry[], other: readonly Entry[]): Difference[] {
  const differences: Difference[] = []
  const count = Math.max(apache.length, other.length)
  for (let i = 0; i < count; i++) {
    const left = apache[i]
    const right = other[i]
    const label = left?.label ?? right?.label ?? ''
    compareValues(`${where}: ${label}`, '', left?.outcome, right?.outcome, differences)
  }
  return differences
}

function compareValues(where: string, path: string, apache: unknown, other: unknown, into: Difference[]): void {
  if (isObject(apache) && isObject(other)) {
    for (const key of new Set([...Object.keys(apache), ...Object.keys(other)])) {
      compareValues(where, path ? `${path}.${key}` : key, apache[key], other[key], into)
    }
    return
  }
  if (Array.isArray(apache) && Array.isArray(other) && comparable(apache, other)) {
    compareLists(where, path, apache, other, into)
    return
  }
  if (JSON.stringify(apache) !== JSON.stringify(other)) into.push({ where, path, apache, other })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function comparable(apache: unknown[], other: unknown[]): boolean {
  return [...apache, ...other].every(isObject)
}

/** Elements that carry a name are matched by it, others by their place. */
function compareLists(where: string, path: string, apache: unknown[], other: unknown[], into: Difference[]): void {
  const named = [apache, other].map((list) => byName(list as Record<string, unknown>[]))
  const [left, right] = named
  if (!left || !right) {
    if (apache.length !== other.length) into.push({ where, path, apache, other })
    else
      apache.forEach((one, i) => {
        compareValues(where, `${path}[${i}]`, one, other[i], into)
      })
    return
  }
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    compareValues(where, `${path}[${key}]`, left.get(key), right.get(key), into)
  }
}

const NAMES = [
  'name',
  'topic',
  'topicName',
  'resourceName',
  'apiKey',
  'index',
  'partitionIndex',
  'partition',
  'nodeId',
  'brokerId',
  'groupId',
]

function byName(list: readonly Record<string, unknown>[]): Map<string, Record<string, unknown>> | undefined {
  const map = new Map<string, Record<string, unknown>>()
  for (const one of list) {
    const field = NAMES.find((name) => one[name] !== undefined && one[name] !== null)
    if (!field) return undefined
    const key = String(one[field])
    if (map.has(key)) return undefined
    map.set(key, one)
  }
  return map
}
