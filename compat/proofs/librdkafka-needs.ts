// What a test of librdkafka needs beyond one broker that takes and gives records. A test that fails for want of one of these
// says nothing about the rest; a test that is not listed needs nothing else. Who assigns itself a partition without an offset
// asks for the group's, and so needs groups.

import type { LibrdkafkaTest } from './librdkafka-build.ts'

export type Need =
  | 'groups'
  | 'transactions'
  | 'share groups'
  | 'three brokers'
  | 'SASL'
  | 'TLS'
  | 'ACLs'
  | 'groups without settings'

/** What the broker does not serve yet, or the runner does not set up. */
const MISSING: ReadonlySet<Need> = new Set([
  'share groups',
  'three brokers',
  'SASL',
  'TLS',
  'ACLs',
  'groups without settings',
])

const GROUPS = `
  0014 0018 0019 0020 0022 0026 0029 0030 0033 0040 0042 0045 0050 0051 0052 0056 0060 0064 0067 0069 0077 0082 0083 0084 0085 0089 0090 0091
  0092 0093 0099 0102 0107 0113 0118 0122 0125 0127 0130 0132 0140`
const TRANSACTIONS = '0055 0098 0103 0129 0137'
/** Of 0081. Settings of groups are served as in 4.x: `--kafka-version 4.0.0 --tests 0081` shows it. */
const ADMIN_PARTS: ReadonlyMap<string, Need> = new Map([
  ['CreateAcls', 'ACLs'],
  ['DescribeAcls', 'ACLs'],
  ['DeleteAcls', 'ACLs'],
  ['IncrementalAlterConfigs', 'groups without settings'],
  ['DescribeConfigs', 'groups without settings'],
  ['DescribeConfigs_groups', 'groups without settings'],
])

const OTHERS: readonly (readonly [string, readonly Need[]])[] = [
  ['0061', ['groups', 'transactions']],
  ['0081', ['groups']],
  ['0097', ['TLS']],
  ['0101', ['three brokers', 'groups']],
  ['0109', ['groups', 'ACLs']],
  ['0115', ['ACLs']],
  ['0119', ['ACLs']],
  ['0126', ['SASL']],
  ['0135', ['SASL']],
  ['0142', ['SASL']],
]

const needs = new Map<string, readonly Need[]>(OTHERS)
for (const number of words(GROUPS)) needs.set(number, ['groups'])
for (const number of words(TRANSACTIONS)) needs.set(number, ['groups', 'transactions'])

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** By the test's number: 0045 stands for all that begin with it. */
export function needsOf({ name, part }: LibrdkafkaTest): readonly Need[] {
  const ofPart = part === null ? undefined : ADMIN_PARTS.get(part)
  if (ofPart !== undefined) return [ofPart]
  const number = name.slice(0, 4)
  if (number >= '0170' && number <= '0189') return ['share groups']
  return needs.get(number) ?? []
}

/** A failure says nothing: something that the test needs is missing. */
export function isExcused(test: LibrdkafkaTest): boolean {
  return needsOf(test).some((need) => MISSING.has(need))
}
