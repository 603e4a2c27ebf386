// A short run of real clients against Odradek, for CI: kcat, the article's sarama, one Java client. What a machine cannot
// fetch or build is skipped and the reason printed; a failed case ends it with 1.
import { javaClients } from './clients/java.ts'
import { kcat } from './clients/kcat.ts'
import { shopifySarama } from './clients/sarama.ts'
import { startBrokerOfKind } from './lib/broker.ts'
import type { Client } from './lib/client.ts'
import { runClients } from './lib/runner.ts'

const newestJava = javaClients.at(-1) as Client
const broker = await startBrokerOfKind('odradek')
const totals = await runClients([kcat, shopifySarama, newestJava], broker).finally(() => broker.stop())
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
if (totals.passed + totals.failed === 0) console.log('No client could be run here: nothing has been shown.')
process.exitCode = totals.failed === 0 ? 0 : 1
