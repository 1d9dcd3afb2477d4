/** Bad data as legacy systems have it: nothing invalid is served, nothing is lost in silence, and the counts add up. */
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/create-engine.js'
import { DataQuality } from '../../src/engine/data-quality.js'
import { validateResource } from '../../src/fhir/validate/validate-resource.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { DemoTable } from '../../src/tooling/demo/table.js'
import { adapterNames, findAll, idsOf, now, openFacade, pagesOf, requestOptions } from '../support/open-facade.js'

const mapping = `source: s
systems: { local: http://example.org/local }
tables:
  people: { key: [ID], columns: { DIED: { format: yyyyMMdd } } }
  names: { key: [NID] }
  visits: { key: [VID] }
  staff: { key: [CODE] }
---
map: people
from: people as p
lists:
  other: { table: names, match: other.PID = p.ID, order: [NID] }
Patient:
  identifier: { for: other, system: other.SYS, value: other.NUM }
  name[official]: { family: p.FAMILY }
  gender: { col: p.SEX, codes: { map: { M: male, F: female } } }
  birthDate: p.BORN
  deceasedDateTime: p.DIED
  multipleBirthInteger: p.BIRTHS
---
map: visits
from: visits as v
Encounter:
  status: finished
  subject: { ref: people, key: v.PID }
  period: { start: v.BEGUN, end: v.ENDED }
  type:
    - { text: { html: v.NOTE } }
---
map: staff
from: staff as s
Practitioner:
  name:
    - { family: s.NAME }
`

const column = (name: string, type: string, nullable = true) => ({ name, type, nullable })
const nhs = 'https://fhir.nhs.uk/Id/nhs-number'
const tables: readonly DemoTable[] = [
  {
    table: 'people',
    key: ['ID'],
    indexes: [],
    columns: [
      column('ID', 'INTEGER', false),
      column('FAMILY', 'TEXT'),
      column('SEX', 'TEXT'),
      column('BORN', 'DATE'),
      column('DIED', 'TEXT'),
      column('BIRTHS', 'INTEGER'),
    ],
    rows: [
      [1, 'Ash', 'M', '1980-01-01', '20200101', 1],
      [2, null, 'M', '1980-01-01', null, null],
      [3, '   ', 'F', '1980-01-01', null, null],
      [4, 'Birch', 'X', '1980-01-01', '00000000', null],
      [5, 'Cedar', 'F', '0000-00-00', '20200230', null],
      [6, 'Elm', 'F', '1980-02-02', null, null],
      [7, 'Fir \u0007\u001b', 'F', '1980-03-03', null, null],
    ],
  },
  {
    table: 'names',
    key: ['NID'],
    indexes: [],
    columns: [column('NID', 'INTEGER', false), column('PID', 'INTEGER'), column('SYS', 'TEXT'), column('NUM', 'TEXT')],
    rows: [
      [1, 1, 'http://example.org/local', 'a'],
      // An NHS number has to say whether it was verified.
      [2, 6, nhs, '9990000018'],
      // A child of nobody.
      [3, 99, 'http://example.org/local', 'b'],
    ],
  },
  {
    table: 'visits',
    key: ['VID'],
    indexes: [],
    columns: [
      column('VID', 'INTEGER', false),
      column('PID', 'INTEGER'),
      column('BEGUN', 'DATETIME'),
      column('ENDED', 'DATETIME'),
      column('NOTE', 'TEXT'),
    ],
    rows: [
      [1, 1, '2020-01-01 10:00:00', '2020-01-01 11:00:00', '<b>see</b> letter'],
      [2, 1, '2020-01-02 10:00:00', '2020-01-01 10:00:00', null],
      [3, 98, '2020-01-03 10:00:00', null, null],
      [4, 1, '2020-01-04 10:00:00', '2020-01-04 09:59:59', null],
      [5, 1, '2020-01-05 10:00:00', null, null],
    ],
  },
  {
    table: 'staff',
    key: [],
    indexes: [],
    columns: [column('CODE', 'TEXT'), column('NAME', 'TEXT')],
    rows: [
      ['a', 'Adams'],
      ['b', 'Brown'],
      ['b', 'Brown'],
      ['c', 'Clark'],
      [null, 'Nobody'],
    ],
  },
]

