import { silentLogger } from '../../../base/logger.ts'
import type { Clock } from '../../../io/world.ts'
import { nodeTreeContract } from '../node-tree-contract.ts'
import { openMemoryTree } from './embedded-tree.ts'

const clock = { wallMs: () => 1_700_000_000_000 } as Clock

nodeTreeContract('tree without a file', async () => openMemoryTree({ clock, logger: silentLogger }))
