/**
 * npm test: every *.test.ts of the repository that needs Node alone, through node:test, with the compile cache on (it is
 * the difference between seconds and minutes). Names on the command line pick files: npm test -- replication storage/log;
 * --rewrite lets transcripts write down what happens now.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2).filter((word) => word !== '--rewrite')
const rewrite = process.argv.includes('--rewrite') ? { ODRADEK_REWRITE: '1' } : {}
const files = globSync(
  [
    'src/**/*.test.ts',
    'scripts/**/*.test.ts',
    'compat/**/*.test.ts',
    'bench/**/*.test.ts',
    'fuzz/**/*.test.ts',
    'docker/**/*.test.ts',
  ],
  {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  },
)
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort()
if (files.length === 0) {
  console.error(`No test file matches: ${wanted.join(' ')}`)
  process.exit(2)
}

const runner = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', '--test', '--test-concurrency=2', '--test-timeout=300000', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...rewrite,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/compile'),
    },
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
