/**
 * Settings from the environment, as the container images that people know read them: KAFKA_X_Y is x.y, with `__` for
 * `_` and `___` for `-`; KAFKA_CFG_X_Y the same (bitnami); ODRADEK_X_Y is odradek.x.y.
 */
import { OperatorError } from '../base/errors.ts'
import { brokerSetting, isPluginSetting } from './settings.ts'

export interface EnvironmentSettings {
  readonly settings: ReadonlyMap<string, string>
  readonly warnings: readonly string[]
  /** KAFKA_CREATE_TOPICS as it stands, split at its separator; empty: none. */
  readonly createTopics: readonly string[]
  /** True when the environment says anything about the broker beyond our own settings. */
  readonly describesBroker: boolean
}

/** Variables of the images that are about the Java process or the image itself. */
const IMAGE_VARIABLES = new Set(
  (
    'VERSION HOME DEBUG GC_LOG_OPTS HEAP_OPTS JMX_OPTS JVM_PERFORMANCE_OPTS LOG OPTS LOG4J_OPTS LOG4J_ROOT_LOGLEVEL ' +
    'LOG4J_LOGGERS TOOLS_LOG4J_LOGLEVEL JMX_HOSTNAME JMX_PORT CLUSTER_ID KRAFT_CLUSTER_ID ENABLE_KRAFT ' +
    'INTER_BROKER_USER INTER_BROKER_PASSWORD CLIENT_USERS CLIENT_PASSWORDS CERTIFICATE_PASSWORD TLS_TYPE ' +
    'SSL_KEYSTORE_FILENAME SSL_KEYSTORE_CREDENTIALS SSL_KEY_CREDENTIALS SSL_TRUSTSTORE_FILENAME ' +
    'SSL_TRUSTSTORE_CREDENTIALS CONF_FILE BASE_DIR VOLUME_DIR DATA_DIR EXTRA_FLAGS INIT_MAX_TIMEOUT BROKER_FLAGS'
  ).split(' '),
)

/** What Kubernetes injects into every container for a service called kafka: KAFKA_PORT=tcp://…, KAFKA_PORT_9092_TCP_ADDR, … */
const SERVICE_LINK =
  /^KAFKA(?:_[A-Z0-9_]+)?_(?:SERVICE_(?:HOST|PORT)(?:_[A-Z0-9_]+)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//

/** A compose file's `KAFKA_BROKER_ID: ${ID}` is empty where ID is not set: wurstmeister's image then takes a generated id. */
const EMPTY_IS_UNSET = new Set(['broker.id', 'node.id'])

const OWN_VARIABLES_OF_THE_COMMAND_LINE = new Set(['ODRADEK_BOOTSTRAP_SERVER', 'ODRADEK_CONTEXT', 'ODRADEK_OUTPUT'])

/** Throws an OperatorError for a variable that asks to run a command. */
export function settingsFromEnvironment(env: Readonly<Record<string, string | undefined>>): EnvironmentSettings {
  const settings = new Map<string, string>()
  const warnings: string[] = []
  const ignored: string[] = []
  const spelled = new Map<string, string>()
  for (const variable of Object.keys(env).sort()) {
    const value = env[variable]
    if (value === undefined) continue
    if (value.trim() !== '') refuseCommand(variable)
    if (variable === 'CUSTOM_INIT_SCRIPT' && value.trim() !== '') {
      warnings.push('CUSTOM_INIT_SCRIPT is not run, as no command is: what it would set has to be said by settings')
    }
    if (OWN_VARIABLES_OF_THE_COMMAND_LINE.has(variable)) continue
    if (variable.startsWith('ODRADEK_')) settings.set(`odradek.${dotted(variable.slice(8))}`, value)
    if (!variable.startsWith('KAFKA_') || isServiceLink(variable, value)) continue
    if (variable === 'KAFKA_CREATE_TOPICS' || variable === 'KAFKA_CREATE_TOPICS_SEPARATOR') continue
    const inner = variable.slice(variable.startsWith('KAFKA_CFG_') ? 10 : 6)
    const name = withCapitals(dotted(inner))
    if (IMAGE_VARIABLES.has(inner) && brokerSetting(name) === null) ignored.push(variable)
    else if (value.trim() !== '' || !EMPTY_IS_UNSET.has(name)) {
      const before = settings.get(name)
      // No values: one may be a password.
      if (before !== undefined && before !== value) {
        warnings.push(
          `${spelled.get(name)} and ${variable} are one setting, ${name}: the value of ${variable} is taken`,
        )
      }
      spelled.set(name, variable)
      settings.set(name, value)
    }
  }
  if (ignored.length > 0) {
    warnings.push(
      `${ignored.join(', ')}: about the Java process or another image; nothing here uses it, it can be left out`,
    )
  }
  const describesBroker = [...settings.keys()].some((name) => !name.startsWith('odradek.'))
  return { settings, warnings, createTopics: topicsToCreate(env), describesBroker }
}

function refuseCommand(variable: string): void {
  if (!/^(?:BROKER_ID|HOSTNAME|PORT|RACK|KAFKA_[A-Z0-9_]*)_COMMAND$/.test(variable)) return
  if (variable === 'KAFKA_SASL_KERBEROS_KINIT_CMD') return
  const instead: Record<string, string> = {
    BROKER_ID_COMMAND: 'KAFKA_BROKER_ID',
    HOSTNAME_COMMAND: 'KAFKA_ADVERTISED_LISTENERS',
    PORT_COMMAND: 'KAFKA_ADVERTISED_LISTENERS',
    RACK_COMMAND: 'KAFKA_BROKER_RACK',
  }
  throw new OperatorError(
    `${variable} asks to run a command, which is never done here: set ${instead[variable] ?? 'the value itself'} instead`,
  )
}

function isServiceLink(variable: string, value: string): boolean {
  if (SERVICE_LINK.test(variable)) return true
  return variable.endsWith('_PORT') && SERVICE_ADDRESS.test(value)
}

function dotted(name: string): string {
  return name.toLowerCase().replaceAll('_', '.').replaceAll('...', '-').replaceAll('..', '_')
}

/** The one setting of Apache's with a capital in its name cannot be spelled by a variable otherwise. */
function withCapitals(name: string): string {
  return name === 'zookeeper.clientcnxnsocket' ? 'zookeeper.clientCnxnSocket' : name
}

function topicsToCreate(env: Readonly<Record<string, string | undefined>>): string[] {
  const text = env.KAFKA_CREATE_TOPICS
  if (text === undefined) return []
  const separator = env.KAFKA_CREATE_TOPICS_SEPARATOR || ','
  // The image's documentation shows $'\n' for lines; some set the two characters backslash and n.
  return text
    .split(separator === '\\n' || separator === "$'\\n'" ? '\n' : separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** Is `name` one that loadConfig takes: known, a listener's own, a plug-in's? */
export function isKnownSetting(name: string): boolean {
  return brokerSetting(name) !== null || isPluginSetting(name)
}
