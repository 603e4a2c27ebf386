// Metrics that clients push (KIP-714). 4.4.0 answers without a receiver as with one, save that it does not look inside.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

const HEARD_MS = 500
const INTERVAL_MS = 1000
const CLIENT_METRICS = 16

async function subscribe(talk: Talk, settings: Record<string, string | null>): Promise<void> {
  const configs = Object.entries(settings).map(([name, value]) => ({
    name,
    value,
    configOperation: value === null ? 1 : 0,
  }))
  const resources = [{ resourceType: CLIENT_METRICS, resourceName: talk.name('s'), configs }]
  await talk.prepare(ApiKey.IncrementalAlterConfigs, 1, { resources })
  await sleep(HEARD_MS)
}

/** Another id for each run and label: brokers remember them. */
function instanceId(talk: Talk, label: string): string {
  return Buffer.from(talk.name(label).padStart(16, '.').slice(-16)).toString('base64url')
}

const telemetry: Scenario = {
  api: ApiKey.GetTelemetrySubscriptions,
  with: ApiKey.PushTelemetry,
  name: 'subscriptions and pushes',
  async run(talk) {
    // Only what the two sides choose themselves is left out.
    const get = async (label: string, clientInstanceId: string): Promise<Body> => {
      const {
        subscriptionId,
        clientInstanceId: given,
        ...told
      } = await talk.prepare(ApiKey.GetTelemetrySubscriptions, 0, { clientInstanceId })
      talk.note(label, {
        ...told,
        isKept: given === clientInstanceId,
        requestedMetrics: [...told.requestedMetrics].sort(),
      })
      return { subscriptionId, clientInstanceId: given }
    }
    const push = (label: string, id: string, subscriptionId: number, more: Body = {}) =>
      talk.ask(label, ApiKey.PushTelemetry, 0, {
        clientInstanceId: id,
        subscriptionId,
        terminating: false,
        compressionType: 0,
        metrics: Buffer.alloc(0),
        ...more,
      })
    const interval = String(INTERVAL_MS)
    const match = 'client_id=odradek.*,client_source_address=127[.]0[.]0[.]1'
    const id = instanceId(talk, 'a')
    await get('nobody asks for anything', id)
    await subscribe(talk, { metrics: 'a.b.,c.d', 'interval.ms': interval, match })
    const { subscriptionId } = await get('a subscription', id)
    const given = await get('an id is given', 'AAAAAAAAAAAAAAAAAAAAAA')
    talk.note('it is not nothing', given.clientInstanceId !== 'AAAAAAAAAAAAAAAAAAAAAA')
    await get('too soon', id)
    await push('a push', id, subscriptionId)
    await push('too soon again', id, subscriptionId)
    await push('no id', 'AAAAAAAAAAAAAAAAAAAAAA', subscriptionId)
    await push('the reserved id', 'AAAAAAAAAAAAAAAAAAAAAQ', subscriptionId)
    for (const [label, subscription, more] of [
      ['another subscription', 1, {}],
      ['a strange compression', subscriptionId, { compressionType: 9 }],
      ['too large', subscriptionId, { metrics: Buffer.alloc(1_048_577) }],
      ['no gzip', subscriptionId, { compressionType: 1, metrics: Buffer.from('ffffffff', 'hex') }],
    ] as const) {
      await sleep(INTERVAL_MS + 100)
      await push(label, id, subscription, more)
    }
    await push('the last words', id, subscriptionId, { terminating: true })
    await push('words after them', id, subscriptionId, { terminating: true })
    await push('an unknown client with a wrong subscription', instanceId(talk, 'b'), 5)
    await subscribe(talk, { metrics: '*' })
    await push('an old subscription', instanceId(talk, 'c'), subscriptionId)
    await get('all', instanceId(talk, 'c'))
    await subscribe(talk, { metrics: '' })
    await get('nothing', instanceId(talk, 'd'))
    await subscribe(talk, { metrics: 'x', match: 'client_id=odradek' })
    await get('the whole name must match', instanceId(talk, 'e'))
    await subscribe(talk, { metrics: null, match: null, 'interval.ms': null })
    await get('none is left', instanceId(talk, 'f'))
  },
}

export const telemetryScenarios: readonly Scenario[] = [telemetry]
