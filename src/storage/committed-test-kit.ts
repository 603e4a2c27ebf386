/** What tests of transactions share: reading as clients do, and what a log says of its own transactions. */
import assert from 'node:assert/strict'
import { isControlAt, isTransactionalAt, lastOffsetAt, producerIdAt } from '../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { LogSlice } from './contract.ts'
import type { Log } from './log.ts'

const ABORT = 0

/** "offset value" of each record that a reader of committed records is given. */
export async function readCommitted(log: Log, from: number, upTo: number, maxBytes: number): Promise<string[]> {
  const seen: string[] = []
  for (let at = from; at < upTo; ) {
    const slice = await log.read(at, upTo, maxBytes, true, true)
    assert.equal(slice.error, ErrorCode.NONE)
    at = readAsClient(slice, at, seen)
  }
  return seen
}

/** What clients do with the list of aborted transactions (KIP-98). Answers where to go on. */
function readAsClient(slice: LogSlice, from: number, into: string[]): number {
  const aborted = [...slice.abortedTransactions!].sort((a, b) => a.firstOffset - b.firstOffset)
  const skipped = new Set<number>()
  let next = from
  for (const chunk of slice.records) {
    for (const at of batchPositions(chunk)) {
      next = lastOffsetAt(chunk, at) + 1
      while (aborted.length > 0 && aborted[0]!.firstOffset < next) skipped.add(aborted.shift()!.producerId)
      const records = openRecords(chunk, at)
      if (isControlAt(chunk, at)) {
        // Compaction empties markers.
        if (records.next() && records.key()![3] === ABORT) skipped.delete(producerIdAt(chunk, at))
        continue
      }
      if (isTransactionalAt(chunk, at) && skipped.has(producerIdAt(chunk, at))) continue
      while (records.next()) {
        if (records.offset >= from) into.push(`${records.offset} ${Buffer.from(records.value()!).toString()}`)
      }
    }
  }
  assert.ok(next > from, 'a read goes on')
  return next
}

/**
 * Every producer has the transaction open that its batches say, and the index of aborted transactions lets readers of
 * committed records see what the markers say: all batches are looked at, with no index.
 */
export async function verifyTransactions(log: Log): Promise<void> {
  const open = new Map<number, { first: number; values: string[] }>()
  const visible: string[] = []
  for (let at = log.logStartOffset; at < log.logEndOffset; ) {
    const slice = await log.read(at, log.logEndOffset, 1 << 20, true, false)
    for (const chunk of slice.records) {
      for (const position of batchPositions(chunk)) {
        at = lastOffsetAt(chunk, position) + 1
        look(chunk, position, open, visible)
      }
    }
  }
  const known = log.activeProducers().filter(({ currentTxnStartOffset }) => currentTxnStartOffset >= 0)
  const found = known.map(({ producerId, currentTxnStartOffset }) => [producerId, currentTxnStartOffset] as const)
  const expected = Array.from(open, ([producerId, { first }]) => [producerId, first] as const)
  assert.deepEqual(found.sort(byProducer), expected.sort(byProducer), 'open transactions')
  const firstOpen = Math.min(log.logEndOffset, ...expected.map(([, first]) => first))
  const stable = log.firstUnstableOffset
  assert.ok(stable === null ? expected.length === 0 : stable <= firstOpen, 'the first unstable offset')
  // The log may start within a batch.
  const offsetOf = (value: string) => Number.parseInt(value, 10)
  const committed = visible
    .filter((value) => offsetOf(value) >= log.logStartOffset && offsetOf(value) < firstOpen)
    .sort(byOffset)
  assert.deepEqual(await readCommitted(log, log.logStartOffset, firstOpen, 500), committed, 'committed records')
}

function look(
  chunk: Uint8Array,
  at: number,
  open: Map<number, { first: number; values: string[] }>,
  visible: string[],
): void {
  const producerId = producerIdAt(chunk, at)
  const records = openRecords(chunk, at)
  if (isControlAt(chunk, at)) {
    records.next()
    if (records.key()![3] !== ABORT) visible.push(...(open.get(producerId)?.values ?? []))
    open.delete(producerId)
    return
  }
  const values: string[] = []
  let first = -1
  while (records.next()) {
    if (first < 0) first = records.offset
    values.push(`${records.offset} ${Buffer.from(records.value()!).toString()}`)
  }
  if (!isTransactionalAt(chunk, at)) visible.push(...values)
  else if (open.has(producerId)) open.get(producerId)!.values.push(...values)
  else open.set(producerId, { first, values })
}

function byProducer([a]: readonly [number, number], [b]: readonly [number, number]): number {
  return a - b
}

function byOffset(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10)
}
