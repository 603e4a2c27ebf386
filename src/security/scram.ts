/**
 * SCRAM credentials (RFC 5802, RFC 7677) as Apache Kafka keeps them: among the settings of a user, under the mechanism's name,
 *
 *   salt=BASE64,stored_key=BASE64,server_key=BASE64,iterations=4096
 *
 * A broker never sees the password: clients send what they made of it with the salt (KIP-554).
 */
import { createHash, createHmac, pbkdf2, pbkdf2Sync } from 'node:crypto'

export interface ScramMechanism {
  /** As the protocol numbers it. */
  readonly type: number
  readonly name: string
  readonly hash: 'sha256' | 'sha512'
  readonly hashBytes: number
}

export const SCRAM_MECHANISMS: readonly ScramMechanism[] = [
  { type: 1, name: 'SCRAM-SHA-256', hash: 'sha256', hashBytes: 32 },
  { type: 2, name: 'SCRAM-SHA-512', hash: 'sha512', hashBytes: 64 },
]

/** What Apache Kafka takes; each login costs its client so many rounds. */
export const SCRAM_ITERATIONS_MIN = 4096
export const SCRAM_ITERATIONS_MAX = 16_384

/** With or without what fills up the last four, as Java reads it. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

export interface ScramCredential {
  readonly salt: Uint8Array
  readonly storedKey: Uint8Array
  readonly serverKey: Uint8Array
  readonly iterations: number
}

/** What a server keeps. Whoever reads it cannot log in with it. */
export function makeCredential(
  mechanism: ScramMechanism,
  { salt, saltedPassword, iterations }: { salt: Uint8Array; saltedPassword: Uint8Array; iterations: number },
): ScramCredential {
  const keyed = (text: string) => createHmac(mechanism.hash, saltedPassword).update(text).digest()
  const storedKey = createHash(mechanism.hash).update(keyed('Client Key')).digest()
  return { salt, storedKey, serverKey: keyed('Server Key'), iterations }
}

export function encodeCredential({ salt, storedKey, serverKey, iterations }: ScramCredential): string {
  return `salt=${base64(salt)},stored_key=${base64(storedKey)},server_key=${base64(serverKey)},iterations=${iterations}`
}

/** null: not a credential. */
export function decodeCredential(text: string): ScramCredential | null {
  const fields = new Map(text.split(',').map((part) => [part.replace(/=.*$/s, ''), part.replace(/^[^=]*=?/, '')]))
  const bytes = ['salt', 'stored_key', 'server_key'].map((name) => fromBase64(fields.get(name)))
  const [salt, storedKey, serverKey] = bytes
  const iterations = fields.get('iterations')
  if (fields.size !== 4 || !salt || !storedKey || !serverKey || !/^[0-9]{1,9}$/.test(iterations ?? '')) return null
  return { salt, storedKey, serverKey, iterations: Number(iterations) }
}

/**
 * The password with its salt (PBKDF2), for `Compute.offload`: thousands of rounds. The password's characters are taken as they
 * are, as Java's client does: nothing is normalized.
 */
export function saltedPasswordWork(
  { hash, hashBytes }: ScramMechanism,
  { password, salt, iterations }: { password: string; salt: Uint8Array; iterations: number },
): { apart: () => Promise<Uint8Array>; here: () => Uint8Array } {
  return {
    apart: () =>
      new Promise((resolve, reject) => {
        pbkdf2(password, salt, iterations, hashBytes, hash, (error, key) => (error ? reject(error) : resolve(key)))
      }),
    here: () => pbkdf2Sync(password, salt, iterations, hashBytes, hash),
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function fromBase64(text: string | undefined): Uint8Array | null {
  return text !== undefined && BASE64.test(text) ? Buffer.from(text, 'base64') : null
}
