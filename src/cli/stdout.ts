/** Writing to stdout at the pace of whoever reads it. A reader that went away (`| head`) ends the command in peace. */

let gone = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  gone = true
})

/** True once nobody reads any more. */
export function isGone(): boolean {
  return gone
}

export function write(chunk: string | Uint8Array): Promise<void> {
  if (gone || chunk.length === 0) return Promise.resolve()
  if (process.stdout.write(chunk)) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      process.stdout.removeListener('drain', done)
      process.stdout.removeListener('close', done)
      process.stdout.removeListener('error', done)
      resolve()
    }
    process.stdout.on('drain', done)
    process.stdout.on('close', done)
    process.stdout.on('error', done)
  })
}
