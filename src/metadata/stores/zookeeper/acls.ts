/** Who may do what with a node that a broker makes (`zookeeper.set.acl`). */
import type { Acl } from '../../contract.ts'
import { OPEN_ACL } from '../../contract.ts'

const READ = 1
const ALL = 31
/** `auth`: whoever makes the node, as they have shown who they are. */
const CREATOR: Acl = { scheme: 'auth', id: '', permissions: ALL }
const ANYONE_READS: Acl = { scheme: 'world', id: 'anyone', permissions: READ }
const SECURE: readonly Acl[] = [CREATOR, ANYONE_READS]
const SECRET: readonly Acl[] = [CREATOR]

/** Nobody else may read them: credentials, passwords in settings, tokens. */
const SECRET_PATHS = ['/config/users', '/config/brokers', '/delegation_token/tokens']
/** Old consumers write below it. */
const OPEN_PATH = '/consumers'

export function openAcl(): readonly Acl[] {
  return OPEN_ACL
}

/** Apache Kafka's rule; `path` without chroot. */
export function secureAcl(path: string): readonly Acl[] {
  if (path === OPEN_PATH) return OPEN_ACL
  return SECRET_PATHS.some((secret) => path.startsWith(secret)) ? SECRET : SECURE
}
