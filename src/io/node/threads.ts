/** Worker threads: thread-main.ts runs in each of them. */
import { Worker } from 'node:worker_threads'
import { CorruptionError } from '../../base/errors.ts'
import { DiskError, type DiskErrorKind, type Service, type Thread, ThreadLostError, type Threads } from '../world.ts'

/** Of a thread's heap; buffers lie outside. One that wants more is lost, and not the broker. */
const HEAP_MB_MAX = 512

/** An error on its way between threads: structured cloning forgets classes. */
export type SentError =
  | { readonly is: 'disk'; readonly kind: DiskErrorKind; readonly path: string; readonly message: string }
  | { readonly is: 'corruption'; readonly path: string; readonly position: number; readonly message: string }
  | { readonly is: 'other'; readonly message: string }

export type ThreadAnswer = { readonly value: unknown } | { readonly error: SentError }

export function packError(error: unknown): SentError {
  if (error instanceof DiskError) return { is: 'disk', kind: error.kind, path: error.path, message: error.message }
  if (error instanceof CorruptionError)
    return { is: 'corruption', path: error.path, position: error.position, message: error.what }
  return { is: 'other', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

function unpackError(sent: SentError): Error {
  if (sent.is === 'disk') return new DiskError(sent.kind, sent.path, sent.message)
  if (sent.is === 'corruption') return new CorruptionError(sent.path, sent.position, sent.message)
  return new Error(sent.message)
}

class NodeThread<Request, Answer> implements Thread<Request, Answer> {
  readonly #worker: Worker
  #lost: Error | null = null
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null

  constructor(module: string) {
    // As this file ends: sources run unbuilt, and what is published is built.
    const main = new URL(`./thread-main${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url)
    this.#worker = new Worker(main, { workerData: { module }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } })
    // A broker that waits for nothing else may end.
    this.#worker.unref()
    this.#worker.on('message', (answer: ThreadAnswer) => this.#answered(answer))
    this.#worker.on('error', (error) => this.#ended(error.message))
    this.#worker.on('exit', (code) => this.#ended(`it ended with ${code}`))
  }

  ask(request: Request): Promise<Answer> {
    if (this.#lost !== null) return Promise.reject(this.#lost)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#worker.ref()
      this.#worker.postMessage(request)
    })
  }

  async stop(): Promise<void> {
    this.#ended('it was stopped')
    await this.#worker.terminate()
  }

  #answered(answer: ThreadAnswer): void {
    const waiting = this.#waiting
    this.#waiting = null
    this.#worker.unref()
    if ('error' in answer) waiting?.reject(unpackError(answer.error))
    else waiting?.resolve(answer.value as Answer)
  }

  #ended(why: string): void {
    this.#lost ??= new ThreadLostError(why)
    this.#waiting?.reject(this.#lost)
    this.#waiting = null
  }
}

export class NodeThreads implements Threads {
  start<Request, Answer>(service: Service<Request, Answer>): Thread<Request, Answer> {
    return new NodeThread(service.module)
  }
}
