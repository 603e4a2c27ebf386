import type { Readable } from 'node:stream'

const NEWLINE = 0x0a
const RETURN = 0x0d

/**
 * The lines of a stream as bytes, without their ends: \n or \r\n; with `bareReturns` \r too, as Java reads. Node's readline would also
 * cut at U+2028 and U+2029, which JSON leaves as they are, and would put U+FFFD for bytes that are no UTF-8.
 */
export async function* linesOf(input: AsyncIterable<Buffer>, bareReturns = false): AsyncGenerator<Buffer, void, void> {
  let begun: Buffer[] = []
  for await (const chunk of input) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      begun.push(chunk.subarray(from, end))
      yield* cut(begun, bareReturns)
      begun = []
      from = end + 1
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
  if (begun.length > 0) yield* cut(begun, bareReturns)
}

function* cut(parts: readonly Buffer[], bareReturns: boolean): Generator<Buffer, void, void> {
  let line = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  if (line.at(-1) === RETURN) line = line.subarray(0, -1)
  if (bareReturns) {
    for (let end = line.indexOf(RETURN); end >= 0; end = line.indexOf(RETURN)) {
      yield line.subarray(0, end)
      line = line.subarray(end + 1)
    }
  }
  yield line
}

/** The same chunks; calls `onPause` when none has come while `pause` lasted, before it waits on. Its failure ends the reading. */
export async function* withPauses(
  input: Readable,
  pause: () => Promise<void>,
  onPause: () => Promise<void>,
): AsyncGenerator<Buffer, void, void> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  for (;;) {
    const next = chunks.next()
    // Looked at below, or not any more.
    next.catch(() => {})
    if (!(await Promise.race([next.then(() => true), pause().then(() => false)]))) {
      try {
        await onPause()
      } catch (error) {
        // A pipe that is still read would keep the process.
        input.destroy()
        throw error
      }
    }
    const { done, value } = await next
    if (done) return
    yield value
  }
}
