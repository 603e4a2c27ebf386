// Reads a whole partition over the wire, record by record.
import { ApiKey } from '../../src/protocol/apis.ts'
import { batchPositions, openRecords } from '../../src/protocol/batch/iterate.ts'
import { Connection, requestFrame } from '../diff/exchange.ts'

export interface ReadRecord {
  offset: number
  key: string | null
  valueBytes: number
}

interface FetchAnswer {
  responses: {
    partitions: { errorCode: number; highWatermark: number; logStartOffset: number; records: Uint8Array | null }[]
  }[]
}

export async function* readPartition(address: string, topic: string, partition: number): AsyncGenerator<ReadRecord> {
  const connection = new Connection(address)
  try {
    let next = 0
    for (;;) {
      const partitions = [
        { partition, currentLeaderEpoch: -1, fetchOffset: next, logStartOffset: -1, partitionMaxBytes: 8_000_000 },
      ]
      const body = {
        replicaId: -1,
        maxWaitMs: 100,
        minBytes: 1,
        maxBytes: 50_000_000,
        sessionEpoch: -1,
        topics: [{ topic, partitions }],
      }
      const outcome = await connection.ask(ApiKey.Fetch, 11, requestFrame(ApiKey.Fetch, 11, body))
      if (outcome.kind !== 'answer') throw new Error(`reading ${topic}-${partition}: ${outcome.kind}`)
      const of = (outcome.body as FetchAnswer).responses[0]?.partitions[0]
      if (of?.errorCode !== 0) throw new Error(`reading ${topic}-${partition} at ${next}: error code ${of?.errorCode}`)
      if (next >= of.highWatermark) return
      const before = next
      for (const record of recordsOf(of.records ?? new Uint8Array(0))) {
        if (record.offset < next) continue
        if (record.offset !== next)
          throw new Error(`${topic}-${partition}: offset ${record.offset} where ${next} was expected`)
        next++
        yield record
      }
      if (next === before)
        throw new Error(`${topic}-${partition}: nothing at ${next}, below the high watermark ${of.highWatermark}`)
    }
  } finally {
    connection.close()
  }
}

function* recordsOf(bytes: Uint8Array): Generator<ReadRecord> {
  for (const at of batchPositions(bytes)) {
    const walk = openRecords(bytes, at)
    while (walk.next()) {
      const key = walk.key()
      yield { offset: walk.offset, key: key === null ? null : Buffer.from(key).toString(), valueBytes: walk.valueSize }
    }
  }
}
