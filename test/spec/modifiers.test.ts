/** What the modifiers of a token find. https://hl7.org/fhir/STU3/search.html#modifiers */
import { describe, expect, test } from 'vitest'
import { SearchRefused } from '../../src/engine/engine.js'
import { findAll, requestOptions } from '../support/open-facade.js'
import { openSpec, type SpecMapping, specs } from '../support/spec.js'

const loinc = 'http://loinc.org'
const sct = 'http://snomed.info/sct'

/** Heart rate lies below vital sign, and so does blood pressure with its two parts. */
const signs = {
  resourceType: 'CodeSystem',
  url: sct,
  content: 'complete',
  hierarchyMeaning: 'is-a',
  valueSet: 'http://trust.example/ValueSet/signs',
  property: [{ code: 'above', uri: 'http://hl7.org/fhir/concept-properties#parent' }],
  concept: [
    {
      code: 'vital',
      concept: [{ code: 'rate' }, { code: 'pressure', concept: [{ code: 'systolic' }, { code: 'diastolic' }] }],
    },
    { code: 'pulse', property: [{ code: 'above', valueCode: 'rate' }] },
    { code: 'other' },
  ],
}
const pressures = {
  resourceType: 'ValueSet',
  id: 'pressures',
  url: 'http://trust.example/ValueSet/pressures',
  version: '2',
  compose: {
    include: [
      { system: loinc, concept: [{ code: '8480-6' }, { code: '8462-4' }] },
      { system: sct, filter: [{ property: 'concept', op: 'is-a', value: 'pressure' }] },
    ],
  },
}
const many = {
  resourceType: 'ValueSet',
  url: 'http://trust.example/ValueSet/many',
  compose: { include: [{ system: loinc, concept: Array.from({ length: 3000 }, (_, at) => ({ code: `${at}-0` })) }] },
}

const observations: SpecMapping = {
  rows: `
    event | scheme | code      | term
    ------+--------+-----------+---------------------
    1     | S      | systolic  | Systolic pressure
    2     | L      | 8480-6    | Systolic pressure
    3     | S      | 8480-6    | Third
    4     | S      | rate      | Heart rate
    5     | S      | pulse     | Élan of the heart
    6     | L      | 7-0       | Seven
    7     |        | systolic  |
    8     |        |           |`,
  source: `
    systems: { sct: ${sct}, loinc: ${loinc} }
    codes: { scheme: { map: { S: ${sct}, L: ${loinc} } } }`,
  map: `
    code: http://loinc.org|1-8|Anything
    category:
      coding:
        - { system: { col: e.scheme, codes: scheme }, code: e.code, display: e.term }
      text: e.term`,
  terminology: [signs, pressures, many],
}

describe(':in and :not-in', () => {
  specs('find what a value set has, by system and code', {
    ...observations,
    searches: [
      ['Observation?category:in=http://trust.example/ValueSet/pressures', ['1', '2']],
      ['Observation?category:in=http://trust.example/ValueSet/pressures%7C2', ['1', '2']],
      ['Observation?category:in=ValueSet/pressures', ['1', '2']],
      ['Observation?category:not-in=ValueSet/pressures', ['3', '4', '5', '6', '7', '8']],
      ['Observation?category:in=http://trust.example/ValueSet/signs', ['1', '4', '5']],
      ['Observation?category:in=ValueSet/pressures,http://trust.example/ValueSet/many', ['1', '2', '6']],
      ['Observation?category:not-in=ValueSet/pressures,http://trust.example/ValueSet/many', ['3', '4', '5', '7', '8']],
      ['Observation?category:in=ValueSet/pressures&category=8480-6', ['2']],
    ],
  })
  specs('ask a constant and a code map by what they give', {
    rows: `
      person | sex
      -------+----
      1      | M
      2      | F
      3      | X
      4      |`,
    source: 'codes: { sex: { map: { M: male, F: female, X: other } } }',
    map: 'gender: { col: p.sex, codes: sex }',
    terminology: [
      {
        resourceType: 'ValueSet',
        url: 'http://trust.example/ValueSet/binary',
        expansion: {
          contains: [
            {
              system: 'http://hl7.org/fhir/administrative-gender',
              code: 'any',
              abstract: true,
              contains: [
                { system: 'http://hl7.org/fhir/administrative-gender', code: 'male' },
                { system: 'http://hl7.org/fhir/administrative-gender', code: 'female' },
              ],
            },
            { system: 'http://elsewhere.example', code: 'other' },
          ],
        },
      },
    ],
    searches: [
      ['Patient?gender:in=http://trust.example/ValueSet/binary', ['1', '2']],
      ['Patient?gender:not-in=http://trust.example/ValueSet/binary', ['3', '4']],
    ],
  })
})

