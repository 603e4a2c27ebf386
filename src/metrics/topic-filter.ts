/** Which topics and partitions have series of their own (odradek.metrics.*): the page stays readable with 10,000 topics. */

export interface TopicFilterParams {
  readonly enabled: boolean
  /** Names; a * stands for any text. */
  readonly exclude: readonly string[]
  readonly partitionsMax: number
}

export class TopicFilter {
  readonly #params: TopicFilterParams
  readonly #excluded: readonly RegExp[]

  constructor(params: TopicFilterParams) {
    this.#params = params
    this.#excluded = params.exclude.map((name) => {
      const pattern = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      return new RegExp(`^${pattern.join('.*')}$`)
    })
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
}
