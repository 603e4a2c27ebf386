// KafkaJS, @platformatic/kafka and @confluentinc/kafka-javascript, installed from compat/package-lock.json into the cache.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtOnce, compatDir } from '../lib/cache.ts'
import type { Client, Context } from '../lib/client.ts'
import { needDebianPackages } from '../lib/debian.ts'
import type { Program } from '../lib/java.ts'
import { run, tail, Unavailable } from '../lib/process.ts'
import { programCases } from '../lib/program.ts'

const MANIFESTS = ['package.json', 'package-lock.json', '.npmrc']
const NATIVE = '@confluentinc/kafka-javascript'

/** Native code is only built where it is needed: install scripts are off. */
async function install(name: string, more: (dir: string) => Promise<void>): Promise<string> {
  const inputs = MANIFESTS.map((file) => readFileSync(join(compatDir, file), 'utf8'))
  return await builtOnce(name, inputs, async (out) => {
    for (const file of MANIFESTS) cpSync(join(compatDir, file), join(out, file))
    const installed = await run('npm', ['ci', '--ignore-scripts'], { cwd: out, timeoutMs: 240_000 })
    if (installed.code !== 0) throw new Unavailable(`npm could not install: ${tail(installed.stderr, 300).trim()}`)
    await more(out)
  })
}

/**
 * Builds the native part. Where neither a built one nor Node's headers can be downloaded, with the headers of the
 * machine's own Node and the libraries of Debian; the program then runs on that Node.
 */
async function buildNative(dir: string): Promise<void> {
  const rebuild = ['rebuild', NATIVE, '--foreground-scripts']
  const headers = existsSync('/usr/include/node/node.h') && existsSync('/usr/bin/node')
  if (headers) {
    await needDebianPackages([
      'g++',
      'make',
      'libssl-dev',
      'libsasl2-dev',
      'libzstd-dev',
      'libcurl4-openssl-dev',
      'zlib1g-dev',
    ])
    const env = { npm_config_nodedir: '/usr', CKJS_LINKING: 'dynamic', PATH: '/usr/bin:/bin:/usr/local/bin' }
    const built = await run('npm', rebuild, { cwd: dir, env, timeoutMs: 900_000 })
    if (built.code !== 0)
      throw new Unavailable(`the native part of ${NATIVE} was not built: ${tail(built.stderr, 300)}`)
    writeFileSync(join(dir, 'node-path'), '/usr/bin/node')
    return
  }
  const built = await run('npm', rebuild, { cwd: dir, timeoutMs: 900_000 })
  if (built.code !== 0) throw new Unavailable(`the native part of ${NATIVE} was not built: ${tail(built.stderr, 300)}`)
  writeFileSync(join(dir, 'node-path'), process.execPath)
}

/** The programs are copied beside the installed packages, which is where Node looks for them. */
function place(dir: string, program: string): string {
  for (const file of ['program.mjs', 'member.mjs', program]) cpSync(join(compatDir, 'js', file), join(dir, file))
  return join(dir, program)
}

export async function javascriptProgram(program: string): Promise<Program> {
  const dir = await install('javascript', async () => {})
  return { command: process.execPath, args: ['--no-warnings', place(dir, program)] }
}

export async function nativeProgram(program: string): Promise<Program> {
  const dir = await install('javascript-native', buildNative)
  return { command: readFileSync(join(dir, 'node-path'), 'utf8'), args: [place(dir, program)] }
}

function javascript(name: string, prepared: () => Promise<Program>): Client {
  return {
    name,
    async prepare(context: Context) {
      const { command, args } = await prepared()
      return await programCases(context, command, args, context.work)
    },
  }
}

export const javascriptClients: readonly Client[] = [
  javascript('KafkaJS', () => javascriptProgram('kafkajs.mjs')),
  javascript('@platformatic/kafka', () => javascriptProgram('platformatic.mjs')),
  javascript(NATIVE, () => nativeProgram('confluent.mjs')),
]
