/** The machine: its name, and a place for what need not last. */
import { mkdtempSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

export function hostName(): string {
  return hostname()
}

/** A new empty folder of its own. Whoever asked removes it. */
export function makeTemporaryFolder(prefix: string): string {
  return mkdtempSync(join(tmpdir(), prefix))
}
