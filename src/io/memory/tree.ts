/** Folders of the simulated disk. Creations, renamings and removals are durable once the folder was synced. */
import { DiskError } from '../world.ts'
import type { BlockFile, CutChoice, Room } from './blocks.ts'

export class FileNode {
  readonly kind = 'file'
  readonly content: BlockFile
  modifiedMs: number
  constructor(content: BlockFile, modifiedMs: number) {
    this.content = content
    this.modifiedMs = modifiedMs
  }
}

export class FolderNode {
  readonly kind = 'directory'
  readonly entries = new Map<string, Node>()
  readonly durable = new Map<string, Node>()
  modifiedMs: number
  constructor(modifiedMs: number) {
    this.modifiedMs = modifiedMs
  }
}

export type Node = FileNode | FolderNode

/** One step that a journalled file system keeps whole or not at all. */
interface FolderChange {
  readonly removed: { folder: FolderNode; name: string; node: Node } | null
  readonly added: { folder: FolderNode; name: string; node: Node } | null
  /** Folders that have to be synced before it is durable. */
  readonly waiting: Set<FolderNode>
}

export class Tree {
  readonly room: Room & { readonly used: number }
  readonly capacityBytes: number
  readonly root: FolderNode
  #changes: FolderChange[] = []

  constructor(options: { blockBytes: number; capacityBytes: number; nowMs: number }) {
    this.capacityBytes = options.capacityBytes
    this.root = new FolderNode(options.nowMs)
    const { blockBytes, capacityBytes } = options
    let used = 0
    this.room = {
      blockBytes,
      get used() {
        return used
      },
      take(blocks) {
        if ((used + blocks) * blockBytes > capacityBytes) return false
        used += blocks
        return true
      },
      give(blocks) {
        used -= blocks
      },
    }
  }

  find(path: string): Node | null {
    let node: Node = this.root
    for (const name of partsOf(path)) {
      const next: Node | undefined = node.kind === 'directory' ? node.entries.get(name) : undefined
      if (!next) return null
      node = next
    }
    return node
  }

  folder(path: string): FolderNode {
    const node = this.find(path)
    if (node?.kind !== 'directory') throw new DiskError('not-found', path, `there is no folder ${path}`)
    return node
  }

  /** The folder that holds `path`, and the name in it. */
  place(path: string): { folder: FolderNode; name: string } {
    const parts = partsOf(path)
    const name = parts.pop()
    if (name === undefined) throw new DiskError('io', path, 'the root cannot be changed')
    return { folder: this.folder(`/${parts.join('/')}`), name }
  }

  add(folder: FolderNode, name: string, node: Node): void {
    this.#change(null, { folder, name, node })
  }

  remove(folder: FolderNode, name: string): void {
    const node = folder.entries.get(name)
    if (!node) return
    if (node.kind === 'directory') for (const inner of [...node.entries.keys()]) this.remove(node, inner)
    else node.content.release()
    this.#change({ folder, name, node }, null)
  }

  rename(from: { folder: FolderNode; name: string }, to: { folder: FolderNode; name: string }): void {
    const node = from.folder.entries.get(from.name)!
    const replaced = to.folder.entries.get(to.name)
    if (replaced === node) return
    if (replaced?.kind === 'file') replaced.content.release()
    this.#change({ ...from, node }, { ...to, node })
  }

  synced(folder: FolderNode): void {
    this.#changes = this.#changes.filter((change) => {
      if (!change.waiting.delete(folder) || change.waiting.size > 0) return true
      keep(change)
      return false
    })
  }

  /** A new tree, as a power cut leaves it; this one goes on as if nothing had happened. */
  afterCut(choice: CutChoice): Tree {
    const kept = new Set(this.#changes.filter(() => choice.directoryChange()))
    const found = this.#like()
    const names = new Map<FolderNode, Map<string, Node>>()
    const durable = (folder: FolderNode) => {
      let entries = names.get(folder)
      if (!entries) {
        entries = new Map(folder.durable)
        names.set(folder, entries)
      }
      return entries
    }
    for (const { removed, added } of kept) {
      if (removed && durable(removed.folder).get(removed.name) === removed.node)
        durable(removed.folder).delete(removed.name)
      if (added) durable(added.folder).set(added.name, added.node)
    }
    copy(this.root, found.root, durable, (file) => file.afterCut(found.room, choice))
    return found
  }

  /** A new tree, as a program started anew sees it after the other one was killed; all of it durable. */
  asLive(): Tree {
    const found = this.#like()
    copy(
      this.root,
      found.root,
      (folder) => folder.entries,
      (file) => file.asLive(found.room),
    )
    return found
  }

  #like(): Tree {
    const { capacityBytes, room, root } = this
    return new Tree({ capacityBytes, blockBytes: room.blockBytes, nowMs: root.modifiedMs })
  }

  #change(removed: FolderChange['removed'], added: FolderChange['added']): void {
    if (removed) removed.folder.entries.delete(removed.name)
    if (added) added.folder.entries.set(added.name, added.node)
    const waiting = new Set<FolderNode>()
    if (removed) waiting.add(removed.folder)
    if (added) waiting.add(added.folder)
    this.#changes.push({ removed, added, waiting })
  }
}

function keep({ removed, added }: FolderChange): void {
  if (removed && removed.folder.durable.get(removed.name) === removed.node) removed.folder.durable.delete(removed.name)
  if (added) added.folder.durable.set(added.name, added.node)
}

function copy(
  from: FolderNode,
  to: FolderNode,
  entriesOf: (folder: FolderNode) => Map<string, Node>,
  file: (content: BlockFile) => BlockFile,
): void {
  for (const [name, node] of entriesOf(from)) {
    let twin: Node
    if (node.kind === 'file') twin = new FileNode(file(node.content), node.modifiedMs)
    else {
      twin = new FolderNode(node.modifiedMs)
      copy(node, twin, entriesOf, file)
    }
    to.entries.set(name, twin)
    to.durable.set(name, twin)
  }
}

function partsOf(path: string): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts
}
