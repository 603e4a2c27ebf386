/** What bounds a listener where the configuration says nothing (Apache's own defaults are unlimited). */

const KIB = 1024
const MIB = 1024 * KIB

/** Connections of one broker while `max.connections` is not set. */
export const CONNECTIONS_MAX = 12_000
/** Bytes of requests held at once while `queued.max.request.bytes` is not set. */
export const REQUEST_BYTES_MAX = 128 * MIB
/** Bytes of answers that were handed to sockets and not yet taken by the operating system, over all connections. */
export const RESPONSE_BYTES_MAX = 128 * MIB
/** A connection with more unread answer bytes than this gets no further request started. */
export const CONNECTION_RESPONSE_BYTES_MAX = 256 * KIB
/** Requests of one connection that are under way at once (only handlers that overlap get beyond one). */
export const CONNECTION_REQUESTS_MAX = 64
/** The smallest share of the answer budget that a request is offered. */
export const RESPONSE_SHARE_MIN = 64 * KIB
/** While memory is short: how long one frame may take to arrive, and how long a peer may read nothing. */
export const SLOW_FRAME_MS = 30_000
export const STALLED_READER_MS = 10_000
/** After our side said it ends, how long the peer has to close its own. */
export const CLOSE_GRACE_MS = 5_000
