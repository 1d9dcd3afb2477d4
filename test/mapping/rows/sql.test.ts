import { describe, expect, test } from 'vitest'
import { faultsOf, type MappedSource, mapped, openMapped } from '../../support/mapped.js'
import { adapterNames, requestOptions } from '../../support/open-facade.js'

/** In memory each expression is a column that holds what SQL would give. */
const expressions: MappedSource = {
  yaml: `
    source: gp
    tables:
      patient: { key: [ID] }
      phone: { key: [ID] }
      visit: { key: [ID] }
    ---
    map: patient
    from: patient as p
    lists:
      phones: { table: phone, match: phones.PAT = p.ID }
    Patient:
      name[official]:
        use: official
        family: { sql: { sqlite: "nullif(trim(substr({p.FULL}, 1, instr({p.FULL} || ',', ',') - 1)), '?')", memory: "{p.FAMILY}" } }
      identifier: { system: 'urn:x', value: { sql: { sqlite: "'#' || {p.ID}", memory: "{p.HASH}" } } }
      birthDate: { sql: { sqlite: "date({p.BORN}, 'unixepoch')", memory: "{p.DAY}" } }
      active: { sql: { sqlite: "{p.STATUS} in ('R', 'T')", memory: "{p.ACTIVE}" } }
      telecom:
        for: phones
        system: phone
        value: { sql: { sqlite: "replace({phones.NUMBER}, ' ', '')", memory: "{phones.PLAIN}" } }
    ---
    map: visit
    from: visit as v
    Encounter:
      status: finished
      subject: { ref: patient, key: v.PAT }
    `,
  tables: `
    patient (ID int*, FULL, BORN int, STATUS, FAMILY, DAY date, ACTIVE bit, HASH)
    1 | Smith, Ann | 315619200 | R | Smith | 1980-01-02 | 1 | #1
    2 | Jones      | 0         | L | Jones | 1970-01-01 | 0 | #2
    3 | ?, Cat     |           | R |       |            | 1 | #3
    4 | smith,     | 86400     |   | smith | 1970-01-02 |   | #4

    phone (ID int*, PAT int, NUMBER, PLAIN)
    1 | 1 | 01 23 | 0123
    2 | 1 | 45 67 | 4567
    3 | 2 | 01 23 | 0123

    visit (ID int*, PAT int)
    1 | 1
    2 | 2`,
}

describe('a value from SQL', () => {
  mapped('is searched as a column is', expressions, [
    ['Patient', ['1', '2', '4']],
    ['Patient?family=smith', ['1', '4']],
    ['Patient?family:exact=Smith', ['1']],
    ['Patient?family:contains=one', ['2']],
    ['Patient?birthdate=1970', ['2', '4']],
    ['Patient?birthdate=gt1970-01-01', ['1', '4']],
    ['Patient?active=true', ['1']],
    ['Patient?active:not=true', ['2', '4']],
    ['Patient?active:missing=true', ['4']],
    ['Patient?identifier=urn:x|%232', ['2']],
    ['Patient?phone=0123', ['1', '2']],
    ['Patient?phone=01 23', []],
    ['Patient?telecom=4567', ['1']],
    ['Patient?_sort=-birthdate', ['1', '4', '2']],
  ])

  mapped('is chained to', expressions, [
    ['Encounter?patient.family=smith', ['1']],
    ['Encounter?patient.phone=0123', ['1', '2']],
  ])

  for (const adapter of adapterNames)
    test(`shows as it is found (${adapter})`, async () => {
      const { engine, close } = await openMapped([expressions], adapter)
      expect((await engine.read('Patient', '1', requestOptions())).resource).toMatchObject({
        name: [{ family: 'Smith' }],
        identifier: [{ value: '#1' }],
        birthDate: '1980-01-02',
        active: true,
        telecom: [{ value: '0123' }, { value: '4567' }],
      })
      await close()
    })

  test('never holds what is searched for', async () => {
    const { engine, close } = await openMapped([expressions], 'sqlite')
    for (const text of ["'", '?', "x') or 1=1 --", '%', '#1 ?'])
      expect((await engine.search('Patient', `identifier=${encodeURIComponent(text)}`, requestOptions())).resources).toEqual([])
    await close()
  })

  const map = (value: string): MappedSource => ({
    yaml: `
      source: gp
      tables: { t: { key: [ID] }, u: { key: [ID] } }
      ---
      map: m
      from: t as t
      joins: { u: { table: u, match: u.ID = t.ID } }
      Patient:
        'name[official]': { use: official, family: t.NAME }
        gender: ${value}
      `,
    tables: `
      t (ID int*, NAME)

      u (ID int*, NAME)`,
  })

  test.each([
    [`{ sql: { mssql: "lower({t.NAME})" } }`, ':9:11 error map.sql-missing: The source is read by memory: write memory:'],
    [`{ sql: { memory: "{t.NAMES}" } }`, ':9:30 error schema.column-unknown: t has no column NAMES. Did you mean NAME?'],
    [`{ sql: { memory: "{x.NAME}" } }`, ':9:30 error map.alias-unknown: x is not an alias here'],
    [`{ sql: { memory: "1" } }`, ':9:11 error map.sql-invalid: An SQL value is made of the columns of one table.'],
    [`{ sql: { memory: "{t.NAME} || {u.NAME}" } }`, ':9:11 error map.sql-invalid: An SQL value is made of the columns of one'],
    [`{ sql: { memory: "{t.NAME}; delete from t" } }`, ':9:37 error map.sql-invalid: An expression is one value: there is a'],
    [`{ sql: x }`, ':9:18 error map.value-kind: sql takes an object'],
  ])('%s', async (value, fault) => {
    expect((await faultsOf([map(value)]))[0]).toContain(fault)
  })
})
