// Made by scripts/generate.ts from schema/. Do not edit.
import type { ProduceRequest, ProduceRequestInput, ProduceResponse, ProduceResponseInput } from './000-produce.js'
import type { FetchRequest, FetchRequestInput, FetchResponse, FetchResponseInput } from './001-fetch.js'
import type { ListOffsetsRequest, ListOffsetsRequestInput, ListOffsetsResponse, ListOffsetsResponseInput } from './002-list-offsets.js'
import type { MetadataRequest, MetadataRequestInput, MetadataResponse, MetadataResponseInput } from './003-metadata.js'
import type { LeaderAndIsrRequest, LeaderAndIsrRequestInput, LeaderAndIsrResponse, LeaderAndIsrResponseInput } from './004-leader-and-isr.js'
import type { StopReplicaRequest, StopReplicaRequestInput, StopReplicaResponse, StopReplicaResponseInput } from './005-stop-replica.js'
import type { UpdateMetadataRequest, UpdateMetadataRequestInput, UpdateMetadataResponse, UpdateMetadataResponseInput } from './006-update-metadata.js'
import type { ControlledShutdownRequest, ControlledShutdownRequestInput, ControlledShutdownResponse, ControlledShutdownResponseInput } from './007-controlled-shutdown.js'
import type { OffsetCommitRequest, OffsetCommitRequestInput, OffsetCommitResponse, OffsetCommitResponseInput } from './008-offset-commit.js'
import type { OffsetFetchRequest, OffsetFetchRequestInput, OffsetFetchResponse, OffsetFetchResponseInput } from './009-offset-fetch.js'
import type { FindCoordinatorRequest, FindCoordinatorRequestInput, FindCoordinatorResponse, FindCoordinatorResponseInput } from './010-find-coordinator.js'
import type { JoinGroupRequest, JoinGroupRequestInput, JoinGroupResponse, JoinGroupResponseInput } from './011-join-group.js'
import type { HeartbeatRequest, HeartbeatRequestInput, HeartbeatResponse, HeartbeatResponseInput } from './012-heartbeat.js'
import type { LeaveGroupRequest, LeaveGroupRequestInput, LeaveGroupResponse, LeaveGroupResponseInput } from './013-leave-group.js'
import type { SyncGroupRequest, SyncGroupRequestInput, SyncGroupResponse, SyncGroupResponseInput } from './014-sync-group.js'
import type { DescribeGroupsRequest, DescribeGroupsRequestInput, DescribeGroupsResponse, DescribeGroupsResponseInput } from './015-describe-groups.js'
import type { ListGroupsRequest, ListGroupsRequestInput, ListGroupsResponse, ListGroupsResponseInput } from './016-list-groups.js'
import type { SaslHandshakeRequest, SaslHandshakeRequestInput, SaslHandshakeResponse, SaslHandshakeResponseInput } from './017-sasl-handshake.js'
import type { ApiVersionsRequest, ApiVersionsRequestInput, ApiVersionsResponse, ApiVersionsResponseInput } from './018-api-versions.js'
import type { CreateTopicsRequest, CreateTopicsRequestInput, CreateTopicsResponse, CreateTopicsResponseInput } from './019-create-topics.js'
import type { DeleteTopicsRequest, DeleteTopicsRequestInput, DeleteTopicsResponse, DeleteTopicsResponseInput } from './020-delete-topics.js'
import type { DeleteRecordsRequest, DeleteRecordsRequestInput, DeleteRecordsResponse, DeleteRecordsResponseInput } from './021-delete-records.js'
import type { InitProducerIdRequest, InitProducerIdRequestInput, InitProducerIdResponse, InitProducerIdResponseInput } from './022-init-producer-id.js'
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochRequestInput, OffsetForLeaderEpochResponse, OffsetForLeaderEpochResponseInput } from './023-offset-for-leader-epoch.js'
import type { AddPartitionsToTxnRequest, AddPartitionsToTxnRequestInput, AddPartitionsToTxnResponse, AddPartitionsToTxnResponseInput } from './024-add-partitions-to-txn.js'
import type { AddOffsetsToTxnRequest, AddOffsetsToTxnRequestInput, AddOffsetsToTxnResponse, AddOffsetsToTxnResponseInput } from './025-add-offsets-to-txn.js'
import type { EndTxnRequest, EndTxnRequestInput, EndTxnResponse, EndTxnResponseInput } from './026-end-txn.js'
import type { WriteTxnMarkersRequest, WriteTxnMarkersRequestInput, WriteTxnMarkersResponse, WriteTxnMarkersResponseInput } from './027-write-txn-markers.js'
import type { TxnOffsetCommitRequest, TxnOffsetCommitRequestInput, TxnOffsetCommitResponse, TxnOffsetCommitResponseInput } from './028-txn-offset-commit.js'
import type { DescribeAclsRequest, DescribeAclsRequestInput, DescribeAclsResponse, DescribeAclsResponseInput } from './029-describe-acls.js'
import type { CreateAclsRequest, CreateAclsRequestInput, CreateAclsResponse, CreateAclsResponseInput } from './030-create-acls.js'
import type { DeleteAclsRequest, DeleteAclsRequestInput, DeleteAclsResponse, DeleteAclsResponseInput } from './031-delete-acls.js'
import type { DescribeConfigsRequest, DescribeConfigsRequestInput, DescribeConfigsResponse, DescribeConfigsResponseInput } from './032-describe-configs.js'
import type { AlterConfigsRequest, AlterConfigsRequestInput, AlterConfigsResponse, AlterConfigsResponseInput } from './033-alter-configs.js'
import type { AlterReplicaLogDirsRequest, AlterReplicaLogDirsRequestInput, AlterReplicaLogDirsResponse, AlterReplicaLogDirsResponseInput } from './034-alter-replica-log-dirs.js'
import type { DescribeLogDirsRequest, DescribeLogDirsRequestInput, DescribeLogDirsResponse, DescribeLogDirsResponseInput } from './035-describe-log-dirs.js'
import type { SaslAuthenticateRequest, SaslAuthenticateRequestInput, SaslAuthenticateResponse, SaslAuthenticateResponseInput } from './036-sasl-authenticate.js'
import type { CreatePartitionsRequest, CreatePartitionsRequestInput, CreatePartitionsResponse, CreatePartitionsResponseInput } from './037-create-partitions.js'
import type { CreateDelegationTokenRequest, CreateDelegationTokenRequestInput, CreateDelegationTokenResponse, CreateDelegationTokenResponseInput } from './038-create-delegation-token.js'
import type { RenewDelegationTokenRequest, RenewDelegationTokenRequestInput, RenewDelegationTokenResponse, RenewDelegationTokenResponseInput } from './039-renew-delegation-token.js'
import type { ExpireDelegationTokenRequest, ExpireDelegationTokenRequestInput, ExpireDelegationTokenResponse, ExpireDelegationTokenResponseInput } from './040-expire-delegation-token.js'
import type { DescribeDelegationTokenRequest, DescribeDelegationTokenRequestInput, DescribeDelegationTokenResponse, DescribeDelegationTokenResponseInput } from './041-describe-delegation-token.js'
import type { DeleteGroupsRequest, DeleteGroupsRequestInput, DeleteGroupsResponse, DeleteGroupsResponseInput } from './042-delete-groups.js'
import type { ElectLeadersRequest, ElectLeadersRequestInput, ElectLeadersResponse, ElectLeadersResponseInput } from './043-elect-leaders.js'
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsRequestInput, IncrementalAlterConfigsResponse, IncrementalAlterConfigsResponseInput } from './044-incremental-alter-configs.js'
import type { AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsRequestInput, AlterPartitionReassignmentsResponse, AlterPartitionReassignmentsResponseInput } from './045-alter-partition-reassignments.js'
import type { ListPartitionReassignmentsRequest, ListPartitionReassignmentsRequestInput, ListPartitionReassignmentsResponse, ListPartitionReassignmentsResponseInput } from './046-list-partition-reassignments.js'
import type { OffsetDeleteRequest, OffsetDeleteRequestInput, OffsetDeleteResponse, OffsetDeleteResponseInput } from './047-offset-delete.js'
import type { DescribeClientQuotasRequest, DescribeClientQuotasRequestInput, DescribeClientQuotasResponse, DescribeClientQuotasResponseInput } from './048-describe-client-quotas.js'
import type { AlterClientQuotasRequest, AlterClientQuotasRequestInput, AlterClientQuotasResponse, AlterClientQuotasResponseInput } from './049-alter-client-quotas.js'
import type { DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsRequestInput, DescribeUserScramCredentialsResponse, DescribeUserScramCredentialsResponseInput } from './050-describe-user-scram-credentials.js'
import type { AlterUserScramCredentialsRequest, AlterUserScramCredentialsRequestInput, AlterUserScramCredentialsResponse, AlterUserScramCredentialsResponseInput } from './051-alter-user-scram-credentials.js'
import type { AlterPartitionRequest, AlterPartitionRequestInput, AlterPartitionResponse, AlterPartitionResponseInput } from './056-alter-partition.js'
import type { UpdateFeaturesRequest, UpdateFeaturesRequestInput, UpdateFeaturesResponse, UpdateFeaturesResponseInput } from './057-update-features.js'
import type { EnvelopeRequest, EnvelopeRequestInput, EnvelopeResponse, EnvelopeResponseInput } from './058-envelope.js'
import type { DescribeClusterRequest, DescribeClusterRequestInput, DescribeClusterResponse, DescribeClusterResponseInput } from './060-describe-cluster.js'
import type { DescribeProducersRequest, DescribeProducersRequestInput, DescribeProducersResponse, DescribeProducersResponseInput } from './061-describe-producers.js'
import type { DescribeTransactionsRequest, DescribeTransactionsRequestInput, DescribeTransactionsResponse, DescribeTransactionsResponseInput } from './065-describe-transactions.js'
import type { ListTransactionsRequest, ListTransactionsRequestInput, ListTransactionsResponse, ListTransactionsResponseInput } from './066-list-transactions.js'
import type { AllocateProducerIdsRequest, AllocateProducerIdsRequestInput, AllocateProducerIdsResponse, AllocateProducerIdsResponseInput } from './067-allocate-producer-ids.js'
import type { ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatRequestInput, ConsumerGroupHeartbeatResponse, ConsumerGroupHeartbeatResponseInput } from './068-consumer-group-heartbeat.js'
import type { ConsumerGroupDescribeRequest, ConsumerGroupDescribeRequestInput, ConsumerGroupDescribeResponse, ConsumerGroupDescribeResponseInput } from './069-consumer-group-describe.js'
import type { GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsRequestInput, GetTelemetrySubscriptionsResponse, GetTelemetrySubscriptionsResponseInput } from './071-get-telemetry-subscriptions.js'
import type { PushTelemetryRequest, PushTelemetryRequestInput, PushTelemetryResponse, PushTelemetryResponseInput } from './072-push-telemetry.js'
import type { ListConfigResourcesRequest, ListConfigResourcesRequestInput, ListConfigResourcesResponse, ListConfigResourcesResponseInput } from './074-list-config-resources.js'
import type { DescribeTopicPartitionsRequest, DescribeTopicPartitionsRequestInput, DescribeTopicPartitionsResponse, DescribeTopicPartitionsResponseInput } from './075-describe-topic-partitions.js'
import type { ShareGroupHeartbeatRequest, ShareGroupHeartbeatRequestInput, ShareGroupHeartbeatResponse, ShareGroupHeartbeatResponseInput } from './076-share-group-heartbeat.js'
import type { ShareGroupDescribeRequest, ShareGroupDescribeRequestInput, ShareGroupDescribeResponse, ShareGroupDescribeResponseInput } from './077-share-group-describe.js'
import type { ShareFetchRequest, ShareFetchRequestInput, ShareFetchResponse, ShareFetchResponseInput } from './078-share-fetch.js'
import type { ShareAcknowledgeRequest, ShareAcknowledgeRequestInput, ShareAcknowledgeResponse, ShareAcknowledgeResponseInput } from './079-share-acknowledge.js'
import type { InitializeShareGroupStateRequest, InitializeShareGroupStateRequestInput, InitializeShareGroupStateResponse, InitializeShareGroupStateResponseInput } from './083-initialize-share-group-state.js'
import type { ReadShareGroupStateRequest, ReadShareGroupStateRequestInput, ReadShareGroupStateResponse, ReadShareGroupStateResponseInput } from './084-read-share-group-state.js'
import type { WriteShareGroupStateRequest, WriteShareGroupStateRequestInput, WriteShareGroupStateResponse, WriteShareGroupStateResponseInput } from './085-write-share-group-state.js'
import type { DeleteShareGroupStateRequest, DeleteShareGroupStateRequestInput, DeleteShareGroupStateResponse, DeleteShareGroupStateResponseInput } from './086-delete-share-group-state.js'
import type { ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryRequestInput, ReadShareGroupStateSummaryResponse, ReadShareGroupStateSummaryResponseInput } from './087-read-share-group-state-summary.js'
import type { StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatRequestInput, StreamsGroupHeartbeatResponse, StreamsGroupHeartbeatResponseInput } from './088-streams-group-heartbeat.js'
import type { StreamsGroupDescribeRequest, StreamsGroupDescribeRequestInput, StreamsGroupDescribeResponse, StreamsGroupDescribeResponseInput } from './089-streams-group-describe.js'
import type { DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsRequestInput, DescribeShareGroupOffsetsResponse, DescribeShareGroupOffsetsResponseInput } from './090-describe-share-group-offsets.js'
import type { AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsRequestInput, AlterShareGroupOffsetsResponse, AlterShareGroupOffsetsResponseInput } from './091-alter-share-group-offsets.js'
import type { DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsRequestInput, DeleteShareGroupOffsetsResponse, DeleteShareGroupOffsetsResponseInput } from './092-delete-share-group-offsets.js'
import type { StreamsGroupTopologyDescriptionUpdateRequest, StreamsGroupTopologyDescriptionUpdateRequestInput, StreamsGroupTopologyDescriptionUpdateResponse, StreamsGroupTopologyDescriptionUpdateResponseInput } from './093-streams-group-topology-description-update.js'

