// Differences from Apache Kafka that are meant, each with its reason. docs/gaps.md tells them to people.

export interface Allowed {
  /** Matched against `ApiName: scenario: label`. */
  where: RegExp
  /** Matched against the field's path. */
  path: RegExp
  reason: string
}

export const allowed: readonly Allowed[] = []
