/** kafka-consumer-groups.sh --delete and --delete-offsets */
import type { GroupAdmin } from '../../client/group/group-admin.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { askMetadata, type Cluster } from '../cluster.ts'
import { parseTopicPartitions } from '../groups/scenario.ts'
import { write } from '../stdout.ts'
import { exceptionText } from './java-errors.ts'
import { printError } from './print-error.ts'

export async function deleteGroups(admin: GroupAdmin, groupIds: readonly string[]): Promise<void> {
  const deleted: string[] = []
  const failed: string[] = []
  for (const groupId of groupIds) {
    const errorCode = await admin.delete(groupId)
    if (errorCode === ErrorCode.NONE) deleted.push(`'${groupId}'`)
    else {
      const why = `java.util.concurrent.ExecutionException: ${exceptionText(errorCode)}`
      failed.push(`* Group '${groupId}' could not be deleted due to: ${why}`)
    }
  }
  if (failed.length === 0)
    return write(`Deletion of requested consumer groups (${deleted.join(', ')}) was successful.\n`)
  await printError(`Deletion of some consumer groups failed:\n${failed.join('\n')}`)
  if (deleted.length > 0) await write(`\nThese consumer groups were deleted successfully: ${deleted.join(', ')}\n`)
}

export async function deleteOffsets(
  cluster: Cluster,
  admin: GroupAdmin,
  groupIds: readonly string[],
  texts: readonly string[],
): Promise<void> {
  const groupId = groupIds[0]!
  const rows: [topic: string, partition: string, errorCode: number][] = []
  const partitions: { topic: string; partition: number }[] = []
  for (const { topic, partitions: wanted } of texts.map(parseTopicPartitions)) {
    const { topics } = await askMetadata(cluster, [topic], false)
    const all = topics[0]?.partitions.map(({ partitionIndex }) => partitionIndex) ?? []
    if (wanted === null && all.length === 0) {
      rows.push([topic, 'Not Provided', topics[0]?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
    }
    for (const partition of wanted ?? all) partitions.push({ topic, partition })
  }
  const outcome = await admin.deleteOffsets(groupId, partitions)
  const isWhole = outcome.errorCode === ErrorCode.NONE
  for (const { topic, partition } of partitions) {
    const found = outcome.partitions.find((one) => one.topic === topic && one.partition === partition)
    const errorCode = isWhole ? (found?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) : outcome.errorCode
    rows.push([topic, String(partition), errorCode])
  }
  await sayOutcome(groupId, outcome.errorCode, rows, texts)
  const line = (topic: string, partition: string, status: string): string =>
    `${topic.padEnd(30)} ${partition.padEnd(15)} ${status.padEnd(15)}\n`
  const shown = rows
    .sort(([a, p], [b, q]) => (a === b ? Number(p) - Number(q) : a < b ? -1 : 1))
    .map(([topic, partition, code]) =>
      line(topic, partition, code === ErrorCode.NONE ? 'Successful' : `Error: :${exceptionText(code)}`),
    )
  await write(`\n${line('TOPIC', 'PARTITION', 'STATUS')}${shown.join('')}`)
}

async function sayOutcome(
  groupId: string,
  errorCode: number,
  rows: readonly [string, string, number][],
  texts: readonly string[],
): Promise<void> {
  if (errorCode === ErrorCode.GROUP_ID_NOT_FOUND) return printError(`'${groupId}' does not exist.`)
  if (errorCode !== ErrorCode.NONE) return printError(exceptionText(errorCode))
  const isPartly = rows.some(([, partition, code]) => code !== ErrorCode.NONE && partition !== 'Not Provided')
  if (isPartly) return printError('Encounter some partition level error, see the follow-up details:')
  await write(`Request succeed for deleting offsets with topic ${texts.join(', ')} group ${groupId}\n`)
}
