/**
 * One file of the simulated disk: what programs see (live), what a power cut leaves for certain (durable), and every
 * change between the two. A block is written whole or not at all; which of its versions since the last sync is found
 * after a cut, and which of the file's sizes, is chosen for each block and file by itself.
 */

/** How a power cut decides. `count` versions stand beside the durable one: 0 keeps the durable one, `count` the last. */
export interface CutChoice {
  block(count: number): number
  size(count: number): number
  /** One creation, renaming or removal in a folder that was not synced. */
  directoryChange(): boolean
}

export const keepNothing: CutChoice = { block: () => 0, size: () => 0, directoryChange: () => false }
export const keepEverything: CutChoice = {
  block: (count) => count,
  size: (count) => count,
  directoryChange: () => true,
}

interface Change {
  /** -1: the size changed. */
  readonly block: number
  /** The whole block after the write. */
  readonly image: Uint8Array | null
  readonly size: number
  readonly shrunk: boolean
}

/** The disk's room, shared by its files. */
export interface Room {
  readonly blockBytes: number
  /** Takes blocks; false when they do not fit. */
  take(blocks: number): boolean
  give(blocks: number): void
}

export class BlockFile {
  readonly #room: Room
  #blocks = new Map<number, Uint8Array>()
  #size = 0
  #durableBlocks = new Map<number, Uint8Array>()
  #durableSize = 0
  /** Since the last sync, in order. */
  #changes: Change[] = []
  /** How many changes were made durable before #changes[0]. */
  #madeDurable = 0

  constructor(room: Room) {
    this.#room = room
  }

  get size(): number {
    return this.#size
  }

  get hasUnsynced(): boolean {
    return this.#changes.length > 0
  }

  read(into: Uint8Array, at: number, length: number, position: number): number {
    const count = Math.max(0, Math.min(length, this.#size - position))
    const { blockBytes } = this.#room
    let done = 0
    while (done < count) {
      const from = (position + done) % blockBytes
      const step = Math.min(count - done, blockBytes - from)
      const block = this.#blocks.get(Math.floor((position + done) / blockBytes))
      if (block) into.set(block.subarray(from, from + step), at + done)
      else into.fill(0, at + done, at + done + step)
      done += step
    }
    return count
  }

  /** Returns how many bytes were taken: fewer than given when the disk is full. */
  write(bytes: Uint8Array, position: number): number {
    const { blockBytes } = this.#room
    let done = 0
    while (done < bytes.length) {
      const number = Math.floor((position + done) / blockBytes)
      const from = (position + done) % blockBytes
      const step = Math.min(bytes.length - done, blockBytes - from)
      const before = this.#blocks.get(number)
      if (!before && !this.#room.take(1)) break
      // A new image each time: earlier ones may be what a cut finds.
      const image = new Uint8Array(blockBytes)
      if (before) image.set(before)
      image.set(bytes.subarray(done, done + step), from)
      this.#blocks.set(number, image)
      this.#changes.push({ block: number, image, size: 0, shrunk: false })
      done += step
    }
    const end = position + done
    if (end > this.#size && done > 0) this.#resize(end, false)
    // Bytes that a failed sync dropped are written again: the file's end goes with them.
    else if (end > this.#nextDurableSize) this.#changes.push({ block: -1, image: null, size: end, shrunk: false })
    return done
  }

  truncate(length: number): void {
    if (length === this.#size) return
    if (length < this.#size) this.#room.give(cutBlocks(this.#blocks, length, this.#room.blockBytes))
    this.#resize(length, length < this.#size)
  }

  /** Marks what a sync that starts now will cover; give it to `synced` when it ends. */
  syncPoint(): number {
    return this.#madeDurable + this.#changes.length
  }

  synced(point: number): void {
    const count = point - this.#madeDurable
    if (count <= 0) return
    for (const change of this.#changes.splice(0, count)) {
      if (change.image) this.#durableBlocks.set(change.block, change.image)
      else {
        if (change.shrunk) cutBlocks(this.#durableBlocks, change.size, this.#room.blockBytes)
        this.#durableSize = change.size
      }
    }
    this.#madeDurable = point
  }

  /**
   * A sync failed: the system reports it once, then takes the pages for clean. They stay readable, and no later sync
   * makes them durable.
   */
  syncFailed(): void {
    this.#madeDurable += this.#changes.length
    this.#changes = []
  }

  /** The file is gone. */
  release(): void {
    this.#room.give(this.#blocks.size)
  }

  /** As a power cut leaves it. */
  afterCut(room: Room, choice: CutChoice): BlockFile {
    const found = new BlockFile(room)
    const sizes: { size: number; shrunk: boolean; index: number }[] = []
    const versions = new Map<number, { image: Uint8Array; index: number }[]>()
    for (const [index, { block, image, size, shrunk }] of this.#changes.entries()) {
      if (!image) sizes.push({ size, shrunk, index })
      else if (versions.has(block)) versions.get(block)!.push({ image, index })
      else versions.set(block, [{ image, index }])
    }
    const kept = sizes.slice(0, choice.size(sizes.length))
    const size = kept.at(-1)?.size ?? this.#durableSize
    const blocks = new Map(this.#durableBlocks)
    for (const [number, images] of versions) {
      const count = choice.block(images.length)
      if (count > 0) blocks.set(number, images[count - 1]!.image)
    }
    // A truncation that was kept wipes what it cut off, save from images that were made after it.
    for (const cut of kept) {
      if (!cut.shrunk) continue
      const older = new Map([...blocks].filter(([number, image]) => !madeAfter(versions.get(number), image, cut.index)))
      for (const number of older.keys()) blocks.delete(number)
      cutBlocks(older, cut.size, room.blockBytes)
      for (const [number, image] of older) blocks.set(number, image)
    }
    cutBlocks(blocks, size, room.blockBytes)
    return found.#become(blocks, size)
  }

  /** As programs see it; all of it durable. */
  asLive(room: Room): BlockFile {
    return new BlockFile(room).#become(new Map(this.#blocks), this.#size)
  }

  #become(blocks: Map<number, Uint8Array>, size: number): BlockFile {
    this.#room.take(blocks.size)
    this.#blocks = blocks
    this.#durableBlocks = new Map(blocks)
    this.#size = size
    this.#durableSize = size
    return this
  }

  get #nextDurableSize(): number {
    return this.#changes.findLast((change) => change.image === null)?.size ?? this.#durableSize
  }

  #resize(size: number, shrunk: boolean): void {
    this.#size = size
    this.#changes.push({ block: -1, image: null, size, shrunk })
  }
}

function madeAfter(versions: { image: Uint8Array; index: number }[] | undefined, image: Uint8Array, index: number) {
  return versions?.some((version) => version.image === image && version.index > index) ?? false
}

/** Removes what lies at and above `length`; returns how many blocks went. */
function cutBlocks(blocks: Map<number, Uint8Array>, length: number, blockBytes: number): number {
  const whole = Math.ceil(length / blockBytes)
  let gone = 0
  for (const number of blocks.keys()) {
    if (number >= whole && blocks.delete(number)) gone++
  }
  const within = length % blockBytes
  const last = within > 0 ? blocks.get(whole - 1) : undefined
  if (last?.some((byte, index) => index >= within && byte !== 0)) {
    const image = last.slice()
    image.fill(0, within)
    blocks.set(whole - 1, image)
  }
  return gone
}
