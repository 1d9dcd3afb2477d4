/** Every fault that only checking and compiling can see, where it is: `line:column code` (MAPPING, section 11). */
import { describe, expect, it, test } from 'vitest'
import { formatDiagnostic } from '../../../src/kernel/diagnostics.js'
import { compileModel } from '../../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'
import type { EntitySchema, FieldType } from '../../../src/spi/index.js'

const schemas: Readonly<Record<string, Readonly<Record<string, FieldType | 'unknown'>>>> = {
  person: {
    ID: 'integer',
    GP: 'string',
    NAME: 'string',
    BORN: 'date',
    TEXTDAY: 'string',
    AT: 'dateTime',
    FLAG: 'boolean',
    NUM: 'decimal',
    ODD: 'unknown',
    NHS: 'string',
    MASKED: 'string',
  },
  phone: { ID: 'integer', PERSON: 'integer', NUMBER: 'string', DAY: 'string' },
  practice: { CODE: 'string', NAME: 'string', DAY: 'string' },
  clinic: { GUID: 'string', CODE: 'string', NAME: 'string' },
}

function schemaOf(table: string): EntitySchema | undefined {
  const fields = schemas[table]
  return (
    fields && {
      entity: table,
      kind: 'table',
      keys: [],
      references: [],
      indexes: [],
      fields: Object.entries(fields).map(([name, type]) => ({ name, type, nativeType: type, nullable: true })),
    }
  )
}

const source = `source: s
systems: { mrn: http://example.org/mrn }
tables:
  person: { key: [ID], columns: { MASKED: { mask: '## ##' }, TEXTDAY: { format: yyyyMMdd } } }
  phone: { key: [ID], columns: { DAY: { format: yyyyMMdd } } }
  practice: { key: [CODE], columns: { DAY: { format: yyyyMMdd } } }
  clinic: { key: [GUID], columns: { GUID: { format: uuid } } }
---
`
/** Of the first line of a map. */
const firstLine = source.split('\n').length

function compile(text: string, before = source): readonly string[] {
  const { sources, maps, diagnostics } = parseMappingFile('m.yaml', before + text, () => undefined)
  const [only] = sources
  if (!only || diagnostics.length > 0) return diagnostics.map(formatDiagnostic)
  const start = before.split('\n').length
  return compileModel([{ source: only, maps, schemaOf }]).diagnostics.map(
    ({ at, code }) => `${at.line >= start ? at.line - start + 1 : `source ${at.line}`}:${at.column} ${code}`,
  )
}

const head = `map: person
from: person as p
`
const patient = (elements: string, relations = '') => `${head}${relations}Patient:
  name[official]: { family: p.NAME }
${elements}`
const tel = 'lists: { tel: { table: phone, match: tel.PERSON = p.ID } }\n'
const organization = `map: practice
from: practice as g
Organization:
  identifier[odsOrganisationCode]: { value: g.CODE }
  name: g.NAME
`

