/** Storage facts (MAPPING section 2), each in both directions: what a stored value becomes, and the law over all of them. */
import { describe, expect, it } from 'vitest'
import { toJson } from '../../src/serialize/json.js'
import type { DemoRow } from '../../src/tooling/demo/table.js'
import { checkLaw } from '../support/law.js'
import { requestOptions } from '../support/open-facade.js'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { seeded } from '../support/random.js'
import { type Trial, tryMapping } from '../support/trial.js'

/** Stored values and what each is emitted as; undefined is left out. */
type Cases = readonly (readonly [stored: DemoRow, emitted: unknown])[]

interface FactCase {
  readonly name: string
  /** Of the columns in the source document. */
  readonly facts: string
  /** Besides ID. */
  readonly columns: Readonly<Record<string, string>>
  readonly element: 'birthDate' | 'deceasedDateTime' | 'family' | 'given' | 'value'
  /** p.V when absent. */
  readonly column?: string
  readonly source?: string
  readonly cases: Cases
}

const body = {
  birthDate: (column: string) => `  birthDate: ${column}`,
  deceasedDateTime: (column: string) => `  deceasedDateTime: ${column}`,
  family: (column: string) => `  name[official]: { family: ${column} }`,
  given: (column: string) => `  name[official]: { family: Bell, given: [${column}] }`,
  value: (column: string) => `  identifier: [{ system: urn:x, value: ${column} }]`,
} as const

const read = {
  birthDate: (patient: Record<string, unknown>) => patient.birthDate,
  deceasedDateTime: (patient: Record<string, unknown>) => patient.deceasedDateTime,
  family: (patient: Record<string, unknown>) => partOf(patient.name, 'family'),
  given: (patient: Record<string, unknown>) => listOf(partOf(patient.name, 'given'))[0],
  value: (patient: Record<string, unknown>) => partOf(patient.identifier, 'value'),
} as const

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function partOf(list: unknown, name: string): unknown {
  const [first] = listOf(list)
  return typeof first === 'object' && first !== null ? Reflect.get(first, name) : undefined
}

function trialOf({ facts, columns, element, column = 'p.V', source = '', cases }: FactCase): Trial {
  const needsName = element !== 'family' && element !== 'given'
  return {
    yaml: `
source: gp
${source}
tables:
  person:
    key: [ID]
    columns:
${facts
  .split('\n')
  .map(line => `      ${line}`)
  .join('\n')}
---
map: patient
from: person as p
Patient:
${needsName ? '  name[official]: { family: Bell }\n' : ''}${body[element](column)}
`,
    tables: {
      person: { columns: { ID: 'INTEGER not null', ...columns }, rows: cases.map(([stored], index) => [index + 1, ...stored]) },
    },
  }
}

function proveFact(fact: FactCase): void {
  tryMapping(fact.name, trialOf(fact), asked => {
    it('reads what is stored', async () => {
      const served = new Map((await asked().all('Patient?_count=1000')).map(patient => [patient.id, { ...patient }]))
      const emitted = fact.cases.map((_, index) => read[fact.element](served.get(String(index + 1)) ?? {}))
      expect(fact.cases.map(([stored], index) => [stored, emitted[index]])).toEqual(fact.cases)
    })
    it('finds what it reads, and nothing else', { timeout: 120_000 }, async () => {
      const verdict = await checkLaw(asked().engine, { random: seeded(7), queries: 400, smallPage: 3 })
      expect(verdict.faults).toEqual([])
      expect(verdict.searches).toBeGreaterThan(20)
    })
  })
}

/** Everything that makes a date hard: clock changes, leap days, the ends of the calendar. */
const days = [
  '2020-03-29',
  '2020-10-25',
  '2020-02-29',
  '2021-02-28',
  '0001-01-01',
  '9999-12-31',
  '1999-12-31',
  '2000-01-01',
  '1980-05-01',
]

