/** The CapabilityStatement of the demo, held to its word over HTTP: what it declares works, and what it does not declare is refused. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { buildCapabilityStatement } from '../../src/capability/build-capability-statement.js'
import { coreApiOf } from '../../src/fhir/careconnect/core-api.js'
import { elementOf } from '../../src/fhir/stu3/elements.js'
import { searchParametersOf } from '../../src/fhir/stu3/search-parameters.js'
import { servedTypes } from '../../src/http/plugins/media-types.js'
import { searchParameter } from '../../src/search/element-path.js'
import { openDemo } from '../support/demo-facade.js'
import { openTestServer, type TestServer } from '../support/http-server.js'
import { type Facade, now } from '../support/open-facade.js'
import { readXml } from '../support/read-xml.js'
import { hasXmllint, schemaFaults } from '../support/xml-schema.js'

interface Declared {
  readonly type: string
  readonly profile: { readonly reference: string }
  readonly documentation?: string
  readonly interaction: readonly { readonly code: string }[]
  readonly conditionalRead: string
  readonly searchInclude?: readonly string[]
  readonly searchRevInclude?: readonly string[]
  readonly searchParam?: readonly { readonly name: string; readonly type: string; readonly documentation: string }[]
  readonly extension?: readonly { readonly extension: readonly { readonly valueString: string }[] }[]
}

let facade: Facade
let server: TestServer['server']
let declared: readonly Declared[]
let formats: readonly string[]
let undeclaredTypes: readonly string[]

beforeAll(async () => {
  facade = await openDemo('sqlite')
  const { engine } = facade
  server = openTestServer(engine, {
    now: () => now,
    capabilityStatement: baseUrl =>
      buildCapabilityStatement({
        offers: engine.offers,
        version: '0',
        date: '2026-11-23',
        baseUrl,
        formats: servedTypes,
        description: 'The demo.',
        cors: false,
      }),
  }).server
  const statement = (await server.inject('/STU3/metadata')).json()
  declared = statement.rest[0].resource
  formats = statement.format
  const names = new Set(declared.map(({ type }) => type))
  const abstract = ['Resource', 'DomainResource']
  const allTypes = elementOf('CapabilityStatement.Resource', 'type')?.codes ?? []
  undeclaredTypes = allTypes.filter(type => !names.has(type) && !abstract.includes(type))
})
afterAll(() => facade.close())

/** The answers that are not as expected, by what was asked. */
async function unlike(status: number, asked: readonly string[]): Promise<readonly string[]> {
  const faults: string[] = []
  for (const url of asked) {
    const response = await server.inject(`/STU3/${url}`)
    if (response.statusCode !== status) faults.push(`${response.statusCode} ${url}: ${response.body.slice(0, 300)}`)
  }
  return faults
}

const samples: Readonly<Record<string, string>> = {
  token: 'x',
  string: 'x',
  date: '2020',
  number: '1',
  quantity: '1',
  uri: 'http://a.example/x',
}

/** A value that the parameter takes; a reference to a type that the standard lets it have. */
function sampleValue(type: string, name: string): string {
  const parameter = declared.find(each => each.type === type)?.searchParam?.find(each => each.name === name)
  const target = searchParametersOf(type).get(name)?.targets[0]
  const parts = searchParameter(type, name)?.components?.map(part => sampleValue(type, part.name))
  const sample = parameter?.type === 'reference' ? `${target}/1` : (parts?.join('$') ?? samples[parameter?.type ?? ''])
  if (sample === undefined) throw new Error(`No value for ${type}?${name}.`)
  return sample
}

const sampleOf = (type: string, name: string): string => `${name}=${sampleValue(type, name)}`

/** Of one resource, as what is found does not matter. */
const withModifier = (type: string, name: string, modifier: string): string =>
  `${type}?_count=1&${name}:${modifier}=${modifier === 'missing' ? 'true' : sampleValue(type, name)}`

const modifiersIn = (documentation: string): readonly string[] =>
  documentation.match(/:[a-z]+/g)?.map(word => word.slice(1)) ?? []
const allModifiers = [
  'missing',
  'exact',
  'contains',
  'text',
  'not',
  'above',
  'below',
  'in',
  'not-in',
  'Patient',
  'identifier',
  'x',
]

