/** DeleteTopics: a node under /admin/delete_topics; the controller's watch does the rest. */
import { NodeError } from '../../metadata/contract.ts'
import { deleteTopicPath, topicPath } from '../../metadata/nodes/paths.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Mutations, Outcome } from '../contract.ts'
import { waitForMetadata } from '../metadata-wait.ts'
import type { AdminParts } from './admin.ts'
import { DONE, outcomeOf, Refusal, spend, TIMED_OUT } from './admin.ts'

type Named = Outcome & { name: string }

/**
 * Answers when no broker serves the topics any more. Apache answers then too; here the answer also waits, as long as
 * there is time, until the nodes are gone (`untilGone`), so that the same name can be made again at once.
 */
export async function deleteTopics(
  parts: AdminParts,
  names: readonly string[],
  { timeoutMs, mutations }: { timeoutMs: number; mutations: Mutations | null },
  untilGone: (name: string, timeoutMs: number) => Promise<void>,
): Promise<Named[]> {
  const deadlineMs = parts.clock.monotonicMs() + timeoutMs
  const leftMs = (): number => Math.max(0, deadlineMs - parts.clock.monotonicMs())
  const marked: Named[] = []
  for (const name of names) marked.push({ name, ...(await mark(parts, name, mutations)) })
  return Promise.all(
    marked.map(async (outcome) => {
      if (outcome.error !== ErrorCode.NONE) return outcome
      const { name } = outcome
      if (timeoutMs <= 0) return { name, ...TIMED_OUT }
      const gone = await waitForMetadata(
        parts.metadata,
        parts.clock,
        leftMs(),
        (metadata) => !metadata.topics.has(name),
      )
      if (!gone) return { name, ...TIMED_OUT }
      await untilGone(name, leftMs())
      return outcome
    }),
  )
}

async function mark(parts: AdminParts, name: string, mutations: Mutations | null): Promise<Outcome> {
  try {
    if (!parts.config.boolean('delete.topic.enable')) {
      throw new Refusal(ErrorCode.TOPIC_DELETION_DISABLED, 'Topic deletion is disabled.')
    }
    if ((await parts.tree.exists(topicPath(name))) === null) throw unknown(name)
    spend(mutations, parts.metadata.current.topics.get(name)?.size ?? 0)
    await parts.tree.create(deleteTopicPath(name), null, 'persistent')
    return DONE
  } catch (error) {
    if (error instanceof NodeError) {
      // Asked for twice: both wait for the same deletion.
      if (error.kind === 'node-exists') return DONE
      if (error.kind === 'bad-arguments') return outcomeOf(unknown(name), parts.logger)
    }
    return outcomeOf(error, parts.logger)
  }
}

function unknown(name: string): Refusal {
  return new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Topic '${name}' to delete does not exist.`)
}
