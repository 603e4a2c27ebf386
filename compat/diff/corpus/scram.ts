// SCRAM credentials of users: what is taken, refused and told, the words of it included.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

/** Brokers hear of credentials a moment after the answer. */
const HEARD_MS = 500
const SHA_256 = 1
const SHA_512 = 2

const upsert = (name: string, more: Body = {}): Body => ({
  name,
  mechanism: SHA_256,
  iterations: 4096,
  salt: Buffer.from('0123456789abcdef'),
  saltedPassword: Buffer.alloc(32, 7),
  ...more,
})
const remove = (name: string, mechanism = SHA_256): Body => ({ name, mechanism })

/** Without `names`: what all users have. Told in the order of the answer, with its words. */
async function told(talk: Talk, label: string, names: readonly string[] | null = null): Promise<void> {
  const users = names?.map((name) => ({ name })) ?? null
  const answer = await talk.prepare(ApiKey.DescribeUserScramCredentials, 0, { users })
  const infos = (one: Body) => one.credentialInfos.map((info: Body) => `${info.mechanism}:${info.iterations}`)
  talk.note(label, [answer.errorCode, ...answer.results.map((one: Body) => `${words(one)} ${infos(one)}`)])
}

function words({ user, errorCode, errorMessage }: Body): string {
  return `${user}: ${errorCode} ${errorMessage}`
}

/** Nobody has credentials when this ends. */
async function removeAll(talk: Talk): Promise<void> {
  const { results } = await talk.prepare(ApiKey.DescribeUserScramCredentials, 0, { users: null })
  const deletions = results.flatMap(({ user, credentialInfos }: Body) =>
    credentialInfos.map(({ mechanism }: Body) => remove(decodeURIComponent(user), mechanism)),
  )
  await talk.prepare(ApiKey.AlterUserScramCredentials, 0, { deletions, upsertions: [] })
  await sleep(HEARD_MS)
}

/** Asks, and notes the order and the words of the answer, which a comparison of bodies leaves out. */
async function alter(talk: Talk, label: string, upsertions: Body[], deletions: Body[] = []): Promise<void> {
  const answer = await talk.ask(label, ApiKey.AlterUserScramCredentials, 0, { upsertions, deletions })
  talk.note(`${label}, in words`, answer?.results.map(words) ?? null)
}

const alterCredentials: Scenario = {
  api: ApiKey.AlterUserScramCredentials,
  name: 'what is taken',
  async run(talk) {
    await removeAll(talk)
    const user = talk.name('alice')
    await alter(talk, 'nothing', [])
    await alter(talk, 'a user', [upsert(user)])
    await alter(talk, 'the other mechanism', [upsert(user, { mechanism: SHA_512, iterations: 16_384 })])
    await alter(talk, 'again, with more iterations', [upsert(user, { iterations: 8192 })])
    await alter(talk, 'no salt', [upsert(talk.name('unsalted'), { salt: Buffer.alloc(0) })])
    await alter(talk, 'a short salted password', [upsert(talk.name('short'), { saltedPassword: Buffer.alloc(1) })])
    await alter(talk, 'both mechanisms at once', [
      upsert(talk.name('both')),
      upsert(talk.name('both'), { mechanism: SHA_512 }),
    ])
    await alter(talk, 'one mechanism for the other', [upsert(talk.name('both'))], [remove(talk.name('both'), SHA_512)])
    await alter(
      talk,
      'one mechanism for another that is there',
      [upsert(user, { iterations: 4097 })],
      [remove(user, SHA_512)],
    )
    for (const name of ['<default>', 'a b*+/ä', "~!()'", talk.name('x'.repeat(300))]) {
      await alter(talk, `the name ${name.length > 20 ? 'is long' : name}`, [upsert(name)])
    }
    await sleep(HEARD_MS)
    await told(talk, 'what came of it', [user, ...['unsalted', 'short', 'both'].map((one) => talk.name(one))])
    await told(talk, 'of names', ['<default>', 'a b*+/ä', "~!()'"])
    await told(talk, 'of all')
    await alter(talk, 'removed', [], [remove(user), remove(talk.name('both')), remove(talk.name('unsalted'))])
    await alter(talk, 'removed again', [], [remove(user)])
    await removeAll(talk)
    await told(talk, 'what is left')
  },
}

