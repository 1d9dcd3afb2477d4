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
    ['birthdate: { col: p.SURNAME, match: starts }', 'birthdate is a date, which takes neither match nor value.'],
    ['general-practitioner: { col: p.SURNAME }', 'general-practitioner is a reference; a column can stand for'],
  ])('%s', (line, message) => {
    expect(faults(line)).toContain(message)
  })
})
