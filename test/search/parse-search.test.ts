import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseSearch } from '../../src/search/parse-search.js'
import type { Clause, SearchValue } from '../../src/search/search.js'
import { baseUrl, everythingOffered, parsed } from './everything-offered.js'

const faultsOf = (type: string, query: string) => {
  const result = parseSearch(type, query, { offers: everythingOffered, baseUrl })
  return 'faults' in result ? result.faults : []
}
const onlyClause = (type: string, query: string): Clause => {
  const [clause, ...others] = parsed(type, query).clauses
  if (clause === undefined || others.length > 0) throw new Error('not one clause')
  return clause
}

describe('a value is read by the type of its parameter', () => {
  const day = (text: string, zoned = false, precision = 'second') => ({ text, precision, zoned })
  test.each<[query: string, values: readonly unknown[]]>([
    ['Patient?gender=female', [{ kind: 'token', code: 'female' }]],
    [
      'Patient?gender=male,other',
      [
        { kind: 'token', code: 'male' },
        { kind: 'token', code: 'other' },
      ],
    ],
    [
      'Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|9876543210',
      [{ kind: 'token', system: 'https://fhir.nhs.uk/Id/nhs-number', code: '9876543210' }],
    ],
    ['Patient?identifier=https%3A%2F%2Fa.example%7C1', [{ kind: 'token', system: 'https://a.example', code: '1' }]],
    ['Patient?identifier=|1', [{ kind: 'token', system: null, code: '1' }]],
    ['Patient?identifier=urn:x|', [{ kind: 'token', system: 'urn:x' }]],
    ['Patient?identifier=a%5C%7Cb', [{ kind: 'token', code: 'a|b' }]],
    ['Patient?identifier=a\\|b|c\\,d', [{ kind: 'token', system: 'a|b', code: 'c,d' }]],
    ['Patient?identifier=a\\\\|b', [{ kind: 'token', system: 'a\\', code: 'b' }]],
    ['Patient?identifier=DOMAIN\\user\\$', [{ kind: 'token', code: 'DOMAIN\\user$' }]],
    ['Patient?family=O%27Neill', [{ kind: 'string', text: "O'Neill" }]],
    ['Patient?family=van+der%20Berg', [{ kind: 'string', text: 'van der Berg' }]],
    ['Patient?family=Smith%2BJones', [{ kind: 'string', text: 'Smith+Jones' }]],
    ['Patient?family=Smith|Jones', [{ kind: 'string', text: 'Smith|Jones' }]],
    [
      'Patient?family=a\\,b,c',
      [
        { kind: 'string', text: 'a,b' },
        { kind: 'string', text: 'c' },
      ],
    ],
    ['Patient?family=%20Ann%20', [{ kind: 'string', text: ' Ann ' }]],
    ['Immunization?dose-sequence=2', [{ kind: 'number', prefix: 'eq', number: '2' }]],
    ['Immunization?dose-sequence=ge-2.50', [{ kind: 'number', prefix: 'ge', number: '-2.50' }]],
    ['Immunization?dose-sequence=1e+3', [{ kind: 'number', prefix: 'eq', number: '1e+3' }]],
    [
      'Observation?value-quantity=lt5.4,6',
      [
        { kind: 'quantity', prefix: 'lt', number: '5.4' },
        { kind: 'quantity', prefix: 'eq', number: '6' },
      ],
    ],
    [
      'Observation?value-quantity=5.4|http://unitsofmeasure.org|mg',
      [{ kind: 'quantity', prefix: 'eq', number: '5.4', system: 'http://unitsofmeasure.org', code: 'mg' }],
    ],
    ['Observation?value-quantity=5.4||mg', [{ kind: 'quantity', prefix: 'eq', number: '5.4', code: 'mg' }]],
    ['Observation?value-quantity=5.4||', [{ kind: 'quantity', prefix: 'eq', number: '5.4' }]],
    [
      'Observation?code-value-quantity=http://loinc.org|8480-6$gt130||mm[Hg]',
      [
        {
          kind: 'composite',
          parts: [
            { kind: 'token', system: 'http://loinc.org', code: '8480-6' },
            { kind: 'quantity', prefix: 'gt', number: '130', code: 'mm[Hg]' },
          ],
        },
      ],
    ],
    [
      'Observation?code-value-string=a\\$b$c\\,d,e$f',
      [
        {
          kind: 'composite',
          parts: [
            { kind: 'token', code: 'a$b' },
            { kind: 'string', text: 'c,d' },
          ],
        },
        {
          kind: 'composite',
          parts: [
            { kind: 'token', code: 'e' },
            { kind: 'string', text: 'f' },
          ],
        },
      ],
    ],
    ['Patient?birthdate=1980', [{ kind: 'date', prefix: 'eq', date: day('1980', false, 'year') }]],
    ['Patient?birthdate=eq1980-02', [{ kind: 'date', prefix: 'eq', date: day('1980-02', false, 'month') }]],
    ['Patient?birthdate=ge1980-02-29', [{ kind: 'date', prefix: 'ge', date: day('1980-02-29', false, 'day') }]],
    ['Observation?date=sa2020-03-29T01:30', [{ kind: 'date', prefix: 'sa', date: day('2020-03-29T01:30', false, 'minute') }]],
    [
      'Observation?date=2020-03-29T01:30:00%2B01:00',
      [{ kind: 'date', prefix: 'eq', date: day('2020-03-29T01:30:00+01:00', true) }],
    ],
    [
      'Observation?date=le2020-03-29T01:30:00+01:00',
      [{ kind: 'date', prefix: 'le', date: day('2020-03-29T01:30:00+01:00', true) }],
    ],
    ['Observation?patient=17', [{ kind: 'reference', id: '17' }]],
    ['Observation?patient=Patient/17', [{ kind: 'reference', type: 'Patient', id: '17' }]],
    [`Observation?patient=${baseUrl}/Patient/17`, [{ kind: 'reference', type: 'Patient', id: '17' }]],
    ['Observation?patient=https://other.example/Patient/17', [{ kind: 'reference', url: 'https://other.example/Patient/17' }]],
    ['Observation?patient=urn:uuid:6c0a', [{ kind: 'reference', url: 'urn:uuid:6c0a' }]],
    ['Immunization?notgiven=false', [{ kind: 'token', code: 'false' }]],
    [
      'Patient?_id=a,b',
      [
        { kind: 'token', code: 'a' },
        { kind: 'token', code: 'b' },
      ],
    ],
    ['Patient?_lastUpdated=gt2024-01-01', [{ kind: 'date', prefix: 'gt', date: day('2024-01-01', false, 'day') }]],
  ])('%s', (question, values) => {
    const [type = '', query = ''] = splitOnce(question)
    expect(onlyClause(type, query).values).toEqual(values)
  })
})

