import { describe, expect, test } from 'vitest'
import { faultsOf, type MappedSource, mapped, openMapped } from '../../support/mapped.js'
import { adapterNames, requestOptions } from '../../support/open-facade.js'

/** Every patient in versions; the newest of 3 is deleted, of 4 a test, 5 has no version number, 6 a tie. */
const versions: MappedSource = {
  yaml: `
    source: gp
    tables:
      patient:
        key: [PAT]
        latest: VERSION
        where: TEST is null
        gone: DELETED = 'Y'
      visit: { key: [ID] }
    ---
    map: patient
    from: patient as p
    lists:
      same: { table: patient, match: same.SURNAME = p.SURNAME }
    Patient:
      name[official]: { family: p.SURNAME, given: [p.FORENAME] }
      telecom: { for: same, system: phone, value: same.FORENAME }
    ---
    map: visit
    from: visit as v
    joins:
      p: { table: patient, match: p.PAT = v.PAT }
    Encounter:
      status: finished
      subject: { ref: patient, key: v.PAT, display: p.SURNAME }
      identifier: { system: 'urn:x', value: p.FORENAME }
    `,
  tables: `
    patient (ROW int*, PAT int, VERSION int, SURNAME, FORENAME, DELETED, TEST)
    1 | 1 | 1  | Old   | Ann  |   |
    2 | 1 | 10 | New   | Anne |   |
    3 | 1 | 9  | Mid   | Anna |   |
    4 | 2 | 1  | New   | Bob  |   |
    5 | 3 | 1  | Gone  | Cat  |   |
    6 | 3 | 2  | Gone  | Cat  | Y |
    7 | 4 | 1  | Was   | Dot  |   |
    8 | 4 | 2  | Test  | Dot  |   | T
    9 | 5 |    | Blank | Eve  |   |
    10 | 5 | -5 | Least | Eva  |   |
    11 | 6 | 7 | Same  | Fay  |   |
    12 | 6 | 7 | Later | Fae  |   |
    13 | 7 |   | First | Gus  |   |
    14 | 7 |   | Last  | Gil  |   |

    visit (ID int*, PAT int)
    1 | 1
    2 | 3
    3 | 4
    4 | 6`,
  indexes: [{ table: 'patient', columns: ['PAT', 'VERSION'] }],
}

describe('latest on a table', () => {
  mapped('serves of the rows with one key only the greatest', versions, [
    ['Patient', ['1', '2', '5', '6', '7']],
    ['Patient?family=old,mid', []],
    ['Patient?family=new', ['1', '2']],
  ])

  mapped('comes before where and gone: an older row does not show when the latest is none', versions, [
    ['Patient?family=was,test', []],
    ['Patient?family=gone', []],
  ])

  mapped('takes a row without a version for the least, and breaks ties by key', versions, [
    ['Patient?family=least,blank', ['5']],
    ['Patient?family=same,later', ['6']],
    ['Patient?family=later', ['6']],
    ['Patient?family=first', []],
    ['Patient?family=last', ['7']],
  ])

  mapped('holds in joins, in chains and where a list is searched', versions, [
    ['Encounter?identifier=Anne', ['1']],
    ['Encounter?identifier=Ann,Anna', []],
    ['Encounter?identifier=Cat,Dot', []],
    ['Encounter?identifier=Fae', ['4']],
    ['Encounter?patient.family=new', ['1']],
    ['Encounter?patient.family=old,mid,gone,was', []],
    ['Encounter?patient:missing=false', ['1', '2', '3', '4']],
  ])

  for (const adapter of adapterNames)
    test(`holds in a read, a count and the rows of a list (${adapter})`, async () => {
      const { engine, close } = await openMapped([versions], adapter)
      try {
        const { resource } = await engine.read('Patient', '1', requestOptions())
        expect(resource).toMatchObject({
          name: [{ family: 'New', given: ['Anne'] }],
          telecom: [{ value: 'Anne' }, { value: 'Bob' }],
        })
        await expect(engine.read('Patient', '3', requestOptions())).rejects.toMatchObject({ code: 'read.deleted' })
        await expect(engine.read('Patient', '4', requestOptions())).rejects.toMatchObject({ code: 'read.no-such-resource' })
        expect(await engine.search('Patient', '_count=0', requestOptions())).toMatchObject({ total: 5 })
        expect(await engine.search('Patient', '_count=2', requestOptions())).toMatchObject({ total: 5 })
      } finally {
        await close()
      }
    })

  test('is one seek of an index on key and version', async () => {
    const { adapters, model, close } = await openMapped([versions], 'sqlite')
    const [map] = model.mapsOf.get('Patient') ?? []
    const served = map?.served({ now: 0 })
    if (map === undefined || served?.kind !== 'rows') throw new Error('The map has rows.')
    expect(served.exact).toBe(true)
    const query = {
      from: { entity: map.entity, alias: map.alias },
      joins: [],
      select: map.key.map(({ field }) => field),
      where: served.may,
      orderBy: map.key.map(({ field }) => ({ by: field, direction: 'asc', nulls: 'last' }) as const),
    }
    const [request] = (await adapters.get('gp')?.explain?.(query, requestOptions())) ?? []
    expect(request?.text).toContain('"p"."PAT" = "p~newer"."PAT" and')
    await close()
  })
})

