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

/** For the keyset position, the limit and the rules of joins. */
export const parametersKept = 64

/** `entities`: by alias, those of the query. `before`: what the predicate is added to. */
export function splitPredicate(
  predicate: Predicate,
  entities: ReadonlyMap<string, string>,
  capabilitiesOf: CapabilitiesOf,
  before?: SplitPredicate,
): SplitPredicate {
  const pushed = [...partsOf(before?.pushed)]
  const left = [...partsOf(before?.rowResidual)]
  let needsResource = before?.needsResource === true
  const limits = [...new Set(entities.values())].map(entity => capabilitiesOf(entity).maxParameters)
  let room = Math.min(...limits) - parametersKept - (before?.pushed ? parametersOf(before.pushed) : 0)
  for (const part of partsOf(predicate)) {
    const parameters = parametersOf(part)
    if (parameters <= room && isSupported(part, entities, capabilitiesOf)) {
      room -= parameters
      pushed.push(part)
    } else if (hasSubquery(part)) needsResource = true
    else left.push(part)
  }
  return { pushed: conjunction(pushed), rowResidual: conjunction(left), needsResource }
}

function partsOf(predicate: Predicate | undefined): readonly Predicate[] {
  if (!predicate) return []
  return predicate.op === 'and' ? predicate.of : [predicate]
}

function conjunction(parts: readonly Predicate[]): Predicate | undefined {
  return parts.length < 2 ? parts[0] : { op: 'and', of: parts }
}

const hasSubquery = (predicate: Predicate): boolean =>
  predicate.op === 'exists' ||
  ((predicate.op === 'and' || predicate.op === 'or') && predicate.of.some(hasSubquery)) ||
  (predicate.op === 'not' && hasSubquery(predicate.of))

function parametersOf(predicate: Predicate): number {
  switch (predicate.op) {
    case 'and':
    case 'or':
      return predicate.of.reduce((sum, part) => sum + parametersOf(part), 0)
    case 'not':
      return parametersOf(predicate.of)
    case 'in':
      return predicate.values.length
    case 'inTuples':
      return predicate.values.length * predicate.fields.length
    case 'exists':
      return testsOf(predicate).reduce((sum, test) => sum + parametersOf(test), 0)
    case 'isNull':
      return 0
    case 'compare':
    case 'text':
      return 1
    default:
      return predicate satisfies never
  }
}

function isSupported(predicate: Predicate, entities: ReadonlyMap<string, string>, capabilitiesOf: CapabilitiesOf): boolean {
  const of = (field: Field) => capabilitiesOf(entities.get(field.alias) ?? '')
  const filters = (field: Field) => of(field).filters[field.name] ?? of(field).filters['*'] ?? []
  const all = () => [...new Set(entities.values())].map(entity => capabilitiesOf(entity))
  const allow = (word: EntityCapabilities['logic'][number]) => all().every(({ logic }) => logic.includes(word))
  const isShort = (list: readonly unknown[]) => all().every(({ maxInList }) => list.length <= maxInList)
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
      return filters(predicate.field).includes('in') && isShort(predicate.values)
    case 'inTuples':
      return allow('inTuples') && predicate.fields.every(field => filters(field).includes('in')) && isShort(predicate.values)
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

type Exists = Extract<Predicate, { op: 'exists' }>

const testsOf = ({ join, joins = [], where }: Exists): readonly Predicate[] =>
  [where, join.where, ...joins.map(each => each.where)].flatMap(test => test ?? [])

function subqueryIsSupported(exists: Exists, outer: ReadonlyMap<string, string>, capabilitiesOf: CapabilitiesOf): boolean {
  const all: readonly Join[] = [exists.join, ...(exists.joins ?? [])]
  const entities = new Map([...outer, ...all.map(each => [each.alias, each.entity] as const)])
  return testsOf(exists).every(test => isSupported(test, entities, capabilitiesOf))
}
