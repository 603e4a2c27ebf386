/**
 * npm test: every *.test.ts of the repository that needs Node alone, through node:test, with the compile cache on (it is
 * the difference between seconds and minutes). Names on the command line pick files: npm test -- replication storage/log;
 * --rewrite lets transcripts write down what happens now; --times 50 has random tests tell fifty times as many stories.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { rewrite: { type: 'boolean', default: false }, times: { type: 'string', default: '1' } },
})
const rewrite = flags.rewrite ? { ODRADEK_REWRITE: '1' } : {}
const times = Number(flags.times)
if (!(times >= 1)) {
  console.error(`--times takes a number from 1 on, not ${flags.times}`)
  process.exit(2)
}
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
  [
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-concurrency=2',
    `--test-timeout=${300_000 * times}`,
    ...files,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...rewrite,
      STORY_TIMES: String(times),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/compile'),
    },
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal))
runner.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)))
