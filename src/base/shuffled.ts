/** In any order, each as likely as the others. `below`: a whole number from 0 on, below its argument. */
export function shuffled<T>(items: readonly T[], below: (limit: number) => number): T[] {
  const all = [...items]
  for (let i = all.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
