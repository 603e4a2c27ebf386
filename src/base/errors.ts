/** A damaged file. The partition or its folder goes offline; the message says which file and where. */
export class CorruptionError extends Error {
  readonly path: string
  readonly position: number
  readonly what: string
  constructor(path: string, position: number, what: string) {
    super(`${path} is damaged at byte ${position}: ${what}`)
    this.name = 'CorruptionError'
    this.path = path
    this.position = position
    this.what = what
  }
}

/** Something the operator can mend. The message is one clear sentence that ends with the fix. */
export class OperatorError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'OperatorError'
  }
}
