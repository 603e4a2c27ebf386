// ApiVersions, DescribeCluster, producers, log folders, elections, and what is wrong before any request is understood.
import { ApiKey, apis } from '../../../src/protocol/apis.ts'
import { requestFrame } from '../exchange.ts'
import { batch } from '../records.ts'
import type { Body, Scenario } from '../talk.ts'

const apiVersions: Scenario = {
  api: ApiKey.ApiVersions,
  name: 'negotiation',
  async run(talk, version) {
    const ask = (label: string, clientSoftwareName: string, clientSoftwareVersion: string) =>
      talk.ask(label, ApiKey.ApiVersions, version, { clientSoftwareName, clientSoftwareVersion })
    await ask('named', 'odradek-diff', '1.0')
    if (version < 3) return
    await ask('no name', '', '')
    await ask('a strange name', 'a b/c', '1.0')
    await ask('a strange version', 'abc', '1 0')
    await ask('dashes and dots', 'a-b.c', '1.0-rc.1')
    await ask('begins with a dash', '-a', '1')
    await ask('ends with a dot', 'a.', '1')
    if (version >= 5) {
      const whole = { clientSoftwareName: 'a', clientSoftwareVersion: '1' }
      await talk.ask('a cluster id', ApiKey.ApiVersions, version, { ...whole, clusterId: 'other', nodeId: 1 })
      await talk.ask('another node id', ApiKey.ApiVersions, version, { ...whole, clusterId: null, nodeId: 77 })
    }
  },
}

/** The frame of a request, with its version written over. */
function withVersion(frame: Buffer, version: number): Buffer {
  const changed = Buffer.from(frame)
  changed.writeInt16BE(version, 6)
  return changed
}

function framed(payload: Uint8Array): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(payload.length)
  return Buffer.concat([size, payload])
}

