// kafka-python and confluent-kafka, in a virtual environment of the cache.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtOnce, compatDir } from '../lib/cache.ts'
import type { Client, Context } from '../lib/client.ts'
import { run, tail, Unavailable } from '../lib/process.ts'
import { programCases } from '../lib/program.ts'

export const PYTHON_FOLDER: string = join(compatDir, 'python')

export async function pythonEnvironment(): Promise<string> {
  const requirements = join(PYTHON_FOLDER, 'requirements.txt')
  const dir = await builtOnce('python', [readFileSync(requirements, 'utf8')], async (out) => {
    const made = await run('python3', ['-m', 'venv', out])
    if (made.code !== 0) throw new Unavailable(`python3 makes no virtual environment: ${tail(made.stdout, 200).trim()}`)
    const args = ['install', '-q', '--disable-pip-version-check', '-r', requirements]
    const installed = await run(join(out, 'bin', 'pip'), args, { timeoutMs: 240_000 })
    if (installed.code !== 0) throw new Unavailable(`pip could not install: ${tail(installed.stderr, 300).trim()}`)
  })
  return join(dir, 'bin', 'python')
}

function python(name: string, program: string): Client {
  return {
    name,
    async prepare(context: Context) {
      // -B: no compiled files beside the sources.
      return await programCases(context, await pythonEnvironment(), ['-B', join(PYTHON_FOLDER, program)], context.work)
    },
  }
}

export const pythonClients: readonly Client[] = [
  python('kafka-python', 'kafka_python_client.py'),
  python('confluent-kafka (Python)', 'confluent_kafka_client.py'),
]
