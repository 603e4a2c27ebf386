/** Kinds of number, so that a signature tells them apart. All are whole; all fit in ±2^53. */

/** Position of a record in a partition. */
export type Offset = number
/** Byte position in a file. */
export type FilePosition = number
/** Milliseconds since the epoch; -1: none. */
export type TimestampMs = number
export type LeaderEpoch = number
export type BrokerId = number
export type ProducerId = number
/** 22 characters of base64url, as Kafka prints a UUID. */
export type Uuid = string

/** Long.MAX_VALUE as a number: 2^63, the nearest double. Codecs read and write it as 0x7fffffffffffffff. */
export const LONG_MAX = 2 ** 63
export const INT32_MAX = 0x7fffffff
export const ZERO_UUID: Uuid = 'AAAAAAAAAAAAAAAAAAAAAA'

/** "topic-partition", Kafka's way to write it; the key of maps. */
export type TopicPartition = string

export function topicPartition(topic: string, partition: number): TopicPartition {
  return `${topic}-${partition}`
}
