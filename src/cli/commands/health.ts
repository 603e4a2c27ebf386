/** `odradek health`: for containers and scripts. Asks a broker for the cluster, as any client would. */
import { askMetadata } from '../cluster.ts'
import { type ConnectFlags, withCluster } from '../connect.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { write } from '../stdout.ts'

export async function health(flags: ConnectFlags): Promise<void> {
  await withCluster(flags, async (cluster) => {
    const { brokers, controllerId, clusterId, topics } = await askMetadata(cluster, null, false)
    if (brokers.length === 0)
      throw new CommandError(ExitCode.FAILED, 'the broker answers, but is not part of a cluster yet')
    const leaderless = topics.flatMap(({ partitions }) => partitions).filter(({ leaderId }) => leaderId < 0).length
    await write(
      `ok: cluster ${clusterId}, brokers ${brokers.length}, controller ${controllerId}, topics ${topics.length}\n`,
    )
    if (leaderless > 0) process.stderr.write(`odradek: ${leaderless} partitions have no leader\n`)
  })
}
