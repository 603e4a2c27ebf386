/** Stories of transactions in testdata/transcripts/transactions: told again, they must end the same. */
import { testTranscripts } from '../../base/testing/transcript-files.ts'
import { TransactionStory } from './testing/transcript-story.ts'

testTranscripts('transactions', () => new TransactionStory().tell)
