/** Packed text: several values in one column (MAPPING section 4). */
import { describe, expect, it } from 'vitest'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { findsEach, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
codes:
  kind: { map: { H: phone, E: email }, whenNull: other }
tables:
  person: { key: [ID] }
---
map: patient
from: person as p
lists:
  tel: { split: p.CONTACTS, by: ';', parse: ['{KIND:H|E}:{VALUE}', '{VALUE}'] }
  word: { split: p.GIVEN, by: ' ' }
Patient:
  name[official]:
    family: p.SURNAME
    text: p.GIVEN
  name:
    - for: word
      if: word.PART <> 'van'
      given: [word.PART]
  telecom:
    for: tel
    system: { col: tel.KIND, codes: kind }
    value: tel.VALUE
`

const person = {
  columns: { ID: 'INTEGER not null', SURNAME: 'VARCHAR(20)', GIVEN: 'VARCHAR(40)', CONTACTS: 'VARCHAR(80)' },
  rows: [
    [1, 'Bell', 'Ann van Mary', 'H:0113 4960; E:ann@example.org'],
    [2, 'Cole', 'Zoë', 'E:0113 4960;;'],
    [3, 'Dean', null, null],
    [4, 'Eyre', 'Jo', '0113 49601'],
    [5, 'Fry', ' ', 'H:'],
  ],
} as const

tryMapping('packed text', { yaml, tables: { person } }, asked => {
  it('gives one item a part, its fields by the first pattern that fits', async () => {
    const [first, second, third, fourth, fifth] = await asked().all('Patient')
    expect(first).toMatchObject({
      name: [{ use: 'official' }, { given: ['Ann'] }, { given: ['Mary'] }],
      telecom: [
        { system: 'phone', value: '0113 4960' },
        { system: 'email', value: 'ann@example.org' },
      ],
    })
    expect(second).toMatchObject({ telecom: [{ system: 'email', value: '0113 4960' }] })
    expect(third).not.toHaveProperty('telecom')
    expect(fourth).toMatchObject({ telecom: [{ system: 'other', value: '0113 49601' }] })
    // No pattern but the last fits a kind without its value.
    expect(fifth).toMatchObject({ telecom: [{ value: 'H:' }] })
  })
  findsEach(asked, [
    ['Patient?telecom=0113%204960', ['1', '2']],
    ['Patient?phone=0113%204960', ['1']],
    ['Patient?email=0113%204960', ['2']],
    ['Patient?email=ann@example.org', ['1']],
    ['Patient?telecom=0113', []],
    ['Patient?telecom=H', []],
    ['Patient?telecom=0113%204960;%20E:ann@example.org', []],
    ['Patient?telecom:missing=true', ['3']],
    ['Patient?telecom:missing=false', ['1', '2', '4', '5']],
    ['Patient?phone:missing=true', ['2', '3', '4', '5']],
    ['Patient?telecom:not=0113%204960', ['3', '4', '5']],
    ['Patient?given=mary', ['1']],
    ['Patient?given=van', []],
    ['Patient?given=zoe', ['2']],
    ['Patient?given:exact=Zoë', ['2']],
    ['Patient?given:contains=o', ['2', '4']],
    ['Patient?name=mary', ['1']],
    ['Patient?family=bell&given=ann', ['1']],
  ])
})

const numbers = `
source: gp
tables:
  reading: { key: [ID] }
---
map: reading
from: reading as r
lists:
  c: { split: r.PACKED, by: '|', parse: '{CODE:word}={NUM:decimal}[ {UNIT}]' }
Observation:
  status: final
  code: loinc|85354-9
  subject: { display: Somebody }
  component:
    for: c
    if: c.NUM > 100 or c.CODE = '8462-4'
    code: { coding: [{ system: loinc, code: c.CODE }] }
    valueQuantity: { value: c.NUM, unit: c.UNIT }
`
const reading = {
  columns: { ID: 'INTEGER not null', PACKED: 'VARCHAR(80)' },
  rows: [
    [1, '8480-6=120 mmHg|8462-4=80'],
    [2, '8480-6=099.50|8462-4=+01.50'],
    [3, '8480-6 high|8480-6=130'],
    [4, 'none'],
  ],
} as const

tryMapping('packed numbers', { yaml: numbers, tables: { reading } }, asked => {
  it('are decimals with all their digits', async () => {
    const [first, second, third, fourth] = await asked().all('Observation')
    expect(first).toMatchObject({
      component: [{ valueQuantity: { value: 120, unit: 'mmHg' } }, { valueQuantity: { value: 80 } }],
    })
    expect(second).toMatchObject({ component: [{ valueQuantity: { value: 1.5 } }] })
    expect(third).toMatchObject({ component: [{ valueQuantity: { value: 130 } }] })
    expect(fourth).not.toHaveProperty('component')
  })
  findsEach(asked, [
    ['Observation?component-code=8480-6', ['1', '3']],
    ['Observation?component-code=http://loinc.org|8462-4', ['1', '2']],
    ['Observation?component-code=http://snomed.info/sct|8462-4', []],
    ['Observation?component-code=none', []],
    ['Observation?component-code:missing=true', ['4']],
  ])
})

describe('faults of packed text', () => {
  it.each([
    ['{ split: p.GIVEN }', 'needs by'],
    ["{ split: GIVEN, by: ';' }", 'split takes a column'],
    ["{ split: p.GIVEN, by: '' }", 'by has no value'],
    ["{ split: p.GIVEN, by: ';', parse: '{A}{B}' }", 'map.pattern-invalid'],
    ["{ split: p.GIVEN, by: ';', table: x }", 'table is no key of a list of packed text'],
    ["{ split: p.GIVEN, by: ';', parse: '{NAME}' }", 'word has no field PART. It has NAME.'],
    ["{ split: tel.VALUE, by: ';' }", 'word hangs on a row of tel. Repeat over tel first'],
  ])('%s', (list, message) => {
    expect(faultsOfMapping(yaml.replace("{ split: p.GIVEN, by: ' ' }", list)).join()).toContain(message)
  })
  it('a field outside the for', () => {
    expect(faultsOfMapping(yaml.replace('text: p.GIVEN', 'text: word.PART')).join()).toContain(
      'Repeat the element over it (for: word)',
    )
  })
})
