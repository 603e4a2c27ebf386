/** The product's version, from package.json. */
import { createRequire } from 'node:module'

export function productVersion(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }
  return version
}
