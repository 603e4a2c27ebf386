// Quotas beside Apache Kafka 3.9.2: node compat/quotas.ts [--only text]
// The same quota on both brokers, used up by the same client: throttles that are told, connections that are not read, errors, and
// how much goes through must be the same; numbers within the factor that stands beside each (proofs/quota-cases.ts).
import { parseArgs } from 'node:util'
import { startBrokerOfKind } from './lib/broker.ts'
import { type Fact, quotaCases } from './proofs/quota-cases.ts'

const { values: flags } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const chosen = quotaCases.filter(({ name }) => name.includes(flags.only))

async function factsOf(kind: 'odradek' | 'apache392'): Promise<Fact[][]> {
  const broker = await startBrokerOfKind(kind)
  try {
    const all: Fact[][] = []
    for (const { run } of chosen) all.push(await run(broker.bootstrap))
    return all
  } finally {
    await broker.stop()
  }
}

function isSame(ours: Fact, theirs: Fact | undefined): boolean {
  if (theirs === undefined || ours.name !== theirs.name) return false
  if (typeof ours.value !== 'number' || typeof theirs.value !== 'number' || ours.factor === undefined)
    return ours.value === theirs.value
  const [small, large] = [Math.min(ours.value, theirs.value), Math.max(ours.value, theirs.value)]
  return small === 0 ? large === 0 : large <= small * ours.factor
}

const show = (fact: Fact | undefined): string =>
  typeof fact?.value === 'number' ? `${Math.round(fact.value * 10) / 10}` : `${fact?.value ?? 'nothing'}`

const ours = await factsOf('odradek')
const theirs = await factsOf('apache392')
let failed = 0
let facts = 0
for (const [at, { name }] of chosen.entries()) {
  const lines = (ours[at] ?? []).map((fact, i) => {
    const other = theirs[at]?.[i]
    facts++
    if (!isSame(fact, other)) failed++
    const within = fact.factor === undefined ? '' : ` (within a factor of ${fact.factor})`
    return `${isSame(fact, other) ? '     ' : 'DIFF '} ${fact.name}: Odradek ${show(fact)}, Apache Kafka ${show(other)}${within}`
  })
  if (ours[at]?.length !== theirs[at]?.length) failed++
  console.log(`${name}\n${lines.join('\n')}`)
}
console.log(`${chosen.length} quotas, ${facts} facts, ${failed} differ`)
process.exit(failed === 0 && facts > 0 ? 0 : 1)