describe('precision', () => {
  proveFact({
    name: 'to the month',
    facts: 'V: { precision: month }',
    columns: { V: 'DATE' },
    element: 'birthDate',
    cases: [...days.map(day => [[day], day.slice(0, 7)] as const), [[null], undefined]],
  })
  proveFact({
    name: 'to the year, of a time',
    facts: 'V: { precision: year }',
    columns: { V: 'DATETIME' },
    element: 'deceasedDateTime',
    cases: [...days.map(day => [[`${day}T12:30:00`], day.slice(0, 4)] as const), [[null], undefined]],
  })
  proveFact({
    name: 'to the day, of a time',
    facts: 'V: { precision: day }',
    columns: { V: 'DATETIME' },
    element: 'deceasedDateTime',
    cases: days.map(day => [[`${day}T23:59:59`], day] as const),
  })
  proveFact({
    name: 'to the minute',
    facts: 'V: { precision: minute }',
    columns: { V: 'DATETIME' },
    element: 'deceasedDateTime',
    cases: [
      [['2020-03-29T00:59:59'], '2020-03-29T00:59:00+00:00'],
      [['2020-03-29T01:30:30'], '2020-03-29T02:00:00+01:00'],
      [['2020-10-25T01:30:30'], '2020-10-25T01:30:00+01:00'],
      [['2020-06-01T12:00:00'], '2020-06-01T12:00:00+01:00'],
    ],
  })
  proveFact({
    name: 'by a code',
    source: 'codes:\n  prec: { map: { Y: year, YM: month, YMD: day, U: none } }',
    facts: 'V: { precision: { by: P, codes: prec } }',
    columns: { V: 'DATE', P: 'VARCHAR(3)' },
    element: 'birthDate',
    cases: [
      ...days.flatMap(
        day =>
          [
            [[day, 'Y'], day.slice(0, 4)],
            [[day, 'YM'], day.slice(0, 7)],
            [[day, 'YMD'], day],
          ] as const,
      ),
      [['2020-01-01', 'U'], undefined],
      [['2020-01-01', '?'], undefined],
      [['2020-01-01', null], '2020-01-01'],
      [[null, 'Y'], undefined],
    ],
  })
  proveFact({
    name: 'zeros for what is not known',
    facts: 'V: { format: yyyyMMdd, precision: zeros }',
    columns: { V: 'CHAR(8)' },
    element: 'birthDate',
    cases: [
      [['20100000'], '2010'],
      [['20100500'], '2010-05'],
      [['20100507'], '2010-05-07'],
      [['20100531'], '2010-05-31'],
      [['20100101'], '2010-01-01'],
      [['20091231'], '2009-12-31'],
      [['20110000'], '2011'],
      [['00000000'], undefined],
      [['20100007'], undefined],
      [['20101300'], undefined],
      [['20100230'], undefined],
      [['99990000'], '9999'],
      [['00010000'], '0001'],
      [[''], undefined],
      [[null], undefined],
    ],
  })
  proveFact({
    name: 'zeros in a number',
    facts: 'V: { format: yyyyMMdd, precision: zeros }',
    columns: { V: 'INTEGER' },
    element: 'birthDate',
    cases: [
      [[20100000], '2010'],
      [[20100500], '2010-05'],
      [[20100507], '2010-05-07'],
      [[0], undefined],
    ],
  })
  proveFact({
    name: 'zeros, days first',
    facts: 'V: { format: dd/MM/yyyy, precision: zeros }',
    columns: { V: 'CHAR(10)' },
    element: 'birthDate',
    cases: [
      [['00/00/2010'], '2010'],
      [['00/05/2010'], '2010-05'],
      [['07/05/2010'], '2010-05-07'],
    ],
  })
})

