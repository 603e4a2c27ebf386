/**
 * Bits of Apache's AclOperation, as the `…AuthorizedOperations` fields carry them. Without an authorizer everybody may do
 * everything that the kind of resource has.
 */
const READ = 1 << 3
const WRITE = 1 << 4
const CREATE = 1 << 5
const DELETE = 1 << 6
const ALTER = 1 << 7
const DESCRIBE = 1 << 8
const CLUSTER_ACTION = 1 << 9
const DESCRIBE_CONFIGS = 1 << 10
const ALTER_CONFIGS = 1 << 11
const IDEMPOTENT_WRITE = 1 << 12

export const ALL_TOPIC_OPERATIONS = READ | WRITE | CREATE | DELETE | ALTER | DESCRIBE | DESCRIBE_CONFIGS | ALTER_CONFIGS
export const ALL_GROUP_OPERATIONS = READ | DELETE | DESCRIBE
/** Groups have settings since Kafka 4.0. */
export const ALL_GROUP_OPERATIONS_WITH_CONFIGS = ALL_GROUP_OPERATIONS | DESCRIBE_CONFIGS | ALTER_CONFIGS
export const ALL_CLUSTER_OPERATIONS =
  CREATE | ALTER | DESCRIBE | CLUSTER_ACTION | DESCRIBE_CONFIGS | ALTER_CONFIGS | IDEMPOTENT_WRITE
/** Not asked for. */
export const OPERATIONS_UNKNOWN = -2147483648
