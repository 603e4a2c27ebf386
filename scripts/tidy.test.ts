/** The rule book as a test: which room may import which, what nobody touches, how big things may be. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

/** Towards base: a room may import from itself and from those before it. */
const ROOMS = [
  'base',
  'io',
  'protocol',
  'config',
  'metrics',
  'security',
  'quota',
  'storage',
  'metadata',
  'client',
  'replication',
  'coordinator',
  'controller',
  'network',
  'api',
  'broker',
  'cli',
]
/** What each online command may use beyond its own room: the wire, never the insides. */
const CLI_ONLINE = new Set(['base', 'io', 'protocol', 'config', 'client', 'broker', 'cli'])

const FILE_LINES_MAX = 500
const FUNCTION_LINES_MAX = 70
const README_LINES_MAX = 40

const sources = globSync('src/**/*.{ts,js}', { cwd: root }).filter((file) => !file.includes('/generated/'))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const isTest = (file: string) => /\.test\.ts$|\/testing\//.test(file)
const roomOf = (file: string) => file.split('/')[1]!

function importsOf(file: string): string[] {
  const found = read(file).matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g,
  )
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

function expectNone(problems: string[], rule: string): void {
  assert.equal(problems.length, 0, `${rule}\n${problems.join('\n')}`)
}

test('imports point towards base', () => {
  const problems: string[] = []
  for (const file of sources) {
    const room = roomOf(file)
    if (!ROOMS.includes(room)) problems.push(`${file}: ${room} is no room`)
    for (const target of importsOf(file)) {
      if (!target.startsWith('.')) continue
      const path = join(file, '..', target)
      if (!path.startsWith('src/')) continue
      const targetRoom = roomOf(path)
      if (ROOMS.indexOf(targetRoom) > ROOMS.indexOf(room)) problems.push(`${file} imports ${path}`)
      if (room === 'cli' && !file.includes('/offline/') && !isTest(file) && !CLI_ONLINE.has(targetRoom))
        problems.push(`${file} imports ${path}: online commands speak through client/`)
    }
  }
  expectNone(problems, 'A room imports only from rooms before it:')
})

