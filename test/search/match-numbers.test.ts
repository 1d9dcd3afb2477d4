import { describe, expect, it, test } from 'vitest'
import { ExactDecimal } from '../../src/fhir/exact-decimal.js'
import { matches } from './everything-offered.js'

const prefixes = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const
const ucum = 'http://unitsofmeasure.org'

/** The prefixes under which `searched` finds the quantity, in the order above. */
const finding = (valueQuantity: object, searched: string) =>
  prefixes
    .filter(prefix => matches({ resourceType: 'Observation', valueQuantity }, `value-quantity=${prefix}${searched}`))
    .join(' ')

describe('each prefix asks how a number lies; eq, ne and ap look at the digits that are written', () => {
  test.each<[value: number, searched: string, found: string]>([
    [100, '100', 'eq ge le ap'],
    [99.5, '100', 'eq lt le eb ap'],
    [100.499, '100', 'eq gt ge sa ap'],
    [100.5, '100', 'ne gt ge sa ap'],
    [99.499, '100', 'ne lt le eb ap'],
    [2, '2.0', 'eq ge le ap'],
    [1.95, '2.0', 'eq lt le eb ap'],
    [2.05, '2.0', 'ne gt ge sa ap'],
    [2.04, '2.00', 'ne gt ge sa ap'],
    [50, '1e2', 'eq lt le eb ap'],
    [150, '1e2', 'ne gt ge sa ap'],
    [100.6, '1.00e2', 'ne gt ge sa ap'],
    [-1.95, '-2.0', 'ne gt ge sa ap'],
    [-2.05, '-2.0', 'eq lt le eb ap'],
    [110, '100', 'ne gt ge sa ap'],
    [110.1, '100', 'ne gt ge sa'],
    [90, '100', 'ne lt le eb ap'],
    [89.9, '100', 'ne lt le eb'],
    [0.4, '0', 'eq gt ge sa ap'],
    [1e-7, '0.0000001', 'eq ge le ap'],
  ])('%s under %s: %s', (value, searched, found) => {
    expect(finding({ value }, searched)).toBe(found)
  })

  it('knows every digit of a decimal that a binary fraction can not carry', () => {
    expect(finding({ value: new ExactDecimal('9007199254740993.5') }, '9007199254740993.5')).toBe('eq ge le ap')
    expect(finding({ value: new ExactDecimal('9007199254740993.5') }, '9007199254740993.6')).toBe('ne lt le eb ap')
  })

  it('finds nothing where there is no number', () => {
    expect(finding({ unit: 'mg', code: 'mg', system: ucum }, '5')).toBe('')
  })
})

describe('a value with a comparator is the interval on its side (DESIGN, ruling 10)', () => {
  test.each<[comparator: string, value: number, searched: string, found: string]>([
    ['>', 130, '50', 'ne gt ge sa'],
    ['>', 130, '200', 'ne gt ge ap'],
    ['>', 130, '130', 'ne gt ge sa ap'],
    ['>=', 130, '130', 'ne gt ge ap'],
    ['<', 5, '10', 'ne lt le eb'],
    ['<', 5, '2', 'ne lt le ap'],
    ['<', 5, '5', 'ne lt le eb ap'],
    ['<=', 5, '5', 'ne lt le ap'],
  ])('%s%s under %s: %s', (comparator, value, searched, found) => {
    expect(finding({ comparator, value }, searched)).toBe(found)
  })
})

describe('a unit', () => {
  const weight = { value: 5, unit: 'Kilos', system: ucum, code: 'kg' }
  test.each<[quantity: object, searched: string, isFound: boolean]>([
    [weight, '5', true],
    [weight, '5||', true],
    [weight, `5|${ucum}|kg`, true],
    [weight, '5||kg', true],
    [weight, '5||Kilos', true],
    [weight, '5||kilos', false],
    [weight, `5|${ucum}|Kilos`, false],
    [weight, '5|http://a.example|kg', false],
    // Within UCUM one unit is turned into the other: 5000 means 4999.5 to 5000.5 g.
    [weight, `5000|${ucum}|g`, true],
    [weight, `5001|${ucum}|g`, false],
    [weight, '5000||g', false],
    [{ ...weight, value: 4.9995 }, `5000|${ucum}|g`, true],
    [{ ...weight, value: 5.0005 }, `5000|${ucum}|g`, false],
    [{ value: 37, system: ucum, code: 'Cel' }, `98.6|${ucum}|[degF]`, true],
    [{ value: 37.1, system: ucum, code: 'Cel' }, `98.6|${ucum}|[degF]`, false],
    [{ value: 100, system: ucum, code: 'mg/dL' }, `5.6|${ucum}|mmol/L`, false],
    [{ value: 2, system: 'http://snomed.info/sct', code: '428673006' }, '2|http://snomed.info/sct|428673006', true],
    [{ value: 2, system: ucum, code: 'tablet' }, `2|${ucum}|tablet`, true],
    [{ value: 5 }, `5|${ucum}|kg`, false],
  ])('of %j under %s: %s', (valueQuantity, searched, isFound) => {
    expect(matches({ resourceType: 'Observation', valueQuantity }, `value-quantity=${encodeURIComponent(searched)}`)).toBe(
      isFound,
    )
  })
})

