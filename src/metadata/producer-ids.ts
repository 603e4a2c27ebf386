/** Producer ids in blocks of a thousand from /latest_producer_id_block: no id is ever given out twice in a cluster. */
import type { BrokerId, ProducerId } from '../base/kinds.ts'
import type { NodeTree } from './contract.ts'
import { Paths } from './nodes/paths.ts'
import type { ProducerIdBlock } from './nodes/small-nodes.ts'
import { decodeProducerIdBlock, encodeProducerIdBlock } from './nodes/small-nodes.ts'
import { isNodeError } from './setup.ts'

const BLOCK_SIZE = 1000

/** Takes the next block for `brokerId`: compare and set, tried again when somebody else was faster. */
export async function takeProducerIdBlock(tree: NodeTree, brokerId: BrokerId): Promise<ProducerIdBlock> {
  for (;;) {
    const { data, stat } = await tree.get(Paths.producerIdBlock)
    const before = decodeProducerIdBlock(data)
    const first = before === null ? 0 : before.last + 1
    const block = { brokerId, first, last: first + BLOCK_SIZE - 1 }
    if (!Number.isSafeInteger(block.last)) throw new Error('all producer ids of this cluster are used up')
    try {
      await tree.set(Paths.producerIdBlock, encodeProducerIdBlock(block), stat.version)
      return block
    } catch (error) {
      if (!isNodeError(error, 'bad-version')) throw error
    }
  }
}

export class ProducerIds {
  readonly #take: () => Promise<ProducerIdBlock>
  #next = 0
  /** Past the last of the block. */
  #end = 0
  #taking: Promise<void> | null = null

  constructor(take: () => Promise<ProducerIdBlock>) {
    this.#take = take
  }

  async next(): Promise<ProducerId> {
    while (this.#next >= this.#end) {
      this.#taking ??= this.#refill().finally(() => {
        this.#taking = null
      })
      await this.#taking
    }
    return this.#next++
  }

  async #refill(): Promise<void> {
    const block = await this.#take()
    this.#next = block.first
    this.#end = block.last + 1
  }
}
