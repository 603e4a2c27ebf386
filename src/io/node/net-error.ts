import { NetError, type NetErrorKind } from '../world.ts'

const kinds: ReadonlyMap<string, NetErrorKind> = new Map<string, NetErrorKind>([
  ['EADDRINUSE', 'in-use'],
  ['ECONNREFUSED', 'refused'],
  ['EADDRNOTAVAIL', 'not-available'],
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['ETIMEDOUT', 'timeout'],
  ['ENOTFOUND', 'not-found'],
  ['EAI_AGAIN', 'not-found'],
])

export function netError(doing: string, cause: unknown): NetError {
  if (cause instanceof NetError) return cause
  // Several addresses were tried (happy eyeballs): the first failure is as good as any.
  const first = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  const code = (first as NodeJS.ErrnoException | null)?.code
  const kind = (typeof code === 'string' && kinds.get(code)) || 'io'
  return new NetError(kind, `could not ${doing}: ${code ?? String(first)}`, { cause })
}

export function toNetError(cause: unknown): NetError {
  return netError('use the network', cause)
}
