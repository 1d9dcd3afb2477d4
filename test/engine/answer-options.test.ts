/** How much is told of what is found: `_summary`, `_elements`, `_total`, and the way back. https://hl7.org/fhir/STU3/search.html#summary */
import { describe, expect, it, test } from 'vitest'
import { elementsOf } from '../../src/fhir/stu3/elements.js'
import { findAll, idsBackwards, idsOf, pagesOf, requestOptions, splitSearch } from '../support/open-facade.js'
import { recordSent, type Sent } from '../support/print-query.js'
import { type Opened, openTables } from './open-tables.js'

const mapping = `
source: clinic
tables:
  person: { key: [person] }
  phone: { key: [phone] }
  link: { key: [link] }
---
map: patient
from: person as p
lists:
  phones: { table: phone, match: phones.PID = p.person }
  links: { table: link, match: links.PID = p.person }
Patient:
  identifier: { system: http://ids.example, value: p.person }
  name[official]: { family: p.NAME }
  telecom: { for: phones, system: phone, value: phones.TEL }
  gender: { col: p.SEX, codes: { map: { F: female, M: male } } }
  photo: { title: p.PHOTO }
  contact: { for: links, name: { use: official, text: links.WHO } }
  generalPractitioner: { display: p.GP }
`
const rows = `
  person | NAME  | SEX | PHOTO   | GP
  1      | Adams | F   | yes     | Dr A
  2      | Baker | M   | no      | Dr B
  3      | Cole  | F   | yes     | Dr C
  4      | Dunn  | M   |         |

  phone | PID: integer | TEL
  1     | 1            | 111
  2     | 3            | 333

  link | PID: integer | WHO
  1    | 1            | Ann
`

async function open(sent: Sent[] = []): Promise<Opened> {
  return openTables({ mapping, rows, wrap: adapter => recordSent(adapter, sent) })
}

async function firstOf(search: string): Promise<Record<string, unknown>> {
  const { engine } = await open()
  const [first = {}] = await findAll(engine, search)
  return first as Record<string, unknown>
}

const subsetted = { system: 'http://hl7.org/fhir/v3/ObservationValue', code: 'SUBSETTED' }

describe('a resource', () => {
  test.each<[asked: string, elements: readonly string[]]>([
    ['_summary=false', ['identifier', 'name', 'telecom', 'gender', 'photo', 'contact', 'generalPractitioner']],
    ['_summary=data', ['identifier', 'name', 'telecom', 'gender', 'photo', 'contact', 'generalPractitioner']],
    // Of STU3's summary, and not photo, contact or generalPractitioner.
    ['_summary=true', ['identifier', 'name', 'telecom', 'gender']],
    // The profile of Care Connect requires a name.
    ['_summary=text', ['name']],
    ['_elements=gender', ['name', 'gender']],
    ['_elements=contact,telecom', ['name', 'telecom', 'contact']],
    // A name that this resource has nothing for.
    ['_elements=deceased', ['name']],
  ])('%s has %j', async (asked, elements) => {
    const { resourceType, id, meta, ...rest } = await firstOf(`Patient?${asked}&_id=1`)
    expect([resourceType, id]).toEqual(['Patient', '1'])
    expect(Object.keys(rest)).toEqual(elements)
    // Marked where something is left out, and only there.
    const isPart = asked !== '_summary=false' && asked !== '_summary=data'
    expect((meta as { readonly tag?: unknown }).tag).toEqual(isPart ? [subsetted] : undefined)
  })

  it('has its elements in the order of STU3, which XML needs', async () => {
    const names = Object.keys(await firstOf('Patient?_elements=contact,gender,identifier&_id=1')).slice(1)
    const all = elementsOf('Patient').map(({ name }) => name)
    expect(names).toEqual([...names].sort((a, b) => all.indexOf(a) - all.indexOf(b)))
  })
})