const cases: readonly (readonly [fault: string, text: string, found: readonly string[]])[] = [
  ['a valid map', patient('  birthDate: p.BORN\n'), []],
  ['a column that the table does not have', patient('  birthDate: p.BORM\n'), ['5:14 schema.column-unknown']],
  ['a native type that is not known', patient('  birthDate: p.ODD\n'), ['5:14 schema.type-unknown']],
  ['text where a date is due', patient('  birthDate: p.NAME\n'), ['5:14 map.type-clash']],
  ['a template where a date is due', patient("  birthDate: '{p.NAME}x'\n"), ['5:14 map.type-clash']],
  ['a column where a boolean is due', patient('  active: p.NUM\n'), ['5:11 map.type-clash']],
  ['a time inside a text', patient("  address: { text: '{p.AT}x' }\n"), ['5:22 map.type-clash']],
  ['a constant of another type', patient('  birthDate: soon\n'), ['5:14 map.constant-invalid']],
  ['a code that is not allowed', patient('  gender: man\n'), ['5:11 code.not-allowed']],
  [
    'a code map with a code that is not allowed',
    patient('  gender: { col: p.NAME, codes: { map: { M: man } } }\n'),
    ['5:42 code.not-allowed'],
  ],
  ['a code map that is not used', patient('', 'codes: { sex: { map: { M: male } } }\n'), ['3:15 map.codes-unused']],
  ['a system that is not known', patient('  maritalStatus: nowhere|M\n'), ['5:18 code.system-unknown']],
  ['a coding without a system', patient('  maritalStatus: M\n'), ['5:18 map.constant-invalid']],
  ['an element that the type does not have', patient('  birthdate: p.BORN\n'), ['5:3 map.element-unknown']],
  ['a choice without its type', patient('  deceased: p.AT\n'), ['5:3 map.element-unknown']],
  ['an element that the facade makes', patient('  id: p.NAME\n'), ['5:3 map.element-unmapped']],
  ['a slice that the profile does not have', patient('  identifier[nhs]: { value: p.NHS }\n'), ['5:3 map.slice-unknown']],
  ['an extension that the profile does not have', patient('  extension[ethnic]: p.NAME\n'), ['5:3 map.slice-unknown']],
  ['a value where elements are due', patient('  address: p.NAME\n'), ['5:12 map.value-kind']],
  ['elements where a value is due', patient('  birthDate: { start: p.BORN }\n'), ['5:14 map.value-kind']],
  ['a list where one value is due', patient('  birthDate: [p.BORN]\n'), ['5:14 map.value-kind']],
  ['a list outside its for', patient('  telecom: { value: tel.NUMBER }\n', tel), ['6:21 map.list-outside-for']],
  ['a list in where', patient('', `${tel}where: tel.NUMBER is null\n`), ['4:8 map.list-outside-for']],
  [
    'a for on a single element',
    patient('  managingOrganization: { for: tel, display: tel.NUMBER }\n', tel),
    ['6:25 map.for-single'],
  ],
  [
    'a for in a choice of values',
    patient('  telecom: { first: [{ for: tel, system: phone, value: tel.NUMBER }] }\n', tel),
    ['6:22 map.for-single'],
  ],
  [
    'a for under a condition',
    patient("  telecom: { if: p.FLAG = 'true', then: { for: tel, system: phone, value: tel.NUMBER } }\n", tel),
    ['6:41 map.for-single'],
  ],
  [
    'a for in a for',
    patient('  contact: { for: tel, telecom: { for: tel, value: tel.NUMBER } }\n', tel),
    ['6:40 map.for-unrelated'],
  ],
  [
    'a join whose match names no other table',
    patient('', "joins: { g: { table: practice, match: g.CODE = 'x' } }\n"),
    ['3:10 map.match-unbound'],
  ],
  [
    'a match that is more than equal columns',
    patient('', 'joins: { g: { table: practice, match: g.CODE = p.GP or g.NAME = p.NAME } }\n'),
    ['3:39 map.match-invalid'],
  ],
  ['a match of two types', patient('', 'joins: { g: { table: practice, match: g.CODE = p.ID } }\n'), ['3:39 map.type-clash']],
  [
    'joins that need each other',
    patient('', 'joins:\n  g: { table: practice, match: g.CODE = h.CODE }\n  h: { table: practice, match: h.CODE = g.CODE }\n'),
    ['4:3 map.join-cycle', '5:3 map.join-cycle'],
  ],
  [
    'a joined test that only reading decides',
    patient('', "joins: { g: { table: practice, match: g.CODE = p.GP and g.DAY > '2020-01-01' } }\n"),
    ['3:10 map.condition-rough'],
  ],
  [
    'a listed test that only reading decides',
    patient('', 'lists: { tel: { table: phone, match: tel.PERSON = p.ID and tel.DAY is null } }\n'),
    ['3:10 map.condition-rough'],
  ],
  [
    'a where that only reading decides is slow, and no error',
    patient('', "where: p.MASKED > '1234' and p.TEXTDAY < today\n"),
    ['3:8 map.where-scans'],
  ],
  ['a test of two constants', patient('', "where: \"'a' = 'b'\"\n"), ['3:9 map.expression-constant']],
  ['a literal of another type', patient('', "where: p.BORN = 'x'\n"), ['3:17 map.type-clash']],
  [
    'a reference to nothing',
    patient('  managingOrganization: { ref: Organization, key: p.GP }\n'),
    ['5:32 map.reference-unknown'],
  ],
  [
    'a reference with another key',
    `${patient('  managingOrganization: { ref: Organization, key: p.ID }\n')}---\n${organization}`,
    ['5:25 map.reference-key'],
  ],
  [
    'a reference to a type that does not fit',
    `${patient('  managingOrganization: { ref: person, key: p.ID }\n')}`,
    ['5:32 map.reference-type'],
  ],
  [
    'a reference to a type that two maps serve',
    `${patient('  managingOrganization: { ref: Organization, key: p.GP }\n')}---\n${organization.replace('from', 'prefix: x\nfrom')}---\n${organization.replace('practice\n', 'more\nprefix: y\n')}`,
    ['5:32 map.reference-unclear'],
  ],
  [
    'two maps of a type without a prefix',
    `${patient('')}---\n${patient('').replace('person\n', 'again\n')}`,
    ['6:1 map.prefix-clash'],
  ],
  [
    'a prefix that begins another',
    `${patient('', 'prefix: a\n')}---\n${patient('', 'prefix: a-b\n').replace('person\n', 'again\n')}`,
    ['1:1 map.prefix-clash'],
  ],
  ['two maps, and a key that is text', `${organization}---\n${organization.replace('practice\n', 'more\nprefix: y\n')}`, []],
  [
    'a map of uuids, and a prefix that could begin one',
    `${organization.replaceAll('practice', 'clinic')}---\n${organization.replace('practice\n', 'more\nprefix: 0badcafe\n')}`,
    ['1:1 map.prefix-missing'],
  ],
  ['what the profile requires', `${head}Patient:\n  birthDate: p.BORN\n`, ['4:3 profile.required-unmapped']],
  ['a resource type that is not served', `${head}Account:\n  name: p.NAME\n`, ['1:1 map.resource-type']],
]

