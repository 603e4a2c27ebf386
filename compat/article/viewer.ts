/** What Offset Explorer does to connect, by a program of our own against Apache's Java libraries. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jars, runJava } from '../apache/apache.ts'
import { builtOnce, compatDir } from '../lib/cache.ts'
import { run, tail, Unavailable } from '../lib/process.ts'

const LIBRARIES = 'kafka-3.9.2'

/** What it shows of `topic`, found through ZooKeeper. */
export async function view(zookeeper: string, topic: string): Promise<string> {
  const source = join(compatDir, 'java/Viewer.java')
  const classPath = await jars(LIBRARIES)
  const classes = await builtOnce('viewer', [readFileSync(source, 'utf8')], async (out) => {
    mkdirSync(out, { recursive: true })
    const args = ['--release', '11', '-nowarn', '-proc:none', '-cp', classPath, '-d', out, source]
    const compiled = await run('javac', args)
    if (compiled.code !== 0) throw new Unavailable(`javac did not compile: ${tail(compiled.stderr, 600).trim()}`)
  })
  const { code, stdout, stderr } = await runJava(LIBRARIES, classes, 'Viewer', [zookeeper, topic])
  return code === 0 ? stdout : `exit ${code}\n${tail(stdout)}${tail(stderr)}`
}
