/** What a search of a type has to ask for, by the rules of the type. */
import type { Fault } from '../kernel/errors.js'
import { isNegated } from './modifiers.js'
import type { TypeOffer } from './offer.js'
import type { Clause } from './search.js'

/** Undefined when the search asks for enough. One by `_id` always does: it is a read. */
export function requiredFault(
  clauses: readonly Pick<Clause, 'parameter' | 'modifier'>[],
  { type, requireAny }: TypeOffer,
): Fault | undefined {
  if (!requireAny) return undefined
  const asked = new Set(clauses.filter(narrows).map(({ parameter }) => parameter.name))
  if (asked.has('_id') || requireAny.some(group => group.every(name => asked.has(name)))) return undefined
  return {
    code: 'search.parameter-required',
    text: `A search of ${type} has to ask for ${describeRequired(requireAny)}. Those with :not, :not-in or :missing do not count.`,
  }
}

/** What leaves out few does not narrow a search. */
const narrows = ({ modifier }: Pick<Clause, 'modifier'>): boolean => !isNegated(modifier) && modifier !== 'missing'

export const describeRequired = (requireAny: readonly (readonly string[])[]): string =>
  requireAny.map(group => group.join(' and ')).join(', or for ')
