/** `odradek group …`: flags of the commands for consumer groups. */
import type { Command } from 'commander'
import { collect, listing, online } from './flags.ts'

export function addGroupCommands(program: Command): void {
  const group = program.command('group').description('consumer groups: list, describe, lag, reset, delete, clone')
  listing(online(group.command('list').alias('ls').description('the groups of the cluster')))
    .option('--state <state>', 'only those in this state, as Stable or Empty (repeatable)', collect)
    .option('--type <type>', 'only those of this type: classic or consumer (repeatable)', collect)
    .action(async (options) => (await import('./commands/group.ts')).listGroups(options))
  listing(online(group.command('describe <group...>').description('offsets and lag by partition, and who reads it')))
    .option('--members', 'the members instead, and what they read')
    .option('--state', 'the state instead: assignor, coordinator, number of members')
    .action(async (groups: string[], options) => (await import('./commands/group.ts')).describeGroups(groups, options))
  listing(online(group.command('lag [group...]').description('how many records behind, by topic; without names all')))
    .option('--max <records>', 'exit code 1 when a group is further behind')
    .action(async (groups: string[], options) => (await import('./commands/group.ts')).groupLag(groups, options))
  online(group.command('delete <group...>').alias('rm').description('delete groups with their committed offsets'))
    .option('-y, --yes', 'without asking')
    .option('--if-exists', 'no error when it is not there')
    .option('--dry-run', 'only say what would be deleted')
    .action(async (groups: string[], options) => (await import('./commands/group.ts')).deleteGroups(groups, options))
  addOffsetCommands(group)
}

function addOffsetCommands(group: Command): void {
  listing(
    online(group.command('reset <group>').description('move committed offsets; without --execute only show where')),
  )
    .option('--topic <topic[:0,1]>', 'of this topic, or some of its partitions (repeatable)', collect)
    .option('--all-topics', 'of all topics that the group has offsets of')
    .option('--to-earliest', 'to the start of the log')
    .option('--to-latest', 'to its end')
    .option('--to-current', 'where it is; what lies outside the log comes inside')
    .option('--to-offset <offset>', 'to this offset')
    .option('--shift-by <n>', 'by so many records on, or back (-n)')
    .option('--by-duration <PnDTnHnMnS>', 'to the time so long ago, as PT1H')
    .option('--to-datetime <time>', 'to this time, as 2024-05-01T12:00:00.000; UTC unless it has a zone')
    .option('--from-file <csv>', 'as its lines say: [group,]topic,partition,offset')
    .option('--execute', 'do it')
    .option('--dry-run', 'only show where, as without --execute')
    .option('--export', 'as lines of CSV that --from-file takes: topic,partition,offset')
    .action(async (name: string, options) => (await import('./commands/group-offsets.ts')).resetGroup(name, options))
  online(group.command('delete-offsets <group>').description('forget committed offsets of topics'))
    .option('--topic <topic[:0,1]>', 'of this topic, or some of its partitions (repeatable)', collect)
    .option('-y, --yes', 'without asking')
    .option('--dry-run', 'only say what would be forgotten')
    .action(async (name: string, options) =>
      (await import('./commands/group-offsets.ts')).deleteGroupOffsets(name, options),
    )
  online(group.command('clone <group> <to>').description('let another group begin where this one is'))
    .option('--topic <topic[:0,1]>', 'only this topic, or some of its partitions (repeatable)', collect)
    .option('-y, --yes', 'overwrite offsets of the other without asking')
    .option('--dry-run', 'only say what would be committed')
    .action(async (from: string, to: string, options) =>
      (await import('./commands/group-offsets.ts')).cloneGroup(from, to, options),
    )
}
