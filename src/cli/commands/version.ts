import { createRequire } from 'node:module'

export function versionOf(): string {
  const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string }
  return version
}

export function printVersion(): void {
  process.stdout.write(`odradek ${versionOf()} (Node ${process.versions.node})\n`)
}
