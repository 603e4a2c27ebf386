/**
 * Our verdict on Produce input against that of Apache's own classes, for inputs good and damaged of every magic and
 * compression. RECORD_VERDICTS names a file with more of them (compat/record-vectors/run.ts).
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as header from './header.ts'
import { batchPositions, openRecords } from './iterate.ts'
import { RecordCursor } from './record-cursor.ts'
import { recorded, type Verdict, verdicts } from './testing/record-vectors.ts'
import { smallWorld } from './testing/world.ts'
import { BatchValidator, isAccepted } from './validate.ts'

/**
 * Where we refuse and Apache stores, or fails in another way. Apache drops the rest of a message after its value and a cut
 * message at the end of a compressed set, does not look at headers when it skips bodies, stops reading lz4 at the end of a
 * frame and when it has all records, and lets any producer id and epoch through. Where several things are wrong, which is
 * told first may differ.
 */
const STRICTER = [
  /^a message (key|value) of -?\d+ bytes/,
  /^a message of -?\d+ bytes(, less than its header| where -?\d+ remain)/,
  /^magic -?\d+( in a message set)?$/,
  /^record \d+ (is not as long as it says|is -?\d+ bytes long|has -?\d+ headers)/,
  /^record \d+ has a header key/,
  /^record \d+: a varint/,
  /^-?\d+ bytes after the last record/,
  /^lz4: (cut|bytes after the frame|a block|0 is not a valid match offset)/,
  /^snappy: (cut|a stream version)/,
  /^(gzip|zstd): /,
  /^a batch size of -?\d+ bytes/,
  /^A transactional batch without/,
  /^A producer id of|^Producer epoch/,
  /^Produce v[0-2] does not take zstd/,
  /^There is more than one record batch/,
  /^The messages are of different magic/,
  /^the CRC of a message does not match/,
]
const UNSAFE = 2 ** 53

function records(bytes: Uint8Array): unknown[] {
  const found: unknown[] = []
  for (const at of batchPositions(bytes)) {
    assert.equal(header.faultAt(bytes, at, bytes.length), null)
    found.push(
      header.baseOffsetAt(bytes, at),
      header.attributesAt(bytes, at),
      header.lastOffsetDeltaAt(bytes, at),
      header.baseTimestampAt(bytes, at),
      header.maxTimestampAt(bytes, at),
      header.producerIdAt(bytes, at),
      header.producerEpochAt(bytes, at),
      header.baseSequenceAt(bytes, at),
    )
    const walk = openRecords(bytes, at)
    while (walk.next()) {
      const headers = walk.headers().map(({ key, value }) => [key, value && Buffer.from(value).toString('hex')])
      found.push([walk.offset, walk.timestamp, hex(walk.key()), hex(walk.value()), headers])
    }
  }
  return found
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex')
}

/** Apache keeps offset deltas that are not 0, 1, 2, … in an uncompressed batch; we put them in order. */
function hasGaps(bytes: Uint8Array): boolean {
  if (header.compressionAt(bytes, 0) !== 0) return false
  const cursor = new RecordCursor()
  cursor.open(bytes, 0, null)
  for (let i = 0; cursor.next(); i++) if (cursor.offsetDelta !== i) return true
  return false
}

function hasUnsafeTimestamp(input: Uint8Array): boolean {
  return Math.abs(header.baseTimestampAt(input, 0)) >= UNSAFE || Math.abs(header.maxTimestampAt(input, 0)) >= UNSAFE
}

function compareStored(ours: Uint8Array, theirs: Buffer): string | null {
  if (Buffer.compare(ours, theirs) === 0) return null
  if (theirs.length > 0 && hasGaps(theirs)) {
    return hasGaps(ours) ? 'gaps are kept' : null
  }
  return JSON.stringify(records(ours)) === JSON.stringify(records(theirs)) ? null : 'stores something else'
}

function isUnsafe(message: string | null): boolean {
  return Math.abs(Number(/^The timestamp (\S+)/.exec(message ?? '')?.[1])) >= UNSAFE
}

async function disagreement(validator: BatchValidator, verdict: Verdict): Promise<string | null> {
  const ours = await validator.validate(Buffer.from(verdict.input), verdict.rules)
  if (isAccepted(ours)) {
    if (verdict.error === 0) return compareStored(ours.bytes, verdict.stored!)
    // Apache fails with UNKNOWN_SERVER_ERROR where it would have to rewrite what it has only skipped through, or a negative
    // timestamp, or an odd epoch or sequence without a producer id. We rewrite it.
    if (
      verdict.error === -1 &&
      /PartialDefaultRecord|negative (timestamp|producer epoch|sequence)/.test(verdict.message)
    )
      return null
    // The deflaters differ by a byte or two.
    const theirs = Number(/RecordTooLargeException: rewritten (\d+)/.exec(verdict.message)?.[1])
    if (verdict.error === 10 && Math.abs(theirs - ours.bytes.length) < 8) return null
    return `accepts what Apache refuses with ${verdict.error} ${verdict.message}`
  }
  const { message, recordErrors } = ours
  if (verdict.error === -1 || recordErrors.some((error) => isUnsafe(error.message))) return null
  if (ours.error === verdict.error) {
    // Only Produce v8 and later carry record errors; of a message set Apache numbers them all 0.
    const indexes = recordErrors.map((error) => error.batchIndex)
    const same = verdict.rules.apiVersion < 3 || JSON.stringify(indexes) === JSON.stringify(verdict.recordErrors)
    return same || STRICTER.some((rule) => rule.test(message)) ? null : `names records ${indexes}`
  }
  if (STRICTER.some((rule) => rule.test(message))) return null
  if (ours.error === 32 && verdict.error === 0 && hasUnsafeTimestamp(verdict.input)) return null
  return `refuses with ${ours.error} ${message}, Apache answers ${verdict.error} ${verdict.message}`
}

test("our verdict on records is Apache's", async () => {
  const file = process.env.RECORD_VERDICTS
  const validator = new BatchValidator(smallWorld())
  const problems: string[] = []
  let count = 0
  let accepted = 0
  for (const verdict of verdicts(file === undefined ? recorded('verdicts') : readFileSync(file))) {
    count++
    if (verdict.error === 0) accepted++
    const problem = await disagreement(validator, verdict)
    if (problem === null) continue
    const { apiVersion, config } = verdict.rules
    problems.push(`${problem}\n  v${apiVersion} ${JSON.stringify(config)} ${verdict.input.toString('hex')}`)
  }
  assert.ok(count >= 1000 && accepted > count / 4 && accepted < count * 0.75, `${count} verdicts, ${accepted} accepted`)
  assert.deepEqual(problems, [])
})
