/** Bounds for what comes from outside and has no setting of its own. Bytes and counts. */

/** A record batch, as Apache: its length field is an int32. */
export const BATCH_BYTES_MAX = 0x7fffffff - 12

/**
 * What one compressed batch or message set may unpack to. A real batch of max.message.bytes (1 MiB) of very regular
 * records can reach 100 MiB and more; beyond this bound it is refused as corrupt, before the memory is taken.
 */
export const DECOMPRESSED_BATCH_BYTES_MAX = 256 * 1024 * 1024

/** From here on (bytes compressed, or claimed uncompressed) a batch is unpacked off the event loop. */
export const DECOMPRESS_APART_FROM_COMPRESSED_BYTES = 64 * 1024
export const DECOMPRESS_APART_FROM_BYTES = 256 * 1024

/** Record errors told in one answer: the first ones say enough, and a request of a million bad records stays small. */
export const RECORD_ERRORS_MAX = 1000