const refuseCredentials: Scenario = {
  api: ApiKey.AlterUserScramCredentials,
  name: 'what is refused',
  async run(talk) {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((one) => talk.name(one)) as [string, string, string, string]
    await alter(talk, 'no name', [upsert('')])
    await alter(talk, 'no name, unknown mechanism', [upsert('', { mechanism: 9 })], [remove('', 9)])
    for (const mechanism of [0, 3, -1, 127]) {
      await alter(talk, `mechanism ${mechanism}`, [upsert(a, { mechanism, iterations: 1 })])
      await alter(talk, `mechanism ${mechanism} removed`, [], [remove(a, mechanism)])
    }
    for (const iterations of [0, -1, 4095, 16_385, 2_147_483_647]) {
      await alter(talk, `${iterations} iterations`, [upsert(a, { iterations })])
    }
    await alter(talk, 'an empty salted password', [upsert(a, { saltedPassword: Buffer.alloc(0) })])
    await alter(talk, 'nobody removed', [], [remove(a), remove('')])
    await alter(talk, 'twice', [upsert(a), upsert(a)])
    await alter(talk, 'removed twice', [], [remove(a), remove(a)])
    await alter(talk, 'set and removed', [upsert(a)], [remove(a)])
    await alter(talk, 'set, the other removed', [upsert(a)], [remove(a, SHA_512)])
    await alter(talk, 'refused and twice', [upsert(a), upsert(a), upsert(a, { mechanism: 9 })])
    await alter(talk, 'refused in two ways', [upsert(a, { iterations: 1 })], [remove(a, 9)])
    await alter(talk, 'refused in two ways, set twice', [upsert(a, { iterations: 1 }), upsert(a, { iterations: 1e6 })])
    await alter(
      talk,
      'some good, some not',
      [upsert(b), upsert(c, { iterations: 1 }), upsert('')],
      [remove(d), remove(a, 7)],
    )
    await sleep(HEARD_MS)
    await told(talk, 'what came of it', [a, b, c, d])
    await removeAll(talk)
  },
}

const describeCredentials: Scenario = {
  api: ApiKey.DescribeUserScramCredentials,
  name: 'of some and of all',
  async run(talk, version) {
    await removeAll(talk)
    const [a, b] = ['a', 'b'].map((one) => talk.name(one)) as [string, string]
    const ask = (label: string, names: readonly string[] | null) =>
      talk.ask(label, ApiKey.DescribeUserScramCredentials, version, { users: names?.map((name) => ({ name })) ?? null })
    await ask('all users, before there are credentials', null)
    await ask('nobody, of all', [])
    await ask('a user without', [a])
    await ask('no name', [''])
    await ask('a user twice and another, without', [a, a, b])
    const entity = [{ entityType: 'user', entityName: a }]
    const quota = (remove: boolean, key = 'producer_byte_rate') =>
      talk.prepare(ApiKey.AlterClientQuotas, 1, { entries: [{ entity, ops: [{ key, value: 1e9, remove }] }] })
    await quota(false)
    await sleep(HEARD_MS)
    await ask('a user with a quota', [a])
    await talk.prepare(ApiKey.AlterUserScramCredentials, 0, {
      upsertions: [upsert(b, { iterations: 8192 }), upsert(a), upsert(a, { mechanism: SHA_512 })],
      deletions: [],
    })
    await sleep(HEARD_MS)
    await ask('all', null)
    await ask('all, by an empty list', [])
    await ask('one', [a])
    await ask('one twice, another, nobody, no name', [b, a, b, talk.name('nobody'), '', ''])
    await told(talk, 'all, in order')
    await told(talk, 'some, in order', [b, talk.name('nobody'), a, ''])
    const quotas = await talk.prepare(ApiKey.DescribeClientQuotas, 1, {
      components: [{ entityType: 'user', matchType: 0, match: a }],
      strict: true,
    })
    talk.note('no credential is a quota', quotas.entries)
    await quota(true)
    await quota(true, 'SCRAM-SHA-256')
    await sleep(HEARD_MS)
    await told(talk, 'without the quota', [a])
    await removeAll(talk)
    await told(talk, 'what is left')
  },
}

export const scramScenarios: readonly Scenario[] = [alterCredentials, refuseCredentials, describeCredentials]