describe('what is declared', () => {
  it('is something', () => {
    expect(declared.length).toBeGreaterThan(7)
    expect(declared.flatMap(({ searchParam }) => searchParam ?? []).length).toBeGreaterThan(60)
  })

  it('can be read and searched, and has its profile', async () => {
    for (const { type, profile, interaction } of declared) {
      expect(interaction.map(({ code }) => code)).toEqual(['read', 'search-type'])
      const bundle = (await server.inject(`/STU3/${type}?_count=3`)).json()
      expect([type, bundle.entry?.length > 0]).toEqual([type, true])
      for (const { resource } of bundle.entry) {
        expect(resource.meta.profile).toEqual([profile.reference])
        const read = await server.inject(`/STU3/${type}/${resource.id}`)
        expect([type, read.statusCode, read.json().id]).toEqual([type, 200, resource.id])
        const again = { url: `/STU3/${type}/${resource.id}`, headers: { 'if-none-match': String(read.headers.etag) } }
        expect((await server.inject(again)).statusCode).toBe(304)
      }
    }
  })

  it('each parameter can be asked, with each modifier that is declared and each prefix', async () => {
    const asked = declared.flatMap(({ type, searchParam = [] }) =>
      searchParam.flatMap(({ name, documentation }) => [
        `${type}?_count=1&${sampleOf(type, name)}`,
        ...modifiersIn(documentation).map(modifier => withModifier(type, name, modifier)),
        ...(documentation.match(/(?<=Prefixes: ).*?(?=\.)/)?.[0].split(', ') ?? []).map(
          prefix => `${type}?${name}=${prefix}${sampleValue(type, name)}`,
        ),
      ]),
    )
    expect(asked.length).toBeGreaterThan(200)
    expect(await unlike(200, asked)).toEqual([])
  })

  it('each chain can be followed', async () => {
    const asked = declared.flatMap(({ type, searchParam = [] }) =>
      searchParam.flatMap(({ name, documentation }) =>
        (documentation.match(/(?<=parameters of ).*?(?=\.)/)?.[0].split(', ') ?? []).map(
          target => `${type}?${name}:${target}._id=1`,
        ),
      ),
    )
    expect(asked.length).toBeGreaterThan(10)
    expect(await unlike(200, asked)).toEqual([])
  })

  it('each include can be asked for, alone, all of a type at once and on from each other', async () => {
    const asked = declared.flatMap(({ type, searchInclude = [], searchRevInclude = [] }) => [
      ...searchInclude.flatMap(include => [
        `${type}?_count=5&_include=${include}`,
        `${type}?_count=5&_include:recurse=${include}`,
      ]),
      ...searchRevInclude.map(include => `${type}?_count=5&_revinclude=${include}`),
      ...(searchInclude.length > 0 ? [`${type}?_count=5&_include=*`, `${type}?_count=5&_include=${type}:*`] : []),
    ])
    expect(asked.length).toBeGreaterThan(60)
    expect(await unlike(200, asked)).toEqual([])
  })

  it('what the Core API expects to be included is', () => {
    for (const { type, searchInclude = [] } of declared)
      for (const { include } of coreApiOf(type)?.includes ?? [])
        expect([type, searchInclude]).toEqual([type, expect.arrayContaining([include])])
    expect(declared.flatMap(({ searchInclude = [] }) => searchInclude)).toContain('MedicationRequest:medication')
  })

  it('each combination can be asked', async () => {
    const asked = declared.flatMap(({ type, extension = [] }) =>
      extension.map(
        ({ extension: members }) => `${type}?${members.map(({ valueString }) => sampleOf(type, valueString)).join('&')}`,
      ),
    )
    expect(asked.length).toBeGreaterThan(10)
    expect(await unlike(200, asked)).toEqual([])
  })

  it('each order can be asked for, upwards and downwards, and no other', async () => {
    const sortsOf = ({ documentation = '' }: Declared) => documentation.match(/(?<=_sort takes ).*?(?=\.)/)?.[0].split(', ') ?? []
    const asked = declared.flatMap(each =>
      sortsOf(each).flatMap(name => [`${each.type}?_sort=${name}`, `${each.type}?_sort=-${name}`]),
    )
    const others = declared.flatMap(each =>
      (each.searchParam ?? [])
        .filter(({ name }) => !sortsOf(each).includes(name))
        .map(({ name }) => `${each.type}?_sort=${name}`),
    )
    expect(asked.length).toBeGreaterThan(5)
    expect(await unlike(200, asked)).toEqual([])
    expect(await unlike(400, others)).toEqual([])
  })

  it('each format is answered in', async () => {
    for (const format of formats) {
      for (const request of [
        { url: '/STU3/metadata', headers: { accept: format } },
        `/STU3/metadata?_format=${encodeURIComponent(format)}`,
      ]) {
        expect((await server.inject(request)).headers['content-type']).toBe(`${format};charset=utf-8`)
      }
    }
  })

  it('each page of a search is in the format that the first was asked for in', async () => {
    const first = (await server.inject('/STU3/Patient?_count=2&_format=json')).json()
    const next = String(first.link.find(({ relation }: { relation: string }) => relation === 'next').url)
    expect(next).toMatch(/&_format=json$/)
    const response = await server.inject(next.replace(/^.*(?=\/STU3)/, '').replace('_format=json', '_format=xml'))
    expect(readXml(response.body)).toMatchObject({ resourceType: 'Bundle', entry: [{}, {}] })
  })

  it('says the same in XML', async () => {
    const { body } = await server.inject('/STU3/metadata?_format=xml')
    expect(readXml(body)).toMatchObject({ resourceType: 'CapabilityStatement', format: formats })
  })

  test.skipIf(!hasXmllint)('is valid against the official schema, as are pages and outcomes (needs xmllint)', async () => {
    const urls = ['metadata', 'nothing/1', ...declared.map(({ type }) => `${type}?_count=50`)]
    const bodies = await Promise.all(
      urls.map(async url => (await server.inject({ url: `/STU3/${url}`, headers: { accept: 'application/xml' } })).body),
    )
    expect(schemaFaults(bodies)).toEqual([])
  })
})