describe('of', () => {
  proveFact({
    name: 'a year, the name of a month and a day',
    facts: 'V: { of: [Y, M, D], format: [yyyy, MMM, dd] }',
    columns: { Y: 'INTEGER', M: 'CHAR(3)', D: 'INTEGER' },
    element: 'birthDate',
    cases: [
      [[2010, 'May', 7], '2010-05-07'],
      [[2010, 'DEC', 31], '2010-12-31'],
      [[2010, 'feb', null], '2010-02'],
      [[2010, null, 7], '2010'],
      [[2010, 'Feb', 30], undefined],
      [[2010, 'Mai', 7], undefined],
    ],
  })
  proveFact({
    name: 'year, month and day as numbers',
    facts: "V: { of: [Y, M, D], format: [yyyy, MM, dd] }\nM: { nullIf: ['0'] }\nD: { nullIf: ['0'] }",
    columns: { Y: 'INTEGER', M: 'INTEGER', D: 'INTEGER' },
    element: 'birthDate',
    cases: [
      ...days.map(day => [day.split('-').map(Number), day] as const),
      [[2010, null, null], '2010'],
      [[2010, 5, null], '2010-05'],
      [[2010, 0, 0], '2010'],
      [[2010, 12, 0], '2010-12'],
      [[2010, null, 5], '2010'],
      [[null, 5, 5], undefined],
      [[2010, 13, 5], undefined],
      [[2010, 2, 30], undefined],
      [[9999, null, null], '9999'],
    ],
  })
  proveFact({
    name: 'a text date and a text time',
    facts: 'V: { of: [D, T], format: [yyyyMMdd, HHmm] }',
    columns: { D: 'CHAR(8)', T: 'CHAR(4)' },
    element: 'deceasedDateTime',
    cases: [
      [['20200329', '0059'], '2020-03-29T00:59:00+00:00'],
      [['20200329', '0130'], '2020-03-29T02:00:00+01:00'],
      [['20200329', '0200'], '2020-03-29T02:00:00+01:00'],
      [['20201025', '0130'], '2020-10-25T01:30:00+01:00'],
      [['20201025', '0230'], '2020-10-25T02:30:00+00:00'],
      [['20200329', null], '2020-03-29'],
      [['20200329', '    '], '2020-03-29'],
      [['20200329', '2400'], undefined],
      [['20200329', '1261'], undefined],
      [['20200230', '1200'], undefined],
      [['20200228', '2359'], '2020-02-28T23:59:00+00:00'],
      [[null, '1200'], undefined],
      [['99991231', '2359'], '9999-12-31T23:59:00+00:00'],
    ],
  })
  proveFact({
    name: 'a date and a time',
    facts: 'V: { of: [D, T] }',
    columns: { D: 'DATE', T: 'TIME' },
    element: 'deceasedDateTime',
    cases: [
      [['2020-03-29', '01:30:15'], '2020-03-29T02:00:00+01:00'],
      [['2020-07-01', '12:00:00'], '2020-07-01T12:00:00+01:00'],
      [['2020-07-01', '12:00:01'], '2020-07-01T12:00:01+01:00'],
      [['2020-07-01', null], '2020-07-01'],
      [[null, '12:00:00'], undefined],
    ],
  })
  proveFact({
    name: 'days first, and a precision',
    source: 'codes:\n  prec: { map: { Y: year, M: month }, otherwise: time }',
    facts: 'V: { of: [D, T], format: [dd.MM.yyyy, HH:mm:ss], precision: { by: P, codes: prec } }',
    columns: { D: 'CHAR(10)', T: 'CHAR(8)', P: 'CHAR(1)' },
    element: 'deceasedDateTime',
    cases: [
      [['29.03.2020', '01:30:15', 'Y'], '2020'],
      [['29.03.2020', '01:30:15', 'M'], '2020-03'],
      [['29.03.2020', '01:30:15', 'X'], '2020-03-29T02:00:00+01:00'],
      [['29.03.2020', '12:30:15', null], '2020-03-29T12:30:15+01:00'],
      [['29.03.2020', null, 'X'], '2020-03-29'],
    ],
  })
  proveFact({
    name: 'two-digit years',
    facts: 'V: { format: ddMMyy, yearsFrom: 1930 }',
    columns: { V: 'CHAR(6)' },
    element: 'birthDate',
    cases: [
      [['010130'], '1930-01-01'],
      [['311229'], '2029-12-31'],
      [['290200'], '2000-02-29'],
      [['290201'], undefined],
      [['150645'], '1945-06-15'],
      [[null], undefined],
    ],
  })
})

describe('text', () => {
  proveFact({
    name: 'stored in upper case',
    facts: 'V: { stored: upper }',
    columns: { V: 'VARCHAR(40)' },
    element: 'family',
    cases: [
      [['SMITH'], 'SMITH'],
      [["O'BRIEN"], "O'BRIEN"],
      [['JOSÉ'], 'JOSÉ'],
      [['STRASSE'], 'STRASSE'],
      [['A😀B'], 'A😀B'],
      [[' A'], ' A'],
    ],
  })
  proveFact({
    name: 'stored in upper case of ASCII',
    facts: 'V: { stored: [upper, ascii], trim: true }',
    columns: { V: 'CHAR(20)' },
    element: 'family',
    cases: [
      [['SMITH               '], 'SMITH'],
      [["O'BRIEN"], "O'BRIEN"],
      [['JOSE'], 'JOSE'],
      [['STRASSE'], 'STRASSE'],
      [['A_B%C'], 'A_B%C'],
      [['VAN DER BERG'], 'VAN DER BERG'],
    ],
  })
  proveFact({
    name: 'stored in lower case of ASCII',
    facts: 'V: { stored: [lower, ascii] }',
    columns: { V: 'VARCHAR(20)' },
    element: 'family',
    cases: [
      [['smith'], 'smith'],
      [['smythe'], 'smythe'],
      [['van dyck'], 'van dyck'],
    ],
  })
})