describe(':below and :above', () => {
  specs('find a code and what it subsumes, or what subsumes it', {
    ...observations,
    searches: [
      [`Observation?category:below=${sct}%7Cvital`, ['1', '4', '5']],
      [`Observation?category:below=${sct}%7Crate`, ['4', '5']],
      [`Observation?category:below=${sct}%7Csystolic`, ['1']],
      [`Observation?category:above=${sct}%7Cpulse`, ['4', '5']],
      [`Observation?category:above=${sct}%7Cdiastolic`, []],
      [`Observation?category:below=${sct}%7Cpressure,${sct}%7Cpulse`, ['1', '5']],
    ],
  })
})

describe(':text', () => {
  specs('finds the beginning of a display or of a text, whatever its case and accents', {
    ...observations,
    searches: [
      ['Observation?category:text=systolic', ['1', '2']],
      ['Observation?category:text=elan%20OF', ['5']],
      ['Observation?category:text=pressure', []],
      ['Observation?category:text=Systolic,Seven', ['1', '2', '6']],
      ['Observation?code:text=any', ['1', '2', '3', '4', '5', '6', '7', '8']],
    ],
  })
  specs("finds the text of an identifier's type", {
    rows: `
      person | no | kind
      -------+----+-----------
      1      | 1  | Hospital
      2      | 2  | Passport
      3      | 3  |`,
    map: `
      identifier:
        - { value: p.no, type: { text: p.kind } }`,
    searches: [
      ['Patient?identifier:text=hosp', ['1']],
      ['Patient?identifier:text=1', []],
    ],
  })
})

describe('what can not be answered is refused with the reason', () => {
  const parts = [
    {
      resourceType: 'ValueSet',
      url: 'http://a.example/vs/part',
      expansion: { total: 5, contains: [{ system: loinc, code: '1' }] },
    },
    {
      resourceType: 'ValueSet',
      url: 'http://a.example/vs/circle',
      compose: { include: [{ valueSet: ['http://a.example/vs/circle'] }] },
    },
    {
      resourceType: 'ValueSet',
      url: 'http://a.example/vs/unknown',
      compose: { include: [{ system: 'http://a.example/nowhere' }] },
    },
    {
      resourceType: 'ValueSet',
      url: 'http://a.example/vs/regex',
      compose: { include: [{ system: sct, filter: [{ property: 'concept', op: 'regex', value: '.*' }] }] },
    },
    {
      resourceType: 'ValueSet',
      url: 'http://a.example/vs/fragment',
      compose: { include: [{ system: 'http://a.example/some' }] },
    },
    {
      resourceType: 'CodeSystem',
      url: 'http://a.example/some',
      content: 'fragment',
      concept: [{ code: 'a', concept: [{ code: 'b' }] }],
    },
    {
      resourceType: 'CodeSystem',
      url: 'http://a.example/parts',
      content: 'complete',
      hierarchyMeaning: 'part-of',
      concept: [{ code: 'a', concept: [{ code: 'b' }] }],
    },
    signs,
  ]
  test.each<[query: string, reason: RegExp]>([
    ['category:in=http://a.example/vs/nowhere-at-all', /no such value set here. Known are/],
    ['category:in=http://a.example/vs/part', /Only a part of the expansion/],
    ['category:in=http://a.example/vs/circle', /made of itself/],
    ['category:in=http://a.example/vs/unknown', /code system is not known here/],
    ['category:in=http://a.example/vs/regex', /filter that this server does not follow: concept regex/],
    ['category:in=http://a.example/vs/fragment', /Only a part of the code system/],
    ['category:below=vital', /takes \[system\]\|\[code\]/],
    [`category:below=${sct}%7Cnothing`, /has no such code/],
    ['category:below=http://loinc.org%7C1', /No hierarchy of this code system/],
    ['category:below=http://a.example/some%7Ca', /Only a part of the code system/],
    ['category:above=http://a.example/parts%7Cb', /what is part-of/],
    ['category:of-type=a', /later version of FHIR/],
    ['category:exact=a', /does not take this modifier here. It takes :missing, :not, :text, :in, :not-in, :below, :above/],
    ['status:text=final', /does not take this modifier/],
    ['category:text=', /A value is empty/],
  ])('%s', async (query, reason) => {
    const { engine, close } = await openSpec({ ...observations, terminology: parts }, 'Observation', 'memory')
    try {
      const failure = await engine.search('Observation', query, requestOptions()).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(SearchRefused)
      expect(failure instanceof SearchRefused && failure.faults.map(({ text }) => text).join()).toMatch(reason)
    } finally {
      await close()
    }
  })
  test('without value sets', async () => {
    const { terminology: _, ...plain } = observations
    const { engine, close } = await openSpec(plain, 'Observation', 'memory')
    try {
      await expect(findAll(engine, 'Observation?category:in=ValueSet/pressures')).rejects.toMatchObject({
        faults: [{ code: 'search.modifier-unsupported', text: expect.stringMatching(/this server was given none/) }],
      })
    } finally {
      await close()
    }
  })
})
