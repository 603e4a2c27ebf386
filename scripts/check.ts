/** npm run check: types, lint and format, generated files, tidy. Each says what it found; the exit code is the worst. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const node = [process.execPath, '--disable-warning=ExperimentalWarning']
const steps: [name: string, command: string[]][] = [
  ['types', [join(root, 'node_modules/.bin/tsc'), '-p', '.']],
  ['lint and format', [join(root, 'node_modules/.bin/biome'), 'ci', '--error-on-warnings', '--colors=off', '.']],
  ['generated files', [...node, 'scripts/generate.ts', '--check']],
  ['tidy', [...node, '--test', 'scripts/tidy.test.ts']],
]

let failed = 0
for (const [name, [command, ...args]] of steps) {
  console.log(`── ${name}`)
  const { status } = spawnSync(command!, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) failed++
}
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${steps.length} checks failed.`)
process.exit(failed === 0 ? 0 : 1)
