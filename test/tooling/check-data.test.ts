import { describe, expect, it, test } from 'vitest'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import { checkData } from '../../src/tooling/check-data.js'
import { columnsOf, type DemoRow, type DemoTable } from '../../src/tooling/demo/table.js'
import { openDemo } from '../support/demo-facade.js'
import { type AdapterName, adapterNames, type Facade, now, openFacade } from '../support/open-facade.js'

const patientColumns = {
  PAT_ID: 'INTEGER not null',
  SURNAME: 'VARCHAR(40)',
  SEX: 'VARCHAR(10)',
  DOB: 'DATE',
  STATUS: 'VARCHAR(1)',
  REG_PRAC_ID: 'INTEGER',
}
const table = (
  name: string,
  types: Readonly<Record<string, string>>,
  key: readonly string[],
  rows: readonly DemoRow[],
): DemoTable => ({
  table: name,
  columns: columnsOf(types),
  key,
  indexes: [],
  rows,
})

const header = `source: gp
tables:
  patient: { key: [PAT_ID] }
  phone: { key: [PHONE_ID] }
  practice: { key: [PRAC_ID] }
---
map: organization
from: practice as o
Organization: { name: o.NAME }
---
map: patient
from: patient as p
`
const name = '  name[official]: { family: p.SURNAME }\n'

