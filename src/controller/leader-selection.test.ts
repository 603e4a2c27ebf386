import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Candidates, Strategy } from './leader-selection.ts'
import { selectLeader } from './leader-selection.ts'

interface Case {
  readonly strategy: Strategy
  readonly assignment: readonly number[]
  readonly isr: readonly number[]
  readonly live: readonly number[]
  readonly shuttingDown?: readonly number[]
  readonly target?: readonly number[]
  readonly uncleanAllowed?: boolean
  /** leader / isr / recipients, with "r" when it has to recover; null: nobody. */
  readonly want: string | null
}

const CASES: readonly Case[] = [
  { strategy: 'offline', assignment: [1, 2, 3], isr: [2, 3], live: [1, 2, 3], want: '2 / 2,3 / 1,2,3' },
  { strategy: 'offline', assignment: [1, 2, 3], isr: [1, 2, 3], live: [3, 2], want: '2 / 2,3 / 2,3' },
  { strategy: 'offline', assignment: [1, 2], isr: [1], live: [2], want: null },
  { strategy: 'offline', assignment: [1, 2], isr: [1], live: [2], uncleanAllowed: true, want: '2 / 2 / 2 r' },
  { strategy: 'unclean', assignment: [1, 2], isr: [1], live: [2], want: '2 / 2 / 2 r' },
  { strategy: 'unclean', assignment: [2, 1], isr: [1], live: [1, 2], want: '1 / 1 / 2,1' },
  { strategy: 'unclean', assignment: [1, 2], isr: [1], live: [], want: null },
  { strategy: 'preferred', assignment: [1, 2], isr: [2, 1], live: [1, 2], want: '1 / 2,1 / 1,2' },
  { strategy: 'preferred', assignment: [1, 2], isr: [2], live: [1, 2], want: null },
  { strategy: 'preferred', assignment: [1, 2], isr: [1, 2], live: [2], want: null },
  {
    strategy: 'controlled-shutdown',
    assignment: [1, 2, 3],
    isr: [1, 2, 3],
    live: [2, 3],
    shuttingDown: [1],
    want: '2 / 2,3 / 1,2,3',
  },
  { strategy: 'controlled-shutdown', assignment: [1, 2], isr: [1], live: [2], shuttingDown: [1], want: null },
  { strategy: 'reassign', assignment: [1, 2, 3], target: [3, 2], isr: [1, 2], live: [1, 2, 3], want: '2 / 1,2 / 3,2' },
  { strategy: 'reassign', assignment: [1, 2, 3], target: [3], isr: [1, 2], live: [1, 2, 3], want: null },
]

describe('leader selection', () => {
  for (const [index, one] of CASES.entries()) {
    it(`${index}: ${one.strategy} of [${one.assignment}], in sync [${one.isr}], live [${one.live}]`, () => {
      const state = { leader: 1, leaderEpoch: 4, isr: one.isr, recovering: false, controllerEpoch: 1, version: 2 }
      const shuttingDown = one.shuttingDown ?? []
      const candidates: Candidates = {
        assignment: one.assignment,
        target: one.target ?? [],
        isLive: (broker) => one.live.includes(broker),
        isLiveOrShuttingDown: (broker) => one.live.includes(broker) || shuttingDown.includes(broker),
        isShuttingDown: (broker) => shuttingDown.includes(broker),
        uncleanAllowed: one.uncleanAllowed ?? false,
      }
      const found = selectLeader(one.strategy, state, candidates)
      const text = found && `${found.leader} / ${found.isr} / ${found.recipients}${found.recovering ? ' r' : ''}`
      assert.equal(text, one.want)
    })
  }
})
