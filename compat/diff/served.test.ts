// What is served, what is compared with Apache Kafka, and what 3.9.2 serves are one list. The table in docs/compatibility.md is
// made of the handlers (scripts/served-keys.ts), which scripts/tidy.test.ts checks.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advertised } from '../../src/api/advertised.ts'
import { handlers } from '../../src/api/handlers.ts'
import { scenarios } from './corpus/index.ts'
import { SERVED_BY_392 } from './oracle.ts'
import { versionsOf } from './talk.ts'

const served = advertised(handlers).apiVersions.flatMap(({ apiKey, minVersion, maxVersion }) =>
  Array.from({ length: maxVersion - minVersion + 1 }, (_, n) => `${apiKey} ${minVersion + n}`),
)

/** OffsetCommit and OffsetFetch 0, which Apache keeps in ZooKeeper (gaps.md). */
const KEPT_ELSEWHERE = ['8 0', '9 0']

test('every version that is advertised is compared, and nothing else', () => {
  const compared = scenarios.flatMap((scenario) =>
    [scenario.api, scenario.with ?? scenario.api].flatMap((key) =>
      versionsOf(scenario).map((version) => `${key} ${version}`),
    ),
  )
  assert.deepEqual(
    {
      notCompared: served.filter((one) => !compared.includes(one)),
      notServed: compared.filter((one) => !served.includes(one)),
    },
    { notCompared: KEPT_ELSEWHERE, notServed: [] },
  )
})

test('what 3.9.2 serves of these keys is served', () => {
  const missing = [...SERVED_BY_392].filter(([key, version]) => !served.includes(`${key} ${version}`))
  assert.deepEqual(missing, [])
})
