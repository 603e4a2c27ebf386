// The clients that `npm run compat` runs, in this order.
import type { Client } from '../lib/client.ts'
import { ibmSarama, shopifySarama } from './sarama.ts'

export const allClients: readonly Client[] = [shopifySarama, ibmSarama]