/** By API key. */
export interface ApiMessages {
  0: { request: ProduceRequest; requestInput: ProduceRequestInput; response: ProduceResponse; responseInput: ProduceResponseInput }
  1: { request: FetchRequest; requestInput: FetchRequestInput; response: FetchResponse; responseInput: FetchResponseInput }
  2: { request: ListOffsetsRequest; requestInput: ListOffsetsRequestInput; response: ListOffsetsResponse; responseInput: ListOffsetsResponseInput }
  3: { request: MetadataRequest; requestInput: MetadataRequestInput; response: MetadataResponse; responseInput: MetadataResponseInput }
  4: { request: LeaderAndIsrRequest; requestInput: LeaderAndIsrRequestInput; response: LeaderAndIsrResponse; responseInput: LeaderAndIsrResponseInput }
  5: { request: StopReplicaRequest; requestInput: StopReplicaRequestInput; response: StopReplicaResponse; responseInput: StopReplicaResponseInput }
  6: { request: UpdateMetadataRequest; requestInput: UpdateMetadataRequestInput; response: UpdateMetadataResponse; responseInput: UpdateMetadataResponseInput }
  7: { request: ControlledShutdownRequest; requestInput: ControlledShutdownRequestInput; response: ControlledShutdownResponse; responseInput: ControlledShutdownResponseInput }
  8: { request: OffsetCommitRequest; requestInput: OffsetCommitRequestInput; response: OffsetCommitResponse; responseInput: OffsetCommitResponseInput }
  9: { request: OffsetFetchRequest; requestInput: OffsetFetchRequestInput; response: OffsetFetchResponse; responseInput: OffsetFetchResponseInput }
  10: { request: FindCoordinatorRequest; requestInput: FindCoordinatorRequestInput; response: FindCoordinatorResponse; responseInput: FindCoordinatorResponseInput }
  11: { request: JoinGroupRequest; requestInput: JoinGroupRequestInput; response: JoinGroupResponse; responseInput: JoinGroupResponseInput }
  12: { request: HeartbeatRequest; requestInput: HeartbeatRequestInput; response: HeartbeatResponse; responseInput: HeartbeatResponseInput }
  13: { request: LeaveGroupRequest; requestInput: LeaveGroupRequestInput; response: LeaveGroupResponse; responseInput: LeaveGroupResponseInput }
  14: { request: SyncGroupRequest; requestInput: SyncGroupRequestInput; response: SyncGroupResponse; responseInput: SyncGroupResponseInput }
  15: { request: DescribeGroupsRequest; requestInput: DescribeGroupsRequestInput; response: DescribeGroupsResponse; responseInput: DescribeGroupsResponseInput }
  16: { request: ListGroupsRequest; requestInput: ListGroupsRequestInput; response: ListGroupsResponse; responseInput: ListGroupsResponseInput }
  17: { request: SaslHandshakeRequest; requestInput: SaslHandshakeRequestInput; response: SaslHandshakeResponse; responseInput: SaslHandshakeResponseInput }
  18: { request: ApiVersionsRequest; requestInput: ApiVersionsRequestInput; response: ApiVersionsResponse; responseInput: ApiVersionsResponseInput }
  19: { request: CreateTopicsRequest; requestInput: CreateTopicsRequestInput; response: CreateTopicsResponse; responseInput: CreateTopicsResponseInput }
  20: { request: DeleteTopicsRequest; requestInput: DeleteTopicsRequestInput; response: DeleteTopicsResponse; responseInput: DeleteTopicsResponseInput }
  21: { request: DeleteRecordsRequest; requestInput: DeleteRecordsRequestInput; response: DeleteRecordsResponse; responseInput: DeleteRecordsResponseInput }
  22: { request: InitProducerIdRequest; requestInput: InitProducerIdRequestInput; response: InitProducerIdResponse; responseInput: InitProducerIdResponseInput }
  23: { request: OffsetForLeaderEpochRequest; requestInput: OffsetForLeaderEpochRequestInput; response: OffsetForLeaderEpochResponse; responseInput: OffsetForLeaderEpochResponseInput }
  24: { request: AddPartitionsToTxnRequest; requestInput: AddPartitionsToTxnRequestInput; response: AddPartitionsToTxnResponse; responseInput: AddPartitionsToTxnResponseInput }
  25: { request: AddOffsetsToTxnRequest; requestInput: AddOffsetsToTxnRequestInput; response: AddOffsetsToTxnResponse; responseInput: AddOffsetsToTxnResponseInput }
  26: { request: EndTxnRequest; requestInput: EndTxnRequestInput; response: EndTxnResponse; responseInput: EndTxnResponseInput }
  27: { request: WriteTxnMarkersRequest; requestInput: WriteTxnMarkersRequestInput; response: WriteTxnMarkersResponse; responseInput: WriteTxnMarkersResponseInput }
  28: { request: TxnOffsetCommitRequest; requestInput: TxnOffsetCommitRequestInput; response: TxnOffsetCommitResponse; responseInput: TxnOffsetCommitResponseInput }
  29: { request: DescribeAclsRequest; requestInput: DescribeAclsRequestInput; response: DescribeAclsResponse; responseInput: DescribeAclsResponseInput }
  30: { request: CreateAclsRequest; requestInput: CreateAclsRequestInput; response: CreateAclsResponse; responseInput: CreateAclsResponseInput }
  31: { request: DeleteAclsRequest; requestInput: DeleteAclsRequestInput; response: DeleteAclsResponse; responseInput: DeleteAclsResponseInput }
  32: { request: DescribeConfigsRequest; requestInput: DescribeConfigsRequestInput; response: DescribeConfigsResponse; responseInput: DescribeConfigsResponseInput }
  33: { request: AlterConfigsRequest; requestInput: AlterConfigsRequestInput; response: AlterConfigsResponse; responseInput: AlterConfigsResponseInput }
  34: { request: AlterReplicaLogDirsRequest; requestInput: AlterReplicaLogDirsRequestInput; response: AlterReplicaLogDirsResponse; responseInput: AlterReplicaLogDirsResponseInput }
  35: { request: DescribeLogDirsRequest; requestInput: DescribeLogDirsRequestInput; response: DescribeLogDirsResponse; responseInput: DescribeLogDirsResponseInput }
  36: { request: SaslAuthenticateRequest; requestInput: SaslAuthenticateRequestInput; response: SaslAuthenticateResponse; responseInput: SaslAuthenticateResponseInput }
  37: { request: CreatePartitionsRequest; requestInput: CreatePartitionsRequestInput; response: CreatePartitionsResponse; responseInput: CreatePartitionsResponseInput }
  38: { request: CreateDelegationTokenRequest; requestInput: CreateDelegationTokenRequestInput; response: CreateDelegationTokenResponse; responseInput: CreateDelegationTokenResponseInput }
  39: { request: RenewDelegationTokenRequest; requestInput: RenewDelegationTokenRequestInput; response: RenewDelegationTokenResponse; responseInput: RenewDelegationTokenResponseInput }
  40: { request: ExpireDelegationTokenRequest; requestInput: ExpireDelegationTokenRequestInput; response: ExpireDelegationTokenResponse; responseInput: ExpireDelegationTokenResponseInput }
  41: { request: DescribeDelegationTokenRequest; requestInput: DescribeDelegationTokenRequestInput; response: DescribeDelegationTokenResponse; responseInput: DescribeDelegationTokenResponseInput }
  42: { request: DeleteGroupsRequest; requestInput: DeleteGroupsRequestInput; response: DeleteGroupsResponse; responseInput: DeleteGroupsResponseInput }
  43: { request: ElectLeadersRequest; requestInput: ElectLeadersRequestInput; response: ElectLeadersResponse; responseInput: ElectLeadersResponseInput }
  44: { request: IncrementalAlterConfigsRequest; requestInput: IncrementalAlterConfigsRequestInput; response: IncrementalAlterConfigsResponse; responseInput: IncrementalAlterConfigsResponseInput }
  45: { request: AlterPartitionReassignmentsRequest; requestInput: AlterPartitionReassignmentsRequestInput; response: AlterPartitionReassignmentsResponse; responseInput: AlterPartitionReassignmentsResponseInput }
  46: { request: ListPartitionReassignmentsRequest; requestInput: ListPartitionReassignmentsRequestInput; response: ListPartitionReassignmentsResponse; responseInput: ListPartitionReassignmentsResponseInput }
  47: { request: OffsetDeleteRequest; requestInput: OffsetDeleteRequestInput; response: OffsetDeleteResponse; responseInput: OffsetDeleteResponseInput }
  48: { request: DescribeClientQuotasRequest; requestInput: DescribeClientQuotasRequestInput; response: DescribeClientQuotasResponse; responseInput: DescribeClientQuotasResponseInput }
  49: { request: AlterClientQuotasRequest; requestInput: AlterClientQuotasRequestInput; response: AlterClientQuotasResponse; responseInput: AlterClientQuotasResponseInput }
  50: { request: DescribeUserScramCredentialsRequest; requestInput: DescribeUserScramCredentialsRequestInput; response: DescribeUserScramCredentialsResponse; responseInput: DescribeUserScramCredentialsResponseInput }
  51: { request: AlterUserScramCredentialsRequest; requestInput: AlterUserScramCredentialsRequestInput; response: AlterUserScramCredentialsResponse; responseInput: AlterUserScramCredentialsResponseInput }
  56: { request: AlterPartitionRequest; requestInput: AlterPartitionRequestInput; response: AlterPartitionResponse; responseInput: AlterPartitionResponseInput }
  57: { request: UpdateFeaturesRequest; requestInput: UpdateFeaturesRequestInput; response: UpdateFeaturesResponse; responseInput: UpdateFeaturesResponseInput }
  58: { request: EnvelopeRequest; requestInput: EnvelopeRequestInput; response: EnvelopeResponse; responseInput: EnvelopeResponseInput }
  60: { request: DescribeClusterRequest; requestInput: DescribeClusterRequestInput; response: DescribeClusterResponse; responseInput: DescribeClusterResponseInput }
  61: { request: DescribeProducersRequest; requestInput: DescribeProducersRequestInput; response: DescribeProducersResponse; responseInput: DescribeProducersResponseInput }
  65: { request: DescribeTransactionsRequest; requestInput: DescribeTransactionsRequestInput; response: DescribeTransactionsResponse; responseInput: DescribeTransactionsResponseInput }
  66: { request: ListTransactionsRequest; requestInput: ListTransactionsRequestInput; response: ListTransactionsResponse; responseInput: ListTransactionsResponseInput }
  67: { request: AllocateProducerIdsRequest; requestInput: AllocateProducerIdsRequestInput; response: AllocateProducerIdsResponse; responseInput: AllocateProducerIdsResponseInput }
  68: { request: ConsumerGroupHeartbeatRequest; requestInput: ConsumerGroupHeartbeatRequestInput; response: ConsumerGroupHeartbeatResponse; responseInput: ConsumerGroupHeartbeatResponseInput }
  69: { request: ConsumerGroupDescribeRequest; requestInput: ConsumerGroupDescribeRequestInput; response: ConsumerGroupDescribeResponse; responseInput: ConsumerGroupDescribeResponseInput }
  71: { request: GetTelemetrySubscriptionsRequest; requestInput: GetTelemetrySubscriptionsRequestInput; response: GetTelemetrySubscriptionsResponse; responseInput: GetTelemetrySubscriptionsResponseInput }
  72: { request: PushTelemetryRequest; requestInput: PushTelemetryRequestInput; response: PushTelemetryResponse; responseInput: PushTelemetryResponseInput }
  74: { request: ListConfigResourcesRequest; requestInput: ListConfigResourcesRequestInput; response: ListConfigResourcesResponse; responseInput: ListConfigResourcesResponseInput }
  75: { request: DescribeTopicPartitionsRequest; requestInput: DescribeTopicPartitionsRequestInput; response: DescribeTopicPartitionsResponse; responseInput: DescribeTopicPartitionsResponseInput }
  76: { request: ShareGroupHeartbeatRequest; requestInput: ShareGroupHeartbeatRequestInput; response: ShareGroupHeartbeatResponse; responseInput: ShareGroupHeartbeatResponseInput }
  77: { request: ShareGroupDescribeRequest; requestInput: ShareGroupDescribeRequestInput; response: ShareGroupDescribeResponse; responseInput: ShareGroupDescribeResponseInput }
  78: { request: ShareFetchRequest; requestInput: ShareFetchRequestInput; response: ShareFetchResponse; responseInput: ShareFetchResponseInput }
  79: { request: ShareAcknowledgeRequest; requestInput: ShareAcknowledgeRequestInput; response: ShareAcknowledgeResponse; responseInput: ShareAcknowledgeResponseInput }
  83: { request: InitializeShareGroupStateRequest; requestInput: InitializeShareGroupStateRequestInput; response: InitializeShareGroupStateResponse; responseInput: InitializeShareGroupStateResponseInput }
  84: { request: ReadShareGroupStateRequest; requestInput: ReadShareGroupStateRequestInput; response: ReadShareGroupStateResponse; responseInput: ReadShareGroupStateResponseInput }
  85: { request: WriteShareGroupStateRequest; requestInput: WriteShareGroupStateRequestInput; response: WriteShareGroupStateResponse; responseInput: WriteShareGroupStateResponseInput }
  86: { request: DeleteShareGroupStateRequest; requestInput: DeleteShareGroupStateRequestInput; response: DeleteShareGroupStateResponse; responseInput: DeleteShareGroupStateResponseInput }
  87: { request: ReadShareGroupStateSummaryRequest; requestInput: ReadShareGroupStateSummaryRequestInput; response: ReadShareGroupStateSummaryResponse; responseInput: ReadShareGroupStateSummaryResponseInput }
  88: { request: StreamsGroupHeartbeatRequest; requestInput: StreamsGroupHeartbeatRequestInput; response: StreamsGroupHeartbeatResponse; responseInput: StreamsGroupHeartbeatResponseInput }
  89: { request: StreamsGroupDescribeRequest; requestInput: StreamsGroupDescribeRequestInput; response: StreamsGroupDescribeResponse; responseInput: StreamsGroupDescribeResponseInput }
  90: { request: DescribeShareGroupOffsetsRequest; requestInput: DescribeShareGroupOffsetsRequestInput; response: DescribeShareGroupOffsetsResponse; responseInput: DescribeShareGroupOffsetsResponseInput }
  91: { request: AlterShareGroupOffsetsRequest; requestInput: AlterShareGroupOffsetsRequestInput; response: AlterShareGroupOffsetsResponse; responseInput: AlterShareGroupOffsetsResponseInput }
  92: { request: DeleteShareGroupOffsetsRequest; requestInput: DeleteShareGroupOffsetsRequestInput; response: DeleteShareGroupOffsetsResponse; responseInput: DeleteShareGroupOffsetsResponseInput }
  93: { request: StreamsGroupTopologyDescriptionUpdateRequest; requestInput: StreamsGroupTopologyDescriptionUpdateRequestInput; response: StreamsGroupTopologyDescriptionUpdateResponse; responseInput: StreamsGroupTopologyDescriptionUpdateResponseInput }
}
