/** Memory and each database agree on any predicate over any table, as it was written and as it was padded. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatasetTable } from '../../src/spi/conformance/dataset.js'
import type { Field, FieldType, Join, Literal, Order, Predicate, Scalar, SourceQuery, SourceSchema } from '../../src/spi/index.js'
import { servers, titleOf } from '../support/servers.js'
import { openInMemory, openInServer, openInSqlite, readAll, type Source, type Tables } from './sources.js'

// A small pool, so that what is asked for is often there, or nearly.
const words = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  'a  ',
  'a\t',
  'ab',
  'AB',
  'aB ',
  'é',
  'É',
  'e\u0301',
  'e',
  'eb',
  'ß',
  'ss',
  'SS',
  's',
  'S%',
  '%',
  '_',
]
const texts = fc.constantFrom(...words, 'a b', 'b', 'B', '!', "'", '😀', '｀', 'İ', 'ı', 'i', 'I')
const times = fc
  .tuple(
    fc.constantFrom('2020-03-29', '2020-03-28', '1999-12-31'),
    fc.constantFrom('00:00:00', '01:30:00', '01:30:00.5', '23:59:59'),
  )
  .map(parts => parts.join('T'))

type Value = Exclude<Scalar, null>
const values: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  string: texts,
  integer: fc.constantFrom<Value>(-1, 0, 1, 2, 3, '9007199254740992', '9007199254740993', 9007199254740991),
  decimal: fc.constantFrom('-1.5', '0', '0.25', '1', '1.5', '10', '99.125'),
  boolean: fc.boolean(),
  date: fc.constantFrom('1999-12-31', '2000-01-01', '2020-02-29'),
  dateTime: times,
}
const someValue = (type: FieldType): fc.Arbitrary<Value> => values[type] ?? fc.constant('')

const columns: DatasetTable['columns'] = [
  { name: 'ID', type: 'integer', nativeType: 'INTEGER' },
  { name: 'NAME', type: 'string', nativeType: 'VARCHAR(10)' },
  { name: 'PADDED', type: 'string', nativeType: 'CHAR(10)', trim: true },
  { name: 'FIXED', type: 'string', nativeType: 'CHAR(6)', trim: true },
  { name: 'FOLDED', type: 'string', nativeType: 'VARCHAR(10)', collation: { folds: 'ignoreCase', padsBlanks: false } },
  { name: 'NUMBER', type: 'integer', nativeType: 'BIGINT' },
  { name: 'AMOUNT', type: 'decimal', nativeType: 'DECIMAL(10,3)' },
  { name: 'FLAG', type: 'boolean', nativeType: 'BIT' },
  { name: 'DAY', type: 'date', nativeType: 'DATE' },
  { name: 'MOMENT', type: 'dateTime', nativeType: 'DATETIME' },
]
const schema: SourceSchema = { entities: { left: { path: ['LEFT "T" ?'] }, right: { path: ['RIGHT'] } } }

/** FIXED is padded throughout, as an engine with a real CHAR would; PADDED now and then. */
const storedValue = ({ name, type }: DatasetTable['columns'][number]): fc.Arbitrary<Value> =>
  name === 'FIXED' ? texts.filter(text => !text.includes('\t')).map(text => text.padEnd(6)) : someValue(type)

const rows = fc
  .array(fc.tuple(...columns.slice(1).map(column => fc.option(storedValue(column), { nil: null, freq: 3 }))), {
    minLength: 3,
    maxLength: 12,
  })
  .map(all => all.map((row, index): readonly Scalar[] => [index + 1, ...row]))
const tables = fc
  .tuple(rows, rows)
  .map(([left, right]) => ({ 'LEFT "T" ?': { columns, key: ['ID'], rows: left }, RIGHT: { columns, key: ['ID'], rows: right } }))

const fieldsOf = (alias: string): readonly Field[] => columns.map(column => ({ alias, ...column }))
const literalOf = ({ type }: Field): fc.Arbitrary<Literal> => someValue(type).map(value => ({ type, value }))
const someField = (alias: string) => fc.constantFrom(...fieldsOf(alias))
const textField = (alias: string) => fc.constantFrom(...fieldsOf(alias).filter(field => field.type === 'string'))
const comparison = fc.constantFrom('eq' as const, 'lt' as const, 'le' as const, 'gt' as const, 'ge' as const)