async function findings(
  adapter: AdapterName,
  map: string,
  patients: readonly DemoRow[],
  phones: readonly DemoRow[] = [],
  facts = '',
) {
  const told = header.replace('key: [PAT_ID] }', `key: [PAT_ID]${facts} }`) + map
  const { sources, maps, diagnostics } = parseMappingFile('m.yaml', told, () => undefined)
  const [source] = sources
  if (source === undefined || diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  const tables = [
    table('patient', patientColumns, [], patients),
    table('phone', { PHONE_ID: 'INTEGER not null', PAT_ID: 'INTEGER', NUMBER: 'VARCHAR(20)' }, ['PHONE_ID'], phones),
    table('practice', { PRAC_ID: 'INTEGER not null', NAME: 'VARCHAR(20)' }, ['PRAC_ID'], [[1, 'One']]),
  ]
  const facade = await openFacade({ source, maps }, tables, adapter)
  try {
    return (await found(facade)).map(({ at, code, message }) => `${at.line}:${at.column} ${code}: ${message}`)
  } finally {
    await facade.close()
  }
}

const found = async ({ model, adapter }: Facade) =>
  checkData(
    { model, sources: new Map([['gp', { adapter, schemaOf: () => undefined }]]) },
    { now, timeoutMs: 20_000, progress: () => undefined },
  )

const people = (
  count: number,
  cell: (row: number) => Partial<Record<keyof typeof patientColumns, string | number | null>>,
): readonly DemoRow[] =>
  Array.from({ length: count }, (_, index) => {
    const row = {
      PAT_ID: index + 1,
      SURNAME: 'Smith',
      SEX: 'male',
      DOB: '1980-02-03',
      STATUS: 'A',
      REG_PRAC_ID: 1,
      ...cell(index),
    }
    return Object.keys(patientColumns).map(column => row[column as keyof typeof row] ?? null)
  })

describe.each(adapterNames)('check --data on %s', adapter => {
  it('finds nothing wrong with rows that fit', async () => {
    expect(
      await findings(
        adapter,
        `Patient:\n${name}  birthDate: p.DOB\n`,
        people(5, () => ({})),
      ),
    ).toEqual([])
  })

  it('tells nothing of a live reference that is left out where its target is not there', async () => {
    const live = `Patient:\n${name}  managingOrganization: { ref: Organization, key: p.REG_PRAC_ID, live: true }\n`
    const rows = people(4, row => ({ REG_PRAC_ID: row < 1 ? 99 : 1 }))
    expect(await findings(adapter, live, rows)).toEqual([])
  })

  test.each([
    [
      'mistake 6: a to-many table under joins',
      `joins:\n  phones: { table: phone, match: phones.PAT_ID = p.PAT_ID }\nPatient:\n${name}  telecom: [{ system: phone, value: phones.NUMBER }]\n`,
      people(3, () => ({})),
      [
        [1, 1, 'a'],
        [2, 1, 'b'],
        [3, 2, 'c'],
      ],
      [
        '14:3 data.join-many: phones gives more than one row for 1 value of phones.PAT_ID. Move it to lists and repeat with for, or say latest: COLUMN.',
      ],
    ],
    [
      'mistake 7: <> and nulls',
      `where: p.STATUS <> 'D'\nPatient:\n${name}`,
      people(5, row => ({ STATUS: row < 2 ? null : 'A' })),
      [],
      [
        "13:8 data.nulls-left-out: 2 rows have no STATUS and are left out by <>. To keep them: p.STATUS is null or p.STATUS <> '…'",
      ],
    ],
    [
      'mistake 3: legacy letters where codes are due',
      `Patient:\n${name}  gender: p.SEX\n`,
      people(6, row => ({ SEX: ['M', 'F', 'male'][row % 3] ?? null })),
      [],
      [
        '15:11 data.codes-unmapped: This takes male, female, other, unknown; p.SEX holds 2 values that are none, in 4 rows. Add codes: { col: p.SEX, codes: … }.',
      ],
    ],
    [
      'values that a code map does not list',
      `Patient:\n${name}  gender: { col: p.SEX, codes: { map: { male: male } } }\n`,
      people(6, row => ({ SEX: ['X', 'Y', 'male'][row % 3] ?? null })),
      [],
      [
        '15:18 data.codes-unlisted: p.SEX holds 2 values that its code map does not list, in 4 rows: nothing is served for them. List them, or say otherwise: CODE.',
      ],
    ],
    [
      'a sentinel that is not declared',
      `Patient:\n${name}  birthDate: p.DOB\n`,
      people(100, row => ({ DOB: row < 3 ? '1900-01-01' : '1980-02-03' })),
      [],
      [
        '15:14 data.sentinel-undeclared: p.DOB is 1900-01-01 in 3 % of the rows (3 rows). If that stands for no date, say columns: { DOB: { nullIf: [...] } } in the source document, with the value as it is stored.',
      ],
    ],
    [
      'trailing blanks that are not declared',
      `Patient:\n${name}`,
      people(4, row => ({ SURNAME: row < 2 ? 'Smith  ' : 'Smith' })),
      [],
      [
        '14:29 data.blanks-undeclared: p.SURNAME ends in blanks in 2 rows, and the blanks are served and searched for. Say columns: { SURNAME: { trim: true } } in the source document.',
      ],
    ],
    [
      'a key that is not unique',
      `Patient:\n${name}`,
      people(4, row => ({ PAT_ID: row < 2 ? 1 : row })),
      [],
      [
        '3:20 data.key-duplicate: PAT_ID is not unique: 1 id stands for more than one row. Add a column to the key, say latest: COLUMN if the rows are versions, or give id: columns that are unique.',
      ],
    ],
    [
      'references to rows that are not there',
      `Patient:\n${name}  managingOrganization: { ref: Organization, key: p.REG_PRAC_ID }\n`,
      people(4, row => ({ REG_PRAC_ID: row < 1 ? 99 : 1 })),
      [],
      [
        '15:51 data.reference-orphan: p.REG_PRAC_ID refers to no row of gp/organization in 1 row of 4. A client that follows these references finds nothing; say live: true to leave them out.',
      ],
    ],
    [
      'mistake 9: references that mostly lead nowhere',
      `Patient:\n${name}  managingOrganization: { ref: Organization, key: p.REG_PRAC_ID }\n`,
      people(4, row => ({ REG_PRAC_ID: row < 3 ? 70 + row : 1 })),
      [],
      [
        '15:51 data.reference-orphan: p.REG_PRAC_ID refers to no row of gp/organization in 3 rows of 4. Is p.REG_PRAC_ID the right column? gp/organization is keyed by PRAC_ID.',
      ],
    ],
    [
      'live references that mostly lead nowhere',
      `Patient:\n${name}  managingOrganization: { ref: Organization, key: p.REG_PRAC_ID, live: true }\n`,
      people(4, row => ({ REG_PRAC_ID: row < 3 ? 70 + row : 1 })),
      [],
      [
        '15:51 data.reference-orphan: p.REG_PRAC_ID refers to no row of gp/organization in 3 rows of 4. Is p.REG_PRAC_ID the right column? gp/organization is keyed by PRAC_ID.',
      ],
    ],
  ] as const)('tells of %s', async (_, map, patients, phones, expected) => {
    expect(await findings(adapter, map, patients, phones)).toEqual(expected)
  })

  test.each([
    [
      'a format that reads no value, and which would',
      'SEX: { format: yyyyMMdd }',
      `name[official]: { family: p.SURNAME }\n  birthDate: p.SEX`,
      ['03/02/1980', '29/02/1984', null],
      [
        '3:45 data.unreadable: None of the 2 values of p.SEX can be read as yyyyMMdd: nothing is served for them. Is it dd/MM/yyyy?',
      ],
    ],
    [
      'a format that reads some, apart from blanks and sentinels',
      "SEX: { format: yyyyMMdd, nullIf: ['00000000'] }",
      `name[official]: { family: p.SURNAME }\n  birthDate: p.SEX`,
      ['19800203', '19801332', '  ', '00000000', null],
      [
        '3:45 data.unreadable: p.SEX can not be read as yyyyMMdd in 1 row of 2: nothing is served for it. Mend the fact, or list in nullIf what stands for no value.',
      ],
    ],
    [
      'a mask',
      "SURNAME: { mask: '### ### ####' }",
      `name[official]: { family: p.SURNAME }`,
      ['999 000 0018', '9990000018', '999-000-0018'],
      [
        '3:49 data.unreadable: p.SURNAME can not be read by its mask in 2 rows of 3: nothing is served for them. Mend the fact, or list in nullIf what stands for no value.',
        '11:1 data.required-missing: 2 of 3 rows give no Patient: name[official] has no value there, and it is required. Map another column beside it (first: […]), or keep such rows out with where.',
      ],
    ],
    [
      'patterns, once for all that they take out',
      "SURNAME: { parse: ['{LAST}, {FIRST}', '{LAST};'] }",
      `name[official]: { family: p.LAST, given: [p.FIRST] }`,
      ['Smith, Ann', 'Smith;', 'Ann Smith', null],
      [
        '3:49 data.unreadable: p.SURNAME can not be read by any of its patterns in 1 row of 3: nothing is served for it. Mend the fact, or list in nullIf what stands for no value.',
        '11:1 data.required-missing: 2 of 4 rows give no Patient: name[official] has no value there, and it is required. Map another column beside it (first: […]), or keep such rows out with where.',
      ],
    ],
  ] as const)('tells how many values can not be read by %s', async (_, facts, element, stored, expected) => {
    const rows = people(stored.length, row => ({ [facts.startsWith('SEX') ? 'SEX' : 'SURNAME']: stored[row] ?? null }))
    const told = await findings(adapter, `Patient:\n  ${element}\n`, rows, [], `, columns: { ${facts} }`)
    // Some rows are not served for it: that is told of, too.
    expect(told.filter(each => !each.includes('data.not-valid'))).toEqual(expected)
  })

  it('is silent about <> where nulls are kept', async () => {
    const map = `where: p.STATUS is null or p.STATUS <> 'D'\nPatient:\n${name}`
    expect(
      await findings(
        adapter,
        map,
        people(3, () => ({ STATUS: null })),
      ),
    ).toEqual([])
  })

  it('never tells a value of the demo, and finds no error in it', async () => {
    const facade = await openDemo(adapter)
    const diagnostics = await found(facade)
    await facade.close()
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(diagnostics.map(({ message }) => message).join('\n')).not.toMatch(/Smith|Begum|999/)
  })
})
