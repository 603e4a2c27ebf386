// Made by scripts/generate.ts from schema/records/principal. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DefaultPrincipalData {
  type: string
  name: string
  tokenAuthenticated: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DefaultPrincipalDataInput {
  readonly type?: string
  readonly name?: string
  readonly tokenAuthenticated?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDefaultPrincipalData(r: Reader, version: number): DefaultPrincipalData
export function writeDefaultPrincipalData(w: Writer, value: DefaultPrincipalDataInput, version: number): void
