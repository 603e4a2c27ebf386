// The copiers: programs of three client families that consume, transform, produce and commit in one transaction. Their arguments:
// BOOTSTRAP FROM TO GROUP TRANSACTIONAL_ID SEED
import { join } from 'node:path'
import { PYTHON_FOLDER, pythonEnvironment } from '../clients/python.ts'
import { FRANZ, goProgram } from '../lib/go.ts'
import { javaProgram, type Program } from '../lib/java.ts'

/** By name: what builds it. */
export const copierPrograms: Readonly<Record<string, () => Promise<Program>>> = {
  'java-3.9': () => javaProgram('Copier', 'kafka-3.9.2'),
  'java-4.3': () => javaProgram('Copier', 'tools-4.3.1'),
  franz: async () => ({ command: await goProgram('franz-copier', 'franz-copier', FRANZ), args: [] }),
  librdkafka: async () => ({ command: await pythonEnvironment(), args: ['-B', join(PYTHON_FOLDER, 'copier.py')] }),
}
