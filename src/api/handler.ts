/** The shape of a request handler, and what it may reach. One file per API key; `handlers.ts` is the list of them. */
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfig, LoggerLevels } from '../config/contract.ts'
import type { Controller, DynamicConfigs, SupportedFeature } from '../controller/contract.ts'
import type { GroupCoordinator } from '../coordinator/group/coordinator.ts'
import type { TransactionCoordinator } from '../coordinator/transaction/coordinator.ts'
import type { MarkerResult, TxnMarker } from '../coordinator/transaction/write-markers.ts'
import type { World } from '../io/world.ts'
import type { BrokerEndpoint, MetadataCache } from '../metadata/contract.ts'
import type { FinalizedFeatures } from '../metadata/finalized-features.ts'
import type { ClientTelemetry } from '../metrics/telemetry/telemetry.ts'
import type { ClientQuotas } from '../quota/client-quotas.ts'
import type { Replicas } from '../replication/contract.ts'
import type { Logs } from '../storage/contract.ts'
import type { LargeAnswers } from './large-answers.ts'

/** Who asks, and how. */
export interface RequestContext {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly listener: string
  readonly securityProtocol: string
  /** 'User:ANONYMOUS' on a plain listener. */
  readonly principal: string
  readonly remoteHost: string
  readonly remotePort: number
  /** Numbers each connection of this process. */
  readonly connectionId: number
  /** Told by ApiVersions v3+; '' until then. */
  clientSoftwareName: string
  clientSoftwareVersion: string
  /** Bytes of the request frame. */
  readonly sizeInBytes: number
  /** For how long the client is asked to wait after the answer, since it used more than its quota (throttling.ts). */
  throttleTimeMs?: number
  /** True once the client sends no more or the broker stops: one that waits may give up waiting. Both still get their answer. */
  readonly isClosed: () => boolean
  /** True once nobody can get the answer: one that does much may stop in the middle. */
  readonly isGone: () => boolean
  /** Calls once when isClosed becomes true; answers how to take it back. */
  readonly whenClosed?: (call: () => void) => () => void
  /** How many bytes of answer this connection should be given now, so that all together stay bounded; absent: any. */
  readonly responseBudget?: () => number
}

/** What handlers reach: everything that compose.ts made. */
export interface BrokerServices {
  readonly world: World
  readonly logger: Logger
  readonly brokerId: BrokerId
  readonly clusterId: string
  readonly config: BrokerConfig
  readonly dynamicConfigs: DynamicConfigs
  readonly metadata: MetadataCache
  readonly replicas: Replicas
  readonly logs: Logs
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  /** Ends transactions in the partitions led here. */
  readonly writeMarkers: (markers: readonly TxnMarker[]) => Promise<readonly MarkerResult[]>
  /** Absent: this broker's loggers have no levels to change. */
  readonly logLevels?: LoggerLevels
  readonly controller: Controller
  readonly quotas: Pick<ClientQuotas, 'active'>
  /** Absent: telemetry is switched off. */
  readonly telemetry?: ClientTelemetry
  readonly producerIds: { next(): Promise<number> }
  /** What this broker advertises on each of its listeners (real ports). */
  readonly endpoints: readonly BrokerEndpoint[]
  /** What ApiVersions tells, computed from the list of handlers (advertised.ts). */
  readonly apiVersions: readonly { apiKey: number; minVersion: number; maxVersion: number }[]
  readonly supportedFeatures: readonly SupportedFeature[]
  /** Which of them is made, when several are asked for. */
  readonly largeAnswers: LargeAnswers
  /** The levels that the cluster has agreed on. */
  readonly features: Pick<FinalizedFeatures, 'epoch' | 'levels' | 'level' | 'refresh'>
}

/**
 * `handle` gets the decoded request and answers the response object, which is encoded at the request's version; null
 * sends nothing (acks=0). It must not throw for anything a client can send; a rejection is answered
 * UNKNOWN_SERVER_ERROR by closing the connection and is our bug.
 * Byte fields of the request lie in the frame, which is released when the answer is there.
 */
export interface Handler<Request = never, Response = unknown> {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
  /** True: requests behind this one on the same connection start before it is answered (answers keep their order). */
  readonly overlaps?: boolean
  handle(
    request: Request,
    context: RequestContext,
    services: BrokerServices,
  ): Response | null | Promise<Response | null>
}
