/** Slots: columns that repeat side by side in one row (MAPPING section 4). */
import { describe, expect, it } from 'vitest'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { findsEach, tryMapping } from '../support/trial.js'

const source = `
source: gp
tables:
  vitals: { key: [ID] }
---
`
const vitals = {
  columns: {
    ID: 'INTEGER not null',
    PULSE: 'INTEGER',
    TEMP: 'DECIMAL(5,1)',
    SYS: 'INTEGER',
    DIA: 'INTEGER',
    NOTE1: 'VARCHAR(20)',
    NOTE2: 'VARCHAR(20)',
  },
  rows: [
    [1, 72, '36.6', 120, 80, 'calm', 'tired'],
    [2, null, '38.1', null, null, null, 'hot'],
    [3, 101, null, 145, null, 'calm', null],
    [4, null, null, null, null, null, null],
  ],
} as const

const components = `${source}
map: blood-pressure
from: vitals as c
lists:
  v:
    - { slot: sys, value: c.SYS, code: loinc|8480-6|Systolic, note: c.NOTE1 }
    - { slot: dia, value: c.DIA, code: loinc|8462-4|Diastolic }
where: c.ID < 100
Observation:
  status: final
  code: loinc|85354-9|Blood pressure
  subject: { display: Somebody }
  component:
    for: v
    if: v.value is not null and v.slot <> 'none'
    code: v.code
    valueQuantity: { value: v.value, ucum: 'mm[Hg]' }
    interpretation: { text: '{v.slot}[ ({v.note})]' }
`

tryMapping('slots as elements', { yaml: components, tables: { vitals } }, asked => {
  it('write the body out once for each', async () => {
    const [both, none, one] = await asked().all('Observation')
    expect(both).toMatchObject({
      component: [
        {
          code: { coding: [{ system: 'http://loinc.org', code: '8480-6', display: 'Systolic' }] },
          valueQuantity: { value: 120, unit: 'mm[Hg]', code: 'mm[Hg]' },
          interpretation: { text: 'sys (calm)' },
        },
        {
          code: { coding: [{ code: '8462-4' }] },
          valueQuantity: { value: 80 },
          // The slot has no note.
          interpretation: { text: 'dia' },
        },
      ],
    })
    expect(none).not.toHaveProperty('component')
    expect(one).toMatchObject({ component: [{ valueQuantity: { value: 145 } }] })
  })
  findsEach(asked, [
    ['Observation?component-code=8480-6', ['1', '3']],
    ['Observation?component-code=http://loinc.org|8462-4', ['1']],
    ['Observation?component-code=http://loinc.org|', ['1', '3']],
    ['Observation?component-code=8310-5', []],
    ['Observation?component-code:not=8462-4', ['2', '3', '4']],
    ['Observation?component-code:missing=true', ['2', '4']],
  ])
})

const variants = `${source}
map: vitals
prefix: vs
from: vitals as c
for: v
lists:
  v:
    - { slot: hr, value: c.PULSE, unit: /min, code: loinc|8867-4|Heart rate, note: c.NOTE1 }
    - { slot: temp, value: c.TEMP, unit: Cel, code: loinc|8310-5|Body temperature, note: c.NOTE2 }
where: v.value is not null
Observation:
  status: final
  code: v.code
  subject: { display: Somebody }
  valueQuantity: { value: v.value, ucum: v.unit }
  comment: v.note
---
map: other
from: vitals as o
where: o.ID in (2, 3)
Observation:
  status: final
  code: loinc|8716-3|Vital signs
  subject: { display: Somebody }
  related:
    - { type: derived-from, target: { ref: vitals, key: o.ID, slot: temp } }
`

tryMapping('slots at the top of a map', { yaml: variants, tables: { vitals } }, asked => {
  it('make a resource for each row and slot, whose id ends in the slot', async () => {
    const [hr, , temp] = await asked().all('Observation?code=8867-4,8310-5')
    expect(hr).toMatchObject({
      id: 'vs-1.hr',
      code: { coding: [{ code: '8867-4' }] },
      valueQuantity: { value: 72, unit: '/min' },
      comment: 'calm',
    })
    expect(temp).toMatchObject({ id: 'vs-1.temp', valueQuantity: { value: 36.6, unit: 'Cel' }, comment: 'tired' })
  })
  it('are read by the id, which finds its slot', async () => {
    expect(await asked().read('Observation', 'vs-2.temp')).toMatchObject({ valueQuantity: { value: 38.1 } })
    await expect(asked().read('Observation', 'vs-2.hr')).rejects.toThrow('There is no Observation')
    await expect(asked().read('Observation', 'vs-2')).rejects.toThrow('There is no Observation')
    await expect(asked().read('Observation', 'vs-.hr')).rejects.toThrow('There is no Observation')
  })
  it('are referred to with their slot', async () => {
    const [second] = await asked().all('Observation?code=8716-3')
    expect(second).toMatchObject({ related: [{ target: { reference: 'Observation/vs-2.temp' } }] })
  })
  findsEach(asked, [
    ['Observation', ['vs-1.hr', 'vs-3.hr', 'vs-1.temp', 'vs-2.temp', '2', '3']],
    ['Observation?_count=1', ['vs-1.hr', 'vs-3.hr', 'vs-1.temp', 'vs-2.temp', '2', '3']],
    ['Observation?code=8867-4', ['vs-1.hr', 'vs-3.hr']],
    ['Observation?code=8310-5', ['vs-1.temp', 'vs-2.temp']],
    ['Observation?code:not=8310-5', ['vs-1.hr', 'vs-3.hr', '2', '3']],
    ['Observation?_id=vs-1.temp', ['vs-1.temp']],
    ['Observation?_id=vs-1', []],
    ['Observation?related-target=Observation/vs-2.temp', ['2']],
    ['Observation?related-target=Observation/vs-2.hr', []],
    ['Observation?related-target=vs-3.temp', ['3']],
  ])
})

