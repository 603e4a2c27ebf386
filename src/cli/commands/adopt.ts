/** `odradek adopt`: data folders that Apache Kafka wrote become ones that this broker serves. */
import { silentLogger } from '../../base/logger.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import { adoptFolders } from '../offline/adopt.ts'
import { startLine } from '../output.ts'
import { write } from '../stdout.ts'

export async function adopt(folders: readonly string[]): Promise<void> {
  const logger = { ...silentLogger, warn: (message: string) => void process.stderr.write(`odradek: ${message}\n`) }
  const adopted = await adoptFolders({ world: makeNodeWorld(), logger, paths: folders })
  const { clusterId, brokerId, topics, partitions, keptForEver } = adopted
  await write(`broker ${brokerId} of cluster ${clusterId}: ${topics} topics, ${partitions} partitions are taken over\n`)
  if (keptForEver.length > 0) {
    await write(
      'The settings of topics were not in the folder. So that nothing is lost, retention.ms and retention.bytes are -1 (for ever) ' +
        `on ${keptForEver.length} topics; set what they should be, or delete the settings to get the broker's.\n`,
    )
  }
  await write(`next: ${startLine({ 'log.dirs': folders.join(',') })}\n`)
}
