/** How many stories a random test tells: `npm test -- property --times 50` tells fifty times as many. */
export function times(count: number): number {
  return count * Number(process.env.STORY_TIMES ?? 1)
}
