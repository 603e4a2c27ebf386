import { NodeError } from '../contract.ts'

/** Longest path kept; ZooKeeper has no limit of its own, its packets do. */
export const PATH_LENGTH_MAX = 4096

/** Refuses what ZooKeeper refuses: relative parts, empty parts, a slash at the end, control characters. */
export function validatePath(path: string, sequential = false): void {
  // A sequential name may be empty before its number is appended ("/a/" gives "/a/0000000000").
  const checked = sequential ? `${path}1` : path
  if (!isValidPath(checked)) throw new NodeError('bad-arguments', path)
}

export function isValidPath(path: string): boolean {
  if (path === '/') return true
  if (path.length === 0 || path.length > PATH_LENGTH_MAX || path[0] !== '/') return false
  for (const part of path.slice(1).split('/')) {
    if (part === '' || part === '.' || part === '..') return false
  }
  for (let i = 1; i < path.length; i++) {
    if (isForbidden(path.charCodeAt(i))) return false
  }
  return true
}

function isForbidden(unit: number): boolean {
  return unit <= 0x1f || (unit >= 0x7f && unit <= 0x9f) || (unit >= 0xd800 && unit <= 0xf8ff) || unit >= 0xfff0
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
