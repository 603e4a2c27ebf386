/**
 * The key of this broker's session with ZooKeeper, kept in its first log folder: one line of JSON,
 *
 *     {"version":1,"connect":"zk1:2181/kafka","session":"72057594037927936","password":"…32 hex digits…"}
 *
 * A broker that was killed could not end its session, and its nodes would stand in the way until it expires: the next
 * start on the same folder, which nobody else has locked, ends it. Whatever is wrong with the file, it is only not used.
 * Who has the password can act as this broker: its owner alone may read the file.
 */
import type { Logger } from '../base/logger.ts'
import type { Disk } from '../io/world.ts'
import { DiskError } from '../io/world.ts'
import type { SessionKey } from '../metadata/stores/zookeeper/wire.ts'
import { replacePrivateFile } from '../storage/atomic-file.ts'

export const SESSION_FILE = 'odradek-zookeeper-session'
const FILE_BYTES_MAX = 64 * 1024
const PASSWORD_BYTES = 16

export async function readFormerSession(disk: Disk, path: string, connect: string): Promise<SessionKey | null> {
  try {
    const kept: unknown = JSON.parse(Buffer.from(await disk.readFile(path, FILE_BYTES_MAX)).toString())
    if (typeof kept !== 'object' || kept === null) return null
    const { version, connect: where, session, password } = kept as Record<string, unknown>
    if (version !== 1 || where !== connect || typeof session !== 'string' || typeof password !== 'string') return null
    if (!/^-?\d{1,19}$/.test(session) || !/^[0-9a-f]{32}$/.test(password)) return null
    return { id: BigInt(session), password: Buffer.from(password, 'hex') }
  } catch (error) {
    if (error instanceof DiskError || error instanceof SyntaxError) return null
    throw error
  }
}

/** Never fails: a full disk must not end a broker for it. */
export async function keepSession(
  disk: Disk,
  path: string,
  connect: string,
  { id, password }: SessionKey,
  logger: Logger,
): Promise<void> {
  if (password.length !== PASSWORD_BYTES) return
  const kept = { version: 1, connect, session: String(id), password: Buffer.from(password).toString('hex') }
  try {
    await replacePrivateFile(disk, path, Buffer.from(`${JSON.stringify(kept)}\n`))
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    logger.warn('The session with ZooKeeper cannot be kept: after a kill the next start waits until it has expired', {
      path,
      reason: error.message,
    })
  }
}
