/** `odradek txn …` */
import type { Command } from 'commander'
import { collect, listing, online } from './flags.ts'

export function addTransactionCommands(program: Command): void {
  const txn = program.command('txn').description('transactions: list, describe, producers, hanging, abort')
  listing(online(txn.command('list').alias('ls').description('the transactional ids of the cluster')))
    .option('--state <state>', 'only those in this state, as Ongoing (repeatable)', collect)
    .option('--producer-id <id>', 'only that of this producer')
    .option('--longer-than <ms>', 'only those that have been open for longer')
    .action(async (options) => (await import('./commands/txn.ts')).listOpen(options))
  listing(
    online(txn.command('describe <id...>').description('state, producer, and which partitions are part of it')),
  ).action(async (ids: string[], options) => (await import('./commands/txn.ts')).describeTransactions(ids, options))
  listing(online(txn.command('producers <topic...>').description('who has written with a producer id lately')))
    .option('-p, --partition <number>', 'to this partition alone')
    .action(async (topics: string[], options) => (await import('./commands/txn.ts')).listProducers(topics, options))
  listing(
    online(txn.command('hanging').description('open transactions that nobody will end; exit code 1: there are some')),
  )
    .option('--topic <topic>', 'look here alone (repeatable)', collect)
    .option('-p, --partition <number>', 'in this partition alone')
    .option('--max-timeout <minutes>', 'the longest that a transaction may last', '15')
    .action(async (options) => (await import('./commands/txn.ts')).findHanging(options))
  online(txn.command('abort <topic>').description('end one that hangs, by a marker to the leader of the partition'))
    .requiredOption('-p, --partition <number>', 'the partition')
    .requiredOption('--start-offset <offset>', 'where it begins, as hanging and producers tell')
    .option('--force', 'also one that does not hang, although its producer may commit it')
    .option('-y, --yes', 'without asking')
    .option('--dry-run', 'only say what would be aborted')
    .action(async (topic: string, options) => (await import('./commands/txn.ts')).abort(topic, options))
}
