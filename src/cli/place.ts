/** Where the cluster is: -b, then --context, then the environment, then the context in use, then this machine. */
import { BOOTSTRAP, contextOf, contextsFile, readContexts } from './contexts.ts'

export interface PlaceFlags {
  readonly bootstrapServer?: string
  readonly context?: string
}

export interface Place {
  readonly address: string
  /** Of the context, without its address; empty when none is used. */
  readonly settings: ReadonlyMap<string, string>
}

const HERE = '127.0.0.1:9092'
const NO_SETTINGS: ReadonlyMap<string, string> = new Map()

/** An address of its own stands alone: the settings of a context go with the context's cluster. */
export async function placeOf(flags: PlaceFlags, env: NodeJS.ProcessEnv = process.env): Promise<Place> {
  const named = flags.context ?? (flags.bootstrapServer === undefined ? env.ODRADEK_CONTEXT || undefined : undefined)
  const given = flags.bootstrapServer ?? (named === undefined ? env.ODRADEK_BOOTSTRAP_SERVER || undefined : undefined)
  if (named === undefined && given !== undefined) return { address: given, settings: NO_SETTINGS }
  if (named === undefined && !env.XDG_CONFIG_HOME && !env.HOME) return { address: HERE, settings: NO_SETTINGS }
  const contexts = await readContexts(contextsFile(env))
  const name = named ?? contexts.current
  if (name === null) return { address: HERE, settings: NO_SETTINGS }
  const settings = new Map(contextOf(contexts, name))
  const address = given ?? settings.get(BOOTSTRAP) ?? HERE
  settings.delete(BOOTSTRAP)
  return { address, settings }
}
