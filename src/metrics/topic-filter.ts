/** Which topics, partitions and groups have series of their own (odradek.metrics.*): the page stays readable with 10,000 topics. */

export interface TopicFilterParams {
  readonly enabled: boolean
  /** Names; a * stands for any text. */
  readonly exclude: readonly string[]
  /** The same for groups. */
  readonly excludeGroups: readonly string[]
  readonly partitionsMax: number
}

export class TopicFilter {
  readonly #params: TopicFilterParams
  readonly #excluded: readonly RegExp[]
  readonly #excludedGroups: readonly RegExp[]

  constructor(params: TopicFilterParams) {
    this.#params = params
    this.#excluded = params.exclude.map(patternOf)
    this.#excludedGroups = params.excludeGroups.map(patternOf)
  }

  has(topic: string): boolean {
    return this.#params.enabled && !this.#excluded.some((pattern) => pattern.test(topic))
  }

  *topics<T>(topics: ReadonlyMap<string, T>): Generator<[string, T]> {
    let left = this.#params.partitionsMax
    for (const entry of topics) {
      if (left <= 0) return
      if (!this.has(entry[0])) continue
      left--
      yield entry
    }
  }

  *partitions<T extends { readonly topic: string }>(partitions: Iterable<T>): Generator<T> {
    let left = this.#params.partitionsMax
    let topic: string | null = null
    let isIn = false
    for (const partition of partitions) {
      if (left <= 0) return
      if (partition.topic !== topic) isIn = this.has(partition.topic)
      topic = partition.topic
      if (!isIn) continue
      left--
      yield partition
    }
  }

  /** Names of groups come from clients: as many as partitions at most. */
  *groups<T extends { readonly groupId: string }>(groups: Iterable<T>): Generator<T> {
    let left = this.#params.partitionsMax
    for (const group of groups) {
      if (left <= 0) return
      if (!this.#hasGroup(group.groupId)) continue
      left--
      yield group
    }
  }

  /** What groups committed, for the groups and topics that have series. */
  *committed<T extends { readonly group: string; readonly topic: string }>(offsets: Iterable<T>): Generator<T> {
    const ofGroups = function* (filter: TopicFilter): Generator<T> {
      let group: string | null = null
      let isIn = false
      for (const offset of offsets) {
        if (offset.group !== group) isIn = filter.#hasGroup(offset.group)
        group = offset.group
        if (isIn) yield offset
      }
    }
    yield* this.partitions(ofGroups(this))
  }

  #hasGroup(groupId: string): boolean {
    return this.#params.enabled && !this.#excludedGroups.some((pattern) => pattern.test(groupId))
  }
}

function patternOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
