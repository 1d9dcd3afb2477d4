import { describe, expect, test } from 'vitest'
import { faultsOf, type MappedSource, mapped, openMapped } from '../../support/mapped.js'
import { adapterNames, idsOf, pagesOf, requestOptions } from '../../support/open-facade.js'

/** An observation belongs to a hospital stay, else to a visit. */
const polymorphic: MappedSource = {
  yaml: `
    source: pas
    tables:
      patient: { key: [ID] }
      stay: { key: [NO] }
      visit: { key: [NO] }
      obs: { key: [ID] }
    ---
    map: patient
    from: patient as p
    Patient: { 'name[official]': { use: official, family: p.SURNAME } }
    ---
    map: stay
    prefix: stay
    from: stay as s
    Encounter: { status: finished, identifier: { system: 'urn:w', value: s.WARD } }
    ---
    map: visit
    prefix: visit
    from: visit as v
    Encounter: { status: finished, identifier: { system: 'urn:c', value: v.CLINIC } }
    ---
    map: obs
    from: obs as o
    Observation:
      status: final
      code: { text: Pulse, coding: ['http://loinc.org|8867-4|Heart rate'] }
      subject: { ref: Patient, key: o.PAT }
      effectiveDateTime: o.AT
      context:
        first:
          - { ref: stay, key: o.STAY }
          - { ref: visit, key: o.VISIT }
    `,
  tables: `
    patient (ID int*, SURNAME)
    1 | Smith

    stay (NO int*, WARD)
    1 | A
    2 | B

    visit (NO int*, CLINIC)
    1 | X
    2 | Y

    obs (ID int*, PAT int, AT date, STAY int, VISIT int)
    1 | 1 | 2020-01-01 | 1 |
    2 | 1 | 2020-01-01 | 2 | 1
    3 | 1 | 2020-01-01 |   | 1
    4 | 1 | 2020-01-01 |   |
    5 | 1 | 2020-01-01 |   | 2`,
}

describe('a reference that goes to one of several maps', () => {
  mapped('is found by the prefix of the id', polymorphic, [
    ['Observation?context=Encounter/stay-1', ['1']],
    ['Observation?context=stay-2', ['2']],
    ['Observation?context=Encounter/visit-1', ['3']],
    ['Observation?context=visit-2,stay-1', ['1', '5']],
    ['Observation?context=Encounter/1', []],
    ['Observation?context=stay-x', []],
    ['Observation?context:missing=true', ['4']],
    ['Observation?context:missing=false', ['1', '2', '3', '5']],
  ])

  mapped('is chained through to whichever it is', polymorphic, [
    ['Observation?context:Encounter.identifier=A', ['1']],
    ['Observation?context:Encounter.identifier=X', ['3']],
    ['Observation?context:Encounter.identifier=B,Y', ['2', '5']],
    ['Observation?context:Encounter._id=visit-1', ['3']],
  ])

  for (const adapter of adapterNames)
    test(`names one resource, which can be read (${adapter})`, async () => {
      const { engine, close } = await openMapped([polymorphic], adapter)
      const { resource } = await engine.read('Observation', '2', requestOptions())
      expect(resource).toMatchObject({ context: { reference: 'Encounter/stay-2' } })
      expect((await engine.read('Encounter', 'stay-2', requestOptions())).resource).toMatchObject({ id: 'stay-2' })
      for (const id of ['visit-9', '2', 'stay-', 'stay-2.1'])
        await expect(engine.read('Encounter', id, requestOptions())).rejects.toMatchObject({ code: 'read.no-such-resource' })
      await close()
    })
})

describe('a key that means null', () => {
  mapped(
    'makes no reference, and is no way through, even where the target has such a row',
    {
      yaml: `
        source: gp
        tables:
          patient: { key: [ID] }
          visit: { key: [ID], columns: { PAT: { nullIf: ['0'] } } }
        ---
        map: patient
        from: patient as p
        Patient: { 'name[official]': { use: official, family: p.SURNAME } }
        ---
        map: visit
        from: visit as v
        Encounter: { status: finished, subject: { ref: patient, key: v.PAT } }
        `,
      tables: `
        patient (ID int*, SURNAME)
        0 | Nobody
        1 | Smith

        visit (ID int*, PAT int)
        1 | 0
        2 | 1`,
    },
    [
      ['Encounter?patient.family=smith', ['2']],
      ['Encounter?patient.family=nobody', []],
      ['Encounter?patient=0', []],
      ['Encounter?patient:missing=true', ['1']],
    ],
  )
})