describe('a Range lies like its ends, and an end that is open has no limit', () => {
  const years = (value: number) => ({ value, system: ucum, code: 'a' })
  const found = (onsetRange: object, searched: string) =>
    prefixes.filter(prefix => matches({ resourceType: 'Condition', onsetRange }, `onset-age=${prefix}${searched}`)).join(' ')
  test.each<[low: number | undefined, high: number | undefined, searched: string, expected: string]>([
    [20, 30, '25', 'ne gt lt ge le ap'],
    [20, 30, '20', 'ne gt ge le ap'],
    [20, 30, '30', 'ne lt ge le ap'],
    [25, 25.4, '25', 'eq gt ge le ap'],
    [20, 30, '19', 'ne gt ge sa ap'],
    [20, 30, '40', 'ne lt le eb'],
    [20, undefined, '90', 'ne gt lt ge le ap'],
    [undefined, 30, '1', 'ne gt lt ge le ap'],
    [undefined, undefined, '1', ''],
  ])('%s to %s under %s: %s', (low, high, searched, expected) => {
    const range = { ...(low !== undefined && { low: years(low) }), ...(high !== undefined && { high: years(high) }) }
    expect(found(range, searched)).toBe(expected)
  })

  it('is measured in the units of its ends', () => {
    const range = { low: { value: 24, system: ucum, code: 'mo' }, high: years(3) }
    expect(found(range, encodeURIComponent(`2|${ucum}|a`))).toBe('ne gt ge le ap')
    expect(found({ ...range, high: { value: 3, unit: 'years' } }, encodeURIComponent(`2|${ucum}|a`))).toBe('')
  })
})

describe('a number alone', () => {
  test.each<[doseSequence: number, searched: string, isFound: boolean]>([
    [2, '2', true],
    [2, '2.0', true],
    [2, '1.5', false],
    [3, 'gt2', true],
    [2, 'gt2', false],
  ])('%s under %s: %s', (doseSequence, searched, isFound) => {
    const vaccinationProtocol = [{ doseSequence: 9 }, { doseSequence }]
    expect(
      matches({ resourceType: 'Immunization', vaccinationProtocol: vaccinationProtocol.slice(1) }, `dose-sequence=${searched}`),
    ).toBe(isFound)
    expect(matches({ resourceType: 'Immunization', vaccinationProtocol }, `dose-sequence=${searched}`)).toBe(
      isFound || searched.startsWith('gt'),
    )
  })

  test.each<[value: number, code: string, searched: string, isFound: boolean]>([
    [2, 'd', '2', true],
    [48, 'h', '2', true],
    [61, 'h', '2', false],
    [2, 'h', 'lt1', true],
    [2, 'visits', '2', false],
  ])('of a Duration is one of days: %s %s under %s: %s', (value, code, searched, isFound) => {
    expect(matches({ resourceType: 'Encounter', length: { value, system: ucum, code } }, `length=${searched}`)).toBe(isFound)
  })
})

describe('a composite asks one and the same item', () => {
  const coded = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] })
  const pressure = {
    resourceType: 'Observation',
    code: coded('85354-9'),
    component: [
      { code: coded('8480-6'), valueQuantity: { value: 150, system: ucum, code: 'mm[Hg]' } },
      { code: coded('8462-4'), valueQuantity: { value: 90, system: ucum, code: 'mm[Hg]' } },
    ],
  }
  test.each([
    ['component-code-value-quantity=8480-6$gt140', true],
    ['component-code-value-quantity=http://loinc.org|8480-6$150|http://unitsofmeasure.org|mm[Hg]', true],
    ['component-code-value-quantity=8462-4$gt140', false],
    ['component-code-value-quantity=8462-4$gt140,8462-4$90', true],
    ['combo-code-value-quantity=8462-4$90', true],
    ['combo-code-value-quantity=85354-9$90', false],
    ['code-value-quantity=8462-4$90', false],
    ['component-value-quantity=gt140', true],
    ['value-quantity=gt140', false],
  ])('%s: %s', (query, isFound) => {
    expect(matches(pressure, query)).toBe(isFound)
  })

  test.each([
    ['related=Observation/2$derived-from', true],
    ['related=2$http://hl7.org/fhir/observation-relationshiptypes|derived-from', true],
    ['related=Observation/1$derived-from', false],
  ])('%s: %s', (query, isFound) => {
    const related = [
      { type: 'has-member', target: { reference: 'Observation/1' } },
      { type: 'derived-from', target: { reference: 'Observation/2' } },
    ]
    expect(matches({ resourceType: 'Observation', related }, query)).toBe(isFound)
  })

  it('takes each part of any type', () => {
    const text = { resourceType: 'Observation', code: coded('a'), valueString: 'Clear fluid' }
    expect(matches(text, 'code-value-string=a$clear')).toBe(true)
    expect(matches(text, 'code-value-string=a$fluid')).toBe(false)
    const date = { resourceType: 'Observation', code: coded('a'), valueDateTime: '2020-05-01' }
    expect(matches(date, 'code-value-date=a$ge2020-05')).toBe(true)
    expect(matches(date, 'code-value-date=a$lt2020-05')).toBe(false)
  })
})