const shouted = `${source}
map: shouted
from: vitals as c
lists:
  n:
    - { slot: one, note: c.NOTE1 }
    - { slot: two, note: c.NOTE2, mark: '!' }
Observation:
  status: final
  code: loinc|85354-9|Blood pressure
  subject: { display: Somebody }
  component:
    for: n
    code: { text: { sql: { sqlite: "upper({n.note})", memory: '{n.note}' } } }
    valueString: '{n.note}[{n.mark}]'
`

tryMapping('slots in SQL', { yaml: shouted, tables: { vitals } }, asked => {
  it('are put into the expression', async () => {
    const [first] = await asked().all('Observation')
    expect(JSON.stringify(first)).toMatch(/"text":"calm".*"valueString":"calm".*"text":"tired".*"valueString":"tired!"/i)
  })
})

describe('faults of slots', () => {
  const slotFaults = (slots: string, body: string, more = '') =>
    faultsOfMapping(
      `${source}map: m\nfrom: vitals as c\n${more}lists:\n  v: ${slots}\n  kids: { table: vitals, match: kids.ID = c.ID }\nObservation:\n  status: final\n  code: loinc|1-8\n  subject: { display: x }\n  ${body}\n`,
    )

  it.each([
    [
      'a field that no slot has',
      '[{ slot: a, value: c.SYS }]',
      'component: { for: v, code: loinc|1-8, valueString: v.vale }',
      ['15:54 error map.slot-field: No slot of v has a field vale. Did you mean value?'],
    ],
    ['a slot without a name', '[{ value: c.SYS }]', 'comment: x', ['9:7 error map.key-missing: A slot of v needs slot.']],
    [
      'two slots of one name',
      '[{ slot: a }, { slot: a }]',
      'comment: x',
      ["9:20 error map.slot-duplicate: v has a slot a already. A slot's name is its own."],
    ],
    [
      'a name that can not end an id',
      '[{ slot: a.b }]',
      'comment: x',
      ['9:15 error map.name-invalid: a.b can not end a logical id. A slot is named by at most 20 letters, digits and -.'],
    ],
    [
      'a field used outside the for',
      '[{ slot: a, value: c.SYS }]',
      'comment: v.value',
      ['15:12 error map.list-outside-for: v is a list of slots. Repeat what uses it over the list (for: v).'],
    ],
    [
      'a field that means itself',
      '[{ slot: a, value: v.value }]',
      'component: { for: v, code: loinc|1-8, valueString: v.value }',
      ['9:25 error map.list-outside-for: v is a list of slots. Repeat what uses it over the list (for: v).'],
    ],
    [
      'an element that has one value',
      '[{ slot: a, value: c.SYS }]',
      'valueQuantity: { for: v, value: v.value }',
      ['15:18 error map.value-kind: valueQuantity has at most one value; this is a list.'],
    ],
    [
      'an alias that is not there',
      '[{ slot: a, value: x.SYS }]',
      'component: { for: v, code: loinc|1-8, valueString: v.value }',
      ["9:25 error map.alias-unknown: x is not an alias here (c, v, kids are). For a constant write { const: 'x.SYS' }"],
    ],
  ])('%s', (_, slots, body, faults) => {
    expect(slotFaults(slots, body).map(fault => fault.replace('test.yaml:', ''))).toEqual(faults)
  })

  it('a map repeated over rows', () => {
    expect(slotFaults('[{ slot: a }]', 'comment: x', 'for: kids\n')[0]).toContain('map.for-rows: kids gives rows')
    expect(slotFaults('[{ slot: a }]', 'comment: x', 'for: kid\n')[0]).toContain('No list is called kid. Did you mean kids?')
  })
  it('a reference to a repeated map without its slot', () => {
    expect(faultsOfMapping(variants.replace(', slot: temp }', ' }')).filter(fault => fault.includes('error'))).toEqual([
      'test.yaml:31:44 error map.reference-slot: vitals is repeated over slots. Say which one: slot: hr or slot: temp.',
    ])
    expect(faultsOfMapping(variants.replace('slot: temp }', 'slot: bp }')).join()).toContain('map.reference-slot')
    expect(faultsOfMapping(variants.replace('ref: vitals', 'ref: other')).join()).toContain('other is not repeated over slots')
  })
})
