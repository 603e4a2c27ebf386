/**
 * Counters, gauges and histograms. What the hot path touches is a plain number in an object that the caller holds; names,
 * labels and text are made when somebody asks for the page.
 */
import { assert } from '../base/assert.ts'

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary'
export type Labels = Readonly<Record<string, string | number>>

export interface SampleWriter {
  /** `suffix` is appended to the family's name: '_count', '_sum', '_bucket' or ''. */
  sample(value: number, labels?: Labels, suffix?: string): void
}

/** Writes the samples of one family, when the page is asked for. */
export type Collect = (writer: SampleWriter) => void

export interface Family {
  readonly name: string
  readonly type: MetricType
  readonly help: string
  readonly collect: Collect
}

const NAME = /^[a-z_][a-z0-9_]*$/

export class Registry {
  readonly #families = new Map<string, Family>()

  /** A family whose samples are read from the owner's state. Each name once. */
  add(type: MetricType, name: string, help: string, collect: Collect): void {
    assert(NAME.test(name), `${name} is no name for a metric`)
    assert(!this.#families.has(name), `two metrics are called ${name}`)
    this.#families.set(name, { name, type, help, collect })
  }

  /** A single number. */
  gauge(name: string, help: string, read: () => number): void {
    this.add('gauge', name, help, (writer) => writer.sample(read()))
  }

  counter(name: string, help: string): Counter {
    const counter = new Counter()
    this.add('counter', name, help, (writer) => writer.sample(counter.value))
    return counter
  }

  families(): Iterable<Family> {
    return this.#families.values()
  }
}

export class Counter {
  value = 0
}

/** Counts of values up to each bound, for Prometheus histograms. */
export class Histogram {
  readonly bounds: readonly number[]
  /** One more than bounds: the last is for what is above all. */
  readonly counts: Float64Array
  sum = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Float64Array(bounds.length + 1)
  }

  observe(value: number): void {
    const bounds = this.bounds
    let at = 0
    while (at < bounds.length && value > bounds[at]!) at++
    this.counts[at]! += 1
    this.sum += value
  }

  write(writer: SampleWriter, labels: Labels): void {
    let count = 0
    this.bounds.forEach((bound, at) => {
      count += this.counts[at]!
      writer.sample(count, { ...labels, le: bound }, '_bucket')
    })
    count += this.counts[this.bounds.length]!
    writer.sample(count, { ...labels, le: '+Inf' }, '_bucket')
    writer.sample(this.sum, labels, '_sum')
    writer.sample(count, labels, '_count')
  }
}
