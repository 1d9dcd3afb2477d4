/** `careconnect scaffold`: what it writes parses, and serves once its TODOs are done. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import { type Author, beginAsAuthor, serve } from '../support/author.js'

let author: Author
beforeAll(() => {
  author = beginAsAuthor()
  author.write(
    'careconnect.yaml',
    `mappings: [mappings/gp]
sources:
  gp: { adapter: sqlite, demo: gp, options: { file: gp.sqlite } }
  odd: { adapter: sqlite, options: { file: odd.sqlite } }
`,
  )
  const database = new Database(join(author.folder, 'odd.sqlite'))
  database.exec(oddTable)
  database.close()
})
afterAll(() => author.remove())

const oddTable = `
create table "Odd list-1" (
  "Client No" integer, "Last Name" varchar(40), "First name" varchar(40), "NHS-No" varchar(14), Gender integer, "D.O.B." char(10),
  "Home tel." varchar(20), Mobile varchar(20), "E-mail" varchar(60), "Post Code" varchar(8), "Deleted?" boolean, "Say ""x""" text, Photo blob
);
insert into "Odd list-1" values
  (11, 'Smith   ', 'Ann', '999-000-0018', 2, '03/02/1980', '01632 960001', '07700 900001', 'a@example.org', 'LS1 4AP', 0, 'x', null),
  (12, 'Jones', 'Bob', '999-000-0026', 1, '01/01/1900', '01632 960002', null, null, 'LS2 9JT', 0, 'y', x'00'),
  (13, 'Evans', 'Cy', '9990000034', 9, '29/02/1984', null, '07700 900003', null, 'BD1 1AA', 1, null, null),
  (14, 'Dunn', null, '999-000-0042', 0, null, null, null, null, null, 0, null, null);
create table COUNTER (ID integer primary key, N integer);
create table WARD_CLIENTS (ID integer primary key, SURNAME text, FORENAME text, DEL char(1));
insert into WARD_CLIENTS values (1, 'Smith', 'Ann', 'N'), (2, 'Jones', 'Bob', 'Y'), (3, 'Evans', 'Cy', 'N');
create table OLD_CLIENTS (ID integer primary key, SURNAME text, FORENAME text, GONE_FLAG char(1));
insert into OLD_CLIENTS values (1, 'Smith', 'Ann', 'F'), (2, 'Jones', 'Bob', 'T'), (3, 'Evans', 'Cy', null);
create table ACUTE_CLIENTS (ID integer primary key, SURNAME text, FORENAME text, IsWithdrawn integer);
insert into ACUTE_CLIENTS values (1, 'Smith', 'Ann', 0), (2, 'Jones', 'Bob', 1), (3, 'Evans', 'Cy', 0);
create table ORACLE_CLIENTS (ID integer primary key, SURNAME text, FORENAME text, BORN varchar(11));
insert into ORACLE_CLIENTS values (1, 'Smith', 'Ann', '05-Mar-1983'), (2, 'Jones', 'Bob', '29-FEB-1984');
create table EMPTY_CLIENTS (ID integer primary key, SURNAME text, DOB varchar(8), SEX char(1));
`

const scaffolded = async (line: string): Promise<string> => (await author.run(`scaffold ${line} --dry-run`)).printed

const parse = (text: string) => parseMappingFile('x.yaml', text, () => undefined)

describe('what is written parses', () => {
  test.each([
    'gp gp_patient',
    'gp gp_patient --as Practitioner',
    'gp gp_staff',
    'gp gp_practice',
    'gp gp_practice --as Location',
    'gp gp_lookup --as Organization',
    'gp gp_patient_phone --as Patient',
    'gp gp_patient_address --as Location',
    'gp gp_code --as Medication',
    'gp gp_event --as Observation',
    'gp gp_event_attr --as Immunization',
    'gp gp_vitals',
    'gp gp_consult',
    'gp gp_problem',
    'gp gp_summary --as Procedure',
    'gp gp_summary --as AllergyIntolerance',
    'gp gp_summary --as MedicationRequest',
    'gp gp_summary --as MedicationStatement',
    'gp gp_staff --as PractitionerRole',
    `odd '"Odd list-1"'`,
    'odd COUNTER --as Patient',
    'odd EMPTY_CLIENTS',
  ])('%s', async line => {
    const { diagnostics, sources, maps } = parse(await scaffolded(line))
    expect(diagnostics).toEqual([])
    expect([sources.length, maps.length]).toEqual([1, 1])
  })
})

describe('what is suggested', () => {
  const suggests = (title: string, line: string, parts: readonly string[]) =>
    test(title, async () => {
      const text = await scaffolded(line)
      for (const part of parts) expect(text).toContain(part)
    })

  suggests('formats and sentinels of dates', 'gp gp_patient', [
    "DobText: { format: yyyyMMdd, nullIf: ['19000101'] }",
    'birthDate: g.DobText   # likely',
  ])
  suggests('NHS numbers by their check digit, with each way to write them', 'gp gp_patient', [
    "NhsNo: { mask: ['##########', '### ### ####'] }",
    'value: g.NhsNo   # sure',
  ])
  suggests('codes that the profile has, as they are', 'gp gp_patient', ["codes: { system: nhs-number-status, map: { '01': '01',"])
  suggests('withdrawn rows, and when a row was changed', 'gp gp_patient', ["gone: DeletedYN = 'Y'", 'changed: [UpdatedAt]'])
  suggests('deleted rows by a short name and Y and N', 'odd WARD_CLIENTS', ["gone: DEL = 'Y'   # likely: holds N and Y"])
  suggests('deleted rows by T and F', 'odd OLD_CLIENTS', ["gone: GONE_FLAG = 'T'   # likely: holds F and T"])
  suggests('deleted rows by 1 and 0', 'odd ACUTE_CLIENTS', ['gone: IsWithdrawn = 1   # likely: holds 0 and 1'])
  suggests('sexes and flags by what is stored', 'gp gp_staff', ["map: { N: 'false', Y: 'true' }", 'F: female, I: other, M: male'])
  suggests('names, phones and postcodes', 'gp gp_practice', [
    'name: g.Name',
    'value: g.Phone }   # sure',
    'postalCode: g.PostCode   # sure',
  ])
  suggests('a status that the profile requires, with its codes', 'gp gp_consult', [
    '# TODO status: the profile requires it. One of planned,',
  ])
  suggests('a patient who is not mapped yet', 'gp gp_problem', ['# TODO subject: { ref: Patient, key: g.PatId }'])
  suggests('dates with the name of the month', 'odd ORACLE_CLIENTS', ["BORN: { format: 'dd-MMM-yyyy' }"])
  suggests('a key that no database declares', `odd '"Odd list-1"'`, [
    `key: ['"Client No"']   # TODO the database declares no key`,
  ])
})

describe('what is said instead of a map', () => {
  test.each([
    ['nowhere gp_patient', 1, 'The configuration has no source nowhere. There are: gp, odd.'],
    ['gp gp_paient', 1, 'The database of the source gp has no table gp_paient. Did you mean gp_patient?'],
    ['gp gp_lookup', 2, 'Nothing in gp_lookup tells what it is. Say it: --as TYPE'],
    ['gp gp_lookup --as Pacient', 2, 'Pacient is not served. Did you mean Patient?'],
    ['gp', 2, 'TABLE is missing: careconnect scaffold SOURCE TABLE [--as TYPE] [--dry-run] [--force]'],
    ['gp a.b.c.d', 1, 'a.b.c.d is no path of a table.'],
  ])('%s', async (line, exitCode, said) => {
    const answer = await author.run(`scaffold ${line}`)
    expect(answer.exitCode).toBe(exitCode)
    expect(answer.lines.join('\n')).toContain(said)
    expect(answer.printed).toBe('')
  })
})

test('no name, number or address of a person is printed', async () => {
  const database = new Database(join(author.folder, 'gp.sqlite'), { readonly: true })
  const people = database.prepare('select Surname, Forename1, NhsNo, DobText from gp_patient').raw().all().flat()
  const homes = database.prepare('select Line1, Town, PostCode from gp_patient_address').raw().all().flat()
  database.close()
  const text = `${await scaffolded('gp gp_patient')}${await scaffolded('gp gp_patient_address --as Location')}`
  // One test patient is called Patient.
  const open = ['19000101', 'Patient']
  const isSecret = (value: unknown): value is string =>
    typeof value === 'string' && value.trim().length > 4 && !open.includes(value)
  const shown = [...people, ...homes].filter(isSecret).filter(value => text.includes(value.trim()))
  expect(shown).toEqual([])
})

describe('beside a source document that is there', () => {
  const write = (tables: string): void => {
    author.write('beside.yaml', 'mappings: [beside]\nsources: { gp: { adapter: sqlite, options: { file: gp.sqlite } } }\n')
    author.write('beside/source.yaml', `source: gp\ntables: { ${tables} }\n`)
    author.write('beside/patient.yaml', 'map: patient\nfrom: person as p\nPatient:\n  name[official]: { family: p.Surname }\n')
  }
  const person = 'person: { table: gp_patient, key: [PatId] }'
  const scaffoldBeside = async (line: string): Promise<string> =>
    (await author.run(`scaffold ${line} --dry-run`, 'beside.yaml')).printed

  test('a new table is described in comments', async () => {
    write(person)
    const text = await scaffoldBeside('gp gp_staff')
    expect(text).toContain(
      '# TODO this belongs under tables: of the source document of gp:\n#   gp_staff:\n#     key: [StaffId]\n',
    )
    expect(text).not.toContain('source: gp\n')
  })

  test('a table that is described already keeps its name, and patients are referred to', async () => {
    write(`${person}, trouble: { table: gp_problem, key: [PatId, ProblemNo] }`)
    const text = await scaffoldBeside('gp gp_problem')
    expect(text).toContain('map: condition\nfrom: trouble as t\n')
    expect(text).toContain('subject: { ref: Patient, key: t.PatId }   # likely')
    expect(text).not.toContain('# TODO')
  })
})

describe('what is written', () => {
  const config = 'mappings: [kept]\nsources: { gp: { adapter: sqlite, options: { file: gp.sqlite } } }\n'
  const begin = (files: Readonly<Record<string, string>>): void => {
    rmSync(join(author.folder, 'kept'), { recursive: true, force: true })
    author.write('kept.yaml', config)
    for (const [file, text] of Object.entries(files)) author.write(`kept/${file}`, text)
  }
  const scaffold = (line: string) => author.run(`scaffold gp ${line}`, 'kept.yaml')
  const written = (file: string): string => readFileSync(join(author.folder, 'kept', file), 'utf8')
  const files = (): readonly string[] =>
    existsSync(join(author.folder, 'kept')) ? readdirSync(join(author.folder, 'kept')).toSorted() : []
  const isChecked = async () =>
    expect((await author.run('check --live', 'kept.yaml')).lines.filter(line => line.includes(' error '))).toEqual([])

  test('of a first table is a source document and a map; of a second one an entry and a map', async () => {
    begin({})
    const first = await scaffold('gp_staff')
    expect(first.printed).toContain('Wrote kept/source.yaml: how the table gp_staff is stored.\n')
    expect(first.printed).toContain('Wrote kept/practitioner.yaml: a first map of gp_staff (gp_staff) as Practitioner.\nNext:\n')
    const before = written('source.yaml')
    const second = await scaffold('gp_patient')
    expect(second.exitCode).toBe(0)
    expect(second.printed).toContain('npx careconnect preview patient')
    expect(files()).toEqual(['patient.yaml', 'practitioner.yaml', 'source.yaml'])
    const after = written('source.yaml')
    for (const line of before.split('\n')) expect(after.split('\n')).toContain(line)
    expect(after).toContain('nhs-number-status: https://')
    expect(after).toMatch(/\n {2}gp_patient:\n {4}key: \[PatId\]\n/)
    await isChecked()
  })

  test('leaves every other character of the source document alone', async () => {
    const source = `# Ours.\r\nsource:   gp   # the system\r\n\r\ntables:\r\n    # staff first\r\n    staff:   { table: gp_staff,   key: [StaffId] }     # padded\r\n\r\n# The zone is last.\r\nzone: Europe/London\r\n`
    begin({ 'source.yaml': source })
    await scaffold('gp_practice')
    const text = written('source.yaml')
    const place = source.indexOf('\r\n\r\n# The zone') + 2
    expect(text.startsWith(source.slice(0, place))).toBe(true)
    expect(text.endsWith(source.slice(place))).toBe(true)
    const inserted = text.slice(place, text.length - (source.length - place))
    expect(inserted).toMatch(/^ {4}gp_practice:\r\n {6}key: \[PracticeCode\]\r\n/)
    await isChecked()
  })

  test.each([
    ['in braces', 'source: gp # ours\ntables: { staff: { table: gp_staff, key: [StaffId] } }\n', ['staff', 'gp_practice']],
    [
      'after the last line, which does not end',
      'source: gp # ours\ntables:\n  staff: { table: gp_staff, key: [StaffId] }',
      ['staff', 'gp_practice'],
    ],
    [
      'before maps in the same file',
      'source: gp # ours\ntables:\n  staff: { table: gp_staff, key: [StaffId] }\n---\nmap: staff\nfrom: staff as s\nPractitioner:\n  name: { family: s.Surname }\n',
      ['staff', 'gp_practice'],
    ],
  ])('adds a table %s', async (_, source, tables) => {
    begin({ 'source.yaml': source })
    expect((await scaffold('gp_practice')).exitCode).toBe(0)
    expect(written('source.yaml')).toContain('# ours')
    expect([...(parse(written('source.yaml')).sources[0]?.tables.keys() ?? [])]).toEqual(tables)
    await isChecked()
  })

  test('a file that is there stays without --force', async () => {
    begin({})
    await scaffold('gp_staff')
    author.write('kept/practitioner.yaml', written('practitioner.yaml').replace('usual', 'official'))
    const again = await scaffold('gp_staff')
    expect(again.exitCode).toBe(1)
    expect(again.printed).toBe('')
    expect(again.lines.join('\n')).toContain('kept/practitioner.yaml is there already. Nothing was written: add --force')
    expect(written('practitioner.yaml')).toContain('use: official')
    const source = written('source.yaml')
    expect((await scaffold('gp_staff --force')).exitCode).toBe(0)
    expect(written('practitioner.yaml')).toContain('use: usual')
    expect(written('source.yaml')).toBe(source)
  })

  const source = 'source: gp\ntables: { gp_staff: { key: [StaffId] } }\n'
  const staff = 'map: practitioner\nfrom: gp_staff as s\nPractitioner:\n  name: { family: s.Surname }\n'
  test.each([
    [
      'the map is in another file',
      { 'source.yaml': source, 'all.yaml': staff },
      'The map practitioner is in kept/all.yaml already.',
    ],
    [
      'the file has another map',
      {
        'source.yaml': source,
        'practitioner.yaml': staff.replace('map: practitioner', 'map: x').replace('gp_staff as', 'gp_practice as'),
      },
      'kept/practitioner.yaml has the map x too.',
    ],
    ['the file is the source document', { 'practitioner.yaml': source }, 'kept/practitioner.yaml is the source document.'],
    [
      'the source document can not be read',
      { 'source.yaml': 'source: gp\ntables: {{\n' },
      'The source document of gp can not be added to.',
    ],
  ])('nothing is, even with --force, when %s', async (_, given, said) => {
    begin(given)
    const { exitCode, lines } = await scaffold('gp_staff --force')
    expect(lines.join('\n')).toContain(said)
    expect(exitCode).toBe(1)
    expect(files()).toEqual(Object.keys(given).toSorted())
    for (const [file, text] of Object.entries(given)) expect(written(file)).toBe(text)
  })

  test('nothing is with --dry-run', async () => {
    begin({})
    expect((await scaffold('gp_staff --dry-run')).printed).toContain('map: practitioner')
    expect(files()).toEqual([])
  })
})

/** What a person writes where the scaffold says TODO, and searches with how many they must find, counted in the table. */
interface Filled {
  readonly line: string
  readonly instead: Readonly<Record<string, string>>
  readonly finds: Readonly<Record<string, number | string>>
}