const uuid = '6f9619ff-8b86-d011-b42d-00c04fc964ff'

describe('uuid', () => {
  proveFact({
    name: 'in text of any form',
    facts: 'V: { format: uuid }',
    columns: { V: 'VARCHAR(40)' },
    element: 'value',
    cases: [
      [[uuid], uuid],
      [[uuid.toUpperCase()], uuid],
      [[`{${uuid}}`], uuid],
      [[`{${uuid.toUpperCase()}}`], uuid],
      [[uuid.replaceAll('-', '')], uuid],
      [['6F9619ff-8b86-d011-b42d-00c04fc964ff'], undefined],
      [['12345678-1234-1234-1234-123456789012'], '12345678-1234-1234-1234-123456789012'],
      [['not a uuid'], undefined],
      [[''], undefined],
    ],
  })
})

describe('uuid in bytes', () => {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
  proveFact({
    name: 'in order',
    facts: 'V: { format: uuid }',
    columns: { V: 'BLOB' },
    element: 'value',
    cases: [
      [[bytes('6f9619ff8b86d011b42d00c04fc964ff')], uuid],
      [[bytes('00')], undefined],
      [[null], undefined],
    ],
  })
  proveFact({
    name: 'with the least byte first',
    facts: 'V: { format: uuid-mixed }',
    columns: { V: 'BLOB' },
    element: 'value',
    cases: [
      [[bytes('ff19966f868b11d0b42d00c04fc964ff')], uuid],
      [[bytes('6f9619ff8b86d011b42d00c04fc964ff')], 'ff19966f-868b-11d0-b42d-00c04fc964ff'],
    ],
  })
})

describe('parse', () => {
  const names = 'V: { parse: "{FAMILY}, {GIVEN}[ ({PREFIX})]" }'
  const stored = [
    "O'Brien, Seán (Mr)",
    'Smith, Jo',
    'Smithson, Jo Ann',
    'Smith',
    '',
    'Müller, Zoë (Dr)',
    'A, B, C',
    'X_%, Y',
    'von Ö, 😀',
  ]
  proveFact({
    name: 'the first hole',
    facts: names,
    columns: { V: 'VARCHAR(60)' },
    element: 'given',
    column: 'p.FAMILY',
    cases: stored.map((text, index) => [
      [text],
      ["O'Brien", 'Smith', 'Smithson', undefined, undefined, 'Müller', 'A', 'X_%', 'von Ö'][index],
    ]),
  })
  proveFact({
    name: 'the second hole',
    facts: names,
    columns: { V: 'VARCHAR(60)' },
    element: 'given',
    column: 'p.GIVEN',
    cases: stored.map((text, index) => [[text], ['Seán', 'Jo', 'Jo Ann', undefined, undefined, 'Zoë', 'B, C', 'Y', '😀'][index]]),
  })
  proveFact({
    name: 'what stands in brackets, as a token',
    facts: names,
    columns: { V: 'VARCHAR(60)' },
    element: 'value',
    column: 'p.PREFIX',
    cases: stored.map((text, index) => [[text], ['Mr', undefined, undefined, undefined, undefined, 'Dr'][index]]),
  })
  proveFact({
    name: 'a list of patterns, the first that fits',
    facts: 'V: { parse: ["No. {N:int}", "{N:int}", "#{N:int} {REST}"] }',
    columns: { V: 'VARCHAR(60)' },
    element: 'value',
    column: 'p.N',
    cases: [
      [['No. 12'], '12'],
      [['12'], '12'],
      [['012'], '12'],
      [['#9007199254740993 x'], '9007199254740993'],
      [['No. x'], undefined],
      [[null], undefined],
    ],
  })
})

