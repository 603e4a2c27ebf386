/** The command line: what commands and flags there are. What a command does is loaded when it is called. */
import { Command, CommanderError, Option } from 'commander'
import { ExitCode, report } from './exit.ts'
import { bootstrap, collect, keyValue, listing, online } from './flags.ts'
import { addConfigCommands } from './program-configs.ts'
import { addContextCommands } from './program-context.ts'
import { addGroupCommands } from './program-groups.ts'
import { addTransactionCommands } from './program-txn.ts'
import { addUserCommands } from './program-users.ts'
// Help, too, may be written to somebody who has gone.
import './stdout.ts'

/** Ends the process unless the command goes on by itself (a broker that was started). */
export async function run(args: readonly string[]): Promise<void> {
  const program = makeProgram()
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE
    else process.exitCode = report(error)
  }
}

function makeProgram(): Command {
  const program = new Command('odradek')
    .description('Apache Kafka, the system, in TypeScript. Without a cluster at hand: odradek start')
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand(true)
    .option('-v, --version', 'say the version')
    .action(async (options: { version?: boolean }) => {
      if (options.version) return (await import('./commands/version.ts')).printVersion()
      program.help()
    })
  addBrokerCommands(program)
  addTopicCommands(program)
  addRecordCommands(program)
  addGroupCommands(program)
  addConfigCommands(program)
  addTransactionCommands(program)
  addContextCommands(program)
  addUserCommands(program)
  addOfflineCommands(program)
  addTreeCommands(program)
  program
    .command('completion <shell>')
    .description('a script that completes commands and flags: bash, zsh or fish')
    .action(async (shell: string) => (await import('./commands/completion.ts')).completion(shell, program))
  return program
}

function addBrokerCommands(program: Command): void {
  const overrides = (command: Command): Command =>
    command
      .option('--override <name=value>', 'a setting, over file and environment (repeatable)', keyValue)
      .option('-X <name=value>', 'the same as --override', keyValue)
  overrides(program.command('start [server.properties]').description('start a broker'))
    .option('--dev', 'as odradek dev')
    .action(async (file: string | undefined, options) =>
      (await import('./commands/start.ts')).start({ file: file ?? null, ...options }),
    )
  overrides(
    program
      .command('dev')
      .description('start a broker for trying things out: no fsync, topics made when they are asked for, no waiting'),
  ).action(async (options) => (await import('./commands/start.ts')).start({ file: null, ...options, dev: true }))
  online(
    program.command('health').description('is a broker there, and does it answer? exit code 0: yes, 5: no'),
  ).action(async (options) => (await import('./commands/health.ts')).health(options))
  listing(
    bootstrap(
      program
        .command('doctor')
        .description(
          'why clients do not get through: what they are told, who answers there, and the line that mends it',
        ),
    ),
  )
    .option('-z, --zookeeper <host:port,…/chroot>', 'look at the brokers that are registered there, too')
    .option('--tls', 'the clients speak TLS (security.protocol=SSL or SASL_SSL)')
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options))
}

function addTopicCommands(program: Command): void {
  const topic = program
    .command('topic')
    .description('topics: create, clone, list, describe, alter, delete, purge, offsets')
  online(topic.command('create <topic...>').description('create topics'))
    .option('-p, --partitions <count>', 'partitions; without it what the broker is set to')
    .option('-r, --replication-factor <count>', 'replicas; without it what the broker is set to')
    .option('-c, --config <name=value>', 'a setting of the topic (repeatable)', keyValue)
    .option('--if-not-exists', 'no error when it is there')
    .option('--dry-run', 'only see whether it could be done')
    .action(async (topics: string[], options) => (await import('./commands/topic.ts')).createTopics(topics, options))
  listing(online(topic.command('list').alias('ls').description('the topics of the cluster')))
    .option('-i, --internal', "with the broker's own topics")
    .action(async (options) => (await import('./commands/topic.ts')).listTopics(options))
  listing(online(topic.command('describe <topic...>').description('partitions, leaders, replicas, offsets')))
    .option('--configs', 'the settings of the topics instead')
    .action(async (topics: string[], options) => (await import('./commands/topic.ts')).describeTopics(topics, options))
  online(topic.command('delete <topic...>').alias('rm').description('delete topics with all their records'))
    .option('-y, --yes', 'without asking')
    .option('--if-exists', 'no error when it is not there')
    .option('--dry-run', 'only say what would be deleted')
    .action(async (topics: string[], options) => (await import('./commands/topic.ts')).deleteTopics(topics, options))
  addTopicChanges(topic)
}

function addTopicChanges(topic: Command): void {
  online(topic.command('clone <topic> <to>').description('an empty topic with the partitions and settings of another'))
    .option('-p, --partitions <count>', 'so many partitions instead')
    .option('-r, --replication-factor <count>', 'so many replicas instead')
    .option('--dry-run', 'only see whether it could be done')
    .action(async (from: string, to: string, options) =>
      (await import('./commands/topic.ts')).cloneTopic(from, to, options),
    )
  online(topic.command('alter <topic...>').description('more partitions, other settings'))
    .option('-p, --partitions <count>', 'so many partitions; there can only be more')
    .option('-c, --config <name=value>', 'a setting of the topic (repeatable)', keyValue)
    .option('--delete-config <name>', "back to the broker's (repeatable)", collect)
    .option('--dry-run', 'only see whether it could be done')
    .action(async (topics: string[], options) =>
      (await import('./commands/topic-alter.ts')).alterTopics(topics, options),
    )
  online(topic.command('purge <topic...>').description('delete records; the topics stay'))
    .option('-p, --partition <number>', 'of this partition alone')
    .option('--before <offset>', 'only those before this offset')
    .option('-y, --yes', 'without asking')
    .option('--dry-run', 'only say what would be deleted')
    .action(async (topics: string[], options) =>
      (await import('./commands/topic-alter.ts')).purgeTopics(topics, options),
    )
  listing(online(topic.command('offsets <topic...>').description('where partitions start and end')))
    .option('-t, --time <time>', 'and the first offset from this time on: a timestamp, a date, -1h')
    .action(async (topics: string[], options) =>
      (await import('./commands/topic-alter.ts')).topicOffsets(topics, options),
    )
}

