/** Settings that Apache Kafka dropped in 3.0 and that container images still offer. */
import { int, readOnly, type Setting, string } from '../setting.ts'

// biome-ignore format: a table
export const formerSettings: readonly Setting[] = [
  string('host.name', null, readOnly, 'The older way to say where the broker listens; listeners wins over it.'),
  int('port', null, readOnly, 'The older way to say on which port the broker listens; listeners wins over it.'),
  string('advertised.host.name', null, readOnly,
    'The older way to say what clients are told; advertised.listeners wins over it.'),
  int('advertised.port', null, readOnly,
    'The older way to say which port clients are told; advertised.listeners wins over it.'),
]
