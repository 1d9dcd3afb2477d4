/** Whether an index of the database can find the rows of a predicate: a judgement by its leading columns, not a plan of the database. */
import type { EntitySchema, Field, Predicate } from '../spi/index.js'

export type IndexUse =
  /** The columns by which rows are found; `by` is the index that is there. */
  | { readonly kind: 'index'; readonly by: string }
  | { readonly kind: 'friendly'; readonly entity: string; readonly column: string }
  | { readonly kind: 'scan'; readonly why: string }

export interface IndexContext {
  /** By alias. */
  readonly entities: ReadonlyMap<string, string>
  readonly schemaOf: (entity: string) => EntitySchema | undefined
}

export function indexUse(predicate: Predicate, context: IndexContext): IndexUse {
  switch (predicate.op) {
    case 'and':
      return best(predicate.of.map(part => indexUse(part, context)))
    case 'or':
      return predicate.of.length === 0 ? scan('nothing is tested') : worst(predicate.of.map(part => indexUse(part, context)))
    case 'compare':
      return 'alias' in predicate.to ? scan('two columns are compared') : byColumn(predicate.field, context)
    case 'in':
      return byColumn(predicate.field, context)
    case 'inTuples':
      return best(predicate.fields.map(field => byColumn(field, context)))
    case 'text':
      return textUse(predicate, context)
    case 'exists': {
      const all = [predicate.join, ...(predicate.joins ?? [])]
      const entities = new Map([...context.entities, ...all.map(({ alias, entity }) => [alias, entity] as const)])
      const tests = [predicate.join.where, predicate.where].flatMap(part => part ?? [])
      if (tests.length === 0) return scan('every row is asked for its child rows')
      return best(tests.map(test => indexUse(test, { ...context, entities })))
    }
    case 'not':
      return scan('an index finds what is, not what is not')
    case 'isNull':
      return scan('rows without a value are not looked for by index')
    default:
      return predicate satisfies never
  }
}

const scan = (why: string): IndexUse => ({ kind: 'scan', why })

function textUse({ field, match, folding }: Extract<Predicate, { op: 'text' }>, context: IndexContext): IndexUse {
  if (match === 'contains') return scan('no index helps to find text in the middle')
  if (folding !== 'exact' && field.collation?.folds !== folding)
    return scan(
      `${field.name} has no collation that ignores ${folding === 'ignoreCase' ? 'case' : 'case and accents'}, so every value is folded`,
    )
  return byColumn(field, context)
}

function byColumn({ alias, name }: Field, { entities, schemaOf }: IndexContext): IndexUse {
  const entity = entities.get(alias)
  if (entity === undefined) return scan('the column is not of a table that is known here')
  const schema = schemaOf(entity)
  const leading = [
    ...(schema?.keys ?? []).map(({ fields, primary }) => ({ fields, what: primary ? 'primary key' : 'unique key' })),
    ...(schema?.indexes ?? []).map(({ fields }) => ({ fields, what: 'index' })),
  ].find(({ fields }) => fields[0] === name)
  if (leading) return { kind: 'index', by: `${leading.what} ${entity}(${leading.fields.join(', ')})` }
  return { kind: 'friendly', entity, column: name }
}

const ranks = { index: 0, friendly: 1, scan: 2 } as const

const best = (uses: readonly IndexUse[]): IndexUse =>
  uses.reduce<IndexUse | undefined>((a, b) => (a && ranks[a.kind] <= ranks[b.kind] ? a : b), undefined) ??
  scan('nothing is tested')

const worst = (uses: readonly IndexUse[]): IndexUse =>
  uses.reduce<IndexUse | undefined>((a, b) => (a && ranks[a.kind] >= ranks[b.kind] ? a : b), undefined) ??
  scan('nothing is tested')
