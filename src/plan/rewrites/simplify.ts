/** Takes constant parts out of a predicate. `and` of nothing is true, `or` of nothing false. */
import type { Predicate } from '../../spi/index.js'

export const isTrue = (predicate: Predicate): boolean => predicate.op === 'and' && predicate.of.length === 0
export const isFalse = (predicate: Predicate): boolean => predicate.op === 'or' && predicate.of.length === 0

export function simplify(predicate: Predicate): Predicate {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return simplifyParts(predicate.op, predicate.of)
    case 'not': {
      const of = simplify(predicate.of)
      if (isTrue(of)) return { op: 'or', of: [] }
      if (isFalse(of)) return { op: 'and', of: [] }
      return of.op === 'not' ? of.of : { op: 'not', of }
    }
    case 'in':
      return predicate.values.length === 0 ? { op: 'or', of: [] } : predicate
    case 'exists': {
      if (!predicate.where) return predicate
      const where = simplify(predicate.where)
      return isFalse(where) ? where : { ...predicate, where }
    }
    default:
      return predicate
  }
}

function simplifyParts(op: 'and' | 'or', of: readonly Predicate[]): Predicate {
  const parts: Predicate[] = []
  for (const part of of.map(simplify)) {
    if (op === 'and' ? isFalse(part) : isTrue(part)) return part
    if (part.op === op) parts.push(...part.of)
    else parts.push(part)
  }
  const [only] = parts
  return parts.length === 1 && only ? only : { op, of: parts }
}
