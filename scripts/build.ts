/**
 * npm run build: what is installed and what the container holds. Types are removed once, here, since Node does not do it below
 * node_modules; the codecs are JavaScript already. The layout stays, so that what finds its neighbours by path finds them.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = process.argv[2] ?? join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
const tsc = join(root, 'node_modules/.bin/tsc')
execFileSync(tsc, ['-p', join(root, 'tsconfig.build.json'), '--outDir', dist], { cwd: root, stdio: 'inherit' })
for (const file of globSync('src/**/generated/*.js', { cwd: root })) copy(file)
for (const file of ['LICENSE', 'README.md', 'README.zh-CN.md']) copy(file)
for (const file of globSync('bin/*', { cwd: root })) {
  copy(file)
  const path = join(dist, file)
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(import\('\.\.\/src\/[^']*)\.ts'\)/g, "$1.js')"))
}
writePackage()
refuseLeftOvers()

function copy(file: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true })
  cpSync(join(root, file), join(dist, file))
}

/** Without what only a clone needs; the lock file beside it is the clone's. */
function writePackage(): void {
  const { scripts, devDependencies, optionalDependencies, ...kept } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(kept, null, 2)}\n`)
}

/** A path to a .ts file in what was built is a file that is not there. */
function refuseLeftOvers(): void {
  for (const file of globSync('{src,bin}/**/*.js', { cwd: dist })) {
    const left = /(['"])\.{1,2}\/[^'"\n]*\.ts\1/.exec(readFileSync(join(dist, file), 'utf8'))
    if (left !== null) throw new Error(`${file} still names ${left[0]}`)
  }
}
