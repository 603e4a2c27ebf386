/** Pages over the real network. */
import { httpOver } from '../http-server.ts'
import { makeNodeWorld } from './world.ts'

export const listenHttp = httpOver(makeNodeWorld())
