/** Writes protobuf by hand, for tests. */
export function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

export function message(field: number, ...parts: readonly number[][]): number[] {
  const body = parts.flat()
  return [...varint(field * 8 + 2), ...varint(body.length), ...body]
}

export function text(field: number, value: string): number[] {
  return message(field, [...Buffer.from(value)])
}

export function number(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)]
}

export function double(field: number, value: number): number[] {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return [...varint(field * 8 + 1), ...bytes]
}

export function fixed64(field: number, value: bigint): number[] {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(value)
  return [...varint(field * 8 + 1), ...bytes]
}

export function attribute(field: number, key: string, value: string): number[] {
  return message(field, text(1, key), message(2, text(1, value)))
}

export const GAUGE = 5
export const SUM = 7
export const DELTA = 1
export const CUMULATIVE = 2

/** MetricsData of one resource with these metrics. */
export function metricsData(...metrics: readonly number[][]): Uint8Array {
  return Uint8Array.from(
    message(1, message(1, attribute(1, 'rack', 'r1')), message(2, ...metrics.map((one) => message(2, one)))),
  )
}

export function gauge(name: string, ...points: readonly number[][]): number[] {
  return [...text(1, name), ...message(GAUGE, ...points.map((point) => message(1, point)))]
}

export function sum(name: string, temporality: number, ...points: readonly number[][]): number[] {
  const body = points.map((point) => message(1, point))
  return [...text(1, name), ...message(SUM, ...body, number(2, temporality), number(3, 1))]
}
