import type { Clock, Compute, Disk, Entropy, Net, Threads, Turn, World } from '../world.ts'
import { NodeClock } from './clock.ts'
import { Descriptors } from './descriptors.ts'
import { NodeDisk } from './disk.ts'
import { entropy } from './entropy.ts'
import { NodeNet, type NodeNetOptions } from './net.ts'
import { NodeThreads } from './threads.ts'
import { later } from './turn.ts'

export interface NodeWorldOptions extends NodeNetOptions {
  /** Descriptors the process may have open; by default what the system says. */
  readonly descriptorLimit?: number
}

const turn: Turn = { later }

const compute: Compute = {
  offload: (work) => work.apart(),
}

class NodeWorld implements World {
  readonly disk: Disk
  readonly net: Net
  readonly clock: Clock = new NodeClock()
  readonly entropy: Entropy = entropy
  readonly turn = turn
  readonly compute = compute
  readonly threads: Threads = new NodeThreads()

  constructor(options: NodeWorldOptions) {
    const descriptors = new Descriptors(options.descriptorLimit)
    this.disk = new NodeDisk(descriptors)
    this.net = new NodeNet(descriptors, options)
  }
}

/** The world as it is. One per process: it counts the descriptors that are open. */
export function makeNodeWorld(options: NodeWorldOptions = {}): World {
  return new NodeWorld(options)
}
