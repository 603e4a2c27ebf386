import { type Service, type Thread, ThreadLostError, type Threads, type ThreadWorld } from '../world.ts'

/** Work in place, on the simulation's own disk and clock. What is under way when the thread is stopped answers no more. */
export function threadsInPlace(world: ThreadWorld): Threads {
  return {
    start<Request, Answer>({ serve }: Service<Request, Answer>): Thread<Request, Answer> {
      const work = serve(world)
      let stopped: (error: Error) => void = () => {}
      const stop = new Promise<never>((_, reject) => {
        stopped = reject
      })
      stop.catch(() => {})
      return {
        ask: (request) => Promise.race([stop, work(request)]),
        stop: async () => stopped(new ThreadLostError('it was stopped')),
      }
    },
  }
}
