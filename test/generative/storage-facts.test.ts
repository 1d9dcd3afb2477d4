/** For every storage fact, stored values and conditions made by chance: what the source decides is what the row decides. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typeOfDeclaration } from '../../adapters/sqlite/declared-types.js'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { compileModel } from '../../src/mapping/compile/compile-model.js'
import { conditionHolds } from '../../src/mapping/compile/condition.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import { type EntitySchema, evaluate, type Scalar } from '../../src/spi/index.js'

const now = Date.parse('2024-06-15T12:00:00Z')

interface Fact {
  readonly name: string
  readonly facts: string
  readonly columns: Readonly<Record<string, string>>
  readonly source?: string
  readonly row: fc.Arbitrary<readonly Scalar[]>
  /** As an expression writes it. */
  readonly literal: fc.Arbitrary<string>
  readonly signs?: readonly string[]
}

/** A condition on the column V of a map, decided on rows in both ways. */
function decide({ facts, columns, source = '' }: Fact, condition: string) {
  const indented = facts.split('\n').map(line => `      ${line}`)
  const yaml = `source: gp
${source}
tables:
  t:
    key: [ID]
    columns:
${indented.join('\n')}
---
map: m
from: t as p
where: "p.V ${condition}"
Patient:
  name[official]: { family: Bell }
  gender: { if: "p.V ${condition}", then: male }
`
  const parsed = parseMappingFile('m.yaml', yaml, () => undefined)
  const [gp] = parsed.sources
  if (!gp) throw new Error('There is no source document.')
  const loaded = { source: gp, maps: parsed.maps, schemaOf: () => schemaOf(columns) }
  const { model, diagnostics } = compileModel([loaded])
  const [map] = model?.maps ?? []
  if (!map) throw new Error([...parsed.diagnostics, ...diagnostics].map(formatDiagnostic).join('\n'))
  const inverse = conditionHolds(map.where, { now })
  if (inverse.kind === 'unsupported') throw new Error(inverse.reason)
  const { fields } = map.emitted.root
  const names = Object.keys(columns)
  const at = (row: readonly Scalar[], name: string): Scalar => (name === 'ID' ? 1 : (row[names.indexOf(name)] ?? null))
  const report = { now, hasExactDecimals: false, dropped: () => undefined, incomplete: () => undefined }
  return {
    isExact: inverse.kind !== 'rows' || inverse.exact,
    inSource: (row: readonly Scalar[]): boolean =>
      inverse.kind === 'always' || (inverse.kind === 'rows' && evaluate(inverse.may, field => at(row, field.name))),
    onRow(row: readonly Scalar[]): boolean {
      const selected = fields.map(({ name }) => at(row, name))
      const resource = map.emitted.toResource(selected, [], report)
      return resource !== undefined && Reflect.get(resource, 'gender') === 'male'
    },
  }
}

function schemaOf(columns: Fact['columns']): EntitySchema {
  const fields = [['ID', 'INTEGER'] as const, ...Object.entries(columns)].map(([name, nativeType]) => ({
    name,
    type: typeOfDeclaration(nativeType),
    nativeType,
    nullable: name !== 'ID',
  }))
  return { entity: 't', kind: 'table', fields, keys: [], references: [], indexes: [] }
}

/** Exact conditions agree; others never lose a row. */
function agrees(fact: Fact, condition: string, rows: readonly (readonly Scalar[])[]): void {
  const { onRow, inSource, isExact } = decide(fact, condition)
  for (const row of rows) {
    const wanted = onRow(row)
    const found = inSource(row)
    expect({ condition, row, agrees: isExact ? found === wanted : found || !wanted }).toEqual({ condition, row, agrees: true })
  }
}

// ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const days = [
  ...['2020-03-29', '2020-10-25', '2020-02-29', '2020-03-01', '2021-02-28', '0001-01-01', '9999-12-31', '1999-12-31'],
  ...['2000-01-01', '2019-12-31', '2020-01-01', '2020-02-01', '2020-03-31', '2020-12-01'],
]
const day = fc.constantFrom(...days)
const time = fc.constantFrom('00:00:00', '00:59:59', '01:00:00', '01:30:00', '12:00:00', '12:00:30', '23:59:59')
const dateTime = fc.tuple(day, time).map(([date, at]) => `${date}T${at}`)
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5, nil: null })
const quoted = (text: fc.Arbitrary<string>) => text.map(value => `'${value}'`)
const dateLiteral = quoted(
  fc.oneof(
    day,
    day.map(text => text.slice(0, 7)),
    day.map(text => text.slice(0, 4)),
  ),
)
const timeLiteral = quoted(fc.oneof(dateTime, day))
const decimal = fc.constantFrom(
  '0',
  '1.5',
  '1.50',
  '-1.5',
  '2.5',
  '-2.5',
  '0.05',
  '-0.05',
  '0.15',
  '98.6',
  '37',
  '36.95',
  '37.05',
)
const number = fc.oneof(
  decimal,
  fc.constantFrom('100', '-40', '1000000.001', '9007199254740993'),
  fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: 10, max: 99 })).map(([whole, part]) => `${whole}.${part}`),
)
const digitsOf = (text: fc.Arbitrary<string>) => text.map(value => value.replaceAll('-', ''))
const partialDay = fc.oneof(
  day,
  day.map(text => `${text.slice(0, 7)}-00`),
  day.map(text => `${text.slice(0, 4)}-00-00`),
)

const decimals = { columns: { V: 'DECIMAL' }, row: fc.tuple(orNull(number)), literal: number }
const codes = 'codes:\n  prec: { map: { Y: year, M: month, D: day, U: none } }'

