// The clients that `npm run compat` runs, in this order.
import type { Client } from '../lib/client.ts'
import { adminTools392, adminTools431 } from './apache-admin-tools.ts'
import { groupTools392, groupTools431 } from './apache-group-tools.ts'
import { apacheTools392, apacheTools431 } from './apache-tools.ts'
import { transactionTools392, transactionTools431 } from './apache-transaction-tools.ts'
import { connect392 } from './connect.ts'
import { groupClients } from './groups.ts'
import { javaClients } from './java.ts'
import { javascriptClients } from './javascript.ts'
import { kcat } from './kcat.ts'
import { pythonClients } from './python.ts'
import { ibmSarama, shopifySarama } from './sarama.ts'
import { shims } from './shims.ts'

export const allClients: readonly Client[] = [
  kcat,
  shopifySarama,
  ibmSarama,
  ...javascriptClients,
  ...pythonClients,
  ...javaClients,
  apacheTools392,
  apacheTools431,
  shims,
  ...groupClients,
  groupTools392,
  groupTools431,
  transactionTools392,
  transactionTools431,
  adminTools392,
  adminTools431,
  connect392,
]
