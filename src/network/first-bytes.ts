/**
 * What else might be talking to a Kafka port? Looks at the first bytes of a connection and names the mistake, in a
 * sentence that ends with what to do. null: looks like Kafka, or like nothing known.
 */

const HTTP_STARTS = ['GET ', 'POST', 'PUT ', 'HEAD', 'OPTI', 'DELE', 'PATC', 'CONN', 'TRAC', 'PRI ']
const ZOOKEEPER_WORDS = ['ruok', 'stat', 'srvr', 'mntr', 'conf', 'cons', 'envi', 'dump', 'isro', 'srst', 'wchs', 'wchc']

/** How many bytes are looked at. */
export const FIRST_BYTES = 48

export interface WrongProtocol {
  readonly kind: 'tls' | 'http' | 'zookeeper' | 'sasl'
  readonly message: string
}

/** `bytes` from the first byte of the connection; `from`..`to` is what has arrived. */
export function recogniseWrongProtocol(bytes: Buffer, from: number, to: number): WrongProtocol | null {
  if (to - from < 4) return null
  const first = bytes.readUInt8(from)
  if (first === 0x16 && bytes.readUInt8(from + 1) === 3) {
    return {
      kind: 'tls',
      message:
        'a client opened TLS on a PLAINTEXT listener; set security.protocol=PLAINTEXT at the client, or point it to a listener with TLS',
    }
  }
  const word = bytes.toString('latin1', from, from + 4)
  if (HTTP_STARTS.includes(word)) {
    return {
      kind: 'http',
      message:
        'a client spoke HTTP to a Kafka listener; metrics and health are on odradek.admin.listeners, everything else here needs a Kafka client',
    }
  }
  if (ZOOKEEPER_WORDS.includes(word) || isZooKeeperConnect(bytes, from, to)) {
    return {
      kind: 'zookeeper',
      message:
        'a client spoke the ZooKeeper protocol to a Kafka listener; give the tool --bootstrap-server instead of --zookeeper, or the address of ZooKeeper',
    }
  }
  if (isRawSasl(bytes, from, to)) {
    return {
      kind: 'sasl',
      message:
        'a client began SASL on a listener without it; set security.protocol=PLAINTEXT at the client, or point it to a SASL listener',
    }
  }
  return null
}

/**
 * ZooKeeper's ConnectRequest, 44 or 45 bytes after its length: protocol version 0 (4 bytes), last zxid (8), time-out (4),
 * session (8), and a password of 16 bytes behind its length, which makes it different from any Produce v0.
 */
function isZooKeeperConnect(bytes: Buffer, from: number, to: number): boolean {
  if (to - from < 32) return false
  const length = bytes.readInt32BE(from)
  return (length === 44 || length === 45) && bytes.readInt32BE(from + 4) === 0 && bytes.readInt32BE(from + 28) === 16
}

/** A GSSAPI token (0x60, DER length), or PLAIN's "[authzid]\0user\0password", as first frame without a handshake. */
function isRawSasl(bytes: Buffer, from: number, to: number): boolean {
  const length = bytes.readInt32BE(from)
  if (length < 4 || length > 65_536 || to - from < 8) return false
  const body = from + 4
  if (bytes.readUInt8(body) === 0x60 && (bytes.readUInt8(body + 1) & 0x80) !== 0) return true
  if (length > 512 || to - from < 4 + length) return false
  let zeros = 0
  for (let at = body; at < body + length; at++) {
    const byte = bytes.readUInt8(at)
    if (byte === 0) zeros++
    else if (byte < 0x20 || byte === 0x7f) return false
  }
  return zeros === 2 && bytes.readUInt8(body + length - 1) !== 0
}
