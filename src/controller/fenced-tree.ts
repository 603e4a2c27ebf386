/**
 * Writes of a controller. Each is one multi with a check of /controller_epoch before it, so that a controller that was
 * replaced without knowing it changes nothing.
 */
import type { NodeTree, TreeOperation, TreeOperationResult } from '../metadata/contract.ts'
import { NodeError } from '../metadata/contract.ts'
import { Paths } from '../metadata/nodes/paths.ts'

/** How many writes are asked for before answers are awaited. */
const WINDOW = 1000

/** Somebody else is the controller now. */
export class ControllerMovedError extends Error {
  constructor() {
    super('another broker is the controller')
    this.name = 'ControllerMovedError'
  }
}

export type WriteResult = { readonly result: TreeOperationResult } | { readonly error: NodeError }

export class FencedTree {
  readonly tree: NodeTree
  readonly #epochVersion: () => number

  constructor(tree: NodeTree, epochVersion: () => number) {
    this.tree = tree
    this.#epochVersion = epochVersion
  }

  async write(operation: TreeOperation): Promise<TreeOperationResult> {
    const fence: TreeOperation = { op: 'check', path: Paths.controllerEpoch, version: this.#epochVersion() }
    try {
      return (await this.tree.multi([fence, operation]))[1]!
    } catch (error) {
      if (!(error instanceof NodeError) || error.index < 0) throw error
      if (error.index === 0) throw new ControllerMovedError()
      throw new NodeError(error.kind, error.path)
    }
  }

  /** Each on its own; what failed stands in its place. Rejects when the controller moved. */
  async writeAll(operations: readonly TreeOperation[]): Promise<WriteResult[]> {
    const results: WriteResult[] = []
    for (let from = 0; from < operations.length; from += WINDOW) {
      const window = operations.slice(from, from + WINDOW)
      results.push(...(await Promise.all(window.map((operation) => this.#settle(operation)))))
    }
    return results
  }

  async #settle(operation: TreeOperation): Promise<WriteResult> {
    try {
      return { result: await this.write(operation) }
    } catch (error) {
      if (error instanceof NodeError) return { error }
      throw error
    }
  }

  /** Takes a node away; one that is gone already is no error. */
  async remove(path: string): Promise<void> {
    try {
      await this.write({ op: 'delete', path, version: -1 })
    } catch (error) {
      if (!(error instanceof NodeError) || error.kind !== 'no-node') throw error
    }
  }

  /** With all below it, deepest first. */
  async removeAll(path: string): Promise<void> {
    let names: string[]
    try {
      ;({ names } = await this.tree.children(path))
    } catch (error) {
      if (error instanceof NodeError && error.kind === 'no-node') return
      throw error
    }
    for (let from = 0; from < names.length; from += WINDOW) {
      await Promise.all(names.slice(from, from + WINDOW).map((name) => this.removeAll(`${path}/${name}`)))
    }
    await this.remove(path)
  }
}
