import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { ExactDecimal } from '../../src/fhir/exact-decimal.js'
import type { Resource } from '../../src/fhir/resource.js'
import { resourceTypes } from '../../src/fhir/stu3/elements.js'
import { toJson } from '../../src/serialize/json.js'
import { toPrettyXml, toXml } from '../../src/serialize/xml.js'
import { sampleResources } from '../fhir/sample-resource.js'
import { type BothDemos, openBothDemos } from '../support/both-demos.js'
import { pagesOf } from '../support/open-facade.js'
import { asRead, readXml } from '../support/read-xml.js'
import { hasXmllint, schemaFaults } from '../support/xml-schema.js'
import { anyResource } from './any-resource.js'

const head = '<?xml version="1.0" encoding="UTF-8"?>'
const patient = (elements: object) => toXml({ resourceType: 'Patient', ...elements })
const inPatient = (body: string) => `${head}<Patient xmlns="http://hl7.org/fhir">${body}</Patient>`

describe('XML', () => {
  test.each<[title: string, elements: object, body: string]>([
    ['a primitive is an element with a value', { active: true }, '<active value="true"/>'],
    ['a list is its items', { name: [{ given: ['A', 'B'] }] }, '<name><given value="A"/><given value="B"/></name>'],
    ['elements stand in the order of the schema', { gender: 'male', id: 'x' }, '<id value="x"/><gender value="male"/>'],
    [
      'the id of an element is an attribute, that of a resource is not',
      { id: 'p', name: [{ id: 'n', family: 'F' }] },
      '<id value="p"/><name id="n"><family value="F"/></name>',
    ],
    [
      'the url of an extension is an attribute, wherever it stands',
      { extension: [{ valueCode: 'c', url: 'u' }] },
      '<extension url="u"><valueCode value="c"/></extension>',
    ],
    [
      'extensions in extensions',
      { extension: [{ url: 'u', extension: [{ url: 'v', valueBoolean: false }] }] },
      '<extension url="u"><extension url="v"><valueBoolean value="false"/></extension></extension>',
    ],
    [
      'the id and extensions of a primitive are within it',
      { birthDate: '1970', _birthDate: { id: 'b', extension: [{ url: 'u', valueDateTime: '1970-01-01' }] } },
      '<birthDate value="1970" id="b"><extension url="u"><valueDateTime value="1970-01-01"/></extension></birthDate>',
    ],
    [
      'a primitive may have an extension and no value',
      { _birthDate: { extension: [{ url: 'u', valueCode: 'unknown' }] } },
      '<birthDate><extension url="u"><valueCode value="unknown"/></extension></birthDate>',
    ],
    [
      'items of a list keep the companions of their places',
      { name: [{ _given: [null, { id: 'b' }, { id: 'c' }], given: ['A', 'B', null] }] },
      '<name><given value="A"/><given value="B" id="b"/><given id="c"/></name>',
    ],
    [
      'a contained resource stands in its own element',
      { contained: [{ resourceType: 'Organization', id: 'o', name: 'N' }] },
      '<contained><Organization><id value="o"/><name value="N"/></Organization></contained>',
    ],
    ['what is undefined or null is not there', { active: undefined, gender: null, id: 'x' }, '<id value="x"/>'],
    [
      'text is escaped',
      { id: 'x', language: `a&b<c>"d'\t\r\n` },
      `<id value="x"/><language value="a&amp;b&lt;c>&quot;d'&#9;&#13;&#10;"/>`,
    ],
    ['letters and emoji are not', { language: 'É中😀\u0085' }, '<language value="É中😀\u0085"/>'],
    [
      'a character that XML cannot have is replaced',
      { language: 'a\u0000b\u000Bc\uD800d\uFFFFe' },
      '<language value="a\uFFFDb\uFFFDc\uFFFDd\uFFFDe"/>',
    ],
  ])('%s', (_, elements, body) => {
    expect(patient(elements)).toBe(inPatient(body))
  })

  it('writes decimals digit for digit and without exponents', () => {
    const values = [new ExactDecimal('1.50'), new ExactDecimal('1.50e-7'), 1e-7, 1.5e21, -0.1]
    const xml = toXml({ resourceType: 'Observation', component: values.map(value => ({ valueQuantity: { value } })) })
    expect([...xml.matchAll(/<value value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
      '1.50',
      '0.000000150',
      '0.0000001',
      '1500000000000000000000',
      '-0.1',
    ])
  })

  it('puts the resources of a Bundle into their entries', () => {
    const entry = [{ fullUrl: 'u', resource: { resourceType: 'Patient', id: 'p' }, search: { mode: 'match' } }]
    expect(toXml({ resourceType: 'Bundle', type: 'searchset', entry })).toBe(
      `${head}<Bundle xmlns="http://hl7.org/fhir"><type value="searchset"/><entry><fullUrl value="u"/><resource><Patient><id value="p"/></Patient></resource><search><mode value="match"/></search></entry></Bundle>`,
    )
  })

  it('indents by two blanks for reading', () => {
    const elements = {
      id: 'p',
      name: [{ given: ['A'] }],
      contained: [{ resourceType: 'Organization', id: 'o' }],
      _birthDate: { id: 'b' },
    }
    expect(toPrettyXml({ resourceType: 'Patient', ...elements })).toBe(`${head}
<Patient xmlns="http://hl7.org/fhir">
  <id value="p"/>
  <contained>
    <Organization>
      <id value="o"/>
    </Organization>
  </contained>
  <name>
    <given value="A"/>
  </name>
  <birthDate id="b"/>
</Patient>`)
  })

  test.each<[title: string, resource: { readonly resourceType: string; readonly [name: string]: unknown }]>([
    ['an unknown type', { resourceType: 'Patients' }],
    ['an unknown element', { resourceType: 'Patient', nmae: [] }],
    ['an unknown element beside a companion', { resourceType: 'Patient', _birthDate: { id: 'b' }, nmae: [] }],
    ['a companion of nothing', { resourceType: 'Patient', _name: [] }],
    ['text where an object should be', { resourceType: 'Patient', name: ['Ann'] }],
    ['an object where text should be', { resourceType: 'Patient', gender: {} }],
  ])('is not written of %s', (_, resource) => {
    expect(() => toXml(resource)).toThrow('A resource has an element that STU3 does not have, or not in this form.')
  })
})

describe('a narrative', () => {
  const narrative = (div: string) => patient({ text: { status: 'generated', div } })
  const stands = (div: string) => inPatient(`<text><status value="generated"/>${div}</text>`)
  const xmlns = 'xmlns="http://www.w3.org/1999/xhtml"'

  test.each([
    `<div ${xmlns}>Ann &amp; <b class="x">Bob</b><br/>&#233;&#xE9;<!-- - --></div>`,
    `<div class='a' ${xmlns}><p>1 > 0</p>\n</div>`,
    `<div ${xmlns} xml:lang="en"></div>`,
  ])('stands in XML as it is: %s', div => {
    expect(narrative(div)).toBe(stands(div))
    expect(readXml(narrative(div))).toBeTruthy()
  })

  test.each([
    'plain & simple',
    '<div>no namespace</div>',
    `<div ${xmlns}><p></div>`,
    `<div ${xmlns}></p></div>`,
    `<div ${xmlns}>&nbsp;</div>`,
    `<div ${xmlns}>a & b</div>`,
    `<div ${xmlns}>&#1;</div>`,
    `<div ${xmlns}>&#xD800;</div>`,
    `<div ${xmlns}>\u0001</div>`,
    `<div ${xmlns}>]]></div>`,
    `<div ${xmlns} ${xmlns}></div>`,
    `<div ${xmlns} x:y="1"></div>`,
    `<div ${xmlns} a=1></div>`,
    `<div ${xmlns} a="<"></div>`,
    `<div ${xmlns}></div><div></div>`,
    `<div ${xmlns}><!DOCTYPE x></div>`,
    `<div ${xmlns}><?php ?></div>`,
    `<div ${xmlns}><![CDATA[x]]></div>`,
    `<div ${xmlns}><!-- -- --></div>`,
  ])('that is not well-formed stands as plain text in a div: %s', div => {
    const written = narrative(div)
    const read = readXml(written) as { readonly text: { readonly div: string } }
    expect(written).toContain(`<div ${xmlns}>${div.replaceAll('&', '&amp;').replaceAll('<', '&lt;').slice(0, 5)}`)
    expect(read.text.div).not.toBe(div)
  })
})

describe('round trip: XML says what JSON says', () => {
  test.each([...resourceTypes, 'Bundle', 'OperationOutcome', 'CapabilityStatement'])('every element of %s', type => {
    for (const sample of sampleResources(type)) {
      const resource = { ...sample, resourceType: type, text: undefined }
      expect(readXml(toXml(resource))).toEqual(asRead(resource, 'Resource'))
    }
  })

  it('of any resource, with companions, extensions, contained resources and any text', () => {
    fc.assert(
      fc.property(anyResource(), resource => {
        const expected = asRead(JSON.parse(toJson(resource, false)), 'Resource')
        expect(readXml(toXml(resource))).toEqual(expected)
        expect(readXml(toPrettyXml(resource))).toEqual(expected)
      }),
      { numRuns: 200, seed: 4 },
    )
  })
})

describe('what both demos serve', () => {
  let both: BothDemos
  beforeAll(async () => {
    both = await openBothDemos()
  })
  afterAll(() => both.close())

  /** As the engine gives them, with the decimals of the sources. */
  async function served(type: string): Promise<readonly Resource[]> {
    const resources = (await pagesOf(both.engine, `${type}?_count=1000`)).flatMap(page => page.resources)
    expect(resources.length).toBeGreaterThan(5)
    return resources
  }

  it('is the same in XML and JSON, resource by resource', { timeout: 60_000 }, async () => {
    for (const type of both.engine.offers.keys()) {
      for (const resource of await served(type))
        expect(readXml(toXml(resource))).toEqual(asRead(withDigits(toJson(resource, true)), 'Resource'))
    }
  })

  test.skipIf(!hasXmllint)('is valid against the official schema (needs xmllint)', { timeout: 60_000 }, async () => {
    const documents: string[] = []
    for (const type of both.engine.offers.keys()) {
      const entry = (await served(type)).map(resource => ({ resource }))
      documents.push(toXml({ resourceType: 'Bundle', type: 'collection', entry }))
    }
    expect(documents).toHaveLength(14)
    expect(schemaFaults(documents)).toEqual([])
  })
})

/** JSON with the digits of its decimals, which a number would lose. */
const withDigits = (json: string): unknown =>
  JSON.parse(json.replace(/"(?:[^"\\]|\\.)*"|-?\d+\.\d+/g, part => (part.startsWith('"') ? part : `"${part}"`)))

test.skipIf(!hasXmllint)(
  'every element of every type is valid against the official schema (needs xmllint)',
  { timeout: 60_000 },
  () => {
    const samples = [...resourceTypes, 'OperationOutcome'].flatMap(type => sampleResources(type))
    const documents = samples.map(sample => toXml({ resourceType: '', ...withSampledData(sample), text: undefined }))
    expect(schemaFaults(documents)).toEqual([])
  },
)

test.skipIf(!hasXmllint)('what is not of STU3 is seen by the schema (needs xmllint)', () => {
  expect(schemaFaults([patient({ gender: 'male' })])).toEqual([])
  expect(schemaFaults([patient({ gender: 'mail' })]).join()).toContain('gender')
  expect(schemaFaults([inPatient('<gender value="male"/><id value="x"/>')]).join()).toContain('id')
})

/** The one string whose form the schema prescribes. */
const withSampledData = (sample: object): object =>
  JSON.parse(JSON.stringify(sample), (name, value) => (name === 'data' && value === 'string' ? '1 2.5 E' : value))