function addRecordCommands(program: Command): void {
  online(
    program
      .command('produce <topic> [value...]')
      .description('write records: from the arguments, else a line of stdin each'),
  )
    .option('-p, --partition <number>', 'the partition; without it by key, else in turn')
    .option('-k, --key <text>', 'the key of every record')
    .option('-K, --key-delimiter <text>', 'what stands between key and value in a line')
    .option('-H, --header <name=value>', 'a header of every record (repeatable)', collect)
    .option('-Z, --null <text>', 'a value (or key) that stands for null')
    .option('-f, --format <format>', "'text', or 'jsonl' as consume -f jsonl writes it", 'text')
    .addOption(
      new Option('-z, --compression <type>', 'how batches are compressed')
        .choices(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
        .default('none'),
    )
    .addOption(new Option('-a, --acks <acks>', 'who has to have it').choices(['all', '-1', '0', '1']).default('all'))
    .option('--batch-bytes <bytes>', 'size from which a batch is sent', '65536')
    .option('-q, --quiet', 'do not say where the records went')
    .action(async (topic: string, values: string[], options) =>
      (await import('./commands/produce.ts')).produce(topic, values, options),
    )
  online(program.command('consume <topic...>').description('print records'))
    .option('-g, --group <group>', 'as a member of this group, which commits what is printed; topics may be ^patterns')
    .option('-p, --partition <numbers>', 'partitions, as 0,3,5-7; without it all')
    .option('-o, --offset <from[:to]>', 'start end N +N -N N:M :end @timestamp @-1h @t1:t2 (default: end)')
    .option('--from-beginning', 'the same as -o start')
    .option('--tail <count>', 'the same as -o -count')
    .option('-n, --count <count>', 'end after this many records')
    .option('-e, --exit', 'end where the partitions ended when it began')
    .option('-f, --format <format>', "'json', or a template: %t %p %o %T %k %s %h \\n", '%s\\n')
    .addOption(
      new Option('--isolation <level>', 'which records of transactions')
        .choices(['read_uncommitted', 'read_committed'])
        .default('read_uncommitted'),
    )
    .action(async (topics: string[], options) => (await import('./commands/consume.ts')).consume(topics, options))
}

function addOfflineCommands(program: Command): void {
  const log = program.command('log').description('files of a data folder, without a broker: dump, verify')
  log
    .command('dump <path...>')
    .description('what .log, .index and .timeindex files hold (files, partition folders or data folders)')
    .option('-r, --records', 'with every record')
    .addOption(new Option('-o, --output <format>', 'how it is shown').choices(['text', 'jsonl']).default('text'))
    .action(async (paths: string[], options) => (await import('./commands/log.ts')).dump(paths, options))
  log
    .command('verify <path...>')
    .description('read everything and say what is damaged; exit code 1 when something is')
    .action(async (paths: string[]) => (await import('./commands/log.ts')).verify(paths))
  program
    .command('adopt <folder...>')
    .description(
      'take over the data folders that a broker of Apache Kafka wrote (it must be stopped): all of its log.dirs',
    )
    .action(async (folders: string[]) => (await import('./commands/adopt.ts')).adopt(folders))
}

function addTreeCommands(program: Command): void {
  const zk = program
    .command('zk')
    .description('the tree of metadata, in ZooKeeper or in a data folder: ls, get, tree, migrate')
  const place = (command: Command): Command =>
    command
      .addOption(
        new Option('-z, --zookeeper <host:port,…/chroot>', 'the ZooKeeper')
          .env('KAFKA_ZOOKEEPER_CONNECT')
          .default('127.0.0.1:2181'),
      )
      .addOption(
        new Option('--digest <user:password>', 'who we are to ZooKeeper (scheme digest)').env(
          'ODRADEK_ZOOKEEPER_DIGEST',
        ),
      )
  const reading = (command: Command): Command =>
    place(command).option('-d, --data <folder>', 'instead of ZooKeeper: a data folder of a broker that runs alone')
  reading(zk.command('ls [path]').description('the children of a node')).action(async (path, options) =>
    (await import('./commands/zk.ts')).list(path ?? '/', options),
  )
  reading(zk.command('get <path>').description('the data of a node, as it is'))
    .option('-s, --stat', 'what is known about the node and who may do what, instead')
    .action(async (path, options) => (await import('./commands/zk.ts')).get(path, options))
  reading(zk.command('tree [path]').description('a node and all below it: path, kind, version, data')).action(
    async (path, options) => (await import('./commands/zk.ts')).tree(path ?? '/', options),
  )
  place(
    zk
      .command('migrate <folder...>')
      .description(
        'move the metadata of a broker that ran alone into an empty ZooKeeper (it must be stopped): all of its log.dirs',
      ),
  )
    .option('--set-acl', 'as zookeeper.set.acl: others may read, only --digest may change')
    .action(async (folders: string[], options) => (await import('./commands/zk.ts')).migrate(folders, options))
}
