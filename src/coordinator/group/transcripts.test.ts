/** Stories of rebalances in testdata/transcripts/groups: told again, they must end the same. */
import { testTranscripts } from '../../base/testing/transcript-files.ts'
import { GroupStory } from './testing/story.ts'

testTranscripts('groups', () => new GroupStory().tell)
