/** A small run of fuzz/malformed.ts for every test run: a broker of this process, a few thousand inputs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitAddress } from '../compat/lib/net.ts'
import { startBroker } from '../src/broker/main.ts'
import { allMessages } from '../src/protocol/testing/messages.ts'
import { RandomValues } from '../src/protocol/testing/random-values.ts'
import { Writer } from '../src/protocol/writer.ts'
import { HEALTHY_TOPIC, prepareGround } from './ground.ts'
import { HealthyClient } from './healthy.ts'
import { Inputs, kinds } from './inputs.ts'
import { runLanes } from './lanes.ts'
import { SiteWriter, writeMessage } from './sites.ts'

const SEED = 20_260
const COUNT = 3000

test('the fuzzer writes requests as the codecs do', () => {
  for (const codec of allMessages().values()) {
    if (!codec.name.endsWith('Request')) continue
    for (let version = codec.minVersion; version <= codec.maxVersion; version++) {
      const value = new RandomValues(SEED + version).message(codec.schema, version)
      const expected = new Writer()
      codec.write(expected, value, version)
      const w = new SiteWriter()
      writeMessage(w, codec.schema, value, version)
      const { bytes, sites } = w.finish()
      assert.deepEqual(bytes, Buffer.from(expected.finishJoined()), `${codec.name} ${version}`)
      for (const { at, width } of sites) assert.ok(at + width <= bytes.length)
    }
  }
})

test('malformed requests: nothing ends but their connections, and others are served', async () => {
  const errors: string[] = []
  const broker = await startBroker({
    port: 0,
    flags: { 'auto.create.topics.enable': 'false', 'odradek.admin.listeners': '' },
    log: (line) => {
      if (/ ERROR /.test(line)) errors.push(line)
    },
  })
  try {
    const address = splitAddress(broker.bootstrapServers)
    const { ground, served } = await prepareGround(broker.bootstrapServers)
    const inputs = new Inputs(SEED, ground, served)
    const healthy = new HealthyClient({ ...address, topic: HEALTHY_TOPIC, pauseMs: 5 })
    const report = healthy.run()
    let number = 0
    let handled = 0
    const tally = await runLanes({
      ...address,
      lanes: 16,
      next: () => (number < COUNT ? inputs.make(number++) : undefined),
      onDone: () => handled++,
      isStopped: () => false,
    })
    healthy.stop()
    const { served: healthyServed, problems } = await report
    assert.equal(handled, COUNT, `seed ${SEED}`)
    assert.deepEqual(errors, [], `the broker's own errors, seed ${SEED}`)
    assert.deepEqual(tally.unreadable, [], `answers that cannot be read, seed ${SEED}`)
    assert.deepEqual(problems, [])
    assert.ok(healthyServed > 10, `the healthy client was served ${healthyServed} times`)
    assert.ok(tally.answered > COUNT / 10 && tally.closed > COUNT / 10, JSON.stringify(tally))
    for (const kind of kinds) assert.ok((tally.byKind.get(kind) ?? 0) > 0, `${kind} was not among the inputs`)
  } finally {
    await broker.stop()
  }
})
