/** What of a predicate a source can do, and what is left for us: by what its adapter declares, never by trying. */
import type { EntityCapabilities, Field, Join, Predicate } from '../spi/index.js'

export interface SplitPredicate {
  readonly pushed: Predicate | undefined
  /** On the row itself. */
  readonly rowResidual: Predicate | undefined
  /** A test on child rows that the source can not do: only the finished resource can decide. */
  readonly needsResource: boolean
}

export type CapabilitiesOf = (entity: string) => EntityCapabilities

/** `entities`: by alias, those of the query. */
export function splitPredicate(
  predicate: Predicate,
  entities: ReadonlyMap<string, string>,
  capabilitiesOf: CapabilitiesOf,
): SplitPredicate {
  const pushed: Predicate[] = []
  const left: Predicate[] = []
  let needsResource = false
  for (const part of predicate.op === 'and' ? predicate.of : [predicate]) {
    if (isSupported(part, entities, capabilitiesOf)) pushed.push(part)
    else if (hasSubquery(part)) needsResource = true
    else left.push(part)
  }
  return { pushed: conjunction(pushed), rowResidual: conjunction(left), needsResource }
}

function conjunction(parts: readonly Predicate[]): Predicate | undefined {
  return parts.length < 2 ? parts[0] : { op: 'and', of: parts }
}

const hasSubquery = (predicate: Predicate): boolean =>
  predicate.op === 'exists' ||
  ((predicate.op === 'and' || predicate.op === 'or') && predicate.of.some(hasSubquery)) ||
  (predicate.op === 'not' && hasSubquery(predicate.of))

function isSupported(predicate: Predicate, entities: ReadonlyMap<string, string>, capabilitiesOf: CapabilitiesOf): boolean {
  const of = (field: Field) => capabilitiesOf(entities.get(field.alias) ?? '')
  const filters = (field: Field) => of(field).filters[field.name] ?? of(field).filters['*'] ?? []
  const logic = [...new Set(entities.values())].map(entity => capabilitiesOf(entity).logic)
  const allow = (word: EntityCapabilities['logic'][number]) => logic.every(words => words.includes(word))
  switch (predicate.op) {
    case 'and':
      return predicate.of.every(part => isSupported(part, entities, capabilitiesOf))
    case 'or':
      return allow('or') && predicate.of.every(part => isSupported(part, entities, capabilitiesOf))
    case 'not':
      return allow('not') && isSupported(predicate.of, entities, capabilitiesOf)
    case 'compare':
      return (!('alias' in predicate.to) || allow('compareFields')) && filters(predicate.field).includes(predicate.is)
    case 'in':
      return filters(predicate.field).includes('in') && predicate.values.length <= of(predicate.field).maxInList
    case 'inTuples':
      return allow('inTuples') && predicate.fields.every(field => filters(field).includes('in'))
    case 'text':
      return filters(predicate.field).includes(predicate.match) && of(predicate.field).foldings.includes(predicate.folding)
    case 'isNull':
      return filters(predicate.field).includes('isNull')
    case 'exists':
      return allow('exists') && subqueryIsSupported(predicate, entities, capabilitiesOf)
    default:
      return predicate satisfies never
  }
}

function subqueryIsSupported(
  { join, joins = [], where }: Extract<Predicate, { op: 'exists' }>,
  outer: ReadonlyMap<string, string>,
  capabilitiesOf: CapabilitiesOf,
): boolean {
  const all: readonly Join[] = [join, ...joins]
  const entities = new Map([...outer, ...all.map(each => [each.alias, each.entity] as const)])
  const tests = [where, ...all.map(each => each.where)].flatMap(test => test ?? [])
  return tests.every(test => isSupported(test, entities, capabilitiesOf))
}
