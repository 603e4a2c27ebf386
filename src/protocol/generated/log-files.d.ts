// Made by scripts/generate.ts from schema/records/log-files. Do not edit.

import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AbortedTxn {
  producerId: number
  firstOffset: number
  lastOffset: number
  lastStableOffset: number
}

export interface AbortedTxnInput {
  readonly producerId?: number
  readonly firstOffset?: number
  readonly lastOffset?: number
  readonly lastStableOffset?: number
}

export function readAbortedTxn(r: Reader, version: number): AbortedTxn
export function writeAbortedTxn(w: Writer, value: AbortedTxnInput, version: number): void

export interface ProducerEntry {
  producerId: number
  epoch: number
  lastSequence: number
  lastOffset: number
  offsetDelta: number
  timestamp: number
  coordinatorEpoch: number
  currentTxnFirstOffset: number
}

export interface ProducerEntryInput {
  readonly producerId?: number
  readonly epoch?: number
  readonly lastSequence?: number
  readonly lastOffset?: number
  readonly offsetDelta?: number
  readonly timestamp?: number
  readonly coordinatorEpoch?: number
  readonly currentTxnFirstOffset?: number
}

export interface ProducerSnapshot {
  crc: number
  producerEntries: ProducerEntry[]
}

export interface ProducerSnapshotInput {
  readonly crc?: number
  readonly producerEntries?: readonly ProducerEntryInput[]
}

export function readProducerSnapshot(r: Reader, version: number): ProducerSnapshot
export function writeProducerSnapshot(w: Writer, value: ProducerSnapshotInput, version: number): void
