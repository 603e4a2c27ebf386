/** Settings of one client-metrics subscription (KIP-714). */
import { dynamic, int, list, type Setting } from '../setting.ts'

// biome-ignore format: a table
export const ofClientMetricsSettings: readonly Setting[] = [
  int('interval.ms', 300_000, dynamic,
    'How often the clients that match push their metrics; 0: the subscription is off.'),
  list('match', [], dynamic, 'Which clients are meant: name=pattern pairs, all of which must match.'),
  list('metrics', [], dynamic, "What the names of the metrics that are asked for begin with; '*': all."),
]
