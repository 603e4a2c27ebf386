/** Names of the folders that hold a partition. */
import type { Entropy } from '../io/world.ts'

export type FolderState = 'current' | 'delete' | 'future' | 'stray'

export interface FolderName {
  readonly topic: string
  readonly partition: number
  readonly state: FolderState
}

/** What file systems allow. */
const NAME_CHARS_MAX = 255
const PARTITION_MAX = 0x7fffffff

/** null: not the name of a partition's folder. Of a cut name (…-delete, …-stray) the topic may lack its end. */
export function parseFolderName(name: string): FolderName | null {
  const suffix = /-(delete|future|stray)$/.exec(name)
  // Topics may be called so as well: only with ".<unique id>" before it is it ours.
  const dot = suffix ? name.lastIndexOf('.') : -1
  const isMarked = suffix !== null && dot > 0 && /^[0-9a-f]{32}$/.test(name.slice(dot + 1, suffix.index))
  const plain = isMarked ? name.slice(0, dot) : name
  const dash = plain.lastIndexOf('-')
  const digits = plain.slice(dash + 1)
  if (dash <= 0 || !/^\d{1,10}$/.test(digits) || Number(digits) > PARTITION_MAX) return null
  const topic = plain.slice(0, dash)
  if (!/^[a-zA-Z0-9._-]+$/.test(topic)) return null
  const state = isMarked ? (suffix[1] as FolderState) : 'current'
  return { topic, partition: Number(digits), state }
}

export function folderName(topic: string, partition: number): string {
  return `${topic}-${partition}`
}

/** As Apache: T-P.<32 hex>-delete, the topic cut so that the name fits. */
export function markedFolderName(
  topic: string,
  partition: number,
  state: 'delete' | 'future' | 'stray',
  entropy: Entropy,
): string {
  const unique = Buffer.from(entropy.bytes(16)).toString('hex')
  const rest = `-${partition}.${unique}-${state}`
  return topic.slice(0, NAME_CHARS_MAX - rest.length) + rest
}
