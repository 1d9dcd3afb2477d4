/** Packed text at the top of a map: one row becomes several resources (MAPPING section 4). */
import { describe, expect, it } from 'vitest'
import { findAll, idsBackwards, idsOf, openFacade, requestOptions } from '../support/open-facade.js'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { recordSent, type Sent } from '../support/print-query.js'
import { findsEach, keepsTheLaw, mappingOfTrial, type Trial, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
codes: { kind: { map: { H: http://a.example, E: http://b.example } } }
tables:
  visit: { key: [ID], gone: STATE = 'gone' }
  note: { key: [ID] }
---
map: finding
prefix: f
from: visit as v
for: dx
lists:
  dx: { split: v.PACKED, by: ';', parse: ['{KIND:H|E}:{CODE}[={NUM:int}]', '{CODE}'] }
  word: { split: dx.CODE, by: ',' }
  notes: { table: note, match: notes.VISIT_ID = v.ID }
where: dx.CODE <> 'none'
Observation:
  status: final
  code:
    coding: { system: { col: dx.KIND, codes: kind }, code: dx.CODE }
    text: '{dx.CODE}'
  subject: { display: '{v.WHO}[ {dx.NUM}]' }
  effectiveDateTime: v.DAY
  comment: v.WHO
  component:
    - { for: word, code: { text: word.PART }, valueString: dx.CODE }
    - { for: notes, code: { text: notes.TEXT }, valueString: dx.CODE }
---
map: whole
prefix: w
from: visit as v
where: v.WHO = 'Cole'
Observation:
  status: final
  code: loinc|1-8
  subject: { display: Somebody }
  effectiveDateTime: v.DAY
  related:
    - { target: { ref: finding, key: [v.ID, { const: 2 }] } }
    - { target: { ref: finding, key: [v.ID, v.NO] } }
`

const trial: Trial = {
  yaml,
  tables: {
    visit: {
      columns: {
        ID: 'INTEGER not null',
        WHO: 'VARCHAR(20)',
        DAY: 'DATE',
        PACKED: 'VARCHAR(80)',
        STATE: 'VARCHAR(8)',
        NO: 'INTEGER',
      },
      rows: [
        [1, 'Bell', '2020-01-03', 'H:x; E:y=2;;z,y', null, null],
        [2, 'Cole', '2020-01-01', 'E:x;none;H:y', null, 3],
        [3, 'Dean', '2020-01-02', null, null, null],
        [4, 'Eyre', null, ' ; ', null, null],
        [5, 'Fry', '2020-01-04', 'H:x', 'gone', null],
        [6, 'Gray', '2020-01-02', 'x', null, null],
      ],
    },
    note: {
      columns: { ID: 'INTEGER not null', VISIT_ID: 'INTEGER', TEXT: 'VARCHAR(20)' },
      rows: [
        [1, 1, 'first'],
        [2, 6, 'last'],
      ],
    },
  },
}
const all = ['f-1.1', 'f-1.2', 'f-1.4', 'f-2.1', 'f-2.3', 'f-6.1', 'w-2']

tryMapping('a map of packed text', trial, asked => {
  it('has a resource for each part, whose number ends the id', async () => {
    const [first, second, fourth] = await asked().all('Observation')
    expect(first).toMatchObject({
      id: 'f-1.1',
      code: { coding: [{ system: 'http://a.example', code: 'x' }], text: 'x' },
      subject: { display: 'Bell' },
      comment: 'Bell',
    })
    expect(second).toMatchObject({ id: 'f-1.2', code: { text: 'y' }, subject: { display: 'Bell 2' } })
    // Packed text and child rows of the whole row stand in each.
    expect(fourth).toMatchObject({
      id: 'f-1.4',
      component: [{ code: { text: 'z' } }, { code: { text: 'y' } }, { code: { text: 'first' }, valueString: 'z,y' }],
    })
  })
  it('is read by the id, which finds the part', async () => {
    expect(await asked().read('Observation', 'f-1.2')).toMatchObject({ id: 'f-1.2', code: { text: 'y' } })
    expect(await asked().read('Observation', 'f-2.3')).toMatchObject({ code: { text: 'y' } })
    for (const id of ['f-1.3', 'f-1.5', 'f-1.0', 'f-1.01', 'f-1', 'f-2.2', 'f-3.1', 'f-9.1'])
      await expect(asked().read('Observation', id)).rejects.toThrow('There is no Observation')
    await expect(asked().read('Observation', 'f-5.1')).rejects.toThrow('has been deleted')
  })
  it('counts parts', async () => {
    expect(await asked().engine.search('Observation', '_count=0', requestOptions())).toMatchObject({ total: 7 })
    expect(await asked().engine.search('Observation', 'code=x&_count=0', requestOptions())).toMatchObject({ total: 3 })
  })
  findsEach(asked, [
    ['Observation', all],
    ...[1, 2, 3, 4, 5].map(count => [`Observation?_count=${count}`, all] as const),
    ['Observation?code=x', ['f-1.1', 'f-2.1', 'f-6.1']],
    ['Observation?code=x&_count=1', ['f-1.1', 'f-2.1', 'f-6.1']],
    ['Observation?code=http://a.example|', ['f-1.1', 'f-2.3']],
    ['Observation?code=http://b.example|y', ['f-1.2']],
    ['Observation?code=none', []],
    ['Observation?code:not=x', ['f-1.2', 'f-1.4', 'f-2.3', 'w-2']],
    ['Observation?date=2020-01-01&_count=1', ['f-2.1', 'f-2.3', 'w-2']],
    ['Observation?_id=f-1.2,f-6.1', ['f-1.2', 'f-6.1']],
    ['Observation?_id=f-1', []],
    ['Observation?_sort=date', ['f-2.1', 'f-2.3', 'w-2', 'f-6.1', 'f-1.1', 'f-1.2', 'f-1.4']],
    ['Observation?_sort=date&_count=1', ['f-2.1', 'f-2.3', 'w-2', 'f-6.1', 'f-1.1', 'f-1.2', 'f-1.4']],
    ['Observation?_sort=-date&_count=2', ['f-1.1', 'f-1.2', 'f-1.4', 'f-6.1', 'f-2.1', 'f-2.3', 'w-2']],
    ['Observation?related-target=f-2.2', ['w-2']],
    ['Observation?related-target=f-2.3', ['w-2']],
    ['Observation?related-target=f-2.1', []],
  ])
  keepsTheLaw(asked)
})

it('a source that can do little gives the same', async () => {
  const weakness = {
    filters: { '*': ['eq' as const] },
    logic: ['join' as const],
    seek: false,
    limit: false,
    count: false,
    sorts: ['ID', 'DAY'],
  }
  const facade = await openFacade(...mappingOfTrial(trial), 'memory', { weakness })
  try {
    const read = await facade.engine.read('Observation', 'f-1.2', requestOptions())
    expect(read.resource.id).toBe('f-1.2')
    const ids: (string | undefined)[] = []
    let page = await facade.engine.search('Observation', '_count=2', requestOptions())
    ids.push(...page.resources.map(({ id }) => id))
    while (page.next !== undefined) {
      page = await facade.engine.search('Observation', `_page=${encodeURIComponent(page.next)}`, requestOptions())
      ids.push(...page.resources.map(({ id }) => id))
    }
    expect(ids).toEqual(all)
    for (const count of [1, 2, 3]) expect(await idsBackwards(facade.engine, `Observation?_count=${count}`)).toEqual(all)
  } finally {
    await facade.close()
  }
})

it.each([1, 2, 3])('the parts of one row are found from the end too, by %i', async count => {
  const facade = await openFacade(...mappingOfTrial(trial), 'sqlite')
  try {
    for (const search of ['Observation?', 'Observation?_sort=-date', 'Observation?_sort=date'])
      expect(await idsBackwards(facade.engine, `${search}&_count=${count}`), search).toEqual(
        idsOf(await findAll(facade.engine, search)),
      )
  } finally {
    await facade.close()
  }
})

it('a page sends one statement for the rows and one for each list; a next page reads the row again where the last one ended', async () => {
  const sent: Sent[] = []
  const facade = await openFacade(...mappingOfTrial(trial), 'sqlite', { wrap: adapter => recordSent(adapter, sent) })
  try {
    const page = await facade.engine.search('Observation', 'code=x&_count=1', requestOptions())
    expect(sent.map(({ query }) => query.from.entity)).toEqual(['visit', 'note'])
    sent.length = 0
    await facade.engine.search('Observation', `_page=${encodeURIComponent(page.next ?? '')}`, requestOptions())
    expect(sent.map(({ query }) => query.from.entity)).toEqual(['visit', 'note', 'visit', 'note'])
  } finally {
    await facade.close()
  }
})

describe('faults of maps of packed text', () => {
  const faults = (from: string, to: string): readonly string[] =>
    faultsOfMapping(yaml.replace(from, to))
      .filter(fault => fault.includes(' error '))
      .map(fault => fault.replace(/^test.yaml:\d+:\d+ error /, ''))

  it('there are none', () => {
    expect(faults('for: dx', 'for: dx')).toEqual([])
  })
  it.each([
    [
      'for over it once more',
      '    - { for: word,',
      '    - { for: dx,',
      'map.for-unrelated: The whole map is repeated over dx already: its fields are there without for.',
    ],
    [
      'a text of child rows',
      'split: v.PACKED',
      'split: notes.TEXT',
      'map.list-outside-for: dx splits a text of notes, which can have many rows for one of this map. Make its table the from of this map, and join what is the from now.',
    ],
    [
      'a reference that does not say which part',
      '{ ref: finding, key: [v.ID, v.NO] }',
      '{ ref: finding, key: v.ID }',
      'map.reference-key: gp/finding is keyed by ID (string), part number (integer); v.ID is string. Reference by its key, or key its table by what you have.',
    ],
    [
      'rows',
      'for: dx',
      'for: notes',
      'map.for-rows: notes gives rows, and a map is repeated over slots or packed text only. Make its table the from of this map, and join what is the from now.',
    ],
  ])('%s', (_, from, to, fault) => {
    expect(faults(from, to)).toContain(fault)
  })
})
