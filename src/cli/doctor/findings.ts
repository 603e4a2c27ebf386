/** What the doctor says. */
export type Verdict = 'ok' | 'note' | 'bad'

export interface Finding {
  /** What was looked at. */
  readonly subject: string
  readonly verdict: Verdict
  readonly text: string
  /** What to change, one line; null: nothing. */
  readonly fix: string | null
}

export type Say = (subject: string, verdict: Verdict, text: string, fix?: string | null) => void