const framing: Scenario = {
  api: ApiKey.ApiVersions,
  name: 'frames',
  versions: [0, 0],
  async run(talk) {
    const known = requestFrame(ApiKey.ApiVersions, 0, {})
    // The answer to a version that is too new is of version 0.
    const newest = requestFrame(ApiKey.ApiVersions, 3, { clientSoftwareName: 'a', clientSoftwareVersion: '1' })
    await talk.frame('ApiVersions 99', ApiKey.ApiVersions, 0, withVersion(newest, 99))
    await talk.frame('ApiVersions -1', ApiKey.ApiVersions, 0, withVersion(known, -1), 3000)
    for (const api of [ApiKey.Produce, ApiKey.Fetch, ApiKey.Metadata, ApiKey.CreateTopics, ApiKey.DescribeConfigs]) {
      const version = 4
      const frame = requestFrame(api, version, { resources: [], topics: [], topicData: [] })
      await talk.frame(`${apis.get(api)?.name} 99`, api, version, withVersion(frame, 99), 3000)
      await talk.frame(`${apis.get(api)?.name} -1`, api, version, withVersion(frame, -1), 3000)
      await talk.frame(
        `${apis.get(api)?.name}, cut in the middle`,
        api,
        version,
        framed(frame.subarray(4, 4 + Math.floor((frame.length - 4) * 0.7))),
        3000,
      )
      await talk.frame(
        `${apis.get(api)?.name}, bytes after the end`,
        api,
        version,
        framed(Buffer.concat([frame.subarray(4), Buffer.alloc(9, 1)])),
        3000,
      )
    }
    const unknownKey = Buffer.from(known)
    unknownKey.writeInt16BE(999, 4)
    await talk.frame('API key 999', ApiKey.ApiVersions, 0, unknownKey, 3000)
    unknownKey.writeInt16BE(-1, 4)
    await talk.frame('API key -1', ApiKey.ApiVersions, 0, unknownKey, 3000)
    await talk.frame('an empty frame', ApiKey.ApiVersions, 0, Buffer.alloc(4), 3000)
    await talk.frame('a frame of one byte', ApiKey.ApiVersions, 0, framed(Buffer.from([0])), 3000)
    await talk.frame('a frame of seven bytes', ApiKey.ApiVersions, 0, framed(Buffer.alloc(7)), 3000)
    await talk.frame('a negative size', ApiKey.ApiVersions, 0, Buffer.from('ffffffff', 'hex'), 3000)
    await talk.frame('a size of 2 GB', ApiKey.ApiVersions, 0, Buffer.from('7fffffff0012', 'hex'), 3000)
    await talk.frame('a size of 101 MB', ApiKey.ApiVersions, 0, Buffer.from('065000000012', 'hex'), 3000)
    await talk.frame('HTTP', ApiKey.ApiVersions, 0, Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), 3000)
    await talk.frame('no client id', ApiKey.ApiVersions, 0, framed(Buffer.from('0012000000000001ffff', 'hex')))
    await talk.frame('an empty client id', ApiKey.ApiVersions, 0, framed(Buffer.from('00120000000000010000', 'hex')))
    await talk.frame(
      'a client id with a negative length',
      ApiKey.ApiVersions,
      0,
      framed(Buffer.from('0012000000000001fff0', 'hex')),
      3000,
    )
    await talk.frame(
      'a client id longer than the frame',
      ApiKey.ApiVersions,
      0,
      framed(Buffer.from('00120000000000017fff61', 'hex')),
      3000,
    )
    const metadata = (hex: string) => framed(Buffer.from(`00030001000000010001 61${hex}`.replaceAll(' ', ''), 'hex'))
    await talk.frameKind('Metadata with null topics', ApiKey.Metadata, 1, metadata('ffffffff'), 3000)
    await talk.frameKind('Metadata with -2 topics', ApiKey.Metadata, 1, metadata('fffffffe'), 3000)
    await talk.frame('Metadata with a billion topics', ApiKey.Metadata, 1, metadata('3b9aca00'), 3000)
    await talk.frame(
      'Metadata 0 with null topics',
      ApiKey.Metadata,
      0,
      framed(Buffer.from('0003000000000001000161ffffffff', 'hex')),
      3000,
    )
    await talk.frame('Metadata with a null name', ApiKey.Metadata, 1, metadata('00000001ffff'), 3000)
    await talk.frame('Metadata with a name longer than the frame', ApiKey.Metadata, 1, metadata('0000000100ff61'), 3000)
  },
}

const describeCluster: Scenario = {
  api: ApiKey.DescribeCluster,
  name: 'cluster',
  async run(talk, version) {
    const ask = (label: string, body: Body) => talk.ask(label, ApiKey.DescribeCluster, version, body)
    await ask('plain', {})
    await ask('authorized operations', { includeClusterAuthorizedOperations: true })
    if (version >= 1) {
      await ask('controllers', { endpointType: 2 })
      await ask('endpoint type 9', { endpointType: 9 })
      await ask('endpoint type 0', { endpointType: 0 })
    }
    if (version >= 2) await ask('fenced brokers', { includeFencedBrokers: true })
  },
}

const initProducerId: Scenario = {
  api: ApiKey.InitProducerId,
  name: 'idempotent',
  async run(talk, version) {
    const ask = (label: string, body: Body) =>
      talk.ask(label, ApiKey.InitProducerId, version, {
        transactionalId: null,
        transactionTimeoutMs: 60_000,
        producerId: -1,
        producerEpoch: -1,
        ...body,
      })
    await talk.producerId()
    const first = await ask('new', {})
    const second = await ask('another', {})
    talk.note('they differ', first?.producerId !== second?.producerId)
    await ask('timeout 0', { transactionTimeoutMs: 0 })
    await ask('timeout -1', { transactionTimeoutMs: -1 })
    if (version >= 3) {
      await ask('with an id and epoch', { producerId: 5, producerEpoch: 3 })
      await ask('with an id, no epoch', { producerId: 5, producerEpoch: -1 })
      await ask('with an epoch, no id', { producerId: -1, producerEpoch: 3 })
    }
    await ask('an empty transactional id', { transactionalId: '' })
  },
}