describe('compiling reports', () => {
  test.each(cases)('%s', (_, text, found) => expect(compile(text)).toEqual(found))

  test.each([
    ['a mask on a number', source.replace("MASKED: { mask: '## ##' }", "ID: { mask: '##' }"), ['source 4:39 fact.type-clash']],
    ['a format on a date', source.replace('TEXTDAY:', 'BORN:'), ['source 4:68 fact.type-clash']],
    [
      'a sentinel that the column can not hold',
      source.replace('TEXTDAY: { format: yyyyMMdd }', "BORN: { nullIf: ['x'] }"),
      ['source 4:68 fact.null-if'],
    ],
    [
      'deleted rows that only reading tells',
      source.replace('key: [ID], columns: { M', 'key: [ID], gone: TEXTDAY is not null, columns: { M'),
      ['source 4:3 map.condition-rough'],
    ],
    ['a key that is a date', source.replace('person: { key: [ID]', 'person: { key: [BORN]'), ['source 4:19 map.key-type']],
    [
      'a changed date without a time',
      source.replace('key: [ID], columns: { M', 'key: [ID], changed: [BORN], columns: { M'),
      ['source 4:34 map.type-clash'],
    ],
  ])('in the source document: %s', (_, before, found) => expect(compile(patient('  birthDate: p.BORN\n'), before)).toEqual(found))

  it('an id that would be an NHS number', () => {
    const text = patient('  identifier[nhsNumber]: { value: p.NHS }\n')
    expect(compile(text, source.replace('person: { key: [ID]', 'person: { key: [NHS]'))).toContain('1:1 map.id-nhs-number')
  })

  it('the file and the place, in the words of a user', () => {
    const { sources, maps } = parseMappingFile('m.yaml', source + patient('  birthDate: p.BORM\n'), () => undefined)
    const [only] = sources
    const { diagnostics, model } = compileModel(only ? [{ source: only, maps, schemaOf }] : [])
    expect(diagnostics.map(formatDiagnostic)).toEqual([
      `m.yaml:${firstLine + 4}:14 error schema.column-unknown: person has no column BORM. Did you mean BORN?`,
    ])
    expect(model).toBeUndefined()
  })
})
