#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// The command `odradek`.
const NODE_MIN = 24

if (Number(process.versions.node.split('.')[0]) < NODE_MIN) {
  process.stderr.write(
    `odradek: needs Node ${NODE_MIN} or newer, this is ${process.versions.node}; in a clone "npx odradek" finds the right one\n`,
  )
  process.exit(1)
}
await import('../src/cli/main.ts')