describe('what is not declared is refused', () => {
  it('another type', async () => {
    expect(undeclaredTypes.length).toBeGreaterThan(80)
    expect(
      await unlike(
        404,
        undeclaredTypes.flatMap(type => [type, `${type}/1`]),
      ),
    ).toEqual([])
  })

  it('another parameter, of the standard or of nobody', async () => {
    const controls = [
      '_include',
      '_revinclude',
      '_summary',
      '_elements',
      '_has',
      '_contained',
      '_filter',
      '_list',
      '_query',
      '_total',
      '_type',
    ]
    const asked = declared.flatMap(({ type, searchParam = [] }) => {
      const known = new Set(searchParam.map(({ name }) => name))
      const others = [...searchParametersOf(type).keys(), ...controls, 'nonsense'].filter(name => !known.has(name))
      return others.map(name => `${type}?${name}=1`)
    })
    expect(asked.length).toBeGreaterThan(100)
    expect(await unlike(400, asked)).toEqual([])
  })

  it('another modifier', async () => {
    const asked = declared.flatMap(({ type, searchParam = [] }) =>
      searchParam.flatMap(({ name, type: kind, documentation }) => {
        const known = modifiersIn(documentation)
        // A reference may always say the type that it means; that is a value's part, and tested with chains.
        const others = allModifiers.filter(
          modifier => !known.includes(modifier) && !(kind === 'reference' && modifier === 'Patient'),
        )
        return others.map(modifier => withModifier(type, name, modifier))
      }),
    )
    expect(asked.length).toBeGreaterThan(200)
    expect(await unlike(400, asked)).toEqual([])
  })

  it('another include', async () => {
    const known = new Set(declared.flatMap(({ searchInclude = [] }) => searchInclude))
    const references = declared.flatMap(({ type }) =>
      [...searchParametersOf(type).values()]
        .filter(parameter => parameter.type === 'reference')
        .map(({ name }) => `${type}:${name}`),
    )
    const others = references.filter(reference => !known.has(reference))
    expect(others.length).toBeGreaterThan(10)
    const forward = others.map(reference => `${reference.slice(0, reference.indexOf(':'))}?_include=${reference}`)
    const reverse = declared.flatMap(({ type, searchRevInclude = [] }) =>
      references.filter(reference => !searchRevInclude.includes(reference)).map(reference => `${type}?_revinclude=${reference}`),
    )
    const unmapped = declared.filter(({ searchInclude }) => searchInclude === undefined).map(({ type }) => `${type}?_include=*`)
    expect(await unlike(400, [...forward, ...reverse, ...unmapped])).toEqual([])
  })

  it('another interaction', async () => {
    for (const { type } of declared) {
      for (const [method, url] of [
        ['POST', type],
        ['PUT', `${type}/1`],
        ['DELETE', `${type}/1`],
        ['PATCH', `${type}/1`],
      ] as const)
        expect([url, (await server.inject({ method, url: `/STU3/${url}` })).statusCode]).toEqual([url, 405])
    }
    expect(
      await unlike(404, [
        '',
        '_history',
        '?_type=Patient',
        ...declared.flatMap(({ type }) => [
          `${type}/_history`,
          `${type}/1/_history`,
          `${type}/1/_history/1`,
          `${type}/1/$everything`,
        ]),
      ]),
    ).toEqual([])
  })

  it('another format', async () => {
    expect(await unlike(406, ['metadata?_format=ttl', 'metadata?_format=text/turtle', 'Patient?_format=html'])).toEqual([])
  })
})