const notDeleted = `coalesce(DeletedYN, 'N') <> 'Y'`

const filled: readonly Filled[] = [
  {
    line: 'gp gp_patient',
    instead: {},
    finds: {
      'Patient?family=smith': `select count(*) from gp_patient where Surname like 'smith%' and ${notDeleted}`,
      'Patient?birthdate=ge2015': `select count(*) from gp_patient where DobText >= '2015' and ${notDeleted}`,
    },
  },
  {
    line: 'gp gp_staff',
    instead: {},
    finds: {
      'Practitioner?active=true': `select count(*) from gp_staff where ActiveYN = 'Y' and ${notDeleted}`,
      'Practitioner?gender=female': `select count(*) from gp_staff where SexCode = 'F' and ${notDeleted}`,
    },
  },
  {
    line: 'gp gp_practice',
    instead: {},
    finds: { 'Organization?active=true': `select count(*) from gp_practice where OpenYN = 'Y'` },
  },
  {
    line: 'gp gp_lookup --as Organization',
    instead: { '  meta: {}': '  name: g.ItemText' },
    finds: { 'Organization?name=white': `select count(*) from gp_lookup where ItemText like 'white%'` },
  },
  {
    line: 'gp gp_consult',
    instead: { '  # TODO status.*': '  status: finished' },
    finds: { 'Encounter?status=finished': 'select count(*) from gp_consult' },
  },
  {
    line: `odd '"Odd list-1"'`,
    instead: {
      '    # TODO required: how far.*\n': '',
      '# extension\\[nhs.*': `extension[nhsNumberVerificationStatus]: { coding: [{ system: nhs-number-status, code: '01' }] }`,
    },
    finds: {
      // 29 February 1984 is of a client who is deleted.
      'Patient?birthdate=1984-02-29': 0,
      'Patient?birthdate=1980-02-03': 1,
      'Patient?birthdate:missing=true': 2,
      'Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C9990000018': 1,
      'Patient?family:exact=Smith': 1,
      'Patient?gender=unknown': 1,
      'Patient?address-postalcode=LS1': 1,
    },
  },
]