test('nobody touches the world but io/node', () => {
  const modules = /^node:(fs|net|tls|http|https|dgram|worker_threads|child_process|sqlite|timers|perf_hooks|os)(\/|$)/
  const globals =
    /(?<![\w.'"])(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|setImmediate|performance\.|process\.(?!(env|versions|platform|arch)\b))/
  const mayUseProcess = (file: string) => file.startsWith('src/cli/') || file.startsWith('src/broker/main')
  const problems: string[] = []
  for (const file of sources) {
    if (file.startsWith('src/io/node/') || isTest(file)) continue
    for (const target of importsOf(file)) if (modules.test(target)) problems.push(`${file} imports ${target}`)
    const lines = read(file)
      .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
      .split('\n')
    lines.forEach((line, at) => {
      const code = line.replace(/\/\/.*$/, '')
      const hit = globals.exec(code)?.[1]
      if (hit === undefined || (hit.startsWith('process.') && mayUseProcess(file))) return
      problems.push(`${file}:${at + 1} uses ${hit}`)
    })
  }
  expectNone(problems, 'Files, sockets, time and chance come through the World:')
})

test('each room has a README of at most forty lines', () => {
  const problems: string[] = []
  const rooms = new Set(sources.map(roomOf))
  for (const room of rooms) {
    const readme = `src/${room}/README.md`
    if (!existsSync(join(root, readme))) problems.push(`${readme} is missing`)
    else if (read(readme).trimEnd().split('\n').length > README_LINES_MAX)
      problems.push(`${readme} is longer than ${README_LINES_MAX} lines`)
  }
  expectNone(problems, 'A newcomer reads the README of a room in a minute:')
})

test('files stay below 500 lines; what is larger may only shrink', () => {
  const allowed: Record<string, number> = JSON.parse(read('scripts/tidy-sizes.json'))
  const problems: string[] = []
  for (const file of sources) {
    const lines = read(file).trimEnd().split('\n').length
    const most = allowed[file] ?? FILE_LINES_MAX
    if (lines > most) problems.push(`${file} has ${lines} lines, ${most} are allowed`)
    else if (allowed[file] !== undefined && lines < most)
      problems.push(`${file} has shrunk to ${lines} lines: say so in scripts/tidy-sizes.json`)
  }
  for (const file of Object.keys(allowed))
    if (!sources.includes(file)) problems.push(`${file} is gone: take it out of scripts/tidy-sizes.json`)
  expectNone(problems, 'Typical files are short:')
})

/** Named functions and methods with their lines; what Biome formatted ends at the indentation where it began. */
function* functionsOf(file: string): Generator<{ name: string; lines: number }> {
  const lines = read(file).split('\n')
  const begins =
    /^(\s*)(?:export )?(?:default )?(?:(?:private|public|static|async|override|get|set) )*(?:function\*? ?)?([#\w*]+)\s*(?:<[^>]*>)?\([^;]*$/
  for (const [at, line] of lines.entries()) {
    const match = begins.exec(line)
    if (match === null || /^(if|for|while|switch|catch|return|await|test|describe|super|import)$/.test(match[2]!))
      continue
    const isFunction = /\bfunction\b/.test(line) || match[1]!.length === 2
    let body = at
    while (body > at ? lines[body]!.startsWith(`${match[1]}  `) : !/ \{$/.test(line)) body++
    if (!isFunction || !/ \{$/.test(lines[body]!)) continue
    const end = lines.findIndex((one, i) => i > body && one.startsWith(`${match[1]}}`))
    if (end > 0) yield { name: match[2]!, lines: end - at + 1 }
  }
}

test('functions stay below 70 lines; what is larger may only shrink', () => {
  const allowed: Record<string, number> = JSON.parse(read('scripts/tidy-functions.json'))
  const seen = new Set<string>()
  const problems: string[] = []
  for (const file of sources.filter((one) => !isTest(one))) {
    for (const { name, lines } of functionsOf(file)) {
      const key = `${file} ${name}`
      const most = allowed[key] ?? FUNCTION_LINES_MAX
      if (allowed[key] !== undefined && lines > FUNCTION_LINES_MAX) seen.add(key)
      if (lines > most) problems.push(`${key} has ${lines} lines, ${most} are allowed`)
      else if (allowed[key] !== undefined && lines < most && lines > FUNCTION_LINES_MAX)
        problems.push(`${key} has shrunk to ${lines} lines: say so in scripts/tidy-functions.json`)
    }
  }
  for (const key of Object.keys(allowed))
    if (!seen.has(key)) problems.push(`${key} is gone or short now: take it out of scripts/tidy-functions.json`)
  expectNone(problems, 'Branches in the parent, work in the leaves:')
})

test('nothing names a folder of somebody’s machine', () => {
  const problems: string[] = []
  const foreign = /(?:^|[\s'"`(=:])(\/(?:work|home|root|Users)\/[\w./-]*)/
  const committed = globSync(
    ['*.md', '*.json', 'docs/**/*', '{src,scripts,schema,compat,bench,fuzz}/**/*.{ts,js,md,json,java,go,py}', '.ci/*'],
    { cwd: root, exclude: (path) => path.includes('node_modules') },
  )
  for (const file of committed.filter((one) => /\.\w+$|\.ci/.test(one))) {
    for (const [at, line] of read(file).split('\n').entries()) {
      const hit = foreign.exec(line)?.[1]
      if (hit !== undefined) problems.push(`${file}:${at + 1} names ${hit}`)
    }
  }
  expectNone(problems, 'The repository is the same everywhere:')
})

test('the lock files and the npm settings name no host', () => {
  const problems: string[] = []
  for (const file of globSync(['package-lock.json', 'compat/package-lock.json'], { cwd: root })) {
    if (/"resolved"/.test(read(file))) problems.push(`${file} has "resolved" lines`)
  }
  if (!/^omit-lockfile-registry-resolved=true$/m.test(read('.npmrc')))
    problems.push('.npmrc lacks omit-lockfile-registry-resolved=true')
  if (/registry\s*=/.test(read('.npmrc'))) problems.push('.npmrc names a registry')
  expectNone(problems, 'Every registry is as good as another:')
})

test('tests are neither skipped nor singled out', () => {
  const problems: string[] = []
  for (const file of globSync(['src/**/*.test.ts', 'compat/**/*.test.ts'], {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  })) {
    read(file)
      .split('\n')
      .forEach((line, at) => {
        if (/\b(test|it|describe|suite)\.(only|todo)\b|\bonly:\s*true|\.skip\(\s*\)|\bskip:\s*true/.test(line))
          problems.push(`${file}:${at + 1} ${line.trim()}`)
      })
  }
  expectNone(problems, 'A test that is skipped prints its reason, and none runs alone:')
})

test('generated files are fresh', () => {
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/generate.ts', '--check'], {
    cwd: root,
    stdio: 'pipe',
  })
})

test('internal links in the documents lead somewhere', () => {
  const problems: string[] = []
  for (const file of globSync(['*.md', 'docs/**/*.md', 'src/*/README.md', 'schema/*.md'], { cwd: root })) {
    for (const match of read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
      if (!existsSync(join(root, file, '..', match[1]!))) problems.push(`${file} links to ${match[1]}`)
    }
  }
  expectNone(problems, 'No dead links:')
})