describe('the facts of the first version', () => {
  proveFact({
    name: 'nullIf and a format of text',
    facts: "V: { format: dd/MM/yyyy, nullIf: ['01/01/1900'] }",
    columns: { V: 'VARCHAR(10)' },
    element: 'birthDate',
    cases: [
      ...days.map(day => [[day.split('-').reverse().join('/')], day] as const),
      [['01/01/1900'], undefined],
      [['00/00/0000'], undefined],
      [['30/02/2020'], undefined],
      [['29/02/1900'], undefined],
      [['  '], undefined],
    ],
  })
  proveFact({
    name: 'a format of text in order',
    facts: 'V: { format: yyyyMMddHHmmss }',
    columns: { V: 'CHAR(14)' },
    element: 'deceasedDateTime',
    cases: [
      [['20200329005959'], '2020-03-29T00:59:59+00:00'],
      [['20200329013000'], '2020-03-29T02:00:00+01:00'],
      [['20201025013000'], '2020-10-25T01:30:00+01:00'],
      [['20201025020000'], '2020-10-25T02:00:00+00:00'],
      [['00010101000000'], '0001-01-01T00:01:15Z'],
      [['00000101000000'], undefined],
      [['20200101240000'], undefined],
    ],
  })
  proveFact({
    name: 'another zone',
    facts: 'V: { zone: America/New_York }',
    columns: { V: 'DATETIME' },
    element: 'deceasedDateTime',
    cases: [
      [['2020-03-08T02:30:00'], '2020-03-08T03:00:00-04:00'],
      [['2020-11-01T01:30:00'], '2020-11-01T01:30:00-04:00'],
      [['2020-03-29T01:30:00'], '2020-03-29T01:30:00-04:00'],
    ],
  })
  proveFact({
    name: 'seconds since 1970',
    facts: 'V: { format: epoch-seconds }',
    columns: { V: 'INTEGER' },
    element: 'deceasedDateTime',
    cases: [
      [[1585443600], '2020-03-29T01:00:00Z'],
      [[1603587600], '2020-10-25T01:00:00Z'],
      [[0], '1970-01-01T00:00:00Z'],
      [[-1], '1969-12-31T23:59:59Z'],
      [[null], undefined],
    ],
  })
  proveFact({
    name: 'masks',
    facts: "V: { mask: ['### ### ####', '##########'] }",
    columns: { V: 'VARCHAR(14)' },
    element: 'value',
    cases: [
      [['943 476 5919'], '9434765919'],
      [['9434765919'], '9434765919'],
      [['943-476-5919'], undefined],
      [['943 476 591'], undefined],
      [[null], undefined],
    ],
  })
  proveFact({
    name: 'text, trimmed',
    facts: 'V: { trim: true, nullIf: [UNKNOWN] }',
    columns: { V: 'CHAR(20)' },
    element: 'given',
    cases: [
      [['Ada   '], 'Ada'],
      [['ada'], 'ada'],
      [['Ádá'], 'Ádá'],
      [['😀 smile '], '😀 smile'],
      [['UNKNOWN   '], undefined],
      [['   '], undefined],
      [['Straße'], 'Straße'],
      [['a%b_c'], 'a%b_c'],
    ],
  })
})

const observations = (facts: string, element: string, values: readonly DemoRow[], type: string): Trial => ({
  yaml: `
source: gp
tables:
  person: { key: [ID] }
  obs:
    key: [ID]
    columns:
      V: ${facts}
---
map: patient
from: person as p
Patient:
  name[official]: { family: Bell }
---
map: obs
from: obs as o
Observation:
  status: final
  code: loinc|8310-5|Body temperature
  subject: { ref: patient, key: o.PERSON }
  effectiveDateTime: o.AT
${element}
`,
  tables: {
    person: { columns: { ID: 'INTEGER not null' }, rows: [[1]] },
    obs: {
      columns: { ID: 'INTEGER not null', PERSON: 'INTEGER', AT: 'DATE', V: type },
      rows: values.map(([value = null], index) => [index + 1, 1, '2020-01-01', value]),
    },
  },
})

const quantity = '  valueQuantity: { value: o.V, ucum: Cel }\n  comment: taken'

tryMapping(
  'scale and round',
  observations('{ scale: (x - 32) * 5 / 9, round: 1 }', quantity, [[98.6], [99.5], [-40], [null]], 'REAL'),
  asked => {
    it('reads what is stored', async () => {
      const page = await asked().engine.search('Observation', '', requestOptions())
      const text = page.resources.map(resource => toJson(resource, page.hasExactDecimals))
      expect(text.map(json => /"value":([-\d.]+)/.exec(json)?.[1])).toEqual(['37.0', '37.5', '-40.0', undefined])
    })
  },
)