describe('latest on a join', () => {
  const issues: MappedSource = {
    yaml: `
      source: gp
      tables:
        patient: { key: [PAT] }
        address: { key: [ID], gone: DELETED = 'Y' }
      ---
      map: patient
      from: patient as p
      joins:
        home: { table: address, match: home.PAT = p.PAT and home.KIND = 'H', latest: SINCE }
        all: { table: address, match: all.PAT = p.PAT and all.KIND = 'H', latest: SINCE, includeGone: true }
      Patient:
        name[official]: { family: p.SURNAME }
        address: { city: home.CITY }
        telecom: { system: phone, value: all.CITY }
      `,
    tables: `
      patient (PAT int*, SURNAME)
      1 | Smith
      2 | Jones
      3 | Evans
      4 | Nolan

      address (ID int*, PAT int, KIND, SINCE date, CITY, DELETED)
      1 | 1 | H | 2001-01-01 | Leeds |
      2 | 1 | H | 2010-01-01 | York  |
      3 | 1 | W | 2020-01-01 | Hull  |
      4 | 2 | H | 2001-01-01 | Bath  |
      5 | 2 | H | 2009-01-01 | Wells | Y
      6 | 3 | H |            | Truro |
      7 | 3 | H |            | Looe  |
      8 | 4 | W | 2001-01-01 | Rugby |`,
  }

  mapped('joins of its matches the one with the greatest value', issues, [
    ['Patient', ['1', '2', '3', '4']],
    ['Patient?address-city=york', ['1']],
    ['Patient?address-city=leeds,hull,rugby,truro', []],
    ['Patient?address-city=looe', ['3']],
  ])

  mapped('looks among the rows that exist', issues, [
    ['Patient?address-city=bath', ['2']],
    ['Patient?address-city=wells', []],
  ])

  for (const adapter of adapterNames)
    test(`sees what is gone with includeGone (${adapter})`, async () => {
      const { engine, close } = await openMapped([issues], adapter)
      const { resource } = await engine.read('Patient', '2', requestOptions())
      expect(resource).toMatchObject({ address: [{ city: 'Bath' }], telecom: [{ value: 'Wells' }] })
      await close()
    })
})

describe('the faults of latest', () => {
  const faulty = (table: string, map = ''): MappedSource => ({
    yaml: `
      source: gp
      tables:
        patient:
          key: [PAT]
          ${table}
      ---
      map: patient
      from: patient as p
      ${map}
      Patient:
        name[official]: { family: p.SURNAME }
      `,
    tables: `
      patient (PAT int, VERSION, SURNAME)
      1 | 1 | Smith`,
  })

  test.each([
    ['latest: VERZION', 'test.yaml:5:13 error schema.column-unknown'],
    ['latest: [VERSION, PAT]', 'test.yaml:5:23 error map.value-kind'],
    ['columns: { VERSION: { format: dd/MM/yyyy } }\n          latest: VERSION', 'test.yaml:6:13 error map.latest-order'],
    ['latest: VERSION', 'test.yaml:5:13 warning map.latest-ties'],
  ])('%s', async (table, fault) => {
    const [first = ''] = await faultsOf([faulty(table)])
    expect(first).toContain(fault)
  })

  test('a where that the database can not decide is an error at its place', async () => {
    const given = faulty('columns: { SURNAME: { format: uuid } }', "where: p.SURNAME > '00000000-0000-0000-0000-000000000000'")
    expect((await faultsOf([given])).join()).toContain('test.yaml:9:8')
  })
})
