/** DescribeCluster 0–2. Brokers alone can be asked for here; there are no fenced ones without KRaft (version 2). */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribeClusterRequest,
  DescribeClusterResponseInput,
} from '../protocol/generated/060-describe-cluster.js'
import { ALL_CLUSTER_OPERATIONS, OPERATIONS_UNKNOWN } from './authorized-operations.ts'
import { nodesOn } from './endpoints.ts'
import type { Handler } from './handler.ts'

const BROKERS = 1
const CONTROLLERS = 2

export const handler: Handler<DescribeClusterRequest, DescribeClusterResponseInput> = {
  apiKey: ApiKey.DescribeCluster,
  minVersion: 0,
  maxVersion: 2,
  handle(request, context, services) {
    const { endpointType } = request
    if (endpointType === CONTROLLERS) {
      return refused(
        ErrorCode.MISMATCHED_ENDPOINT_TYPE,
        'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER',
      )
    }
    if (endpointType !== BROKERS) {
      return refused(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, `Unsupported endpoint type ${endpointType}`)
    }
    const metadata = services.metadata.current
    const brokers = nodesOn(metadata, context.listener).map(({ nodeId, host, port, rack }) => ({
      brokerId: nodeId,
      host,
      port,
      rack,
    }))
    const clusterAuthorizedOperations = request.includeClusterAuthorizedOperations
      ? ALL_CLUSTER_OPERATIONS
      : OPERATIONS_UNKNOWN
    return {
      errorCode: ErrorCode.NONE,
      endpointType: BROKERS,
      clusterId: services.clusterId,
      controllerId: metadata.controllerId,
      brokers,
      clusterAuthorizedOperations,
    }
  },
}

function refused(errorCode: number, errorMessage: string): DescribeClusterResponseInput {
  return { errorCode, errorMessage, clusterId: '', brokers: [] }
}
