/** A search that no index could serve, where the rules of its type do not allow scans: refused with what to add. */
import { FacadeError } from '../kernel/errors.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import type { Inverse } from '../mapping/compile/inverse.js'
import { joinOf } from '../mapping/compile/invert.js'
import { searchParametersFor } from '../search/element-path.js'
import type { Clause } from '../search/search.js'
import type { Predicate } from '../spi/index.js'
import { indexUse } from './index-use.js'
import { invertClause, isOffered } from './invert-clause.js'
import type { InvertContext } from './invert-context.js'
import { sampleValue } from './sample-value.js'

/** `asked`: what the clauses mean together; `where` is its predicate with look-ups resolved. */
export function refuseScan(
  clauses: readonly Clause[],
  { asked, where }: { readonly asked: Inverse; readonly where: Predicate | undefined },
  map: CompiledMap,
  context: InvertContext,
): void {
  if (asked.kind !== 'rows' || (where && !scans(where, map, context))) return
  const names = clauses.map(({ expression }) => expression).join(', ')
  const helpful = narrowing(map, context)
  const advice = helpful.length === 0 ? '' : ` Add one of ${helpful.join(', ')}.`
  throw new FacadeError('search.too-costly', {
    text: `The source of ${map.name} would have to look at every row for ${names}, which the rules of ${map.type} do not allow.${advice}`,
    ...(clauses[0] && { expression: clauses[0].expression }),
  })
}

function scans(where: Predicate, map: CompiledMap, context: InvertContext): boolean {
  const joins = map.relations.joins.map(join => joinOf(join, context))
  const entities = new Map([[map.alias, map.entity], ...joins.map(join => [join.alias, join.entity] as const)])
  return indexUse(where, { entities, schemaOf: () => undefined }).kind === 'scan'
}

/** Parameters whose columns an index could find. */
const narrowing = (map: CompiledMap, context: InvertContext): readonly string[] =>
  [...searchParametersFor(map.type).values()]
    .filter(parameter => {
      const value = sampleValue(parameter, undefined)
      if (!value || !isOffered({ parameter }, map)) return false
      const inverse = invertClause({ expression: parameter.name, parameter, values: [value] }, map, context)
      return inverse.kind === 'rows' && !scans(inverse.may, map, context)
    })
    .map(({ name }) => name)
