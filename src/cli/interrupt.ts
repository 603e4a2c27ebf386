/** Ctrl-C and SIGTERM for commands that go on until somebody ends them: the first asks, the second ends at once. */
import { ExitCode } from './exit.ts'

export interface Interrupt {
  readonly isAsked: () => boolean
  /** Resolves at the first signal. */
  readonly asked: Promise<void>
  /** 0, or what a program ends with that a signal ended: 130 or 143. */
  readonly exitCode: () => number
}

export function listenForInterrupt(): Interrupt {
  let isAsked = false
  let exitCode: number = ExitCode.OK
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(ExitCode.FAILED)
        isAsked = true
        exitCode = signal === 'SIGINT' ? 130 : 143
        resolve()
      })
    }
  })
  return { isAsked: () => isAsked, asked, exitCode: () => exitCode }
}
