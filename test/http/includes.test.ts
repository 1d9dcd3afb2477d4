/** `_include` over HTTP, as the Care Connect Core API asks for it: one call for a prescription and its drug. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { openDemo } from '../support/demo-facade.js'
import { openTestServer, type TestServer } from '../support/http-server.js'
import type { Facade } from '../support/open-facade.js'
import { readXml } from '../support/read-xml.js'
import { hasXmllint, schemaFaults } from '../support/xml-schema.js'

let facade: Facade
let server: TestServer['server']
beforeAll(async () => {
  facade = await openDemo('sqlite')
  server = openTestServer(facade.engine).server
})
afterAll(async () => {
  await server.close()
  await facade.close()
})

interface Entry {
  readonly fullUrl: string
  readonly resource: {
    readonly resourceType: string
    readonly id: string
    readonly medicationReference?: { readonly reference: string }
  }
  readonly search: { readonly mode: string }
}

const entriesOf = (bundle: { readonly entry?: readonly Entry[] }, mode: string): readonly Entry[] =>
  (bundle.entry ?? []).filter(({ search }) => search.mode === mode)
const get = async (url: string) => (await server.inject(`/STU3/${url}`)).json()

describe.each(['MedicationRequest', 'MedicationStatement'])('%s', type => {
  it('comes with its medication, each once, after the matches', async () => {
    const bundle = await get(`${type}?patient=60&_count=50&_include=${type}:medication`)
    const matches = entriesOf(bundle, 'match')
    const included = entriesOf(bundle, 'include')
    expect(matches.length).toBeGreaterThan(1)
    expect(bundle.total).toBe(matches.length)
    expect([...matches, ...included]).toEqual(bundle.entry)
    const referred = new Set(matches.flatMap(({ resource }) => resource.medicationReference?.reference ?? []))
    expect(included.map(({ resource }) => `${resource.resourceType}/${resource.id}`).sort()).toEqual([...referred].sort())
    for (const { fullUrl, resource } of included) {
      expect(fullUrl).toMatch(new RegExp(`/STU3/Medication/${resource.id}$`))
      expect(await get(`Medication/${resource.id}`)).toEqual(resource)
    }
  })

  it('page by page, each with what it refers to', async () => {
    let url = `${type}?patient=60&_count=2&_include=${type}:medication`
    let pages = 0
    while (url !== '') {
      const bundle = await get(url)
      const referred = new Set(
        entriesOf(bundle, 'match').flatMap(({ resource }) => resource.medicationReference?.reference ?? []),
      )
      expect(new Set(entriesOf(bundle, 'include').map(({ resource }) => `Medication/${resource.id}`))).toEqual(referred)
      const next = bundle.link.find(({ relation }: { readonly relation: string }) => relation === 'next')?.url ?? ''
      url = next.replace(/^.*\/STU3\//, '')
      pages++
    }
    expect(pages).toBeGreaterThan(1)
  })
})

it('the self link says what was included, so that it can be asked again', async () => {
  const asked =
    'PractitionerRole?_include=PractitionerRole:practitioner&_revinclude:recurse=PractitionerRole:organization&_count=2'
  const bundle = await get(asked)
  expect(bundle.link[0]).toMatchObject({
    relation: 'self',
    url: expect.stringMatching(new RegExp(`/STU3/${asked.replace(/[?]/g, '\\?')}$`)),
  })
})

it('asked for in a body, it is the same', async () => {
  const query = 'patient=60&_include=MedicationRequest:medication'
  const posted = await server.inject({
    method: 'POST',
    url: '/STU3/MedicationRequest/_search',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: query,
  })
  expect(posted.json().entry).toEqual((await get(`MedicationRequest?${query}`)).entry)
})

it('what refers to a patient comes with them', async () => {
  const bundle = await get('Patient?_id=60&_revinclude=AllergyIntolerance:patient&_revinclude=Encounter:patient')
  const types = entriesOf(bundle, 'include').map(({ resource }) => resource.resourceType)
  expect([...new Set(types)]).toEqual(['AllergyIntolerance', 'Encounter'])
  const found = await Promise.all(['AllergyIntolerance', 'Encounter'].map(type => get(`${type}?patient=60&_count=500`)))
  expect(types.length).toBe(found.reduce((sum, { total }) => sum + total, 0))
})

test('in XML it is the same', async () => {
  const url = 'MedicationRequest?patient=60&_include=MedicationRequest:medication'
  const { body } = await server.inject(`/STU3/${url}&_format=xml`)
  const { entry } = await get(url)
  expect(readXml(body)).toMatchObject({ resourceType: 'Bundle', entry: entry.map(({ search }: Entry) => ({ search })) })
})

const shown = [
  ...readFileSync('docs/reference/http.md', 'utf8').matchAll(/^\| `(\w+\?[^`]*include[^`]*)` \| (\d+) \| (.+) \|$/gm),
]

it('docs/reference/http.md shows examples', () => expect(shown.length).toBeGreaterThan(5))

test.each(shown.map(([, search = '', matches = '', brought = '']) => [search, Number(matches), brought] as const))(
  '%s finds %i and brings %s',
  async (search, matches, brought) => {
    const bundle = await get(search)
    const types = entriesOf(bundle, 'include').map(({ resource }) => resource.resourceType)
    const counted = [...new Set(types)].map(type => `${types.filter(each => each === type).length} ${type}`)
    expect([entriesOf(bundle, 'match').length, counted.join(', ')]).toEqual([matches, brought])
  },
)

test.skipIf(!hasXmllint)('and is valid against the official schema (needs xmllint)', async () => {
  const { body } = await server.inject('/STU3/MedicationRequest?patient=60&_include=*&_format=xml')
  expect(schemaFaults([body])).toEqual([])
})

test('what is written wrong is told with what may be meant', async () => {
  const response = await server.inject('/STU3/MedicationRequest?_include=MedicationRequest:medicaton')
  expect(response.statusCode).toBe(400)
  expect(response.json().issue).toMatchObject([
    {
      code: 'not-supported',
      diagnostics: 'search.include-unsupported',
      location: ['http._include'],
      details: { text: expect.stringMatching(/Did you mean medication\?/) },
    },
  ])
})
