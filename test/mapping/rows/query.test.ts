import { describe, expect, test } from 'vitest'
import { cleanQuery, faultOfExpression, faultOfQuery } from '../../../src/mapping/language/native-sql.js'
import { faultsOf, type MappedSource, mapped, openMapped } from '../../support/mapped.js'
import { requestOptions } from '../../support/open-facade.js'

/** In memory `current` is a table with what the query gives. */
const registered: MappedSource = {
  yaml: `
    source: gp
    tables:
      current:
        query: |
          select p.PAT, p.SURNAME, p.BORN, upper(p.TOWN) as TOWN   -- shouted
          from PATIENT p where p.STATUS = 'R?' and p.ROLE is null;
        key: [PAT]
        gone: SURNAME = 'Gone'
        columns: { TOWN: { type: string } }
      visit: { key: [ID] }
    ---
    map: patient
    from: current as p
    Patient:
      name[official]: { use: official, family: p.SURNAME }
      birthDate: p.BORN
      address: { city: p.TOWN }
    ---
    map: visit
    from: visit as v
    joins:
      p: { table: current, match: p.PAT = v.PAT }
    Encounter:
      status: finished
      subject: { ref: patient, key: v.PAT, display: p.SURNAME }
      identifier: { system: 'urn:x', value: p.TOWN }
    `,
  tables: `
    PATIENT (PAT int*, SURNAME, BORN date, TOWN, STATUS, ROLE)
    1 | Smith | 1980-01-02 | Leeds | R? |
    2 | Jones | 1990-01-02 | York  | L  |
    3 | Gone  | 1990-01-02 | Hull  | R? |
    4 | smyth | 1970-01-02 |       | R? |

    current (PAT int*, SURNAME, BORN date, TOWN)
    1 | Smith | 1980-01-02 | LEEDS
    3 | Gone  | 1990-01-02 | HULL
    4 | smyth | 1970-01-02 |

    visit (ID int*, PAT int)
    1 | 1
    2 | 2
    3 | 3
    4 | 4`,
}

describe('a query in place of a table', () => {
  mapped('is searched as a table is', registered, [
    ['Patient', ['1', '4']],
    ['Patient?family=smith', ['1']],
    ['Patient?family=sm', ['1', '4']],
    ['Patient?family:exact=Smyth', []],
    ['Patient?birthdate=lt1980', ['4']],
    ['Patient?address-city=leeds', ['1']],
    ['Patient?_sort=birthdate', ['4', '1']],
    ['Patient?_id=2,3', []],
  ])

  mapped('is joined and chained through', registered, [
    ['Encounter?identifier=LEEDS', ['1']],
    ['Encounter?patient.family=smith', ['1']],
    ['Encounter?patient.birthdate=gt1900', ['1', '4']],
  ])

  test('compares text exactly, whatever collation its columns bring along', async () => {
    const given: MappedSource = {
      yaml: `
        source: gp
        tables:
          person:
            query: "select ID, NAME collate nocase as NAME, NAME as PLAIN from PERSON"
            key: [ID]
            columns: { NAME: { type: string } }
        ---
        map: patient
        from: person as p
        Patient:
          name[official]: { use: official, family: p.NAME }
          identifier: [{ system: 'urn:n', value: p.NAME }, { system: 'urn:p', value: p.PLAIN }]
        `,
      tables: `
        PERSON (ID int*, NAME)
        1 | Ann
        2 | ANN`,
    }
    const { engine, close } = await openMapped([given], 'sqlite')
    for (const system of ['urn:n', 'urn:p']) {
      const { resources } = await engine.search('Patient', `identifier=${system}|ANN`, requestOptions())
      expect(resources.map(({ id }) => id)).toEqual(['2'])
    }
    const { resources } = await engine.search('Patient', 'family:exact=Ann', requestOptions())
    expect(resources.map(({ id }) => id)).toEqual(['1'])
    await close()
  })

  test('says the type of an expression where the database does not', async () => {
    const { yaml, tables } = registered
    const given = { yaml: yaml.replace('columns: { TOWN: { type: string } }', ''), tables }
    expect((await faultsOf([given], 'sqlite')).join('\n')).toContain(
      'schema.type-unknown: p.TOWN is an expression, which is not known here. Say in the source document: columns: { TOWN: { type: string } }',
    )
  })
})

describe('what is no query', () => {
  test.each([
    ['select 1', undefined],
    ['  SELECT 1;\n', undefined],
    ['-- all of them\nwith x as (select 1) select * from x', undefined],
    [`select 'insert; into' as "delete", [update] from t /* drop; */`, undefined],
    ['delete from t', 'A query is one SELECT, or WITH … SELECT.'],
    ['', 'A query is one SELECT, or WITH … SELECT.'],
    ['select 1; select 2', 'A query is one statement: there is a semicolon in it.'],
    ['with x as (delete from t returning *) select * from x', 'delete has no place'],
    ['select * into copy from t', 'into has no place'],
    ['select 1) as x, (select 2', 'This ) closes nothing.'],
    ['select (1', 'A ( is not closed.'],
    [`select 'x`, "This ' is not closed."],
  ])('%s', (text, fault) => {
    const found = faultOfQuery(text)
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found?.message).toContain(fault)
  })

  test('a semicolon at the end is cut', () => {
    expect(cleanQuery('select 1 ;\n ')).toBe('select 1')
  })

  test.each([
    ['upper({p.NAME})', undefined],
    ['', 'An expression is empty.'],
    ['1) or (1 = 1', 'This ) closes nothing.'],
    ['NAME -- name', 'An expression has no comments.'],
    ['1; drop table x', 'An expression is one value'],
  ])('the expression %s', (text, fault) => {
    const found = faultOfExpression(text)
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found?.message).toContain(fault)
  })

  test('is told at its place', async () => {
    const given = {
      yaml: `
        source: gp
        tables:
          t: { key: [ID], query: "select 1; drop table t", table: T }
        `,
      tables: '',
    }
    const faults = await faultsOf([given])
    expect(faults[0]).toContain('test.yaml:3:35 error map.query-invalid')
    expect(faults[1]).toContain('test.yaml:3:52 error map.keys-conflict')
  })
})
