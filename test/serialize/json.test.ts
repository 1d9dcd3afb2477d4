import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { ExactDecimal, readDecimal } from '../../src/fhir/exact-decimal.js'
import { FacadeError } from '../../src/kernel/errors.js'
import { toJson } from '../../src/serialize/json.js'
import { toPrettyJson } from '../../src/serialize/pretty.js'

const observation = (value: unknown) => ({ resourceType: 'Observation', valueQuantity: { value, unit: 'mmol/L' } })

describe('JSON', () => {
  it('writes an exact decimal digit for digit', () => {
    expect(toJson(observation(new ExactDecimal('1.50')), true)).toBe(
      '{"resourceType":"Observation","valueQuantity":{"value":1.50,"unit":"mmol/L"}}',
    )
  })

  it('leaves out what is undefined, and writes it as null in a list, as JSON.stringify does', () => {
    const resource = { resourceType: 'Patient', text: undefined, given: ['Ann', undefined, null] }
    expect(toJson(resource, true)).toBe('{"resourceType":"Patient","given":["Ann",null,null]}')
  })

  it('is the same with and without the fast path when there is no exact decimal', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), elements => {
        const resource = { ...elements, resourceType: 'Patient' }
        expect(toJson(resource, true)).toBe(JSON.stringify(resource))
        expect(toJson(resource, false)).toBe(JSON.stringify(resource))
      }),
      { numRuns: 300, seed: 3 },
    )
  })

  test.each(['\u0000', '\b', '\f', '\u000b', '\u001f', '\ud800', '\udfff'])(
    'has U+FFFD for %j, which no string of FHIR has',
    character => {
      const resource = { resourceType: 'Patient', text: `a\\${character}\\u0001"`, list: [new ExactDecimal('1.0')] }
      const read = { resourceType: 'Patient', text: 'a\\\ufffd\\u0001"', list: [1] }
      for (const json of [toJson(resource, true), toJson(resource, false), toPrettyJson(resource)])
        expect(JSON.parse(json)).toEqual(read)
    },
  )

  test.each(['"', '\\', '\n', '\t', '\u007f', '\u2028', '😀', 'É', '\\b', '\\ud800'])(
    'escapes %j as JSON.stringify does',
    text => {
      expect(toJson({ resourceType: 'Patient', text }, true)).toBe(JSON.stringify({ resourceType: 'Patient', text }))
    },
  )
})

describe('pretty JSON', () => {
  it('indents by two blanks and keeps empty brackets closed', () => {
    expect(
      toPrettyJson({ ...observation(new ExactDecimal('-0.10')), note: [], meta: {}, list: [1, { a: true }], text: undefined }),
    ).toBe(`{
  "resourceType": "Observation",
  "valueQuantity": {
    "value": -0.10,
    "unit": "mmol/L"
  },
  "note": [],
  "meta": {},
  "list": [
    1,
    {
      "a": true
    }
  ]
}`)
  })

  it('is what JSON.stringify writes with two blanks when there is no exact decimal', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(toPrettyJson({ resourceType: 'Patient', value })).toBe(JSON.stringify({ resourceType: 'Patient', value }, null, 2))
      }),
      { numRuns: 200, seed: 4 },
    )
  })
})

describe('exact decimals', () => {
  test.each(['1.50', '0.0', '-0', '12345678901234567890', '0.10000000000000000001'])('%s is kept as text', text => {
    const decimal = readDecimal(text)
    expect(decimal).toBeInstanceOf(ExactDecimal)
    expect(toJson(observation(decimal), true)).toContain(`"value":${text},`)
  })

  test.each(['0', '1.5', '-12', '0.001', '9007199254740991'])('%s is a plain number', text => {
    expect(readDecimal(text)).toBe(Number(text))
  })

  test.each([
    ['1.0E-7', '0.00000010'],
    ['1e-7', '0.0000001'],
    ['-1.25e1', '-12.5'],
    ['1.5e3', '1500'],
    ['0.05e1', '0.5'],
    ['0e5', '0'],
    ['12e-1', '1.2'],
    ['1e21', `1${'0'.repeat(21)}`],
  ])('%s is written as %s: STU3 has no exponents', (text, plain) => {
    expect(toJson(observation(readDecimal(text)), true)).toContain(`"value":${plain},`)
  })

  test.each(['1e1000', '', ' 1', '1.', '.5', '+1', '01', '1,5', 'NaN', 'Infinity', '0x10', '1\n', '1}'])(
    '%j is no decimal',
    text => {
      expect(readDecimal(text)).toBeUndefined()
      expect(() => new ExactDecimal(text)).toThrow(FacadeError)
    },
  )

  it('becomes a number where JSON.stringify is used all the same', () => {
    expect(JSON.stringify({ value: new ExactDecimal('1.50') })).toBe('{"value":1.5}')
  })
})
