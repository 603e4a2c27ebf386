/** The tables under settings/ as one, by scope and name. */
import type { Setting, SettingScope } from './setting.ts'
import { formerSettings } from './settings/former.ts'
import { generalSettings } from './settings/general.ts'
import { groupsSettings } from './settings/groups.ts'
import { kraftSettings } from './settings/kraft.ts'
import { logSettings } from './settings/log.ts'
import { networkSettings } from './settings/network.ts'
import { ofClientMetricsSettings } from './settings/of-client-metrics.ts'
import { ofGroupsSettings } from './settings/of-groups.ts'
import { ofTopicsSettings } from './settings/of-topics.ts'
import { ownSettings } from './settings/own.ts'
import { quotaSettings } from './settings/quota.ts'
import { replicationSettings } from './settings/replication.ts'
import { saslSettings } from './settings/sasl.ts'
import { shareAndStreamsGroupsSettings } from './settings/share-and-streams-groups.ts'
import { tieredSettings } from './settings/tiered.ts'
import { tlsSettings } from './settings/tls.ts'
import { topicsSettings } from './settings/topics.ts'
import { transactionsSettings } from './settings/transactions.ts'
import { zookeeperSettings } from './settings/zookeeper.ts'

function byName(...tables: readonly (readonly Setting[])[]): ReadonlyMap<string, Setting> {
  return new Map(tables.flatMap((table) => table.map((setting) => [setting.name, setting] as const)))
}

export const brokerSettings: ReadonlyMap<string, Setting> = byName(
  ownSettings,
  formerSettings,
  networkSettings,
  generalSettings,
  topicsSettings,
  logSettings,
  replicationSettings,
  quotaSettings,
  groupsSettings,
  shareAndStreamsGroupsSettings,
  transactionsSettings,
  saslSettings,
  tlsSettings,
  zookeeperSettings,
  kraftSettings,
  tieredSettings,
)
export const topicSettings: ReadonlyMap<string, Setting> = byName(ofTopicsSettings)
export const groupSettings: ReadonlyMap<string, Setting> = byName(ofGroupsSettings)
export const clientMetricsSettings: ReadonlyMap<string, Setting> = byName(ofClientMetricsSettings)

export function settingsOf(scope: SettingScope): ReadonlyMap<string, Setting> {
  switch (scope) {
    case 'broker':
      return brokerSettings
    case 'topic':
      return topicSettings
    case 'group':
      return groupSettings
    case 'client-metrics':
      return clientMetricsSettings
  }
}

const LISTENER_PREFIX = 'listener.name.'

/**
 * The row behind a broker setting's name, also for listener.name.LISTENER.X, which is X for one listener alone (with
 * the mechanism between them for SASL: listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config). A listener's name may have
 * dots, too.
 */
export function brokerSetting(name: string): Setting | null {
  const setting = brokerSettings.get(name)
  if (setting !== undefined) return setting
  if (!name.startsWith(LISTENER_PREFIX)) return null
  for (let dot = name.indexOf('.', LISTENER_PREFIX.length + 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const found = brokerSettings.get(name.slice(dot + 1))
    if (found !== undefined) return { ...found, name, default: { plain: null, text: null } }
  }
  return null
}

/** What Kafka lets a running broker change, and this one does not yet: addresses, TLS and SASL (without what has no effect at all). */
const FIXED_AT_START =
  /^(?:listener\.name\.(?!.*\.(?:max\.connections|max\.connection\.creation\.rate|num\.network\.threads)$).*|listeners|advertised\.listeners|listener\.security\.protocol\.map|ssl\..*|sasl\.(?!kerberos\.|login\.refresh\.).*)$/

/** Does a running broker take a change? */
export function isChangeable(setting: Setting): boolean {
  return setting.update !== 'read-only' && !FIXED_AT_START.test(setting.name)
}

/** Names that belong to plug-ins: taken as they are. */
export function isPluginSetting(name: string): boolean {
  return name.startsWith('rsm.config.') || name.startsWith('rlmm.config.') || name.startsWith('config.providers.')
}
