/** Bounds for what comes from outside and has no setting of its own. Bytes and counts. */

/**
 * What one compressed batch or message set may unpack to. A real batch of max.message.bytes (1 MiB) of very regular
 * records can reach 100 MiB and more; beyond this bound it is refused, before the memory is taken.
 */
export const DECOMPRESSED_BATCH_BYTES_MAX = 256 * 1024 * 1024

/** What is no larger than this when compressed, and then unpacks to no more than that, is unpacked without leaving the loop. */
export const DECOMPRESS_HERE_COMPRESSED_BYTES_MAX = 64 * 1024
export const DECOMPRESS_HERE_BYTES_MAX = 1024 * 1024

/**
 * Off the loop, a batch is first unpacked with this bound, and only one that needs more gets DECOMPRESSED_BATCH_BYTES_MAX.
 * The bounds of all that are under way together stay within DECOMPRESS_BUDGET_BYTES, so a few bombs at once cost the memory
 * of one; others wait their turn.
 */
export const DECOMPRESS_FIRST_TRY_BYTES_MAX = 32 * 1024 * 1024
export const DECOMPRESS_BUDGET_BYTES = DECOMPRESSED_BATCH_BYTES_MAX

/** What one push of a client's metrics may unpack to (KIP-714); `telemetry.max.bytes` bounds it as it came. */
export const TELEMETRY_BYTES_MAX = 4 * 1024 * 1024

/** Records looked at in one go before other work of the loop gets its turn. */
export const RECORDS_PER_TURN = 50_000

/** Record errors told in one answer: the first ones say enough, and the answer to a million bad records stays small. */
export const RECORD_ERRORS_MAX = 1000

/** Characters of a regular expression that a client sends. */
export const CLIENT_PATTERN_LENGTH_MAX = 1000

/** Steps of one, for each character that it is held against: the longest name (32,767 characters) then takes a tenth of a second. */
export const CLIENT_PATTERN_STEPS_MAX = 2000

/** Salt and salted password of a SCRAM credential; real ones have up to 64 bytes. */
export const SCRAM_BYTES_MAX = 1024
