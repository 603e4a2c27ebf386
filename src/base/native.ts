/** Packages with native code, loaded when first needed: each costs some 3 MB and 5 ms, and many brokers never need it. */
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

export function lazyPackage<T>(name: string): () => T {
  let loaded: T | null = null
  return () => (loaded ??= load(name) as T)
}