const tests = (alias: string): fc.Arbitrary<Predicate> =>
  fc.oneof(
    someField(alias).map(field => ({ op: 'isNull', field }) as const),
    fc
      .tuple(someField(alias), comparison)
      .chain(([field, is]) => literalOf(field).map(to => ({ op: 'compare', field, is, to }) as const)),
    fc.tuple(textField('l'), comparison, textField(alias)).map(([field, is, to]) => ({ op: 'compare', field, is, to }) as const),
    someField(alias).chain(field =>
      fc.array(literalOf(field), { maxLength: 5 }).map(list => ({ op: 'in', field, values: list }) as const),
    ),
    fc
      .tuple(someField(alias), textField(alias))
      .chain(fields =>
        fc
          .array(fc.tuple(...fields.map(literalOf)), { maxLength: 3 })
          .map(list => ({ op: 'inTuples', fields, values: list }) as const),
      ),
    fc
      .tuple(
        textField(alias),
        fc.constantFrom('equals' as const, 'startsWith' as const, 'contains' as const),
        fc.constantFrom('exact' as const, 'ignoreCase' as const, 'ignoreCaseAndAccents' as const),
        texts,
      )
      .map(([field, match, folding, value]) => ({ op: 'text', field, match, folding, value }) as const),
  )

const pairs = (alias: string): fc.Arbitrary<Join['on']> =>
  fc
    .constantFrom('NAME', 'PADDED', 'FIXED', 'FOLDED', 'NUMBER', 'MOMENT', 'DAY')
    .map(name => [[fieldNamed('l', name), fieldNamed(alias, name === 'NAME' ? 'PADDED' : name === 'PADDED' ? 'FIXED' : name)]])

function fieldNamed(alias: string, name: string): Field {
  const column = columns.find(candidate => candidate.name === name)
  if (column === undefined) throw new Error(`No column ${name}.`)
  return { alias, ...column }
}

const { predicate } = fc.letrec<{ predicate: Predicate }>(tie => ({
  predicate: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 5, arbitrary: tests('l') },
    tie('predicate').map(of => ({ op: 'not', of }) as const),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('predicate'), { maxLength: 3 }))
      .map(([op, of]) => ({ op, of })),
    fc.tuple(pairs('r'), fc.option(tests('r'), { nil: undefined })).map(
      ([on, where]) =>
        ({
          op: 'exists',
          join: { entity: 'right', alias: 'r', on, optional: false },
          ...(where === undefined ? {} : { where }),
        }) as const,
    ),
  ),
}))

const orders: fc.Arbitrary<readonly Order[]> = fc
  .array(fc.record({ by: someField('l'), direction: fc.constantFrom('asc', 'desc'), nulls: fc.constantFrom('first', 'last') }), {
    maxLength: 2,
  })
  .map(some => [...some, { by: fieldNamed('l', 'ID'), direction: 'asc', nulls: 'last' }])

const statements = ['create index I1 on "LEFT ""T"" ?" (NAME)', 'create index I2 on "LEFT ""T"" ?" (PADDED)']

interface Engine {
  readonly name: string
  readonly answers: boolean
  /** Fewer where each takes tables of its own in a server. */
  readonly numRuns: number
  open(tables: Tables): Promise<Source>
}
const engines: readonly Engine[] = [
  { name: 'SQLite', answers: true, numRuns: 60, open: given => openInSqlite(given, schema, statements) },
  ...servers.map(
    (server): Engine => ({
      name: titleOf(server),
      answers: server.answers,
      numRuns: 12,
      open: given => openInServer(server, given, schema),
    }),
  ),
]

describe.each(engines)('memory and $name', ({ answers, numRuns, open }) => {
  it.runIf(answers)('find the same rows in the same order', { timeout: 120_000 }, async () => {
    const questions = fc.array(fc.record({ predicate, orders }), { minLength: 20, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(tables, questions, async (given, asked) => {
        const memory = await openInMemory(given, schema)
        const source = await open(given)
        try {
          for (const { predicate: where, orders: orderBy } of asked) {
            const query: SourceQuery = { from: { entity: 'left', alias: 'l' }, joins: [], select: fieldsOf('l'), where, orderBy }
            expect(await readAll(source.adapter, query)).toEqual(await readAll(memory.adapter, query))
          }
        } finally {
          await source.close()
        }
      }),
      { numRuns, seed: 20200329, endOnFailure: true },
    )
  })
})