/** Two hospitals that number their patients alike; the laboratory knows those of the first. */
const north: MappedSource = {
  yaml: `
    source: north
    tables: { patient: { key: [ID], changed: [UPD] } }
    ---
    map: patient
    from: patient as p
    Patient:
      name[official]: { use: official, family: p.SURNAME }
      birthDate: p.BORN
    `,
  tables: `
    patient (ID int*, SURNAME, BORN date, UPD datetime)
    1 | Smith | 1980-01-01 | 2020-01-01 10:00:00
    2 | Jones | 1970-01-01 | 2020-01-03 10:00:00
    3 | Evans |            | 2020-01-05 10:00:00
    4 | Wells | 1990-01-01 |`,
}
const south: MappedSource = {
  yaml: `
    source: south
    tables:
      person: { key: [CODE], columns: { BORN: { format: epoch-seconds } } }
      result: { key: [NO] }
    ---
    map: person
    prefix: s
    from: person as p
    Patient:
      name[official]: { use: official, family: p.NAME }
      birthDate: p.BORN
    ---
    map: result
    from: result as r
    Observation:
      status: final
      code: { coding: ['http://loinc.org|8867-4|Heart rate'] }
      effectiveDateTime: r.AT
      subject: { ref: north/patient, key: r.PAT }
      performer: { ref: Patient, key: r.BY }
    `,
  tables: `
    person (CODE*, NAME, BORN int)
    A | Smith | 0
    B | Brown | 315532800
    C | Jones |

    result (NO int*, PAT int, BY, AT date)
    1 | 1 | A | 2020-01-01
    2 | 2 | B | 2020-01-01
    3 | 9 |   | 2020-01-01`,
}

describe('two sources in one configuration', () => {
  const both = [north, { ...south, tables: south.tables.replace('(CODE*', '(CODE varchar(5)*') }]

  mapped('are searched together', both, [
    ['Patient', ['1', '2', '3', '4', 's-A', 's-B', 's-C']],
    ['Patient?family=smith', ['1', 's-A']],
    ['Patient?family=brown', ['s-B']],
    ['Patient?_id=s-A,2', ['2', 's-A']],
    ['Patient?birthdate=1980', ['1', 's-B']],
    ['Patient?_lastUpdated=2020', ['1', '2', '3']],
  ])

  mapped('are merged by what is sorted by, the rest by source and key', both, [
    ['Patient?_sort=birthdate', ['2', 's-A', '1', 's-B', '4', '3', 's-C']],
    ['Patient?_sort=-birthdate', ['4', '1', 's-B', 's-A', '2', '3', 's-C']],
  ])

  for (const adapter of adapterNames)
    test(`are paged through in one order, nothing twice and nothing lost (${adapter})`, async () => {
      const { engine, close } = await openMapped(both, adapter)
      for (const sort of ['', '&_sort=birthdate', '&_sort=-birthdate'])
        for (const count of [1, 2, 3, 4, 7]) {
          const pages = await pagesOf(engine, `Patient?_count=${count}${sort}`)
          const whole = await pagesOf(engine, `Patient?_count=100${sort}`)
          expect(pages.flatMap(({ resources }) => idsOf(resources))).toEqual(idsOf(whole[0]?.resources ?? []))
          expect(pages.every(({ total }) => total === 7)).toBe(true)
          expect(pages.length).toBe(Math.ceil(7 / count))
        }
      await close()
    })

  mapped('refer to each other by source and name', both, [
    ['Observation?patient=1', ['1']],
    ['Observation?subject=Patient/2', ['2']],
    ['Observation?patient=s-A', []],
    ['Observation?performer=Patient/s-A', ['1']],
    ['Observation?performer=Patient/1', []],
  ])

  mapped('are not chained across, and say why', both, [
    ['Observation?patient.family=smith', /search.chain-unsupported.*south\/result refers to north\/patient, which is in another/],
    ['Observation?performer:Patient.family=smith', ['1']],
  ])

  test('a type alone means the map of the same source', async () => {
    const { engine, close } = await openMapped(both, 'memory')
    const { resource } = await engine.read('Observation', '1', requestOptions())
    expect(resource).toMatchObject({ subject: { reference: 'Patient/1' }, performer: [{ reference: 'Patient/s-A' }] })
    await close()
  })

  test('a map of another source that is not there is named', async () => {
    const [first, second] = both
    if (!first || !second) throw new Error('There are two.')
    const faults = await faultsOf([first, { ...second, yaml: second.yaml.replace('north/patient', 'north/pateint') }])
    expect(faults.join('\n')).toContain('map.reference-unknown: No map here is named north/pateint')
  })
})
