/**
 * From settings to a broker that serves: the entry for the command line, and for tests that want a broker of their own.
 *
 *     const broker = await startBroker({ port: 0 })
 *     …                                    // broker.bootstrapServers
 *     await broker.stop()
 */
import { mkdtempSync, rmSync } from 'node:fs'
