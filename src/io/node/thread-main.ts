/** What runs first in a worker thread: it loads the service and answers one request after another. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Service } from '../world.ts'
import { NodeClock } from './clock.ts'
import { NodeDisk } from './disk.ts'
import { entropy } from './entropy.ts'
import { packError, type ThreadAnswer } from './threads.ts'

const { serve } = (await import((workerData as { module: string }).module)) as Service<unknown, unknown>
const work = serve({ disk: new NodeDisk(), clock: new NodeClock(), entropy })

parentPort!.on('message', async (request: unknown) => {
  let answer: ThreadAnswer
  try {
    answer = { value: await work(request) }
  } catch (error) {
    answer = { error: packError(error) }
  }
  parentPort!.postMessage(answer)
})
