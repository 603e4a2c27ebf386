/** Our bug, not the client's and not the disk's. Stays on in production; nothing a client sends may reach one. What it stops: ADR 11. */
export class AssertionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AssertionError'
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}
