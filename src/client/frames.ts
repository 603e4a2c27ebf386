/** Cuts the answers of a broker out of a stream of bytes. */

/** What one answer may have at most; a broker cannot make us take more memory than this. */
export const RESPONSE_BYTES_MAX = 128 * 1024 * 1024
const START_BYTES = 16 * 1024

export class FrameError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FrameError'
  }
}

/** Memory follows what has arrived: an announced length alone costs nothing. */
export class FrameAssembler {
  private readonly bytesMax: number
  private readonly onFrame: (frame: Buffer) => void
  private readonly lengthBytes = Buffer.alloc(4)
  private lengthHave = 0
  private frame: Buffer | null = null
  private have = 0
  private length = 0

  /** `onFrame` gets each frame without its length, in memory of its own. */
  constructor(onFrame: (frame: Buffer) => void, bytesMax = RESPONSE_BYTES_MAX) {
    this.onFrame = onFrame
    this.bytesMax = bytesMax
  }

  /** Throws a FrameError for a length that cannot be. */
  push(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      if (this.frame === null) at = this.pushLength(bytes, at)
      else at = this.pushBody(bytes, at)
    }
  }

  private pushLength(bytes: Uint8Array, from: number): number {
    let at = from
    while (this.lengthHave < 4 && at < bytes.length) this.lengthBytes[this.lengthHave++] = bytes[at++]!
    if (this.lengthHave < 4) return at
    this.lengthHave = 0
    this.length = this.lengthBytes.readInt32BE(0)
    if (this.length < 4 || this.length > this.bytesMax) {
      throw new FrameError(`an answer of ${this.length} bytes: this is no Kafka broker, or its answer is too large`)
    }
    this.frame = Buffer.allocUnsafeSlow(Math.min(this.length, Math.max(START_BYTES, bytes.length - at)))
    this.have = 0
    return at
  }

  private pushBody(bytes: Uint8Array, from: number): number {
    const taken = Math.min(this.length - this.have, bytes.length - from)
    if (this.have + taken > this.frame!.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(this.length, Math.max(this.have + taken, this.frame!.length * 4)))
      this.frame!.copy(grown, 0, 0, this.have)
      this.frame = grown
    }
    this.frame!.set(bytes.subarray(from, from + taken), this.have)
    this.have += taken
    if (this.have === this.length) {
      const frame = this.frame!
      this.frame = null
      this.onFrame(frame)
    }
    return from + taken
  }
}