const splitOnce = (question: string) => [question.slice(0, question.indexOf('?')), question.slice(question.indexOf('?') + 1)]

describe('names, modifiers and chains', () => {
  test.each<[query: string, clause: { modifier?: string; targetType?: string; values: readonly SearchValue[] }]>([
    ['Patient?gender:not=male', { modifier: 'not', values: [{ kind: 'token', code: 'male' }] }],
    ['Patient?family:exact=Smith', { modifier: 'exact', values: [{ kind: 'string', text: 'Smith' }] }],
    ['Patient?name:contains=mit', { modifier: 'contains', values: [{ kind: 'string', text: 'mit' }] }],
    ['Patient?birthdate:missing=true', { modifier: 'missing', values: [{ kind: 'missing', missing: true }] }],
    ['Observation?subject:missing=false', { modifier: 'missing', values: [{ kind: 'missing', missing: false }] }],
    ['Observation?subject:Patient=17', { targetType: 'Patient', values: [{ kind: 'reference', id: '17' }] }],
    ['Observation?sub%6Aect%3APatient=17', { targetType: 'Patient', values: [{ kind: 'reference', id: '17' }] }],
  ])('%s', (question, expected) => {
    const [type = '', query = ''] = splitOnce(question)
    expect(onlyClause(type, query)).toMatchObject(expected)
  })

  test.each<[query: string, chained: string, modifier: string | undefined]>([
    ['Observation?patient.identifier=urn:x|1', 'identifier', undefined],
    ['Observation?subject:Patient.identifier=urn:x|1', 'identifier', undefined],
    ['Observation?subject.birthdate=1980', 'birthdate', undefined],
    ['Observation?patient.family:exact=Smith', 'family', 'exact'],
    ['Observation?patient.gender:missing=true', 'gender', 'missing'],
  ])('%s asks the patient', (question, chained, modifier) => {
    const [type = '', query = ''] = splitOnce(question)
    const clause = onlyClause(type, query)
    expect(clause).toMatchObject({ targetType: 'Patient', values: [] })
    expect([clause.chain?.parameter.name, clause.chain?.modifier]).toEqual([chained, modifier])
  })

  it('answers to the name that the Core API CapabilityStatement uses for the vaccination procedure', () => {
    expect(onlyClause('Immunization', 'CareConnect-vaccination-procedure-code=1').parameter.name).toBe(
      'vaccination-procedure-code',
    )
  })

  it('keeps repeated parameters apart: all must hold', () => {
    expect(parsed('Observation', 'date=ge2010&date=le2011').clauses.map(clause => clause.expression)).toEqual(['date', 'date'])
  })
})

