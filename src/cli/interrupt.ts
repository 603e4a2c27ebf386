/** Ctrl-C and SIGTERM for commands that go on until somebody ends them: the first asks, the second ends at once. */
import { ExitCode } from './exit.ts'

export interface Interrupt {
  readonly isAsked: () => boolean
  /** What `work` comes to; null as soon as somebody asked. */
  readonly unlessAsked: <T>(work: Promise<T>) => Promise<T | null>
  /** 0, or what a program ends with that a signal ended: 130 or 143. */
  readonly exitCode: () => number
}

export function listenForInterrupt(signals: Pick<NodeJS.EventEmitter, 'on'> = process): Interrupt {
  let isAsked = false
  let exitCode: number = ExitCode.OK
  // Not one promise for all to race with: it would hold every result that ever won, for as long as the command runs.
  const waiting = new Set<() => void>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    signals.on(signal, () => {
      if (isAsked) process.exit(ExitCode.FAILED)
      isAsked = true
      exitCode = signal === 'SIGINT' ? 130 : 143
      for (const stop of waiting) stop()
    })
  }
  const unlessAsked = <T>(work: Promise<T>): Promise<T | null> =>
    new Promise((resolve, reject) => {
      const stop = (): void => resolve(null)
      waiting.add(stop)
      if (isAsked) stop()
      // Also of what nobody waits for any more: a failure of it is none.
      work.then(resolve, reject).finally(() => waiting.delete(stop))
    })
  return { isAsked: () => isAsked, unlessAsked, exitCode: () => exitCode }
}
