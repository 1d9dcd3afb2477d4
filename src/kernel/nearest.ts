/** The nearest known name to a misspelt one, for "did you mean". */

/** The candidate with the least edit distance, or undefined when none is near enough to be meant. */
export const nearestName = (name: string, candidates: Iterable<string>): string | undefined =>
  nearestNames(name, candidates, 1)[0]

/** At most `most` of the candidates that are near enough to be meant, the nearest first. */
export function nearestNames(name: string, candidates: Iterable<string>, most: number): readonly string[] {
  if (name.length > 80) return []
  const furthest = Math.max(2, Math.floor(name.length / 3))
  return [...new Set(candidates)]
    .map(candidate => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= furthest)
    .sort((a, b) => a.distance - b.distance || lengthened(name, a.candidate) - lengthened(name, b.candidate))
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** Of two that are as near, the one of the same length is meant: `form` is `from`, not `for`. */
const lengthened = (name: string, candidate: string): number => Math.abs(name.length - candidate.length)

/** Letters put in, left out, replaced, and neighbours that changed places. */
function editDistance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 8) return 99
  let beforeLast: readonly number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (last[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const swapped = isSwapped ? (beforeLast[column - 2] ?? 99) + 1 : 99
      current.push(Math.min(replaced, swapped, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 99
}
