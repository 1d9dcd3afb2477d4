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
      const parts = gatherAlternatives(predicate.of.map(gather), field => listOf(field, entities, capabilitiesOf))
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

interface Lists {
  /** The longest list; none when there are no lists. */
  readonly longest: number
  readonly ofTuples: boolean
}

function listOf(
  { alias, name }: Field,
  entities: ReadonlyMap<string, string>,
  capabilitiesOf: (entity: string) => EntityCapabilities,
): Lists {
  const { filters, logic, maxInList } = capabilitiesOf(entities.get(alias) ?? '')
  const takesLists = (filters[name] ?? filters['*'])?.includes('in') === true
  return { longest: takesLists ? maxInList : 0, ofTuples: logic.includes('inTuples') }
}

/** The values of columns that one alternative names, each by `=`. */
interface Equality {
  readonly fields: readonly Field[]
  readonly values: readonly (readonly Literal[])[]
}

/** In the order in which each set of columns is first named. */
function gatherAlternatives(parts: readonly Predicate[], listsOf: (field: Field) => Lists): readonly Predicate[] {
  const groups = new Map<
    string | Predicate,
    { readonly equality: Equality | undefined; readonly parts: Predicate[]; readonly values: (readonly Literal[])[] }
  >()
  for (const part of parts) {
    const equality = equalityOf(part)
    const lists = equality?.fields.map(listsOf) ?? []
    const canGather = equality && lists.every(({ longest, ofTuples }) => longest > 0 && (lists.length === 1 || ofTuples))
    const key = canGather
      ? equality.fields.map(({ alias, name, trim }) => `${alias}.${name}${trim === true ? '~' : ''}`).join()
      : part
    const group = groups.get(key) ?? { equality: canGather ? equality : undefined, parts: [], values: [] }
    group.parts.push(part)
    group.values.push(...(equality?.values ?? []))
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ equality, parts: same, values }) => {
    if (!equality || same.length === 1) return same
    const longest = Math.min(...equality.fields.map(field => listsOf(field).longest))
    return chunksOf(values, longest).map(chunk => asList(equality.fields, chunk))
  })
}

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

function asList(fields: readonly Field[], values: readonly (readonly Literal[])[]): Predicate {
  const [field] = fields
  if (fields.length === 1 && field) return { op: 'in', field, values: values.flat() }
  return { op: 'inTuples', fields, values }
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
