// The clients that `npm run compat` runs, in this order.
import type { Client } from '../lib/client.ts'
import { apacheTools392, apacheTools431 } from './apache-tools.ts'
import { javaClients } from './java.ts'
import { kcat } from './kcat.ts'
import { ibmSarama, shopifySarama } from './sarama.ts'

export const allClients: readonly Client[] = [
  kcat,
  shopifySarama,
  ibmSarama,
  apacheTools392,
  apacheTools431,
  ...javaClients,
]
