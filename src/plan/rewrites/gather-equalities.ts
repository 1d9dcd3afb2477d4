/** `a = 1 or a = 2` becomes `a in (1, 2)`: one test that an index answers at once, and that sources take which know no `or`. */
import type { EntityCapabilities, Field, Join, Literal, Predicate } from '../../spi/index.js'

/** `entities`: by alias, those of the query. Nothing is made of it that a source does not declare. */
export function gatherEqualities(
  predicate: Predicate,
  entities: ReadonlyMap<string, string>,
  capabilitiesOf: (entity: string) => EntityCapabilities,
): Predicate {
  const gather = (part: Predicate): Predicate => gatherEqualities(part, entities, capabilitiesOf)
  switch (predicate.op) {
    case 'and':
      return { op: 'and', of: predicate.of.map(gather) }
    case 'or': {
      const parts = gatherAlternatives(predicate.of.map(gather), longestList(entities, capabilitiesOf))
      const [only] = parts
      return parts.length === 1 && only ? only : { op: 'or', of: parts }
    }
    case 'not':
      return { op: 'not', of: gather(predicate.of) }
    case 'exists': {
      if (!predicate.where) return predicate
      const joined: readonly Join[] = [predicate.join, ...(predicate.joins ?? [])]
      const inner = new Map([...entities, ...joined.map(({ alias, entity }) => [alias, entity] as const)])
      return { ...predicate, where: gatherEqualities(predicate.where, inner, capabilitiesOf) }
    }
    default:
      return predicate
  }
}

/** The longest list of a field's values that its source takes; 0 when it takes none. */
type LongestList = (field: Field, ofTuples: boolean) => number

const longestList =
  (entities: ReadonlyMap<string, string>, capabilitiesOf: (entity: string) => EntityCapabilities): LongestList =>
  ({ alias, name }, ofTuples) => {
    const { filters, logic, maxInList } = capabilitiesOf(entities.get(alias) ?? '')
    const takesLists = (filters[name] ?? filters['*'])?.includes('in') === true && (!ofTuples || logic.includes('inTuples'))
    return takesLists ? maxInList : 0
  }

/** Values that columns are to equal, in the order of the columns. */
interface Equality {
  readonly fields: readonly Field[]
  readonly values: readonly (readonly Literal[])[]
}

/** Each list stands where the first of its values stood. */
function gatherAlternatives(parts: readonly Predicate[], longestOf: LongestList): readonly Predicate[] {
  const groups = new Map<string, Equality[]>()
  const placed = parts.map(part => {
    const equality = equalityOf(part)
    if (!equality || longestFor(equality, longestOf) === 0) return { part }
    const key = equality.fields.map(({ alias, name, trim }) => `${alias}.${name}${trim === true ? '~' : ''}`).join()
    const before = groups.get(key)
    if (before) before.push(equality)
    else groups.set(key, [equality])
    return { part, key, isFirst: before === undefined }
  })
  return placed.flatMap(({ part, key, isFirst }) => {
    const [first, ...others] = (key !== undefined && groups.get(key)) || []
    if (!first || others.length === 0) return [part]
    if (!isFirst) return []
    const values = [first, ...others].flatMap(equality => equality.values)
    return chunksOf(values, longestFor(first, longestOf)).map(chunk => asTest(first.fields, chunk))
  })
}

const longestFor = ({ fields }: Equality, longestOf: LongestList): number =>
  Math.min(...fields.map(field => longestOf(field, fields.length > 1)))

function equalityOf(predicate: Predicate): Equality | undefined {
  if (predicate.op === 'in') return { fields: [predicate.field], values: predicate.values.map(value => [value]) }
  if (predicate.op === 'inTuples') return predicate
  if (predicate.op === 'compare')
    return predicate.is === 'eq' && !('alias' in predicate.to)
      ? { fields: [predicate.field], values: [[predicate.to]] }
      : undefined
  if (predicate.op !== 'and') return undefined
  const parts = predicate.of.map(equalityOf)
  const single = parts.flatMap(part => (part?.fields.length === 1 && part.values.length === 1 ? [part] : []))
  if (single.length !== parts.length || parts.length < 2) return undefined
  return { fields: single.flatMap(({ fields }) => fields), values: [single.flatMap(({ values }) => values.flat())] }
}

function asTest(fields: readonly Field[], values: readonly (readonly Literal[])[]): Predicate {
  const [field] = fields
  if (fields.length > 1 || !field) return { op: 'inTuples', fields, values }
  const [value, another] = values.flat()
  return value && !another ? { op: 'compare', field, is: 'eq', to: value } : { op: 'in', field, values: values.flat() }
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
