// The load: librdkafka's performance program, which saturates a core before either broker does. Its source is Debian's
// example, built against the librdkafka that the harness keeps in its cache.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtOnce } from '../compat/lib/cache.ts'
import { needDebianPackages } from '../compat/lib/debian.ts'
import { run, tail, Unavailable } from '../compat/lib/process.ts'
import { librdkafkaTests } from '../compat/proofs/librdkafka-build.ts'

const EXAMPLE = '/usr/share/doc/librdkafka-dev/examples/rdkafka_performance.c'

/** Builds the program when needed and gives its path. Throws Unavailable with the reason when it cannot be had. */
export async function performanceProgram(): Promise<string> {
  const { source } = await librdkafkaTests()
  await needDebianPackages(['librdkafka-dev'])
  if (!existsSync(EXAMPLE)) throw new Unavailable(`${EXAMPLE} is not there: Debian's examples were not unpacked`)
  const inputs = [readFileSync(EXAMPLE, 'utf8'), source]
  const dir = await builtOnce('librdkafka-performance', inputs, async (out) => {
    const library = join(source, 'src')
    // The example asks for ../src/rd.h: from any folder beside src.
    const include = ['-I', join(source, 'tests'), '-I', library]
    const link = ['-L', library, '-lrdkafka', `-Wl,-rpath,${library}`, '-lz', '-lm', '-lpthread']
    const built = await run('gcc', ['-O2', '-w', ...include, '-o', join(out, 'performance'), EXAMPLE, ...link])
    if (built.code !== 0) throw new Unavailable(`gcc did not build it: ${tail(built.stderr, 400)}`)
  })
  return join(dir, 'performance')
}

export interface Work {
  count: number
  bytes: number
  /** Properties of librdkafka. */
  properties: readonly string[]
}

const LIMIT_MS = 180_000

function properties(of: readonly string[]): string[] {
  return of.flatMap((property) => ['-X', property])
}

/** Produces `count` records to partition 0; gives records per second as the program counts them. Throws when one failed. */
export async function produce(
  program: string,
  bootstrap: string,
  topic: string,
  acks: number,
  work: Work,
): Promise<number> {
  const size = ['-s', `${work.bytes}`, '-c', `${work.count}`, '-a', `${acks}`]
  const args = ['-P', '-t', topic, '-p', '0', '-b', bootstrap, '-q', ...size, ...properties(work.properties)]
  const { stdout, stderr, timedOut } = await run(program, args, { timeoutMs: LIMIT_MS })
  const text = stdout + stderr
  const found = /(\d+) delivered \(offset -?\d+, (\d+) failed\) in \d+ms: (\d+) msgs\/s/.exec(text)
  if (!found || timedOut) throw new Error(`the producer did not end well:\n${tail(text, 800)}`)
  if (Number(found[1]) !== work.count || found[2] !== '0')
    throw new Error(`${found[1]} of ${work.count} were delivered`)
  return Number(found[3])
}

/** Reads `count` records of partition 0 from the beginning; gives records per second. */
export async function consume(program: string, bootstrap: string, topic: string, count: number): Promise<number> {
  const args = ['-C', '-t', topic, '-p', '0', '-b', bootstrap, '-q', '-c', `${count}`, '-o', 'beginning']
  const { stdout, stderr, timedOut } = await run(program, args, { timeoutMs: LIMIT_MS })
  const text = stdout + stderr
  const found = /% (\d+) messages \(\d+ bytes\) consumed in \d+ms: (\d+) msgs\/s/.exec(text)
  if (!found || timedOut) throw new Error(`the consumer did not end well:\n${tail(text, 800)}`)
  if (Number(found[1]) < count) throw new Error(`${found[1]} of ${count} records came`)
  return Number(found[2])
}