const facts: readonly Fact[] = [
  { name: 'scale', facts: 'V: { scale: x * 2.54 }', ...decimals },
  { name: 'a scale downwards', facts: 'V: { scale: 100 - x / 4 }', ...decimals },
  { name: 'scale and round', facts: 'V: { scale: (x - 32) * 5 / 9, round: 1 }', ...decimals },
  { name: 'round to whole numbers', facts: 'V: { round: 0 }', ...decimals },
  { name: 'a scale downwards, rounded', facts: 'V: { scale: -x / 3, round: 2 }', ...decimals },
  {
    name: 'a scale of whole numbers',
    facts: 'V: { scale: x / 10 }',
    columns: { V: 'INTEGER' },
    row: fc.tuple(orNull(fc.integer({ min: -400, max: 400 }))),
    literal: number,
  },
  {
    name: 'a scale of numbers in text',
    facts: 'V: { format: decimal, scale: x * 2 }',
    columns: { V: 'VARCHAR' },
    row: fc.tuple(orNull(fc.oneof(number, fc.constantFrom('x', '', '+7', '007')))),
    literal: number,
  },
  {
    name: 'precision: month',
    facts: 'V: { precision: month }',
    columns: { V: 'DATE' },
    row: fc.tuple(orNull(day)),
    literal: dateLiteral,
  },
  {
    name: 'precision: year, of a time',
    facts: 'V: { precision: year }',
    columns: { V: 'DATETIME' },
    row: fc.tuple(orNull(dateTime)),
    literal: timeLiteral,
  },
  {
    name: 'precision: minute',
    facts: 'V: { precision: minute }',
    columns: { V: 'DATETIME' },
    row: fc.tuple(orNull(dateTime)),
    literal: timeLiteral,
  },
  {
    name: 'precision by a code',
    source: codes,
    facts: 'V: { precision: { by: P, codes: prec } }',
    columns: { V: 'DATE', P: 'CHAR' },
    row: fc.tuple(orNull(day), orNull(fc.constantFrom('Y', 'M', 'D', 'U', '?', ' '))),
    literal: dateLiteral,
  },
  {
    name: 'precision: zeros',
    facts: 'V: { format: yyyyMMdd, precision: zeros }',
    columns: { V: 'CHAR' },
    row: fc.tuple(orNull(fc.oneof(digitsOf(partialDay), fc.constantFrom('junk', '', '20201300')))),
    literal: dateLiteral,
  },
  {
    name: 'year, month and day',
    facts: 'V: { of: [Y, M, D], format: [yyyy, MM, dd] }',
    columns: { Y: 'INTEGER', M: 'INTEGER', D: 'INTEGER' },
    row: fc.tuple(
      orNull(fc.constantFrom(1, 1999, 2019, 2020, 9999)),
      orNull(fc.integer({ min: 0, max: 13 })),
      orNull(fc.integer({ min: 0, max: 32 })),
    ),
    literal: dateLiteral,
  },
  {
    name: 'a text date and a text time',
    facts: 'V: { of: [D, T], format: [yyyyMMdd, HHmm] }',
    columns: { D: 'CHAR', T: 'CHAR' },
    row: fc.tuple(orNull(digitsOf(day)), orNull(fc.constantFrom('0000', '0059', '0130', '1200', '2359', '2400', ''))),
    literal: timeLiteral,
  },
  {
    name: 'a date and a time',
    facts: 'V: { of: [D, T] }',
    columns: { D: 'DATE', T: 'TIME' },
    row: fc.tuple(orNull(day), orNull(time)),
    literal: timeLiteral,
  },
  {
    name: 'years of two digits',
    facts: 'V: { of: [D, T], format: [ddMMyy, HHmm], yearsFrom: 1950 }',
    columns: { D: 'CHAR', T: 'CHAR' },
    row: fc.tuple(
      orNull(day.map(text => `${text.slice(8)}${text.slice(5, 7)}${text.slice(2, 4)}`)),
      orNull(fc.constantFrom('0000', '1200')),
    ),
    literal: timeLiteral,
  },
  {
    name: 'a number in a text',
    facts: 'T: { parse: "[{CMP:<=|>=|<|>}]{V:decimal}[ {UNIT}]" }',
    columns: { T: 'VARCHAR' },
    row: fc.tuple(
      orNull(
        fc.oneof(
          number,
          number.map(text => `>${text}`),
          number.map(text => `${text} mg`),
          fc.constant('neg'),
        ),
      ),
    ),
    literal: number,
  },
  {
    name: 'a word in a text',
    facts: 'T: { parse: "{V:word} {REST}" }',
    columns: { T: 'VARCHAR' },
    row: fc.tuple(orNull(fc.constantFrom('Smith Jo', 'smith jo', 'Smi', 'Smi th', ' x', '', 'Élan vital', '😀 smile'))),
    literal: quoted(fc.constantFrom('Smith', 'Smi', 'smith', 'Élan', 'x', '😀')),
    signs: ['=', '<>', '<', '>='],
  },
]

describe('the source and the row decide alike', () => {
  test.each(facts)('$name', { timeout: 60_000 }, fact => {
    const sign = fc.constantFrom(...(fact.signs ?? ['=', '<>', '<', '<=', '>', '>=']))
    fc.assert(
      fc.property(sign, fact.literal, fc.array(fact.row, { minLength: 30, maxLength: 60 }), (is, literal, rows) =>
        agrees(fact, `${is} ${literal}`, rows),
      ),
      { numRuns: 50, seed: 20240615 },
    )
  })

  test.each(facts)('$name: whether there is a value', { timeout: 60_000 }, fact => {
    fc.assert(
      fc.property(fc.constantFrom('is null', 'is not null'), fc.array(fact.row, { minLength: 30 }), (is, rows) =>
        agrees(fact, is, rows),
      ),
      { numRuns: 6, seed: 20240615 },
    )
  })
})
