import type { Clock } from '../io/world.ts'
import type { ClusterMetadata, MetadataCache } from '../metadata/contract.ts'

/** Resolves true once `isThere` says so of the metadata cache, false after `timeoutMs`. */
export function waitForMetadata(
  cache: MetadataCache,
  clock: Clock,
  timeoutMs: number,
  isThere: (metadata: ClusterMetadata) => boolean,
): Promise<boolean> {
  if (isThere(cache.current)) return Promise.resolve(true)
  return new Promise((resolve) => {
    const finish = (found: boolean): void => {
      stop()
      timer.cancel()
      resolve(found)
    }
    const stop = cache.onChange((metadata) => {
      if (isThere(metadata)) finish(true)
    })
    const timer = clock.after(timeoutMs, () => finish(false))
  })
}
