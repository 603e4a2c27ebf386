/** Ctrl-C and SIGTERM for commands that go on until somebody ends them: the first asks, the second ends at once. */
import { ExitCode } from './exit.ts'

export interface Interrupt {
  readonly isAsked: () => boolean
  /** Resolves at the first signal. */
  readonly asked: Promise<void>
}

export function listenForInterrupt(): Interrupt {
  let isAsked = false
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(ExitCode.FAILED)
        isAsked = true
        resolve()
      })
    }
  })
  return { isAsked: () => isAsked, asked }
}
