/** Which quota holds for a user with a client id: Apache's order, the most exact first. */

/** Whose use is counted together; null: not told apart by this. */
export interface Who {
  readonly user: string | null
  readonly clientId: string | null
}

export interface Limit {
  readonly bound: number
  readonly who: Who
}

/** null: the default; undefined: not part of the entity. */
export interface LimitEntity {
  readonly user?: string | null | undefined
  readonly clientId?: string | null | undefined
}

/** What an answer depends on. Kept for this many pairs of users and client ids, of so many characters together. */
const FOUND_MAX = 10_000
const FOUND_CHARACTERS_MAX = 1_000_000

export class LimitTable {
  /** By quota, then by entity. */
  readonly #limits = new Map<string, Map<string, number>>()
  readonly #found = new Map<string, Limit | null>()
  #characters = 0

  get isEmpty(): boolean {
    return this.#limits.size === 0
  }

  /** Of all pairs that are kept. */
  get keptCharacters(): number {
    return this.#characters
  }

  set(entity: LimitEntity, quotas: ReadonlyMap<string, number>): void {
    const key = keyOf(entity.user, entity.clientId)
    this.#forget()
    for (const quota of new Set([...this.#limits.keys(), ...quotas.keys()])) {
      const bound = quotas.get(quota)
      let ofQuota = this.#limits.get(quota)
      if (bound !== undefined) {
        if (ofQuota === undefined) this.#limits.set(quota, (ofQuota = new Map()))
        ofQuota.set(key, bound)
      } else {
        ofQuota?.delete(key)
        if (ofQuota?.size === 0) this.#limits.delete(quota)
      }
    }
  }

  /** null: no limit. */
  find(quota: string, user: string, clientId: string): Limit | null {
    const limits = this.#limits.get(quota)
    if (limits === undefined) return null
    const pair = `${quota}\0${user}\0${clientId}`
    const found = this.#found.get(pair)
    if (found !== undefined) return found
    const limit = search(limits, user, clientId)
    if (this.#found.size >= FOUND_MAX || this.#characters + pair.length > FOUND_CHARACTERS_MAX) this.#forget()
    this.#found.set(pair, limit)
    this.#characters += pair.length
    return limit
  }

  #forget(): void {
    this.#found.clear()
    this.#characters = 0
  }
}

/** user and client id, user and default client id, user; then the same of the default user; then client ids alone. */
function search(limits: ReadonlyMap<string, number>, user: string, clientId: string): Limit | null {
  const both = { user, clientId }
  const steps: readonly (readonly [string | null | undefined, string | null | undefined, Who])[] = [
    [user, clientId, both],
    [user, null, both],
    [user, undefined, { user, clientId: null }],
    [null, clientId, both],
    [null, null, both],
    [null, undefined, { user, clientId: null }],
    [undefined, clientId, { user: null, clientId }],
    [undefined, null, { user: null, clientId }],
  ]
  for (const [ofUser, ofClient, who] of steps) {
    const bound = limits.get(keyOf(ofUser, ofClient))
    if (bound !== undefined) return { bound, who }
  }
  return null
}

function keyOf(user: string | null | undefined, clientId: string | null | undefined): string {
  return JSON.stringify([user === undefined ? 0 : user, clientId === undefined ? 0 : clientId])
}