describe('child rows', () => {
  test.each<[search: string, sent: readonly string[]]>([
    ['Patient', ['person', 'phone', 'link']],
    ['Patient?_elements=gender', ['person']],
    ['Patient?_elements=telecom', ['person', 'phone']],
    ['Patient?_summary=true', ['person', 'phone']],
    ['Patient?_summary=text', ['person']],
    ['Patient?_summary=data', ['person', 'phone', 'link']],
    // The test is part of the one statement, so the rows themselves are not needed.
    ['Patient?phone=111&_elements=gender', ['person']],
  ])('%s asks %j', async (search, expected) => {
    const sent: Sent[] = []
    const { engine } = await open(sent)
    const [type, query] = splitSearch(search)
    await engine.search(type, query, requestOptions())
    expect(sent.map(({ query: { from } }) => from.entity)).toEqual(expected)
  })

  it('change nothing of what is found', async () => {
    const { engine } = await open()
    for (const query of ['', 'gender=female', 'phone=333', 'phone:missing=true']) {
      const whole = idsOf(await findAll(engine, `Patient?${query}`))
      for (const asked of ['_elements=gender', '_summary=true', '_summary=text'])
        expect(idsOf(await findAll(engine, `Patient?${query}&${asked}`)), `${query} ${asked}`).toEqual(whole)
    }
  })
})

describe('the total', () => {
  test.each<[query: string, total: number | undefined, resources: number]>([
    ['_count=2', 4, 2],
    ['_count=2&_total=none', undefined, 2],
    ['_count=2&_total=accurate', 4, 2],
    ['_count=2&_total=estimate', 4, 2],
    ['_total=none', undefined, 4],
    ['_summary=count', 4, 0],
    ['_summary=count&gender=male', 2, 0],
  ])('%s', async (query, total, resources) => {
    const { engine } = await open()
    const page = await engine.search('Patient', query, requestOptions())
    expect({ total: page.total, resources: page.resources.length }).toEqual({ total, resources })
  })

  it('is on every page alike, also on the way back', async () => {
    const { engine } = await open()
    const pages = await pagesOf(engine, 'Patient?_count=1&_total=accurate')
    const back = await engine.search('Patient', `_page=${pages.at(-1)?.prev}`, requestOptions())
    expect([...pages, back].map(({ total }) => total)).toEqual([4, 4, 4, 4, 4])
  })
})

describe('the way back', () => {
  it('begins on the second page and ends on the first', async () => {
    const { engine } = await open()
    const pages = await pagesOf(engine, 'Patient?_count=2')
    expect(pages.map(({ prev }) => prev !== undefined)).toEqual([false, true])
    const back = await engine.search('Patient', `_page=${pages[1]?.prev}`, requestOptions())
    expect(idsOf(back.resources)).toEqual(['1', '2'])
    expect(back.prev).toBeUndefined()
    const on = await engine.search('Patient', `_page=${back.next}`, requestOptions())
    expect(idsOf(on.resources)).toEqual(['3', '4'])
  })

  test.each([1, 2, 3, 5])('by %i finds the same', async count => {
    const { engine } = await open()
    for (const query of ['', 'gender=male', 'phone:missing=true'])
      expect(await idsBackwards(engine, `Patient?${query}&_count=${count}`)).toEqual(
        idsOf(await findAll(engine, `Patient?${query}`)),
      )
  })
})

it('the self link says what was asked', async () => {
  const { engine } = await open()
  const asked = 'gender=female&_count=1&_elements=name,telecom&_total=none'
  const pages = await pagesOf(engine, `Patient?${asked}`)
  expect(pages.map(({ self }) => self)).toEqual([asked, asked])
})

it('and of a page longer than any, what was done', async () => {
  const { engine } = await openTables({ mapping, rows, limits: { maxCount: 3 } })
  const page = await engine.search('Patient', '_count=50', requestOptions())
  expect({ self: page.self, resources: page.resources.length }).toEqual({ self: '_count=3', resources: 3 })
})
