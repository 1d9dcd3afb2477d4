/** `_include` and `_revinclude`: what is read, and what is refused with the reason. https://hl7.org/fhir/STU3/search.html#include */
import { describe, expect, test } from 'vitest'
import { searchParameter } from '../../src/search/element-path.js'
import type { Offers } from '../../src/search/offer.js'
import { parseSearch } from '../../src/search/parse-search.js'
import { baseUrl, everythingOffered, parsed } from './everything-offered.js'

const includesOf = (question: string) => {
  const [type = '', query = ''] = question.split('?')
  return (parsed(type, query).includes ?? []).map(({ parameter, ...rest }) => ({ ...rest, parameter: parameter?.name ?? '*' }))
}
const faultsOf = (question: string, offers: Offers = everythingOffered) => {
  const [type = '', query = ''] = question.split('?')
  const result = parseSearch(type, query, { offers, baseUrl })
  return 'faults' in result ? result.faults : []
}

describe('an include', () => {
  const patient = { direction: '_include', type: 'Observation', parameter: 'patient', isRecursive: false }
  test.each<[question: string, read: readonly object[]]>([
    ['Observation?_include=Observation:patient', [patient]],
    ['Observation?_include=Observation%3Apatient', [patient]],
    ['Observation?_include=Observation:subject:Patient', [{ ...patient, parameter: 'subject', targetType: 'Patient' }]],
    ['Observation?_include=*', [{ ...patient, parameter: '*' }]],
    ['Observation?_include=Observation:*', [{ ...patient, parameter: '*' }]],
    ['Observation?_include=Observation:*:Patient', [{ ...patient, parameter: '*', targetType: 'Patient' }]],
    [
      'Observation?_include:recurse=Patient:organization',
      [{ direction: '_include', type: 'Patient', parameter: 'organization', isRecursive: true }],
    ],
    ['Patient?_revinclude=Observation:patient', [{ ...patient, direction: '_revinclude' }]],
    [
      'Patient?_revinclude=Observation:subject:Patient',
      [{ ...patient, direction: '_revinclude', parameter: 'subject', targetType: 'Patient' }],
    ],
    ['Patient?_revinclude=Observation:*', [{ ...patient, direction: '_revinclude', parameter: '*' }]],
    ['Organization?_revinclude:recurse=Observation:patient', [{ ...patient, direction: '_revinclude', isRecursive: true }]],
    [
      'Observation?_include=Observation:patient&_include=Observation:encounter',
      [patient, { ...patient, parameter: 'encounter' }],
    ],
  ])('%s', (question, read) => expect(includesOf(question)).toEqual(read))

  test('of a search without one is not there', () => expect(parsed('Patient', 'gender=male')).not.toHaveProperty('includes'))

  test('names a parameter whether it can be searched or not', () => {
    const parameter = searchParameter('Observation', 'patient')
    const observation = everythingOffered.get('Observation')
    if (!parameter || !observation) throw new Error('There is no patient of an Observation.')
    const parameters = new Map([...observation.parameters].filter(([name]) => name !== 'patient'))
    const offers = new Map([...everythingOffered, ['Observation', { ...observation, parameters }]])
    expect(faultsOf('Observation?_include=Observation:patient', offers)).toEqual([])
    // But what refers has to be searched for.
    const [fault] = faultsOf('Patient?_revinclude=Observation:patient', offers)
    expect(fault).toMatchObject({ code: 'search.include-unsupported', expression: '_revinclude' })
    expect(fault?.text).toMatch(/^patient of Observation can not be searched here/)
  })
})

describe('refused with the reason is', () => {
  test.each<[question: string, code: string, text: RegExp]>([
    ['Observation?_include=', 'search.value-invalid', /^Write _include=Type:parameter or /],
    ['Observation?_include=patient', 'search.value-invalid', /^Write _include=Type:parameter or /],
    ['MedicationRequest?_include=MedicationRequest.patient', 'search.value-invalid', /^Write _include=Type:parameter or /],
    ['Observation?_include=Observation:patient:', 'search.value-invalid', /Type:parameter:Target/],
    ['Observation?_include=Observation:patient:Patient:x', 'search.value-invalid', /Type:parameter:Target/],
    [
      'Observation?_include=Observation:patient,Observation:encounter',
      'search.value-invalid',
      /_include again for each other one/,
    ],
    ['Patient?_revinclude=*', 'search.value-invalid', /^Write _revinclude=Type:parameter/],
    ['Observation?_include=Observaton:patient', 'search.include-unsupported', /not served\. Did you mean Observation\?/],
    [
      'Observation?_include=Observation:pateint',
      'search.include-unsupported',
      /Did you mean patient\? Observation refers by .*encounter, /,
    ],
    ['Observation?_include=Observation:code', 'search.include-unsupported', /^code of Observation is no reference\./],
    [
      'Observation?_include=Observation:device',
      'search.include-unsupported',
      /no reference of Observation that can be followed here/,
    ],
    [
      'Observation?_include=Observation:subject:Pateint',
      'search.include-unsupported',
      /leads to Patient here\. Did you mean Patient\?/,
    ],
    [
      'Observation?_include=Patient:organization',
      'search.include-unsupported',
      /A search of Observation finds no Patient to begin with/,
    ],
    [
      'Organization?_revinclude=Observation:patient',
      'search.include-unsupported',
      /leads to Patient, and this is a search of Organization/,
    ],
    ['Observation?_include:iterate=Observation:patient', 'search.modifier-unsupported', /R4.*Write _include:recurse\./],
    [
      'Patient?_revinclude:logical=Observation:patient',
      'search.modifier-unsupported',
      /^_revinclude takes :recurse and no other/,
    ],
    ['Observation?_include:=Observation:patient', 'search.modifier-unsupported', /^_include takes :recurse/],
  ])('%s', (question, code, text) => {
    const [fault, ...others] = faultsOf(question)
    expect(others).toEqual([])
    expect(fault).toEqual({
      code,
      text: expect.stringMatching(text),
      expression: question.slice(question.indexOf('?') + 1).split('=')[0],
    })
  })

  test('what repeats no value, which may be anything', () => {
    for (const question of [
      'Observation?_include=9990001200:x',
      'Observation?_include=Observation:9990001200',
      'Observation?_include=Observation:subject:9990001200',
    ])
      expect(JSON.stringify(faultsOf(question))).not.toContain('9990001200')
  })

  test('a search of what refers that asks for less than its type requires', () => {
    const observation = everythingOffered.get('Observation')
    if (!observation) throw new Error('There are no Observations.')
    const offers = (...requireAny: readonly (readonly string[])[]): Offers =>
      new Map([...everythingOffered, ['Observation', { ...observation, requireAny }]])
    const question = 'Patient?_revinclude=Observation:patient'
    expect(faultsOf(question, offers(['patient']))).toEqual([])
    expect(faultsOf(question, offers(['patient', 'code']))).toMatchObject([{ code: 'search.parameter-required' }])
  })
})
