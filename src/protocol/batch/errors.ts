/** Bytes that are not the record batch or message set they say they are. The caller knows whose fault that is. */
export class InvalidBatchError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'InvalidBatchError'
  }
}

/** A message within a compressed one whose CRC does not match. */
export class InvalidCrcError extends InvalidBatchError {}
