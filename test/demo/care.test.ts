/** What allergies, immunisations, prescriptions and roles become, on every adapter, case by case; whole ones are in mappings/gp/expected. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { errorTable, FacadeError } from '../../src/kernel/errors.js'
import { issueId, repeatId } from '../../src/tooling/demo/care.js'
import { demoCare, demoRepeats, demoSingles } from '../../src/tooling/demo/cases.js'
import { openDemo } from '../support/demo-facade.js'
import { adapterNames, type Facade, findAll, requestOptions } from '../support/open-facade.js'

const allergy = (name: keyof (typeof demoCare)[46]): string => `alg-46.${demoCare[46][name]}`
const immunization = (name: keyof (typeof demoCare)[47]): string => `imm-47.${demoCare[47][name]}`
const repeat = (prefix: string, name: keyof typeof demoRepeats): string => `${prefix}-${repeatId(44, demoRepeats[name])}`
const single = (prefix: string, name: keyof typeof demoSingles): string => `${prefix}-${issueId(45, demoSingles[name])}`

describe.each(adapterNames)('the care of the demo on %s', name => {
  let facade: Facade
  beforeAll(async () => {
    facade = await openDemo(name)
  })
  afterAll(() => facade.close())
  const read = async (type: string, id: string) => (await facade.engine.read(type, id, requestOptions())).resource

  test.each<readonly [what: string, type: string, id: string, element: string, expected: unknown]>([
    ['an end on no day keeps its reason', 'AllergyIntolerance', allergy('endedOnNoDay'), 'clinicalStatus', 'resolved'],
    ['a certainty that is not listed', 'AllergyIntolerance', allergy('unlistedCertainty'), 'verificationStatus', 'unconfirmed'],
    ['a severity of no reaction', 'AllergyIntolerance', allergy('severityAlone'), 'reaction', undefined],
    ['an allergy without a code', 'AllergyIntolerance', allergy('noCode'), 'note', [{ text: 'Something in the garden' }]],
    ['a time in the gap', 'AllergyIntolerance', allergy('unknownCode'), 'assertedDate', '2021-03-28T02:00:00+01:00'],
    ['not given, for no reason', 'Immunization', immunization('notGivenWithoutReason'), 'explanation', undefined],
    [
      'a code that no vaccine follows from',
      'Immunization',
      immunization('localCodeOnly'),
      'vaccineCode',
      { text: 'Vaccination abroad' },
    ],
    ['an expiry that is no day', 'Immunization', immunization('dirty'), 'expirationDate', undefined],
    ['a blank batch', 'Immunization', immunization('dirty'), 'lotNumber', undefined],
    ['a dose that is no number', 'Immunization', immunization('dirty'), 'vaccinationProtocol', undefined],
    ['dose 0', 'Immunization', immunization('inTheFold'), 'vaccinationProtocol', undefined],
    ['told by another system', 'Immunization', immunization('elsewhere'), 'primarySource', false],
    [
      'a withdrawn drug, by its name',
      'MedicationRequest',
      repeat('rpt', 'withdrawnDrug'),
      'medicationReference',
      { display: 'Co-proxamol' },
    ],
    [
      'a drug without a name',
      'MedicationRequest',
      repeat('rpt', 'namelessDrug'),
      'medicationReference',
      { reference: 'Medication/15' },
    ],
    [
      'an unknown drug, by its text',
      'MedicationRequest',
      repeat('rpt', 'unknownDrugWithText'),
      'medicationReference',
      { display: 'Anusol' },
    ],
    [
      'an end before the beginning',
      'MedicationStatement',
      repeat('mst', 'endsBeforeItBegins'),
      'effectivePeriod',
      { start: '2023-06-01' },
    ],
    [
      'the last issue, but for the cancelled one',
      'MedicationStatement',
      repeat('mst', 'current'),
      'extension',
      [expect.objectContaining({ valueDateTime: '2024-02-06T09:20:00Z' })],
    ],
    [
      'a quantity with a decimal comma',
      'MedicationRequest',
      repeat('rpt', 'decimalComma'),
      'dispenseRequest',
      {
        validityPeriod: { start: '2023-01-10' },
      },
    ],
    ['half past one, once', 'MedicationRequest', single('iss', 'firstHalfPastOne'), 'authoredOn', '2021-10-31T00:30:00Z'],
    ['half past one, again', 'MedicationRequest', single('iss', 'secondHalfPastOne'), 'authoredOn', '2021-10-31T01:30:00Z'],
    ['seconds that are 0', 'MedicationRequest', single('iss', 'timeZero'), 'authoredOn', undefined],
    [
      'a problem that is there',
      'MedicationRequest',
      `rpt-${repeatId(11, 1)}`,
      'reasonReference',
      [{ reference: 'Condition/prob-11.1' }],
    ],
    ['a problem that is not', 'MedicationRequest', `rpt-${repeatId(11, 2)}`, 'reasonReference', undefined],
    [
      'an order of a plan',
      'MedicationRequest',
      `iss-${issueId(44, 1)}`,
      'basedOn',
      [{ reference: `MedicationRequest/${repeat('rpt', 'current')}` }],
    ],
    ['an order of a deleted plan', 'MedicationRequest', `iss-${issueId(44, 4)}`, 'basedOn', undefined],
    ['an order of no plan', 'MedicationRequest', `iss-${issueId(44, 5)}`, 'basedOn', undefined],
    ['an end that is still to come', 'PractitionerRole', 'R..2D105..2F1', 'active', true],
    ['an end that was', 'PractitionerRole', 'R..2D104..2F1', 'active', false],
    ['staff whose row is deleted', 'PractitionerRole', 'R..2D110..2F1', 'practitioner', undefined],
    ['a form without a national code', 'Medication', '9', 'form', undefined],
  ])('%s', async (_, type, id, element, expected) => {
    const members = new Map<string, unknown>(Object.entries(await read(type, id)))
    expect(members.get(element)).toEqual(expected)
  })

  test.each([
    ['an allergy of no day', 'AllergyIntolerance', allergy('noDate'), 'not-found'],
    ['a removed allergy', 'AllergyIntolerance', allergy('removed'), 'gone'],
    ['an immunisation against nobody knows what', 'Immunization', immunization('noCode'), 'not-found'],
    ['a removed immunisation', 'Immunization', immunization('removed'), 'gone'],
    ['a withdrawn drug', 'Medication', '13', 'gone'],
    ['a drug in words, of a row that chose one', 'Medication', repeat('rtx', 'current'), 'not-found'],
    ['a prescription without a drug', 'MedicationRequest', repeat('rpt', 'noDrug'), 'not-found'],
    ['a prescription of an unknown drug', 'MedicationRequest', repeat('rpt', 'unknownDrug'), 'not-found'],
    ['a prescription of blanks', 'MedicationRequest', single('iss', 'noDrug'), 'not-found'],
    ['a deleted prescription', 'MedicationRequest', repeat('rpt', 'deleted'), 'gone'],
    ['a cancelled prescription, as taken', 'MedicationStatement', single('msi', 'cancelled'), 'not-found'],
    ['an order of a repeat, as taken by itself', 'MedicationStatement', `msi-${issueId(44, 1)}`, 'not-found'],
    ['a system account', 'PractitionerRole', 'SYS..2D1', 'not-found'],
  ])('%s is not served', async (_, type, id, kind) => {
    const answer = await read(type, id).catch((error: unknown) => error)
    expect(answer instanceof FacadeError ? errorTable[answer.code].kind : answer).toBe(kind)
  })

  it.each([
    ['AllergyIntolerance', allergy('confidential')],
    ['Immunization', immunization('confidential')],
  ])('%s/%s is labelled as confidential, and found by that', async (type, id) => {
    const labelled = await findAll(facade.engine, `${type}?_security=R&_count=1000`)
    expect(labelled.map(resource => resource.id)).toEqual([id])
  })
})
