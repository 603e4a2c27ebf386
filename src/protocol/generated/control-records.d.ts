// Made by scripts/generate.ts from schema/records/control-records. Do not edit.

import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ControlRecordTypeSchema {
  type: number
}

export interface ControlRecordTypeSchemaInput {
  readonly type?: number
}

export function readControlRecordTypeSchema(r: Reader, version: number): ControlRecordTypeSchema
export function writeControlRecordTypeSchema(w: Writer, value: ControlRecordTypeSchemaInput, version: number): void

export interface EndTxnMarker {
  coordinatorEpoch: number
}

export interface EndTxnMarkerInput {
  readonly coordinatorEpoch?: number
}

export function readEndTxnMarker(r: Reader, version: number): EndTxnMarker
export function writeEndTxnMarker(w: Writer, value: EndTxnMarkerInput, version: number): void