const valid = { Patient: ['1', '4', '5', '7'], Encounter: ['1', '3', '5'], Practitioner: ['a', 'c'] }
const leftOut = { Patient: 3, Encounter: 2, Practitioner: 3 }

describe.each(adapterNames)('over %s', adapterName => {
  const open = async () => {
    const { sources, maps, diagnostics } = parseMappingFile(
      'm.yaml',
      mapping.replace('{ html: v.NOTE }', 'v.NOTE'),
      () => undefined,
    )
    const [source] = sources
    if (!source || diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
    const facade = await openFacade({ source, maps }, tables, adapterName)
    const quality = new DataQuality(now, () => undefined)
    const engine = createEngine({
      model: facade.model,
      adapters: new Map([['s', facade.adapter]]),
      limits: { defaultCount: 10, maxCount: 1000 },
      pageKey: new Uint8Array(32).fill(7),
      baseUrl: 'http://localhost/STU3',
      quality,
    })
    return { engine, quality, close: facade.close }
  }

  it.each(Object.entries(valid))('serves what is valid of %s, and nothing else', async (type, ids) => {
    const { engine, close } = await open()
    try {
      const served = await findAll(engine, type)
      expect(idsOf(served)).toEqual(ids)
      for (const resource of served) expect(validateResource(resource)).toEqual([])
    } finally {
      await close()
    }
  })

  it.each(Object.entries(leftOut))('tells of each row of %s that is left out, once, whatever the pages', async (type, count) => {
    const { engine, close } = await open()
    try {
      for (const size of [1, 2, 10]) {
        const texts = (await pagesOf(engine, `${type}?_count=${size}`)).flatMap(page => page.outcomes.map(({ text }) => text))
        expect([size, texts.length]).toEqual([size, count])
        for (const text of texts) expect(text).toMatch(/^A row of s\/\w+ \([\w-]{10}\) is not served: [A-Z].*\.$/)
      }
    } finally {
      await close()
    }
  })

  it.each(Object.entries(valid))('counts %s as it is served, and fills each page', async (type, ids) => {
    const { engine, close } = await open()
    try {
      const pages = await pagesOf(engine, `${type}?_count=1`)
      expect(pages.map(({ resources }) => resources.length)).toEqual(ids.map(() => 1))
      expect(pages[0]?.total).toBe(ids.length)
      expect((await engine.search(type, '_count=0', requestOptions())).total).toBe(ids.length)
    } finally {
      await close()
    }
  })

  it.each([
    ['Patient', '2', 'Patient.name:official'],
    ['Patient', '6', 'Patient.identifier:nhsNumber.extension:nhsNumberVerificationStatus'],
    ['Encounter', '2', 'Encounter.period ends before it starts'],
    ['Practitioner', 'b', 'Practitioner.id is the id of another row too'],
  ])('a read of %s/%s says why there is none', async (type, id, reason) => {
    const { engine, close } = await open()
    try {
      await expect(engine.read(type, id, requestOptions())).rejects.toMatchObject({
        code: 'read.not-valid',
        message: expect.stringContaining(reason),
      })
    } finally {
      await close()
    }
  })

  it('counts each loss by rule and place, values that were dropped among them', async () => {
    const { engine, quality, close } = await open()
    try {
      for (const type of Object.keys(valid)) await findAll(engine, type)
      const losses = quality
        .report()
        .losses.map(({ rule, place, isRow, rows }) => `${rows} ${rule} ${place} ${isRow ? 'row' : 'value'}`)
      expect(losses).toEqual(
        expect.arrayContaining([
          '2 required Patient.name:official row',
          '1 required Patient.identifier:nhsNumber.extension:nhsNumberVerificationStatus row',
          '2 per-1 Encounter.period row',
          '1 repeated-id Practitioner.id row',
          '1 required Practitioner.id row',
          '1 unlisted Patient.gender value',
          '2 unreadable DIED value',
        ]),
      )
    } finally {
      await close()
    }
  })

  it('tells of a row that a search would find, and not of others', async () => {
    const { engine, close } = await open()
    try {
      const told = async (search: string) => (await pagesOf(engine, search)).flatMap(({ outcomes }) => outcomes).length
      expect(await told('Encounter?date=2020-01-02')).toBe(1)
      expect(await told('Encounter?date=2020-01-05')).toBe(0)
    } finally {
      await close()
    }
  })
})