const describeProducers: Scenario = {
  api: ApiKey.DescribeProducers,
  name: 'producers',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    const of = (producerId: number, producerEpoch: number, baseSequence: number) =>
      batch({ records: [{ value: 'x' }], timestamp: talk.now, producerId, producerEpoch, baseSequence })
    const producerId = await talk.producerId()
    await talk.append(name, 0, of(producerId, 0, 0))
    await talk.append(name, 0, of(producerId, 0, 1))
    const ask = (label: string, topic: string, partitionIndexes: number[]) =>
      talk.ask(label, ApiKey.DescribeProducers, version, { topics: [{ name: topic, partitionIndexes }] })
    await ask('one producer', name, [0])
    await ask('none', name, [1])
    await ask('an unknown partition', name, [9])
    await ask('an unknown topic', talk.name('unknown'), [0])
    await ask('a bad name', 'a/b', [0])
    await ask('no partitions', name, [])
    await talk.ask('nothing', ApiKey.DescribeProducers, version, { topics: [] })
  },
}

const describeLogDirs: Scenario = {
  api: ApiKey.DescribeLogDirs,
  name: 'folders',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    await talk.fill(name, 0, 5)
    const ask = (label: string, topics: Body) => talk.ask(label, ApiKey.DescribeLogDirs, version, { topics })
    await ask('two partitions', [{ topic: name, partitions: [0, 1] }])
    await ask('one of them', [{ topic: name, partitions: [1] }])
    await ask('an unknown partition', [{ topic: name, partitions: [7] }])
    await ask('an unknown topic', [{ topic: talk.name('unknown'), partitions: [0] }])
    await ask('no partitions', [{ topic: name, partitions: [] }])
    await ask('nothing', [])
    const all = await talk.prepare(ApiKey.DescribeLogDirs, version, { topics: null })
    const found = all.results.flatMap((one: Body) => one.topics.filter((of: Body) => of.name === name))
    talk.note('all', found)
  },
}

const alterReplicaLogDirs: Scenario = {
  api: ApiKey.AlterReplicaLogDirs,
  name: 'moving',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    const { results } = await talk.prepare(ApiKey.DescribeLogDirs, 1, { topics: [] })
    const dir: string = results[0].logDir
    const ask = (label: string, path: string, topic: string, partitions: number[]) =>
      talk.ask(label, ApiKey.AlterReplicaLogDirs, version, { dirs: [{ path, topics: [{ name: topic, partitions }] }] })
    await ask('where it is', dir, name, [0])
    await ask('a folder that is none of its own', '/no/such/folder', name, [0])
    await ask('a relative folder', 'somewhere', name, [0])
    await ask('an empty folder', '', name, [0])
    await ask('an unknown topic', dir, talk.name('unknown'), [0])
    await ask('an unknown partition', dir, name, [9])
    await talk.ask('nothing', ApiKey.AlterReplicaLogDirs, version, { dirs: [] })
  },
}

const electLeaders: Scenario = {
  api: ApiKey.ElectLeaders,
  name: 'elections',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    const ask = (label: string, topicPartitions: Body, electionType = 0, timeoutMs = 5000) =>
      talk.ask(label, ApiKey.ElectLeaders, version, { electionType, topicPartitions, timeoutMs })
    await ask('preferred', [{ topic: name, partitions: [0, 1] }])
    await ask('an unknown partition', [{ topic: name, partitions: [7] }])
    await ask('an unknown topic', [{ topic: talk.name('unknown'), partitions: [0] }])
    await ask('no partitions', [{ topic: name, partitions: [] }])
    await ask('nothing', [])
    if (version >= 1) {
      await ask('unclean', [{ topic: name, partitions: [0] }], 1)
      await ask('type 9', [{ topic: name, partitions: [0] }], 9, 3000)
    }
    await ask('timeout 0', [{ topic: name, partitions: [0] }], 0, 0)
  },
}

export const clusterScenarios: readonly Scenario[] = [
  apiVersions,
  framing,
  describeCluster,
  initProducerId,
  describeProducers,
  describeLogDirs,
  alterReplicaLogDirs,
  electLeaders,
]