tryMapping(
  'scale',
  observations('{ format: decimal, scale: x * 2 }', quantity, [['0.75'], ['1.50'], ['9007199254740993.5'], ['x']], 'VARCHAR(20)'),
  asked => {
    it('reads every digit', async () => {
      const page = await asked().engine.search('Observation', '', requestOptions())
      const text = page.resources.map(resource => toJson(resource, page.hasExactDecimals))
      expect(text.map(json => /"value":([-\d.]+)/.exec(json)?.[1])).toEqual(['1.5', '3', '18014398509481987', undefined])
    })
  },
)

tryMapping(
  'notes in HTML',
  observations('{ text: html }', '  comment: o.V\n  valueString: o.V', [['<p>One &amp; two</p><p>Three</p>'], ['<br>']], 'TEXT'),
  asked => {
    it('are plain text', async () => {
      const served = await asked().all('Observation')
      expect(served.map(resource => Reflect.get(resource, 'comment'))).toEqual(['One & two\nThree', undefined])
    })
    it('can not be searched: the parameter is not offered', async () => {
      const refused = asked().ids('Observation?value-string=one')
      await expect(refused).rejects.toMatchObject({ faults: [{ code: 'search.parameter-unsupported' }] })
    })
  },
)

tryMapping('notes in RTF', observations('{ text: rtf }', '  comment: o.V', [["{\\rtf1 caf\\'e9\\par two}"]], 'TEXT'), asked => {
  it('are plain text', async () => {
    const served = await asked().all('Observation')
    expect(served.map(resource => Reflect.get(resource, 'comment'))).toEqual(['café\ntwo'])
  })
})

describe('facts that do not fit', () => {
  const faults = (facts: string, columns = '', element = 'birthDate: p.V') =>
    faultsOfMapping(`source: gp
codes: { prec: { map: { Y: year, Q: quarter } } }
tables:
  t: { key: [ID], columns: { V: ${facts}${columns} } }
---
map: m
from: t as p
Patient:
  name[official]: { family: Bell }
  ${element}
`).map(text => text.replace(/ Rule.*/, ''))
  it.each([
    ['{ type: string, precision: month }', '', /precision is for local dates and times/],
    ['{ type: date, precision: zeros }', '', /needs a format such as yyyyMMdd for precision: zeros/],
    [
      '{ type: date, precision: { by: P, codes: prec } }',
      '',
      /A precision is year, month, day, minute, time or none; quarter is none/,
    ],
    ['{ type: date, precision: { by: P, codes: nothing } }', '', /There is no code map nothing/],
    ['{ type: decimal, scale: x / 3 }', '', /gives decimals without an end. Add round: 1/],
    ['{ type: string, scale: x / 2 }', '', /scale and round are for numbers. For numbers in text add format: decimal/],
    ['{ type: integer, stored: upper }', '', /stored is for text/],
    ['{ type: integer, format: uuid }', '', /a uuid is text or binary/],
    ['{ type: string, format: uuid-mixed }', '', /Write format: uuid/],
    ["{ type: string, parse: '{A}', text: html }", '', /has text and parse; one of them is possible/],
    ["{ of: [D, T], format: [yyyyMMdd, HHmm], nullIf: ['x'] }", '', /made of other columns: say nullIf of those/],
    ['{ of: [D], format: [yyyyMMdd] }', ', D: { type: date }', /the format yyyyMMdd is for text and whole numbers/],
    ['{ of: [D, M], format: [yyyy, MMM] }', ', D: { type: integer }, M: { type: integer }', /the format MMM is for text\./],
    ['{ type: integer, format: dd-MMM-yyyy }', '', /is integer; dd-MMM-yyyy has the name of a month/],
    ['{ type: string, format: dd-MMM-yyyy, precision: zeros }', '', /with MM, since no name of a month is zeros/],
    ["{ type: string, parse: ['{V:int}'] }", '', /has a column V already/],
    ["{ type: string, parse: ['{A:int}', '{A}.'] }", '', /take A for a number here and for text there/, 'birthDate: p.A'],
  ] as const)('%s', (facts, columns, message, element?: string) => {
    expect(faults(facts, columns, element).join('\n')).toMatch(message)
  })
})
