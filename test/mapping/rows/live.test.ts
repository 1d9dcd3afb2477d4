import { describe, expect, test } from 'vitest'
import { faultsOf, type MappedSource, mapped, openMapped } from '../../support/mapped.js'
import { adapterNames, requestOptions } from '../../support/open-facade.js'

/** Prescriptions name a drug of the dictionary, which knows not all of them, or have its text alone. */
const prescriptions: MappedSource = {
  yaml: `
    source: gp
    tables:
      drug: { key: [ID], latest: VERSION, gone: DELETED = 'Y' }
      kind: { key: [CODE] }
      rx: { key: [ID] }
      patient: { key: [ID] }
    ---
    map: patient
    from: patient as p
    Patient:
      name[official]: { use: official, family: p.SURNAME }
    ---
    map: medication
    from: drug as d
    where: k.HIDDEN is null
    joins:
      k: { table: kind, match: k.CODE = d.KIND }
    Medication:
      code: { coding: [{ system: 'urn:d', code: d.CODE }] }
    ---
    map: rx-drug
    prefix: rx
    from: rx as r
    Medication:
      code: { text: r.DRUG_TXT, coding: [{ system: 'urn:t', code: r.DRUG_CODE }] }
    ---
    map: rx
    from: rx as r
    MedicationRequest:
      status: active
      intent: order
      subject: { ref: patient, key: r.PAT }
      medicationReference:
        first:
          - { ref: medication, key: r.DRUG, live: true }
          - { ref: rx-drug, key: r.ID, display: r.DRUG_TXT }
    `,
  tables: `
    patient (ID int*, SURNAME)
    1 | Smith

    kind (CODE varchar(3)*, HIDDEN)
    A |
    B | Y

    drug (ROW int*, ID int, VERSION int, CODE, KIND, DELETED)
    1 | 1 | 1 | aspirin | A |
    2 | 2 | 1 | gone    | A | Y
    3 | 3 | 1 | hidden  | B |
    4 | 4 | 1 | was     | A |
    5 | 4 | 2 | is      | A |
    6 | 5 | 1 | kindless |  |

    rx (ID int*, PAT int, DRUG int, DRUG_TXT, DRUG_CODE)
    1 | 1 | 1 | Aspirin  | asp
    2 | 1 | 2 | Gone     | gon
    3 | 1 | 3 | Hidden   | hid
    4 | 1 | 4 | Versions | ver
    5 | 1 | 9 | Unknown  | unk
    6 | 1 |   | Nothing  | nul
    7 | 1 | 5 | No kind  | nok`,
}

describe('a live reference', () => {
  mapped('is there only when its target is served', prescriptions, [
    ['MedicationRequest', ['1', '2', '3', '4', '5', '6', '7']],
    ['MedicationRequest?medication=Medication/1', ['1']],
    ['MedicationRequest?medication=2,3,9', []],
    ['MedicationRequest?medication=rx-2', ['2']],
    ['MedicationRequest?medication=rx-1,rx-3,rx-4,rx-5,rx-6,rx-7', ['3', '5', '6']],
    ['MedicationRequest?medication=4,5', ['4', '7']],
    ['MedicationRequest?medication:missing=true', []],
  ])

  mapped('is chained to what it is', prescriptions, [
    ['MedicationRequest?medication.code=urn:d|aspirin', ['1']],
    ['MedicationRequest?medication.code=urn:d|gone,urn:d|hidden,urn:d|was', []],
    ['MedicationRequest?medication.code=urn:d|is', ['4']],
    ['MedicationRequest?medication.code=urn:t|asp', []],
    ['MedicationRequest?medication.code=urn:t|gon,urn:t|unk,urn:t|nul', ['2', '5', '6']],
  ])

  for (const adapter of adapterNames)
    test(`shows as it is found (${adapter})`, async () => {
      const { engine, close } = await openMapped([prescriptions], adapter)
      const { resources } = await engine.search('MedicationRequest', '', requestOptions())
      expect(
        resources.map(resource => ('medicationReference' in resource ? Object.values(resource.medicationReference ?? {}) : [])),
      ).toEqual([
        ['Medication/1'],
        ['Medication/rx-2', 'Gone'],
        ['Medication/rx-3', 'Hidden'],
        ['Medication/4'],
        ['Medication/rx-5', 'Unknown'],
        ['Medication/rx-6', 'Nothing'],
        ['Medication/5'],
      ])
      await close()
    })

  mapped(
    'keeps its display without its target, and stands in a list',
    {
      yaml: `
        source: gp
        tables: { staff: { key: [ID] }, visit: { key: [ID] }, seen: { key: [VISIT, STAFF] } }
        ---
        map: staff
        from: staff as s
        where: s.LEFT_ON is null
        Practitioner: { name: { family: s.SURNAME } }
        ---
        map: visit
        from: visit as v
        lists:
          seen: { table: seen, match: seen.VISIT = v.ID }
        joins:
          who: { table: staff, match: who.ID = seen.STAFF }
        Encounter:
          status: finished
          participant:
            for: seen
            individual: { ref: Practitioner, key: seen.STAFF, live: true, display: who.SURNAME }
        `,
      tables: `
        staff (ID int*, SURNAME, LEFT_ON date)
        1 | Grey  |
        2 | White | 2001-01-01

        visit (ID int*)
        1
        2
        3

        seen (VISIT int*, STAFF int*)
        1 | 1
        2 | 2
        3 | 1
        3 | 2
        3 | 3`,
    },
    [
      ['Encounter?participant=Practitioner/1', ['1', '3']],
      ['Encounter?participant=Practitioner/2', []],
      ['Encounter?participant=Practitioner/3', []],
      ['Encounter?participant.family=grey', ['1', '3']],
      ['Encounter?participant.family=white', []],
    ],
  )

  test('to a map that only the finished resource can decide on is refused', async () => {
    const given = {
      yaml: `
        source: gp
        tables: { t: { key: [ID], columns: { AT: { format: yyyyMMdd } } } }
        ---
        map: visit
        from: t as t
        where: t.AT > '2000-01-01'
        Encounter: { status: finished }
        ---
        map: obs
        from: t as t
        Observation:
          status: final
          code: { coding: ['http://loinc.org|8867-4|Heart rate'] }
          effectiveDateTime: t.AT
          subject: { display: Somebody }
          context: { ref: visit, key: t.ID, live: true }
        `,
      tables: `
        t (ID int*, AT)
        1 | 20200101`,
    }
    expect((await faultsOf([given])).join()).toContain('test.yaml:16:12 error map.live-impossible: Whether a row of gp/visit is')
  })

  test('to another database is refused', async () => {
    const [north, south] = [
      {
        yaml: `
        source: north
        tables: { p: { key: [ID] } }
        ---
        map: patient
        from: p as p
        Patient: { 'name[official]': { use: official, family: p.NAME } }
        `,
        tables: 'p (ID int*, NAME)',
      },
      {
        yaml: `
        source: south
        tables: { e: { key: [ID] } }
        ---
        map: visit
        from: e as e
        Encounter: { status: finished, subject: { ref: north/patient, key: e.PAT, live: true } }
        `,
        tables: 'e (ID int*, PAT int)',
      },
    ]
    expect((await faultsOf([north, south])).join()).toContain(
      'test.yaml:6:41 error map.live-impossible: north/patient is in another database',
    )
  })
})
