// Made by scripts/generate.ts from schema/messages/093-streams-group-topology-description-update. Do not edit.
const NOTHING = Object.freeze({})

function readTopologyDescription(r, v) {
  const subtopologies = []
  for (let n = r.compactCount(3); n > 0; n--) subtopologies.push(readTopologyDescriptionSubtopology(r, v))
  const globalStores = []
  for (let n = r.compactCount(15); n > 0; n--) globalStores.push(readTopologyDescriptionGlobalStore(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologies, globalStores, unknownTaggedFields: tags }
  return { subtopologies, globalStores }
}

function readTopologyDescriptionSubtopology(r, v) {
  const subtopologyId = r.compactString()
  const nodes = []
  for (let n = r.compactCount(7); n > 0; n--) nodes.push(readTopologyDescriptionNode(r, v))
  const tags = r.unknownTags()
  if (tags !== undefined) return { subtopologyId, nodes, unknownTaggedFields: tags }
  return { subtopologyId, nodes }
}

function readTopologyDescriptionNode(r, v) {
  const name = r.compactString()
  const nodeType = r.int8()
  const sourceTopics = []
  for (let n = r.compactCount(1); n > 0; n--) sourceTopics.push(r.compactString())
  const sinkTopic = r.compactNullableString()
  const stores = []
  for (let n = r.compactCount(1); n > 0; n--) stores.push(r.compactString())
  const successors = []
  for (let n = r.compactCount(1); n > 0; n--) successors.push(r.compactString())
  const tags = r.unknownTags()
  if (tags !== undefined) return { name, nodeType, sourceTopics, sinkTopic, stores, successors, unknownTaggedFields: tags }
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors }
}

function readTopologyDescriptionGlobalStore(r, v) {
  const source = readTopologyDescriptionNode(r, v)
  const processor = readTopologyDescriptionNode(r, v)
  const tags = r.unknownTags()
  if (tags !== undefined) return { source, processor, unknownTaggedFields: tags }
  return { source, processor }
}

export function readStreamsGroupTopologyDescriptionUpdateRequest(r, v) {
  const groupId = r.compactString()
  const memberId = r.compactString()
  const topologyEpoch = r.int32()
  const topologyDescription = readTopologyDescription(r, v)
  const tags = r.unknownTags()
  if (tags !== undefined) return { groupId, memberId, topologyEpoch, topologyDescription, unknownTaggedFields: tags }
  return { groupId, memberId, topologyEpoch, topologyDescription }
}

function writeTopologyDescription(w, x, v) {
  {
    const a = x.subtopologies
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopologyDescriptionSubtopology(w, a[i], v)
  }
  {
    const a = x.globalStores
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopologyDescriptionGlobalStore(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopologyDescriptionSubtopology(w, x, v) {
  w.compactString(x.subtopologyId ?? '')
  {
    const a = x.nodes
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) writeTopologyDescriptionNode(w, a[i], v)
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopologyDescriptionNode(w, x, v) {
  w.compactString(x.name ?? '')
  w.int8(x.nodeType ?? 0)
  {
    const a = x.sourceTopics
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  w.compactNullableString(x.sinkTopic ?? null)
  {
    const a = x.stores
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  {
    const a = x.successors
    const n = a == null ? 0 : a.length
    w.compactCount(n)
    for (let i = 0; i < n; i++) w.compactString(a[i])
  }
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

function writeTopologyDescriptionGlobalStore(w, x, v) {
  writeTopologyDescriptionNode(w, x.source ?? NOTHING, v)
  writeTopologyDescriptionNode(w, x.processor ?? NOTHING, v)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function writeStreamsGroupTopologyDescriptionUpdateRequest(w, x, v) {
  w.compactString(x.groupId ?? '')
  w.compactString(x.memberId ?? '')
  w.int32(x.topologyEpoch ?? 0)
  writeTopologyDescription(w, x.topologyDescription ?? NOTHING, v)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}

export function readStreamsGroupTopologyDescriptionUpdateResponse(r, v) {
  const throttleTimeMs = r.int32()
  const errorCode = r.int16()
  const errorMessage = r.compactNullableString()
  const tags = r.unknownTags()
  if (tags !== undefined) return { throttleTimeMs, errorCode, errorMessage, unknownTaggedFields: tags }
  return { throttleTimeMs, errorCode, errorMessage }
}

export function writeStreamsGroupTopologyDescriptionUpdateResponse(w, x, v) {
  w.int32(x.throttleTimeMs ?? 0)
  w.int16(x.errorCode ?? 0)
  w.compactNullableString(x.errorMessage ?? null)
  const tags = x.unknownTaggedFields
  if (tags === undefined) w.uvarint(0)
  else {
    w.uvarint(tags.length)
    w.unknownTags(tags, 0, 2147483648)
  }
}
