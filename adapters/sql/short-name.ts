/** Names within the length that a server looks at. Aliases are made from the names of maps and relations, and may be longer. */
import { createHash } from 'node:crypto'

const hashLength = 12

/** The name itself, or its beginning and a hash of it: two long names with one beginning stay two. `most` is in bytes. */
export function shortName(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength)
  let start = ''
  for (const point of name) {
    if (Buffer.byteLength(start + point) > most - hashLength - 1) break
    start += point
  }
  return `${start}~${hash}`
}
