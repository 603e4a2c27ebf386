#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// Where the process begins. JavaScript, and the compile cache first: Node's remover of types is never loaded on a warm start,
// which saves it some fifty milliseconds and ten megabytes. Everything else is imported after it.
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const NODE_MIN = 24

if (Number(process.versions.node.split('.')[0]) < NODE_MIN) {
  process.stderr.write(
    `odradek: needs Node ${NODE_MIN} or newer, this is ${process.versions.node}; in a clone "npx odradek" finds the right one\n`,
  )
  process.exit(1)
}

const beside = fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url))
const { status } = nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? beside)
// A folder that cannot be written (an installation of another user): the one in the temporary folder.
if (status === nodeModule.constants.compileCacheStatus.FAILED) nodeModule.enableCompileCache()

await import('../src/cli/main.ts')
