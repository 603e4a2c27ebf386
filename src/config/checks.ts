/** Checks that belong to single settings. */
import type { SettingOptions } from './setting.ts'

export const gzipLevel: SettingOptions = {
  check: (plain) => {
    const level = plain as number
    if (level === -1 || (level >= 1 && level <= 9)) return null
    return { shown: String(level), what: 'Value must be between 1 and 9 or equal to -1' }
  },
}

/** '*' or 0:1,0:2,1:1 */
export const throttledReplicas: SettingOptions = {
  check: (plain, name) => {
    const pairs = plain as readonly string[]
    if (pairs.length === 0 || (pairs.length === 1 && pairs[0] === '*')) return null
    if (pairs.every((pair) => /^[0-9]{1,10}:[0-9]{1,10}$/.test(pair))) return null
    const form = '[partitionId]:[brokerId],[partitionId]:[brokerId],...'
    return {
      shown: `[${pairs.join(', ')}]`,
      what: `${name} must be the literal '*' or a list of replicas in the following format: ${form}`,
    }
  },
}

const RELEASES =
  '0.8.0 0.8.1 0.8.2 0.9.0 0.10.0 0.10.1 0.10.2 0.11.0 1.0 1.1 2.0 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9'.split(
    ' ',
  )

/** A release (3.9), a point release of it (3.9.1) or a step towards it (3.9-IV0). */
export const interBrokerVersions: SettingOptions = {
  check: (plain) => {
    const version = String(plain)
    const known = RELEASES.some((release) => {
      if (!version.startsWith(release)) return false
      return /^(?:-IV[0-9])?$|^\.[0-9]{1,2}(?:\.[0-9]{1,2})?$/.test(version.slice(release.length))
    })
    return known ? null : { shown: version, what: `Version ${version} is not a valid version` }
  },
}

export const offsetReset: SettingOptions = {
  check: (plain, name) => {
    const value = String(plain)
    if (value === 'latest' || value === 'earliest') return null
    if (/^by_duration:P(?=.)(?:[0-9]+D)?(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?$/.test(value)) {
      return null
    }
    const rule = "The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'."
    return { shown: value, what: `Invalid value \`${value}\` for configuration ${name}. ${rule}` }
  },
}
