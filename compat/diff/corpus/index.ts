// Every scenario, in the order in which they run.
import type { Scenario } from '../talk.ts'
import { adminScenarios } from './admin.ts'
import { clusterScenarios } from './cluster.ts'
import { configScenarios } from './configs.ts'
import { fetchScenarios } from './fetch.ts'
import { memberScenarios } from './group-members.ts'
import { groupOffsetScenarios } from './group-offsets.ts'
import { groupScenarios } from './groups.ts'
import { offsetScenarios } from './offsets.ts'
import { produceScenarios } from './produce.ts'
import { quotaScenarios } from './quotas.ts'
import { scramScenarios } from './scram.ts'
import { telemetryScenarios } from './telemetry.ts'
import { topicScenarios } from './topics.ts'
import { transactionDataScenarios } from './transaction-data.ts'
import { transactionScenarios } from './transactions.ts'

export const scenarios: readonly Scenario[] = [
  ...clusterScenarios,
  ...topicScenarios,
  ...produceScenarios,
  ...fetchScenarios,
  ...offsetScenarios,
  ...configScenarios,
  ...transactionScenarios,
  ...memberScenarios,
  ...groupScenarios,
  ...groupOffsetScenarios,
  ...adminScenarios,
  ...quotaScenarios,
  ...scramScenarios,
  ...telemetryScenarios,
  ...transactionDataScenarios,
]