describe('with the TODOs done it serves', () => {
  test.each(filled)('$line', async ({ line, instead, finds }) => {
    let text = await scaffolded(line)
    for (const [pattern, replacement] of Object.entries(instead)) {
      expect(text).toMatch(new RegExp(pattern))
      text = text.replace(new RegExp(pattern), replacement)
    }
    const source = line.split(' ')[0] ?? ''
    author.write(
      'filled.yaml',
      `mappings: [filled]\nsources: { ${source}: { adapter: sqlite, options: { file: ${source}.sqlite } } }\n`,
    )
    author.write('filled/map.yaml', text)
    expect((await author.run('check --live', 'filled.yaml')).lines.filter(each => each.includes(' error '))).toEqual([])
    expect(await totals(Object.keys(finds))).toEqual(counted(source, finds))
  })
})

function counted(source: string, finds: Filled['finds']): Readonly<Record<string, unknown>> {
  const database = new Database(join(author.folder, `${source}.sqlite`), { readonly: true })
  const count = (sql: string): unknown => database.prepare(sql).pluck().get()
  const counts = Object.entries(finds).map(([search, number]) => [search, typeof number === 'string' ? count(number) : number])
  database.close()
  return Object.fromEntries(counts)
}

async function totals(searches: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const facade = await serve(author, 'filled.yaml')
  try {
    const found: Record<string, unknown> = {}
    for (const search of searches) {
      const bundle: unknown = await (await fetch(`${facade.baseUrl}/${search}`)).json()
      found[search] = typeof bundle === 'object' && bundle !== null && 'total' in bundle ? bundle.total : bundle
    }
    return found
  } finally {
    await facade.close()
  }
}