describe('result parameters', () => {
  it('reads _sort in order, with - for descending', () => {
    const { sort, clauses } = parsed('Patient', '_sort=-birthdate,_lastUpdated')
    expect(sort.map(term => [term.parameter.name, term.direction])).toEqual([
      ['birthdate', 'desc'],
      ['_lastUpdated', 'asc'],
    ])
    expect(clauses).toEqual([])
  })

  test.each([
    ['_count=0', 0],
    ['_count=20', 20],
    ['_count=99999999999999999999999', 1_000_000_000],
    ['gender=male', undefined],
  ])('%s', (query, count) => {
    expect(parsed('Patient', query).count).toBe(count)
  })

  test.each(['', '&', '&&_format=json&', '_format=xml&_pretty=true', '_format=application/fhir+json'])(
    '%j asks for everything',
    query => {
      expect(parsed('Patient', query)).toEqual({ type: 'Patient', clauses: [], sort: [] })
    },
  )
})

describe('faults', () => {
  test.each<[query: string, code: string, expression: string, text: RegExp]>([
    ['Patient?birthdat=1980', 'search.parameter-unknown', 'birthdat', /Did you mean birthdate\?.*takes .*birthdate, /],
    ['Patient?_includ=Patient:organization', 'search.parameter-unknown', '_includ', /Did you mean _include\?/],
    ['Patient?_sorts=birthdate', 'search.parameter-unknown', '_sorts', /Did you mean _sort\?/],
    ['Patient?toString=1', 'search.parameter-unknown', 'toString', /no search parameter of Patient/],
    ['Patient?death-date=2020', 'search.parameter-unsupported', 'death-date', /^STU3 defines this parameter/],
    ['Patient?_total=exact', 'search.value-invalid', '_total', /none, estimate, accurate/],
    ['Patient?_summary=yes', 'search.value-invalid', '_summary', /true, text, data, count, false/],
    ['Patient?_summary=true&_summary=text', 'search.value-invalid', '_summary', /once only/],
    ['Patient?_elements=name,birthdate', 'search.value-invalid', '_elements', /mean birthDate\?/],
    ['Patient?_elements=', 'search.value-invalid', '_elements', /names of elements of Patient/],
    ['Patient?_elements=name&_summary=true', 'search.value-invalid', '_elements', /ask for one of them/],
    ['Patient?_summary=text&_include=Patient:organization', 'search.value-invalid', '_summary', /together with _include/],
    ['Patient?_summary=count&_total=none', 'search.value-invalid', '_total', /leaves nothing/],
    ['Patient?_count=0&_total=none', 'search.value-invalid', '_total', /leaves nothing/],
    ['Patient?_has:Observation=1', 'search.value-invalid', '_has:Observation', /_has:Type:reference:parameter=value/],
    ['Patient?_has=1', 'search.value-invalid', '_has', /_has:Type:reference:parameter=value/],
    ['Patient?_has:Observation:patient:=1', 'search.value-invalid', '_has:Observation:patient:', /_has:Type:reference/],
    ['Patient?_has:Observatio:patient:code=1', 'search.chain-unsupported', '_has:Observatio:patient:code', /mean Observation\?/],
    ['Patient?_has:Observation:code:code=1', 'search.chain-unsupported', '_has:Observation:code:code', /by .*patient/],
    ['Patient?_has:Observation:patient:cod=1', 'search.parameter-unknown', '_has:Observation:patient:cod', /mean code\?/],
    ['Patient?_has:Observation:patient:code=', 'search.value-invalid', '_has:Observation:patient:code', /empty/],
    ['Patient?_profile=urn:x', 'search.parameter-unsupported', '_profile', /^STU3 defines this parameter/],
    ['Observation?value-quantity=', 'search.value-invalid', 'value-quantity', /empty/],
    ['Observation?value-quantity=five', 'search.value-invalid', 'value-quantity', /prefixes eq, ne/],
    ['Observation?value-quantity=ge', 'search.value-invalid', 'value-quantity', /5\.40, -3 or 1e2/],
    ['Observation?value-quantity=0x10', 'search.value-invalid', 'value-quantity', /Write a number/],
    ['Observation?value-quantity=.5', 'search.value-invalid', 'value-quantity', /Write a number/],
    ['Observation?value-quantity=1e999', 'search.value-invalid', 'value-quantity', /Write a number/],
    [`Observation?value-quantity=${'9'.repeat(31)}`, 'search.value-invalid', 'value-quantity', /Write a number/],
    ['Observation?value-quantity=NaN', 'search.value-invalid', 'value-quantity', /Write a number/],
    ['Observation?value-quantity=5|mg', 'search.value-invalid', 'value-quantity', /\[number\]\|\[system\]\|\[code\]/],
    ['Observation?value-quantity=5|http://unitsofmeasure.org|', 'search.value-invalid', 'value-quantity', /\[code\]/],
    ['Observation?value-quantity=5|a|b|c', 'search.value-invalid', 'value-quantity', /\[code\]/],
    ['Observation?value-quantity:exact=5', 'search.modifier-unsupported', 'value-quantity:exact', /:missing/],
    ['Immunization?dose-sequence=two', 'search.value-invalid', 'dose-sequence', /prefixes eq, ne/],
    ['Observation?code-value-quantity=85354-9', 'search.value-invalid', 'code-value-quantity', /\[code\]\$\[value-quantity\]/],
    ['Observation?code-value-quantity=a$1$2', 'search.value-invalid', 'code-value-quantity', /\[code\]\$\[value-quantity\]/],
    ['Observation?code-value-quantity=a$', 'search.value-invalid', 'code-value-quantity', /\[code\]\$\[value-quantity\]/],
    ['Observation?code-value-quantity=a\\$5', 'search.value-invalid', 'code-value-quantity', /\[code\]\$\[value-quantity\]/],
    ['Observation?code-value-quantity=a$x', 'search.value-invalid', 'code-value-quantity', /Write a number/],
    ['Patient?birthdate:exact=1980', 'search.modifier-unsupported', 'birthdate:exact', /It takes :missing\./],
    ['Patient?gender:text=m', 'search.modifier-unsupported', 'gender:text', /:missing, :not/],
    ['Patient?gender:=m', 'search.modifier-unsupported', 'gender:', /:missing, :not/],
    ['Observation?subject:Practitioner=1', 'search.modifier-unsupported', 'subject:Practitioner', /Patient/],
    ['Patient?gender:missing=yes', 'search.value-invalid', 'gender:missing', /true or false/],
    ['Patient?gender:missing=true,false', 'search.value-invalid', 'gender:missing', /true or false/],
    ['Patient?gender=', 'search.value-invalid', 'gender', /empty/],
    ['Patient?gender=male,', 'search.value-invalid', 'gender', /empty/],
    ['Patient?name=+', 'search.value-invalid', 'name', /blanks/],
    ['Patient?identifier=|', 'search.value-invalid', 'identifier', /\|/],
    ['Patient?identifier=a|b|c', 'search.value-invalid', 'identifier', /one \|/],
    ['Patient?birthdate=1980-02-30', 'search.value-invalid', 'birthdate', /calendar/],
    ['Patient?birthdate=29/02/1980', 'search.value-invalid', 'birthdate', /2015-02-07/],
    ['Patient?birthdate=xx1980', 'search.value-invalid', 'birthdate', /prefixes eq, ne/],
    ['Patient?birthdate=ge', 'search.value-invalid', 'birthdate', /calendar/],
    ['Observation?patient=a/b/c', 'search.value-invalid', 'patient', /\[type\]\/\[id\]/],
    ['Observation?patient=Patient/1/_history/2', 'search.value-invalid', 'patient', /\[type\]\/\[id\]/],
    ['Observation?patient=Practitioner/1', 'search.value-invalid', 'patient', /Patient/],
    ['Observation?subject:Patient=Group/1', 'search.value-invalid', 'subject:Patient', /refers to Patient only/],
    ['Observation?patient=a_b', 'search.value-invalid', 'patient', /letters, digits/],
    [`Observation?patient=${'a'.repeat(65)}`, 'search.value-invalid', 'patient', /64/],
    ['Patient?_sort=nearest', 'search.value-invalid', '_sort', /sorted by _lastUpdated/],
    ['Patient?_sort=', 'search.value-invalid', '_sort', /sorted by/],
    ['Patient?_sort=-family', 'search.sort-unsupported', '_sort=family', /family gives no order here/],
    ['Patient?_sort:asc=birthdate', 'search.parameter-unknown', '_sort:asc', /no search parameter/],
    ['Patient?_count=ten', 'search.value-invalid', '_count', /whole number/],
    ['Patient?_count=-1', 'search.value-invalid', '_count', /whole number/],
    ['Patient?_count=1&_count=1', 'search.value-invalid', '_count', /once/],
    ['Patient?_sort=_id&_sort=_id', 'search.value-invalid', '_sort', /once.*commas/],
    [
      'Observation?patient.managing.name=x',
      'search.parameter-unknown',
      'patient.managing.name',
      /no search parameter of Patient/,
    ],
    [`Patient?${'link.'.repeat(6)}family=x`, 'search.chain-unsupported', `${'link.'.repeat(6)}family`, /more than 5 references/],
    [
      `Patient?${'_has:Patient:link:'.repeat(3)}${'link.'.repeat(3)}family=x`,
      'search.chain-unsupported',
      `${'_has:Patient:link:'.repeat(3)}${'link.'.repeat(3)}family`,
      /more than 5 references/,
    ],
    ['Observation?code.text=x', 'search.chain-unsupported', 'code.text', /no reference/],
    ['Observation?specimen.type=x', 'search.chain-unsupported', 'specimen.type', /No type/],
    ['Observation?performer.name=x', 'search.chain-unsupported', 'performer.name', /performer:Practitioner, /],
    ['Observation?patient:missing.name=x', 'search.chain-unsupported', 'patient:missing.name', /Patient can be reached/],
    [
      'Observation?patient.nam=x',
      'search.parameter-unknown',
      'patient.nam',
      /no search parameter of Patient\. Did you mean name\?/,
    ],
    ['Observation?patient.=x', 'search.parameter-unknown', 'patient.', /no search parameter of Patient/],
    ['Observation?patient.birthdate=x', 'search.value-invalid', 'patient.birthdate', /calendar/],
    ['Patient?family=%E0%A4%A', 'search.query-malformed', 'family', /%25/],
    ['Patient?family=%C3%28', 'search.query-malformed', 'family', /UTF-8/],
    ['Patient?family=a%00b', 'search.query-malformed', 'family', /UTF-8/],
    ['Patient?family=\ud800', 'search.query-malformed', 'family', /UTF-8/],
    ['Patient?family=Marks&Spencer', 'search.query-malformed', 'part 2', /%26/],
    ['Patient?=x', 'search.query-malformed', 'part 1', /no name/],
    ['Patient?%ff=x', 'search.query-malformed', 'part 1', /name/],
    [`Patient?${'_id=1&'.repeat(201)}`, 'search.query-malformed', 'the query', /200/],
    ['Patien?name=x', 'type.not-served', 'Patien', /Did you mean Patient\?/],
    ['Slot?name=x', 'type.not-served', 'Slot', /Condition, /],
  ])('%s', (question, code, expression, text) => {
    const [type = '', query = ''] = splitOnce(question)
    const faults = faultsOf(type, query)
    expect(faults.map(fault => [fault.code, fault.expression])).toEqual([[code, expression]])
    expect(faults[0]?.text).toMatch(text)
  })

  it('are all given at once, in the order of the query', () => {
    const faults = faultsOf('Patient', 'birthdate=x&gender=male&_count=y&nme=z&family=')
    expect(faults.map(fault => fault.expression)).toEqual(['birthdate', '_count', 'nme', 'family'])
  })

  it('never repeat a value, which may be patient data', () => {
    const secret = 'Kanfeld9876543210'
    const names = ['birthdate', 'gender:missing', 'patient', '_count', '_sort', 'nonsense', '_total', 'gender:text', 'identifier']
    const queries = [
      ...names.map(name => `${name}=x/|${secret}|y`),
      `name=Smith&${secret}`,
      `name=${secret}%`,
      `=${secret}`,
      `%ff${secret}=1`,
    ]
    for (const query of queries) {
      const faults = faultsOf('Patient', query)
      expect([query, faults.length]).toEqual([query, 1])
      expect(JSON.stringify(faults)).not.toContain(secret)
    }
  })

  it('show no more than the beginning of an endless name', () => {
    const [fault] = faultsOf('Patient', `${'n'.repeat(10_000)}=1`)
    expect(fault?.expression).toBe(`${'n'.repeat(80)}…`)
    expect(fault?.text).not.toContain('Did you mean')
  })
})

describe('parsing never throws', () => {
  const words = fc.constantFrom(
    'name',
    'birthdate',
    'patient',
    'identifier',
    '_sort',
    '_count',
    '=',
    '&',
    ':',
    '.',
    '|',
    ',',
    '\\',
    '%',
    '%7C',
    'ge',
    '1980',
    'missing',
    'true',
    'Patient',
    '_has',
    '+',
  )
  const query = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.array(words, { maxLength: 40 }).map(parts => parts.join('')),
  )

  it('whatever the query', () => {
    fc.assert(
      fc.property(fc.constantFrom('Patient', 'Observation', 'Nothing'), query, (type, text) => {
        const result = parseSearch(type, text, { offers: everythingOffered, baseUrl })
        if ('faults' in result)
          expect(result.faults.every(fault => fault.text !== '' && fault.expression !== undefined)).toBe(true)
        else expect(result.search.type).toBe(type)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('reads ten kilobytes of values as it should', () => {
    const ids = Array.from({ length: 1500 }, (_, index) => `id${index}`)
    expect(onlyClause('Patient', `_id=${ids.join(',')}`).values).toHaveLength(1500)
  })
})
