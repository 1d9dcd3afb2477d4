import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, test } from 'vitest'
import { formatDiagnostic } from '../../../src/kernel/diagnostics.js'
import type { MapDocument, SourceDocument } from '../../../src/mapping/language/document.js'
import { factsOf } from '../../../src/mapping/language/facts.js'
import { loadMappingFolder, parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'
import { expandSystem } from '../../../src/mapping/language/systems.js'
import { faultsOf, messagesOf, validFile } from './files.js'

const nothingBeside = (): undefined => undefined

function sourceIn(text: string): SourceDocument {
  const [source] = parseMappingFile('m.yaml', text, nothingBeside).sources
  if (source === undefined) throw new Error('no source')
  return source
}

function mapIn(text: string): MapDocument {
  const [map] = parseMappingFile('m.yaml', text, nothingBeside).maps
  if (map === undefined) throw new Error('no map')
  return map
}

describe('a source document', () => {
  const source = sourceIn(validFile)

  it('says how tables are', () => {
    expect(faultsOf(validFile)).toEqual([])
    expect(source).toMatchObject({ name: 'gp', zone: 'Europe/London', at: { file: 'm.yaml', line: 1, column: 1 } })
    expect([...source.tables.keys()]).toEqual(['patient', 'phone'])
    expect(source.tables.get('patient')).toMatchObject({
      at: { line: 11, column: 3 },
      path: ['dbo', 'PATIENT'],
      key: [{ name: 'PAT_ID', at: { line: 13, column: 11 } }],
      gone: { kind: 'compare', left: { kind: 'column', name: 'DELETED_FLG' }, right: { text: 'Y' } },
      where: { kind: 'isNull', column: { name: 'TEST_FLG', at: { line: 15, column: 12 } } },
      changed: [{ name: 'UPD_DT' }, { name: 'INS_DT' }],
    })
  })

  it('calls a table in the database as in maps, unless it says table:', () => {
    expect(source.tables.get('phone')).toMatchObject({ path: ['phone'], key: [{ name: 'PHONE_ID' }], changed: [] })
  })

  test.each([
    ['dbo.PATIENT', ['dbo', 'PATIENT']],
    ['PATIENT', ['PATIENT']],
    ['\'"odd.schema"."a ""b"""\'', ['odd.schema', 'a "b"']],
    ['db.dbo."My table"', ['db', 'dbo', 'My table']],
  ])('has a table at %s', (written, path) => {
    expect(sourceIn(`source: s\ntables: { t: { key: [K], table: ${written} } }`).tables.get('t')?.path).toEqual(path)
  })

  it('is in London unless it says zone:', () => {
    expect(sourceIn('source: s\ntables: { t: { key: K } }').zone).toBe('Europe/London')
  })

  it('expands short names of systems, and leaves others as they are', () => {
    expect(expandSystem(source, 'read2')).toBe('http://example.org/read2')
    expect(expandSystem(source, 'http://example.org/y')).toBe('http://example.org/y')
  })

  it('states facts of columns, which stand before its defaults fact by fact', () => {
    const text = `source: s
defaults: { text: { trim: true, nullIf: NULL }, date: { nullIf: ['1900-01-01'], zone: Europe/Paris } }
tables:
  t:
    key: [K]
    columns:
      A: { nullIf: ['', X], trim: false, mask: [ '##', '# #' ] }
      D: { format: yyyyMMdd, type: integer }
      "odd name": { trim: true }
`
    const document = sourceIn(text.replace("['', X]", '[X, Y]'))
    const table = document.tables.get('t')
    if (table === undefined) throw new Error('no table')
    expect(factsOf(document, table, 'A', 'text')).toMatchObject({
      nullIf: ['X', 'Y'],
      trim: false,
      mask: ['##', '# #'],
      at: { line: 7 },
    })
    expect(factsOf(document, table, 'B', 'text')).toMatchObject({ nullIf: ['NULL'], trim: true })
    expect(factsOf(document, table, 'D', 'date')).toMatchObject({
      nullIf: ['1900-01-01'],
      zone: 'Europe/Paris',
      type: 'integer',
      format: { kind: 'pattern', pattern: 'yyyyMMdd' },
    })
    expect(factsOf(document, table, 'B', 'number')).toEqual({ at: table.at })
    expect(table.columns.get('odd name')).toMatchObject({ trim: true })
    expect(faultsOf(text)).toEqual(['7:21 map.value-missing'])
  })

  test.each([
    ['source: s\nzone: Europe/Lundon\ntables: { t: { key: [K] } }', ['2:7 map.value-invalid']],
    ['source: a b\ntables: { t: { key: [K] } }', ['1:9 map.name-invalid']],
    ['source: s', ['1:1 map.key-missing']],
    ['source: s\ntables: { t: { table: a } }', ['2:14 map.key-missing']],
    ['source: s\ntables: { t: { key: [] } }', ['2:21 map.value-missing']],
    ['source: s\ntables: { t: { key: [a b, p.X] } }', ['2:22 map.name-invalid', '2:27 map.name-invalid']],
    ['source: s\ntables: { t: { key: [K], table: a..b } }', ['2:33 map.name-invalid']],
    ['source: s\ntables: { t: { key: [K], table: a.b.c.d } }', ['2:33 map.name-invalid']],
    ["source: s\ntables:\n  t:\n    key: [K]\n    gone: t.X = 'Y'", ['5:11 map.expression-invalid']],
    ['source: s\ntables:\n  t:\n    key: [K]\n    gone: "X = \'Y\' or"', ['5:22 map.expression-invalid']],
    ['source: s\ntables:\n  t:\n    key: [K]\n    whre: X is null', ['5:5 map.key-unknown']],
    ['source: s\ntables:\n  t:\n    key: [K]\n    latest: V\n    query: insert 1', ['6:12 map.query-invalid']],
    [
      'source: s\ntables:\n  t:\n    key: [K]\n    columns:\n      A: { of: [X, Y], format: [yyyyMMdd] }\n      B: { of: [X, Y], format: [yyyyMMdd, dd] }\n      C: { of: [X, Y], format: [HHmm, yyyyMMdd] }\n      D: { of: [X, Y], format: [yyyy, dd] }\n      E: { of: [X, Y], format: [yyyyMM, hh] }\n      F: { format: ddMMyy }\n      G: { format: ddMMyy, yearsFrom: 30 }',
      [
        '6:24 map.format-invalid',
        '7:32 map.format-invalid',
        '8:32 map.format-invalid',
        '9:32 map.format-invalid',
        '10:41 map.format-invalid',
        '11:20 map.format-invalid',
        '12:20 map.format-invalid',
        '12:39 map.value-invalid',
      ],
    ],
    [
      'source: s\ntables:\n  t:\n    key: [K]\n    columns:\n      A: { precision: week }\n      B: { precision: [day] }\n      C: { precision: { by: X } }\n      D: { precision: { by: X, codes: { map: { Y: year } } } }\n      E: { stored: uper }\n      F: { stored: [upper, lower] }\n      G: { stored: ascii }',
      [
        '6:23 map.value-invalid',
        '7:23 map.value-kind',
        '8:23 map.key-missing',
        '9:39 map.value-kind',
        '10:20 map.value-invalid',
        '11:20 map.value-invalid',
        '12:20 map.value-invalid',
      ],
    ],
    [
      'source: s\ntables:\n  t:\n    key: [K]\n    columns:\n      A: { scale: x * x }\n      B: { scale: 1 / x }\n      C: { scale: x - x }\n      D: { scale: (x - 32 }\n      E: { scale: 2 y }\n      F: { scale: x / 0 }\n      G: { round: -1 }\n      H: { text: doc }',
      [
        '6:21 fact.scale-invalid',
        '7:21 fact.scale-invalid',
        '8:19 fact.scale-invalid',
        '9:19 fact.scale-invalid',
        '10:21 fact.scale-invalid',
        '11:21 fact.scale-invalid',
        '12:19 map.value-invalid',
        '13:18 map.value-invalid',
      ],
    ],
    [
      'source: s\ntables:\n  t:\n    key: [K]\n    columns:\n      A: { parse: "{X}{Y}" }\n      B: { parse: ["{X}", "no hole"] }\n      C: { parse: "{X" }\n      D: { parse: [] }',
      ['6:20 map.pattern-invalid', '7:28 map.pattern-invalid', '8:20 map.pattern-invalid', '9:19 map.value-missing'],
    ],
    [
      'source: s\ntables:\n  t:\n    key: [K]\n    columns:\n      A: { format: YYYY }\n      B: { mask: xxx }\n      C: { trim: yes }\n      D: { type: varchar }\n      E: { fromat: yyyyMMdd }\n      F: text\n      G:',
      [
        '6:20 map.format-invalid',
        '7:18 map.mask-invalid',
        '8:18 map.value-invalid',
        '9:18 map.value-invalid',
        '10:12 map.key-unknown',
        '11:10 map.value-kind',
        '12:9 map.value-missing',
      ],
    ],
  ])('has its faults told all at once, in file order: %o', (text, expected) => expect(faultsOf(text)).toEqual(expected))

  it('has a wrong key answered with the nearest right one', () =>
    expect(messagesOf('source: s\ntables: { t: { key: K, colums: {} } }')).toEqual([
      'm.yaml:2:24 error map.key-unknown: colums is no key of a table. Did you mean columns?',
    ]))
})

describe('a map', () => {
  const map = mapIn(validFile)

  it('says what the rows of a table mean', () => {
    expect(map).toMatchObject({
      at: { file: 'm.yaml', line: 22, column: 1 },
      name: 'patient',
      source: 'gp',
      prefix: 'gp',
      from: { at: { line: 24, column: 7 }, table: 'patient', alias: 'p' },
      where: { kind: 'in', column: { alias: 'p', name: 'SEX', at: { line: 29, column: 8 } } },
      resourceType: 'Patient',
    })
    expect(map.joins.get('gp')).toEqual({
      at: { file: 'm.yaml', line: 26, column: 3 },
      alias: 'gp',
      table: 'patient',
      match: expect.objectContaining({ kind: 'compare', at: { file: 'm.yaml', line: 26, column: 32 } }),
      order: [],
      includeGone: false,
    })
    expect(map.lists.get('phones')).toMatchObject({ table: 'phone', order: [{ name: 'SEQ', at: { line: 28, column: 68 } }] })
  })

  it('has one element for each key, in the order written', () => {
    expect(map.body.elements.map(({ name, slice, at }) => [name, slice, at.line])).toEqual([
      ['identifier', 'nhsNumber', 33],
      ['name', 'official', 34],
      ['telecom', undefined, 38],
      ['gender', undefined, 43],
      ['birthDate', undefined, 44],
      ['_birthDate', undefined, 45],
      ['deceasedDateTime', undefined, 46],
      ['managingOrganization', undefined, 47],
    ])
  })
})

/** The node of `element: written` in a map with the aliases p, gp and phones. */
function nodeOf(written: string): unknown {
  return mapIn(withElement(written)).body.elements[0]?.node
}
const withElement = (written: string): string => `map: m
from: patient as p
joins: { gp: { table: practice, match: gp.ID = p.ID } }
lists: { phones: { table: phone, match: phones.ID = p.ID } }
Patient:
  x: ${written}
`

describe('a value', () => {
  const constant = (text: string) => ({ kind: 'constant', text, explicit: false })
  test.each([
    ['final', constant('final')],
    ['p.SURNAME', { kind: 'column', alias: 'p', name: 'SURNAME', at: { line: 6, column: 6 } }],
    ["'p.SURNAME'", { kind: 'column', alias: 'p', name: 'SURNAME' }],
    ['p."odd name"', { kind: 'column', alias: 'p', name: 'odd name' }],
    ['p.été_2', { kind: 'column', name: 'été_2' }],
    ['http://example.org/x', constant('http://example.org/x')],
    ['1.5', constant('1.5')],
    ['N/A', constant('N/A')],
    ['007', constant('007')],
    ['Dr.Smith', constant('Dr.Smith')],
    ['mm[Hg]', constant('mm[Hg]')],
    ["'{x}'", constant('{x}')],
    ["'\\{p.A}'", constant('\\{p.A}')],
    ["'\\[a\\]'", constant('\\[a\\]')],
    ['urn:oid:2.16.840', constant('urn:oid:2.16.840')],
    ['http://loinc.org|8867-4|Heart rate', constant('http://loinc.org|8867-4|Heart rate')],
    ["{ const: 'p.SURNAME' }", { kind: 'constant', text: 'p.SURNAME', explicit: true }],
    [
      "'Dose: {p.DOSE}[ x {gp.FREQ}]'",
      {
        kind: 'template',
        parts: [
          { kind: 'text', text: 'Dose: ' },
          { kind: 'hole', column: { alias: 'p', name: 'DOSE', at: { line: 6, column: 14 } } },
          {
            kind: 'optional',
            parts: [
              { kind: 'text', text: ' x ' },
              { kind: 'hole', column: { alias: 'gp', name: 'FREQ', at: { line: 6, column: 26 } } },
            ],
          },
        ],
      },
    ],
    [
      `'mm\\[Hg\\] \\{\\|\\\\ {p."a b"} ]'`,
      { kind: 'template', parts: [{ text: 'mm[Hg] {|\\ ' }, { kind: 'hole', column: { name: 'a b' } }, { text: ' ]' }] },
    ],
    ['{ col: p.SEX, codes: sex }', { kind: 'coded', column: { alias: 'p', name: 'SEX' }, codes: { name: 'sex' } }],
    ['{ col: p.SEX }', { kind: 'column', alias: 'p', name: 'SEX' }],
    [
      '{ col: p.SEX, codes: { map: { M: male }, whenNull: u } }',
      { kind: 'coded', codes: { pairs: [{ from: 'M', code: 'male' }], whenNull: { code: 'u' }, otherwise: 'omit' } },
    ],
    ['{ first: [p.A, b] }', { kind: 'first', of: [{ kind: 'column' }, constant('b')] }],
    [
      "{ if: p.A = 'x', then: { first: [p.B, { a: b }] } }",
      {
        kind: 'when',
        if: { kind: 'compare', at: { column: 12 } },
        // biome-ignore lint/suspicious/noThenProperty: a word of the language.
        then: { kind: 'first', of: [{ kind: 'column' }, { kind: 'tree' }] },
      },
    ],
    ['{ if: p.A is null, system: phone }', { kind: 'tree', if: { kind: 'isNull' }, elements: [{ name: 'system' }] }],
    [
      '{ for: phones, value: phones.NO }',
      { kind: 'tree', for: { list: 'phones', at: { column: 13 } }, elements: [{ name: 'value' }] },
    ],
    ['{ value: p.W, ucum: kg }', { kind: 'tree', ucum: constant('kg'), elements: [{ name: 'value' }] }],
    ['{ value: p.W, ucum: { col: p.U, codes: { map: { k: kg } } } }', { kind: 'tree', ucum: { kind: 'coded' } }],
    [
      '{ ref: Organization, key: gp.ID, display: gp.NAME }',
      {
        kind: 'reference',
        target: { name: 'Organization', at: { column: 13 } },
        key: [{ kind: 'column', alias: 'gp', name: 'ID' }],
        elements: [{ name: 'display', node: { kind: 'column' } }],
      },
    ],
    [
      '{ ref: pas/patient, key: [p.A, p.B] }',
      { kind: 'reference', target: { name: 'pas/patient' }, key: [{ name: 'A' }, { name: 'B' }] },
    ],
    ['[p.A, b, { c: d }]', { kind: 'list', items: [{ kind: 'column' }, constant('b'), { kind: 'tree' }] }],
    [
      `{ 'extension[eth-cat]': { valueCode: x }, _value: { id: y } }`,
      { elements: [{ name: 'extension', slice: 'eth-cat' }, { name: '_value' }] },
    ],
  ])('written %s', (written, expected) => {
    expect(faultsOf(withElement(written))).toEqual([])
    expect(nodeOf(written)).toMatchObject(expected)
  })

  test.each([
    ['q.FORENAME', ['6:6 map.alias-unknown']],
    ["'{q.A} {p.B}'", ['6:8 map.alias-unknown']],
    ['{ if: q.A = 1 and p.B = phone.C, then: x }', ['6:12 map.alias-unknown', '6:30 map.alias-unknown']],
    ['{ first: [q.A, q.B, r.A, q.A] }', ['6:16 map.alias-unknown', '6:26 map.alias-unknown']],
    ['{ col: q.SEX }', ['6:13 map.alias-unknown']],
    ['{ col: SEX }', ['6:13 map.value-invalid']],
    ['p.ODD NAME', ['6:6 map.value-unclear']],
    ["'{p.A} [b]'", ['6:13 map.template-invalid']],
    ["'{p.A} {b}'", ['6:13 map.template-invalid']],
    ["'{p.A} [{p.B}'", ['6:13 map.template-invalid']],
    ["'{p.A}[ {p.B}[ {p.C}]]'", ['6:19 map.template-invalid']],
    ["''", ['6:6 map.value-missing']],
    ['', ['6:6 map.value-missing']],
    ['[]', ['6:6 map.value-missing']],
    ['{ first: p.A }', ['6:15 map.value-kind']],
    ['{ first: [p.A], else: x }', ['6:22 map.key-unknown']],
    ['{ then: x }', ['6:6 map.key-missing']],
    ['{ if: p.A =, then: x }', ['6:17 map.expression-invalid']],
    ['{ ref: T }', ['6:6 map.key-missing']],
    ['{ ref: T, key: { a: b } }', ['6:21 map.value-kind']],
    ['{ ref: T, key: p.A, if: p.B is null }', ['6:26 map.key-unknown']],
    ['{ ref: T, key: p.A, live: yes, slot: hr }', ['6:32 map.value-invalid']],
    ['{ absent: unknown }', []],
    ['{ absent: lost, of: x }', ['6:16 map.value-invalid', '6:22 map.key-unknown']],
    ['{ fn: f, arg: [p.A] }', ['6:6 map.key-missing', '6:15 map.key-unknown']],
    ['{ sql: { mssql: x } }', ['6:6 map.sql-invalid']],
    ['{ for: phone, value: a }', ['6:13 map.list-unknown']],
    ['{ for: gp, value: a }', ['6:13 map.list-unknown']],
    ['{ value: 1, ucum: [a] }', ['6:24 map.value-kind']],
    [`{ a b: c, 'name[': d, "[x]": e }`, ['6:8 map.element-invalid', '6:16 map.element-invalid', '6:28 map.element-invalid']],
    [`{ 'name[a][b]': c }`, ['6:8 map.element-invalid']],
    ['{ col: p.A, codes: { M: male } }', ['6:25 map.key-missing', '6:27 map.key-unknown']],
    ["{ col: p.A, codes: { map: { '': x }, conceptMap: y } }", ['6:34 map.value-invalid', '6:43 map.keys-conflict']],
  ])('written %s has faults', (written, expected) => {
    expect(faultsOf(withElement(written))).toEqual(expected)
  })

  it('with an alias that is not declared is told of constants', () => {
    expect(messagesOf(withElement('x.FORENAME'))).toEqual([
      "m.yaml:6:6 error map.alias-unknown: x is not an alias here (p, gp, phones are). For a constant write { const: 'x.FORENAME' }",
    ])
  })
})

describe('the keys of a map', () => {
  test.each([
    ['map: m\nfrom: t as p', ['1:1 map.resource-type']],
    ['map: m\nfrom: t as p\nPatient: { x: y }\nObservation: { x: y }', ['4:1 map.resource-type']],
    ['map: m\nPatient: { x: y }', ['1:1 map.key-missing']],
    ['map: m\nfrom: t\nPatient: { x: y }', ['2:7 map.value-invalid']],
    ['map: m\nFrom: t as p\nPatient: { x: y }', ['2:1 map.key-unknown']],
    ['map: m n\nfrom: t as p\nPatient: { x: y }', ['1:6 map.name-invalid']],
    ['map: m\nfrom: t as p\nprefix: a.b\nPatient: { x: y }', ['3:9 map.name-invalid']],
    ['map: m\nfrom: t as p\ngender: p.SEX\nPatient: { x: y }', ['3:1 map.key-unknown']],
    ['map: m\nfrom: t as p\nfor: x\nsearch: { a: disabled }\nPatient: { x: y }', ['3:6 map.list-unknown']],
    ['map: m\nfrom: t as p\nPatient: { x: y, for: q, if: z }', ['3:18 map.key-unknown', '3:26 map.key-unknown']],
    ['map: m\nfrom: t as p\nPatient: [x]', ['3:10 map.value-kind']],
    ['map: m\nfrom: t as p\njoins: { p: { table: u, match: p.A = p.B } }\nPatient: { x: y }', ['3:10 map.alias-duplicate']],
    ['map: m\nfrom: t as p\njoins: { g: { table: u } }\nPatient: { x: y }', ['3:13 map.key-missing']],
    [
      'map: m\nfrom: t as p\njoins: { g: { table: u, match: g.A = p.B, latest: D, includeGone: yes, order: [X] } }\nPatient: { x: y }',
      ['3:67 map.value-invalid', '3:72 map.key-unknown'],
    ],
    [
      "map: m\nfrom: t as p\nlists:\n  dx: { split: p.D, by: ';', parse: '{A}' }\n  v:\n    - { slot: hr, value: p.X }\nPatient: { x: { for: dx, y: dx.A } }",
      [],
    ],
    ['rules: Patient\nmax_count: 0', ['2:12 map.value-invalid']],
    ['- a', ['1:1 map.document-unknown']],
    ['patient: x', ['1:1 map.document-unknown']],
  ])('%o', (text, expected) => {
    expect(faultsOf(text)).toEqual(expected)
  })

  test.each([
    ['phones: { table: phone, match', 'phones: { table: phnoe, match', ['28:20 map.table-unknown']],
    ['from: patient as p', 'from: patients as p', ['24:7 map.table-unknown']],
    ['codes: sex }', 'codes: sxe }', ['43:32 map.codes-unknown']],
  ])('name what the source declares: %s, not %s', (right, wrong, expected) => {
    expect(faultsOf(validFile.replace(right, wrong))).toEqual(expected)
  })
})

describe('a code map', () => {
  const codes = (written: string) =>
    `source: s\nsystems: { rd: 'http://example.org/rd' }\ntables: { t: { key: [K] } }\ncodes:\n  c: ${written}\n`
  const csv = 'display,from,system,code\r\n"Blood, red",B,rd,b1\r\n,W,http://example.org/w,w1\r\n'

  it('has pairs in place, with a system of its own or of all', () => {
    expect(
      sourceIn(
        codes('{ system: rd, map: { A: a, B: { code: b, system: rd, display: Bee } }, otherwise: { code: z, system: rd } }'),
      ).codes.get('c'),
    ).toEqual({
      at: expect.anything(),
      name: 'c',
      system: 'http://example.org/rd',
      pairs: [
        { at: { file: 'm.yaml', line: 5, column: 27 }, from: 'A', code: 'a' },
        { at: { file: 'm.yaml', line: 5, column: 33 }, from: 'B', code: 'b', system: 'http://example.org/rd', display: 'Bee' },
      ],
      otherwise: { at: expect.anything(), code: 'z', system: 'http://example.org/rd' },
    })
  })

  it('has pairs from a file beside the YAML file, with columns in any order', () => {
    const { sources, diagnostics } = parseMappingFile('gp/m.yaml', codes('{ csv: lists/c.csv, otherwise: error }'), path =>
      path === 'lists/c.csv' ? csv : undefined,
    )
    expect(diagnostics).toEqual([])
    expect(sources[0]?.codes.get('c')).toMatchObject({
      otherwise: 'error',
      pairs: [
        {
          at: { file: 'gp/lists/c.csv', line: 2, column: 1 },
          from: 'B',
          code: 'b1',
          system: 'http://example.org/rd',
          display: 'Blood, red',
        },
        { at: { line: 3 }, from: 'W', code: 'w1', system: 'http://example.org/w' },
      ],
    })
  })

  test.each([
    ['from,code\nA,a\nA,b\n', ['c.csv:3:1 map.code-duplicate']],
    ['from,cod\nA,a\n', ['c.csv:1:6 map.csv-invalid']],
    ['from,display\nA,a\n', ['c.csv:1:1 map.csv-invalid']],
    ['from,code,from\nA,a,b\n', ['c.csv:1:11 map.csv-invalid']],
    [
      'from,code\nA,a,b\nB\n,c\nD,\n',
      ['c.csv:2:1 map.csv-invalid', 'c.csv:3:1 map.csv-invalid', 'c.csv:4:1 map.csv-invalid', 'c.csv:5:1 map.csv-invalid'],
    ],
    ['from,code\nA,"a\n', ['c.csv:2:1 map.csv-invalid', 'c.csv:2:3 map.csv-invalid']],
    ['', ['c.csv:1:1 map.csv-invalid']],
  ])('has faults of its file told at their place: %o', (text, expected) => {
    expect(faultsOf(codes('{ csv: c.csv }'), { 'c.csv': text })).toEqual(expected)
  })

  test.each([
    ['{ csv: none.csv }', ['5:13 map.csv-unreadable']],
    ['{ csv: none.csv, map: { A: a } }', ['5:8 map.keys-conflict']],
    ['{ map: { A: { display: x } } }', ['5:18 map.key-missing']],
    ['{ map: { A: [x] } }', ['5:18 map.value-kind']],
    ['{ map: { A: a }, otherwize: omit }', ['5:23 map.key-unknown']],
    ['{ conceptMap: x }', ['5:20 map.concept-map-unreadable']],
    ['M', ['5:6 map.value-kind']],
  ])('%s has faults', (written, expected) => {
    expect(faultsOf(codes(written))).toEqual(expected)
  })
})

describe('a folder of mappings', () => {
  const dir = mkdtempSync(join(tmpdir(), 'careconnect-language-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  const folder = (files: Readonly<Record<string, string>>): string => {
    const path = mkdtempSync(join(dir, 'folder-'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
    return path
  }
  const load = (files: Readonly<Record<string, string>>) => {
    const { source, maps, diagnostics } = loadMappingFolder(folder(files), 'mappings/gp')
    return { source: source?.name, maps: maps.map(map => `${map.source}/${map.name}`), faults: diagnostics.map(formatDiagnostic) }
  }
  const [sourceText = '', mapText = ''] = validFile.split('---\n')

  it('is one source document and its maps, in whatever order their files stand', () => {
    expect(load({ 'a-patient.yml': mapText, 'source.yaml': sourceText, 'notes.txt': 'no yaml: {' })).toEqual({
      source: 'gp',
      maps: ['gp/patient'],
      faults: [],
    })
  })

  it('expands short names in the code maps of all its files', () => {
    const text = 'map: m\nfrom: phone as p\nPatient: { x: { col: p.A, codes: { csv: c.csv, system: read2 } } }\n'
    const loaded = loadMappingFolder(folder({ 'source.yaml': sourceText, 'm.yaml': text, 'c.csv': 'from,code\nA,a\n' }), 'gp')
    expect(loaded.diagnostics).toEqual([])
    expect(loaded.maps[0]?.body.elements[0]?.node).toMatchObject({
      codes: {
        system: 'http://example.org/read2',
        pairs: [{ from: 'A', code: 'a', at: { file: 'gp/c.csv', line: 2, column: 1 } }],
      },
    })
  })

  it('needs a source document', () => {
    expect(load({ 'patient.yaml': mapText }).faults).toEqual([
      'mappings/gp:1:1 error map.source-missing: This folder has no source document (source: NAME, tables: …).',
    ])
  })

  it('has one source document only', () => {
    expect(load({ 'a.yaml': sourceText, 'b.yaml': sourceText }).faults).toEqual([
      'mappings/gp/b.yaml:1:1 error map.source-many: This folder has a source document already. Give each database a folder of its own.',
    ])
  })

  it('has one map of a name', () => {
    expect(load({ 'a.yaml': sourceText, 'b.yaml': mapText, 'c.yaml': mapText }).faults).toEqual([
      'mappings/gp/c.yaml:1:1 error map.name-duplicate: patient is the name of the map at mappings/gp/b.yaml:1 already.',
    ])
  })

  it('that is not there is a fault', () => {
    expect(loadMappingFolder(join(dir, 'nowhere'), 'mappings/gp').diagnostics.map(formatDiagnostic)).toEqual([
      'mappings/gp:1:1 error map.file-unreadable: This can not be read. Check that it is there and may be read.',
    ])
  })
})

describe('reading', () => {
  const fuzzed = { seed: 20200329, numRuns: 150 }
  const codesOf = (text: string): readonly string[] =>
    parseMappingFile('m.yaml', text, () => text).diagnostics.map(({ code }) => code)

  it('of random text is never the cause of an exception', () => {
    const scraps = fc.constantFrom(
      'map: m\n',
      'source: s\n',
      '---\n',
      '\n',
      '  ',
      '\t',
      ': ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      "'",
      '"',
      ',',
      '#',
      '&a ',
      '*a',
      '!t ',
      '|',
      '>',
      '?',
      'p.A',
      'Patient:',
      'first',
      '%',
      '\u0000',
      '\uFEFF',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string()), { maxLength: 40 }), parts => {
        for (const code of codesOf(parts.join(''))) expect(code).toMatch(/^(yaml|map)\./)
      }),
      fuzzed,
    )
  }, 30_000)

  it('of a file with a slip of the hand is never the cause of an exception', () => {
    const slip = fc.record({
      at: fc.nat(validFile.length - 1),
      cut: fc.nat(6),
      put: fc.oneof(
        fc.constantFrom('', '\n', '  ', '\t', ':', ',', '{', '}', '[', ']', "'", '"', '#', '- ', '---\n'),
        fc.string({ maxLength: 3 }),
      ),
    })
    fc.assert(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 3 }), slips => {
        const text = slips.reduce((before, { at, cut, put }) => before.slice(0, at) + put + before.slice(at + cut), validFile)
        for (const code of codesOf(text)) expect(code).toMatch(/^(yaml|map)\./)
      }),
      fuzzed,
    )
  }, 30_000)
})
