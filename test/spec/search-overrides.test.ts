/** `search:` in a map: what replaces derivation (MAPPING section 10). */
import { describe, expect, it } from 'vitest'
import { changeValue } from '../../src/mapping/compile/change-value.js'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { findsEach, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
tables:
  person: { key: [ID] }
  names: { key: [ID] }
---
map: patient
from: person as p
joins:
  n: { table: names, match: n.ID = p.ID }
Patient:
  name[official]:
    family: p.SURNAME
    text: p.FULL_NAME
  birthDate: p.DOB
  gender: { col: p.SEX, codes: { map: { M: male, F: female } } }
  address: { city: p.TOWN }
search:
  phonetic: { col: n.SDX, value: [soundex], match: equals }
  family: { col: n.SRCH, value: [noPunctuation, upper], match: starts }
  name: { col: p.FULL_NAME, match: words }
  birthdate: { col: p.REGISTERED }
  gender: { col: p.SEX }
  address-city: disabled
`

const person = {
  columns: {
    ID: 'INTEGER not null',
    SURNAME: 'VARCHAR(20)',
    FULL_NAME: 'VARCHAR(40)',
    DOB: 'DATE',
    REGISTERED: 'DATE',
    SEX: 'CHAR(1)',
    TOWN: 'VARCHAR(20)',
  },
  rows: [
    [1, "O'Brien", "Mary Ann O'Brien", '1970-01-01', '2020-05-01', 'F', 'Leeds'],
    [2, 'Obrian', 'Rosemary Obrian', '1980-01-01', '2021-05-01', 'F', 'York'],
    [3, 'Smith-Jones', 'Anne Smith-Jones', '1990-01-01', null, 'M', null],
    [4, 'Smythe', 'Al Smythe', null, '1970-01-01', null, 'Leeds'],
  ],
} as const
const names = {
  columns: { ID: 'INTEGER not null', SDX: 'CHAR(4)', SRCH: 'VARCHAR(20)' },
  rows: [
    [1, 'O165', 'OBRIEN'],
    [2, 'O165', 'OBRIAN'],
    [3, 'S532', 'SMITHJONES'],
  ],
} as const

tryMapping('a search by column', { yaml, tables: { person, names } }, asked => {
  findsEach(asked, [
    ["Patient?phonetic=O'Bryan", ['1', '2']],
    ['Patient?phonetic=smith', []],
    ['Patient?phonetic:missing=true', ['4']],
    ["Patient?family=o'br", ['1', '2']],
    ['Patient?family=OBRIE', ['1']],
    ['Patient?family=smith%20', ['3']],
    ["Patient?family='", []],
    ['Patient?family:missing=true', ['4']],
    ['Patient?name=mary', ['1']],
    ['Patient?name=ann', ['1', '3']],
    ['Patient?name=ann%20mary', ['1']],
    ['Patient?name=o%27brien', ['1']],
    ['Patient?birthdate=1970', ['4']],
    ['Patient?birthdate=ge2020-05-01', ['1', '2']],
    ['Patient?birthdate:missing=true', ['3']],
    ['Patient?gender=F', ['1', '2']],
    ['Patient?gender=female', []],
    ['Patient?gender:not=F', ['3', '4']],
    ['Patient?gender=F&family=obrian', ['2']],
  ])
  it('takes no modifier that the column was not made for', () => {
    const offer = asked().engine.offers.get('Patient')
    expect(offer?.parameters.get('family')?.modifiers).toEqual(['missing'])
    expect(offer?.parameters.has('address-city')).toBe(false)
    expect(offer?.parameters.has('address')).toBe(true)
  })
  it('refuses what the column can not tell', async () => {
    await expect(asked().ids('Patient?gender=http://hl7.org/fhir/administrative-gender|F')).rejects.toThrow('tells of no system')
    await expect(asked().ids('Patient?address-city=Leeds')).rejects.toThrow('The search has faults')
  })
})

const medication = `
source: gp
tables:
  rx: { key: [ID] }
---
map: drug
prefix: rx
from: rx as r
Medication:
  code: { coding: [{ system: snomed, code: r.DMD }], text: r.DRUG }
---
map: request
from: rx as r
MedicationRequest:
  status: active
  intent: order
  medicationReference: { ref: drug, key: r.ID, display: r.DRUG }
  subject: { display: Somebody }
  authoredOn: r.AT
search:
  code: { as: medication.code }
`
const rx = {
  columns: { ID: 'INTEGER not null', DMD: 'VARCHAR(10)', DRUG: 'VARCHAR(20)', AT: 'DATETIME' },
  rows: [
    [1, '111', 'Aspirin', '2020-01-01 10:00:00'],
    [2, '222', 'Statin', '2020-01-02 10:00:00'],
    [3, null, 'Herbs', '2020-01-03 10:00:00'],
  ],
} as const

tryMapping('a parameter that means another', { yaml: medication, tables: { rx } }, asked => {
  findsEach(asked, [
    ['MedicationRequest', ['1', '2', '3']],
    ['MedicationRequest?code=111', ['1']],
    ['MedicationRequest?code=http://snomed.info/sct|222', ['2']],
    ['MedicationRequest?code=http://snomed.info/sct|', ['1', '2']],
    ['MedicationRequest?code=111,222', ['1', '2']],
    ['MedicationRequest?code:not=111', ['2', '3']],
    ['MedicationRequest?code:missing=false', ['1', '2', '3']],
    ['MedicationRequest?medication.code=222', ['2']],
    ['Medication?code=222', ['rx-2']],
  ])
})

describe('changes of a searched value', () => {
  it.each([
    ['Robert', 'R163'],
    ['Rupert', 'R163'],
    ['Ashcraft', 'A261'],
    ['Tymczak', 'T522'],
    ['Pfister', 'P236'],
    ['Honeyman', 'H555'],
    ["O'Hára", 'O600'],
    ['Lee', 'L000'],
    ['12', ''],
  ])('soundex of %s is %s', (name, code) => {
    expect(changeValue(name, ['soundex'])).toBe(code)
  })
  it('are made in order', () => {
    expect(changeValue(" Smith - Jones, O'Neil\u0301 ", ['noPunctuation', 'upper'])).toBe('SMITH JONES ONEIL\u0301')
    expect(changeValue('ABC', ['lower'])).toBe('abc')
  })
})

describe('faults of overrides', () => {
  const [unsearched] = yaml.split('search:')
  const faults = (line: string) => faultsOfMapping(`${unsearched}search:\n  ${line}\n`).join('\n')
  it.each([
    ['famly: disabled', 'Patient has no search parameter famly that could be overridden. Did you mean family?'],
    ['_id: disabled', '_id that could be overridden'],
    ['family: off', 'family takes disabled, { as: parameter } or { col: alias.COLUMN, match: … }.'],
    ['family: { as: famly }', 'Did you mean family?'],
    [
      'family: { as: birthdate }',
      'family is a string parameter and birthdate a date parameter: one can not stand for the other.',
    ],
    ['family: { as: gender.name }', 'gender refers to nothing, where name is no string parameter.'],
    [
      'family: { as: general-practitioner.family }',
      'Patient?general-practitioner finds nothing in this map: its element is not mapped.',
    ],
    ['family: { as: general-practitioner.birthdate }', 'where birthdate is no string parameter.'],
    ['family: { as: family }', 'family means itself in the end.'],
    ['family: { match: starts }', 'The search by family needs col.'],
    ['family: { col: p.SURNAME, match: sounds }', 'match takes equals, starts, words'],
    ['family: { col: p.SURNAME, value: [upper, metaphone] }', 'value takes upper, lower, noPunctuation, soundex'],
    ['family: { sql: x }', 'sql takes an object; this is text.'],
    ['family: { sql: { sqlite: "upper({p.SURNAME})" }, col: p.SURNAME }', 'A search has either col or sql, not both.'],
    ['birthdate: { sql: { sqlite: "upper({p.SURNAME})" } }', 'birthdate is a date; SQL can stand for a string or a token.'],
    ['birthdate: { col: p.DOB, type: string }', 'birthdate is a date parameter of STU3, and no string.'],
    ['town-2: { col: p.SURNAME, type: words }', 'type takes string, token, date, number, uri'],
    ['town_2: { col: p.SURNAME, type: string }', 'town_2 is no name of a parameter'],
    ['town: { col: p.SURNAME }', 'Patient has no search parameter town'],
    ['town: { col: p.SURNAME, type: number }', 'town is a number; p.SURNAME holds string values.'],
    ['town: { col: p.SURNAME, type: uri, match: starts }', 'town is a uri, which takes neither match nor value.'],
    ['birthdate: { col: p.SURNAME, match: starts }', 'birthdate is a date, which takes neither match nor value.'],
    ['general-practitioner: { col: p.SURNAME }', 'general-practitioner is a reference; a column can stand for'],
  ])('%s', (line, message) => {
    expect(faults(line)).toContain(message)
  })
})

const bed = `
source: gp
tables: { stay: { key: [ID] } }
---
map: stay
from: stay as s
Encounter:
  status: finished
search:
  bay: { col: s.BAY, type: string }
  bed-code: { col: s.BED, type: token }
  moved: { col: s.MOVED, type: date }
  nights: { col: s.NIGHTS, type: number }
  plan: { col: s.PLAN, type: uri }
  length: { col: s.NIGHTS }
`
const stay = {
  columns: {
    ID: 'INTEGER not null',
    BAY: 'VARCHAR(20)',
    BED: 'VARCHAR(4)',
    MOVED: 'DATE',
    NIGHTS: 'DECIMAL(5,1)',
    PLAN: 'VARCHAR(40)',
  },
  rows: [
    [1, 'Blue bay', 'B1', '2024-02-01', 1.5, 'http://plan.example/a'],
    [2, 'Red bay', 'b1', '2024-03-01', 2, 'http://plan.example/a/b'],
    [3, null, null, null, null, null],
  ],
} as const

tryMapping('a parameter of the author, with a declared type', { yaml: bed, tables: { stay } }, asked => {
  findsEach(asked, [
    ['Encounter?bay=blue', ['1']],
    ['Encounter?bay:missing=true', ['3']],
    ['Encounter?bed-code=B1', ['1', '2']],
    ['Encounter?moved=ge2024-02-15', ['2']],
    // From 1.5 on, as it is written without decimals.
    ['Encounter?nights=2', ['1', '2']],
    ['Encounter?nights=2.0', ['2']],
    ['Encounter?nights=lt2', ['1']],
    ['Encounter?nights=ne2,1.5', ['1']],
    ['Encounter?nights:missing=true', ['3']],
    ['Encounter?plan=http://plan.example/a', ['1']],
    ['Encounter?length=gt1', ['1', '2']],
    ['Encounter?bay=red&nights=gt1', ['2']],
  ])
})

describe('one name means one type', () => {
  it('in every map of a resource type', () => {
    const second = bed
      .slice(bed.indexOf('---'))
      .replace('map: stay', 'map: other\nprefix: o')
      .replace('bay: { col: s.BAY, type: string }', 'bay: { col: s.BAY, type: token }')
    expect(faultsOfMapping(`${bed.trimEnd()}\n${second}`).join('\n')).toContain(
      'Encounter?bay is a token here and a string in stay: a search could not be read.',
    )
  })
})
