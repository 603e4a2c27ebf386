/** What can go wrong between a client and a broker. A broker that is not reached, or does not answer, is a NetError. */
import { errorName, isRetriable } from '../protocol/error-codes.ts'

/** The broker answered with an error code. */
export class BrokerError extends Error {
  readonly code: number
  /** 'NOT_LEADER_OR_FOLLOWER' */
  readonly codeName: string
  readonly isRetriable: boolean
  /** The broker's own words. */
  readonly detail: string | null
  /** `what`: what was asked for, as in 'create topic a'. */
  constructor(code: number, what: string, detail?: string | null) {
    const codeName = errorName(code)
    super(`${what}: ${detail ? `${detail} (${codeName})` : codeName}`)
    this.name = 'BrokerError'
    this.code = code
    this.codeName = codeName
    this.isRetriable = isRetriable(code)
    this.detail = detail ?? null
  }
}

/** The broker does not serve a version of this request that we speak. */
export class UnsupportedApiError extends Error {
  readonly apiKey: number
  constructor(apiKey: number, message: string) {
    super(message)
    this.name = 'UnsupportedApiError'
    this.apiKey = apiKey
  }
}
