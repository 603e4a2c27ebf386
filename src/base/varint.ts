/**
 * Kafka's varints: seven bits a byte, lowest first, the top bit says that more follow. Signed ones are zigzag.
 * As Apache: five bytes at most for 32 bits and ten for 64, longer is an error; encodings that are longer than they need be
 * are read (bits beyond the width are dropped).
 */

const TWO_32 = 2 ** 32

export class VarintError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'VarintError'
  }
}

/** A place in `bytes` that moves as values are read. One is reused for many reads. */
export class VarintCursor {
  bytes: Uint8Array
  at: number
  end: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  reset(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  /** Unsigned 32 bits, as a number from 0 to 2^32 - 1. Throws VarintError. */
  unsignedVarint(): number {
    return this.raw32() >>> 0
  }

  /** Signed 32 bits, zigzag. Throws VarintError. */
  varint(): number {
    const raw = this.raw32()
    return (raw >>> 1) ^ -(raw & 1)
  }

  /** Signed 64 bits, zigzag; exact within ±2^53, beyond that rounded but still beyond. Throws VarintError. */
  varlong(): number {
    const { bytes, end } = this
    let at = this.at
    // Timestamp deltas are mostly short: take the 32-bit way while 28 bits suffice.
    let byte = at < end ? bytes[at++]! : this.truncated()
    let low = byte & 0x7f
    for (let shift = 7; byte & 0x80 && shift < 28; shift += 7) {
      byte = at < end ? bytes[at++]! : this.truncated()
      low |= (byte & 0x7f) << shift
    }
    if (!(byte & 0x80)) {
      this.at = at
      return (low >>> 1) ^ -(low & 1)
    }
    return this.longVarlong(low, at)
  }

  /** `low` holds the first 28 bits. */
  private longVarlong(low: number, start: number): number {
    const { bytes, end } = this
    let at = start
    let middle = 0
    let top = 0
    for (let index = 4; ; index++) {
      const byte = at < end ? bytes[at++]! : this.truncated()
      if (index < 8) middle |= (byte & 0x7f) << ((index - 4) * 7)
      else top |= (byte & 0x7f) << ((index - 8) * 7)
      if (!(byte & 0x80)) break
      if (index === 9) throw new VarintError('a varint of more than ten bytes')
    }
    this.at = at
    const raw = low | (middle << 28)
    const rawHigh = (middle >>> 4) | (top << 24)
    const sign = -(raw & 1)
    const resultLow = ((raw >>> 1) | (rawHigh << 31)) ^ sign
    const resultHigh = (rawHigh >>> 1) ^ sign
    return resultHigh * TWO_32 + (resultLow >>> 0)
  }

  private raw32(): number {
    const { bytes, end } = this
    let at = this.at
    let byte = at < end ? bytes[at++]! : this.truncated()
    let value = byte & 0x7f
    for (let shift = 7; byte & 0x80; shift += 7) {
      if (shift === 35) throw new VarintError('a varint of more than five bytes')
      byte = at < end ? bytes[at++]! : this.truncated()
      value |= (byte & 0x7f) << shift
    }
    this.at = at
    return value
  }

  private truncated(): never {
    throw new VarintError('a varint that runs past the end')
  }
}

export function sizeOfUnsignedVarint(value: number): number {
  const v = value >>> 0
  return v < 0x80 ? 1 : v < 0x4000 ? 2 : v < 0x200000 ? 3 : v < 0x10000000 ? 4 : 5
}

export function sizeOfVarint(value: number): number {
  return sizeOfUnsignedVarint((value << 1) ^ (value >> 31))
}

/** `value` whole, within ±2^53. */
export function sizeOfVarlong(value: number): number {
  if (value === (value | 0)) return sizeOfVarint(value)
  let magnitude = value < 0 ? -(value + 1) : value
  let size = 1
  // Zigzag takes one bit, so the first byte holds six bits of magnitude.
  for (magnitude = Math.floor(magnitude / 64); magnitude > 0; magnitude = Math.floor(magnitude / 128)) size++
  return size
}

/** Each writer answers the position after what it wrote. */
export function writeUnsignedVarint(bytes: Uint8Array, at: number, value: number): number {
  let v = value >>> 0
  while (v >= 0x80) {
    bytes[at++] = (v & 0x7f) | 0x80
    v >>>= 7
  }
  bytes[at++] = v
  return at
}

export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  return writeUnsignedVarint(bytes, at, (value << 1) ^ (value >> 31))
}

/** `value` whole, within ±2^53. */
export function writeVarlong(bytes: Uint8Array, at: number, value: number): number {
  if (value === (value | 0)) return writeVarint(bytes, at, value)
  const negative = value < 0
  const magnitude = negative ? -(value + 1) : value
  let rest = Math.floor(magnitude / 64)
  // A safe integer's remainder by 64 is exact; doubling the magnitude first would not be.
  let byte = (magnitude % 64) * 2 + (negative ? 1 : 0)
  while (rest > 0) {
    bytes[at++] = byte | 0x80
    byte = rest % 128
    rest = Math.floor(rest / 128)
  }
  bytes[at++] = byte
  return at
}
