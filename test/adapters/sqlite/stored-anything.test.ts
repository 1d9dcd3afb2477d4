/** SQLite stores anything in any column. What is no value of its type is shown as none, and a search takes it for none too. */
import { expect, it } from 'vitest'
import { parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'
import { columnsOf, type DemoTable } from '../../../src/tooling/demo/table.js'
import { findAll, idsOf, openFacade, requestOptions } from '../../support/open-facade.js'

const yaml = `source: s
tables: { person: { key: [ID] } }
---
map: person
from: person as p
Patient:
  name[official]: { family: p.FAMILY }
  birthDate: p.BORN
  deceasedDateTime: p.DIED
---
map: result
from: person as r
where: r.WEIGHT > 50
Observation:
  status: final
  code: loinc|29463-7|Body weight
  subject: { ref: person, key: r.ID }
`

/** JOSÉ in Latin-1, as an import that did not ask wrote it. */
const bytes = Uint8Array.from([0x4a, 0x4f, 0x53, 0xc9])

const person: DemoTable = {
  table: 'person',
  columns: columnsOf({ ID: 'INTEGER not null', FAMILY: 'VARCHAR(20)', BORN: 'DATE', DIED: 'DATETIME', WEIGHT: 'DECIMAL(5,1)' }),
  key: ['ID'],
  indexes: [['FAMILY']],
  rows: [
    [1, 'Jones', '1980-05-07', '2020-01-01 10:00:00', 70],
    [2, bytes, '1980-05-07', '2020-01-01 10:00:00', 70],
    [3, 'Joseph', '0000-00-00', '2020-06-12 25:00:00', 'heavy'],
    [4, 'Josten', '1980-02-30', '2020-02-30 10:00:00', 40],
    [5, 'Jost', '1980-05-08', '2020-01-02', null],
  ],
}

const searches: readonly (readonly [search: string, ids: readonly string[]])[] = [
  ['Patient', ['1', '3', '4', '5']],
  ['Patient?family=jo', ['1', '3', '4', '5']],
  ['Patient?family=jos', ['3', '4', '5']],
  ['Patient?birthdate=ge1900', ['1', '5']],
  ['Patient?birthdate=lt1980-05-08', ['1']],
  ['Patient?birthdate:missing=true', ['3', '4']],
  ['Patient?birthdate:missing=false', ['1', '5']],
  ['Patient?death-date=ge2020-02', []],
  ['Patient?death-date=ge2020', ['1', '5']],
  ['Patient?death-date:missing=true', ['3', '4']],
  // A text is greater than any number, to SQLite.
  ['Observation', ['1', '2']],
]

it('what can not be read is in no search, and in no count', async () => {
  const { sources, maps } = parseMappingFile('m.yaml', yaml, () => undefined)
  const [source] = sources
  if (!source) throw new Error('There is no source.')
  const facade = await openFacade({ source, maps }, [person], 'sqlite')
  try {
    for (const [search, ids] of searches) {
      expect(idsOf(await findAll(facade.engine, search)), search).toEqual(ids)
      const [type = '', query = ''] = search.split('?')
      const { total } = await facade.engine.search(type, `${query}&_count=1`, requestOptions())
      expect(total, search).toBe(ids.length)
    }
  } finally {
    await facade.close()
  }
})

it('a column that holds only what it should is compared as it stands', async () => {
  const { sources, maps } = parseMappingFile('m.yaml', yaml, () => undefined)
  const [source] = sources
  if (!source) throw new Error('There is no source.')
  const tidy = { ...person, rows: [...person.rows].filter(([id]) => id === 1 || id === 5) }
  const facade = await openFacade({ source, maps }, [tidy], 'sqlite')
  try {
    const query = { from: { entity: 'person', alias: 'p' }, joins: [], select: [], orderBy: [] }
    const field = { alias: 'p', name: 'BORN', type: 'date', nullable: true } as const
    const where = { op: 'compare', field, is: 'ge', to: { type: 'date', value: '1980-01-01' } } as const
    const [request] = (await facade.adapter.explain?.({ ...query, where }, requestOptions())) ?? []
    expect(request?.text).toContain('where "p"."BORN" >= ')
  } finally {
    await facade.close()
  }
})
