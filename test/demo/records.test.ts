/** What consultations, problems, diagnoses, procedures and places become, on every adapter: the second part of the demo, case by case. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { coreApiOf } from '../../src/fhir/careconnect/core-api.js'
import { errorTable, FacadeError } from '../../src/kernel/errors.js'
import { demoConsults, demoEvents, demoProblems } from '../../src/tooling/demo/cases.js'
import { guidOf } from '../../src/tooling/demo/record.js'
import { openDemo } from '../support/demo-facade.js'
import { adapterNames, type Facade, findAll, requestOptions } from '../support/open-facade.js'

const event = (prefix: string, number: number, patient = 41): string => `${prefix}-${patient}.${number}`
const problem = (patient: number, number: number): string => `prob-${patient}.${number}`
const consult = (name: keyof typeof demoConsults): string => guidOf(33, demoConsults[name]).toLowerCase()
const [lab, acts, partial, versions, notes] = [demoEvents[53], demoEvents[41], demoProblems[6], demoProblems[8], demoProblems[11]]
/** Not there: toEqual takes what is undefined for what is absent. */
const no = undefined

/** Of what is there the members that are expected, or expected not to be. */
function membersOf(found: unknown, expected: unknown): unknown {
  if (Array.isArray(found) && Array.isArray(expected)) return found.map((item, at) => membersOf(item, expected[at]))
  if (typeof found !== 'object' || found === null || typeof expected !== 'object' || expected === null) return found
  const members = new Map<string, unknown>(Object.entries(found))
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, membersOf(members.get(name), value)]))
}

describe.each(adapterNames)('the records of the demo on %s', name => {
  let facade: Facade
  beforeAll(async () => {
    facade = await openDemo(name)
  })
  afterAll(() => facade.close())
  const read = async (type: string, id: string) => (await facade.engine.read(type, id, requestOptions())).resource

  test.each<readonly [what: string, type: string, id: string, expected: Readonly<Record<string, unknown>>]>([
    ['an onset that is not known', 'Condition', problem(6, partial.unknownOnset), { onsetDateTime: no }],
    ['a year of onset', 'Condition', problem(6, partial.inAYear), { onsetDateTime: '2010' }],
    ['a month of onset', 'Condition', problem(6, partial.inAMonth), { onsetDateTime: '2010-05' }],
    ['a day of onset', 'Condition', problem(6, partial.onADay), { onsetDateTime: '2010-05-17' }],
    ['a precision that is not listed', 'Condition', problem(6, partial.unlistedPrecision), { onsetDateTime: no }],
    ['a day without a precision', 'Condition', problem(6, partial.noPrecision), { onsetDateTime: '2010-05-17' }],
    ['a date in another form', 'Condition', problem(6, partial.unreadableOnset), { onsetDateTime: no }],
    [
      'a past problem',
      'Condition',
      problem(6, partial.past),
      { clinicalStatus: 'resolved', onsetDateTime: '2011', abatementDateTime: '2012-03' },
    ],
    [
      'an active problem that has an end',
      'Condition',
      problem(6, partial.activeWithAnEnd),
      { clinicalStatus: 'active', abatementDateTime: no },
    ],
    [
      'a problem that was closed in its latest version',
      'Condition',
      problem(8, versions.closed),
      { clinicalStatus: 'resolved', onsetDateTime: '2016-02', abatementDateTime: '2017-09-04' },
    ],
    ['a problem that was restored', 'Condition', problem(8, versions.restored), { code: { text: 'Asthma' } }],
    ['a problem whose code was changed', 'Condition', problem(8, versions.recoded), { code: { text: 'High blood pressure' } }],
    [
      'versions written out of order',
      'Condition',
      problem(8, versions.versionsOutOfOrder),
      { code: { text: 'Migraine' }, meta: { lastUpdated: '2020-05-01T18:00:00+01:00' } },
    ],
    [
      'a note in HTML',
      'Condition',
      problem(11, notes.markup),
      {
        note: [{ text: 'Seen by Dr Rao & nurse.\nReview in 3 months' }],
        assertedDate: '2019-11-05',
        context: { reference: `Encounter/${guidOf(11, 1).toLowerCase()}` },
      },
    ],
    ['markup without text', 'Condition', problem(11, notes.emptyMarkup), { note: no, assertedDate: no, context: no }],
    ['a note with entities', 'Condition', problem(11, notes.entities), { note: [{ text: 'Well <on> 100 micrograms' }] }],
    ['a note with a script', 'Condition', problem(11, notes.script), { note: [{ text: 'Kept short' }] }],
    ['a status that is not listed', 'Condition', problem(11, notes.unlistedStatus), { clinicalStatus: 'active', asserter: no }],
    ['a problem without a code', 'Condition', problem(11, notes.noCode), { code: no }],
    [
      'a diagnosis with attributes',
      'Condition',
      event('dx', acts.withSeverityAndEnd),
      {
        clinicalStatus: 'resolved',
        abatementString: 'Settled within a month',
        severity: { coding: [{ code: '6736007' }] },
        bodySite: [{ coding: [{ code: '344001' }], text: 'ANKLE' }],
      },
    ],
    ['attributes that say nothing', 'Condition', event('dx', acts.unknownSeverity), { severity: no, bodySite: no }],
    ['a confidential diagnosis', 'Condition', event('dx', acts.confidentialDiagnosis), { meta: { security: [{ code: 'R' }] } }],
    [
      'a procedure with attributes',
      'Procedure',
      event('proc', acts.withSiteAndOutcome),
      { bodySite: [{ coding: [{ code: '72696002' }] }], outcome: { text: 'Walks without a stick' }, notDone: no },
    ],
    ['a site without a code', 'Procedure', event('proc', acts.unknownSite), { bodySite: [{ text: 'ELBOW' }] }],
    ['a procedure that was refused', 'Procedure', event('proc', acts.refused), { notDone: true, status: 'unknown' }],
    [
      'a procedure without a code',
      'Procedure',
      event('proc', acts.noCode),
      { code: no, note: [{ text: 'As the hospital asked' }] },
    ],
    ['a procedure without a time', 'Procedure', event('proc', acts.noTime), { performedDateTime: no, performer: no }],
    [
      'a consultation with packed reasons',
      'Encounter',
      consult('reasons'),
      {
        reason: [
          { coding: [{ code: 'XE20.', display: 'Cough' }], text: 'Cough' },
          { coding: [{ code: 'XE21.', display: 'Headache' }], text: 'Headache' },
          { text: 'Worried about work' },
        ],
      },
    ],
    ['a consultation without a time', 'Encounter', consult('noTime'), { period: { start: '2022-01-10' } }],
    [
      'a consultation without its beginning',
      'Encounter',
      consult('blankTime'),
      { period: { start: '2022-01-10', end: '2022-01-10T09:20:00+00:00' } },
    ],
    [
      'a consultation in the gap',
      'Encounter',
      consult('inTheGap'),
      { period: { start: '2021-03-28T02:00:00+01:00', end: '2021-03-28T02:15:00+01:00' } },
    ],
    ['a consultation past midnight', 'Encounter', consult('pastMidnight'), { period: { start: '2022-01-10T23:50:00+00:00' } }],
    ['a consultation on no day', 'Encounter', consult('noSuchDay'), { period: no }],
    ['a consultation that goes on', 'Encounter', consult('open'), { status: 'in-progress' }],
    [
      'a consultation at a branch',
      'Encounter',
      consult('atABranch'),
      { location: [{ location: { reference: 'Location/Z9900101' } }], serviceProvider: { reference: 'Organization/Z9900101' } },
    ],
    [
      'a consultation where no care is given',
      'Encounter',
      consult('atNoLocation'),
      { location: [{ location: { reference: no, display: 'Northbeck and Kelder Commissioning Group' } }] },
    ],
    ['a consultation nowhere', 'Encounter', consult('atNoSite'), { location: no, serviceProvider: no }],
    [
      'a branch',
      'Location',
      'Z9900101',
      { managingOrganization: { reference: 'Organization/Z99001' }, partOf: { reference: 'Location/Z99001' } },
    ],
    ['a practice', 'Location', 'Z99001', { managingOrganization: { reference: 'Organization/Z99001' }, partOf: no }],
    ['more than a number', 'Observation', event('res', lab.above, 53), { valueQuantity: { comparator: '>' }, valueString: no }],
    ['at most a number', 'Observation', event('res', lab.atMost, 53), { valueQuantity: { comparator: '<=', unit: 'mg/L' } }],
    ['three plusses', 'Observation', event('res', lab.plusses, 53), { valueQuantity: no, valueString: '+++' }],
    ['a unit in the text', 'Observation', event('res', lab.unitInText, 53), { valueQuantity: { unit: 'mg/L', code: 'mg/L' } }],
    ['a decimal comma', 'Observation', event('res', lab.decimalComma, 53), { valueQuantity: no, valueString: '1,5' }],
    [
      'a number beside a text',
      'Observation',
      event('res', lab.numberAndSign, 53),
      { valueQuantity: { comparator: no }, comment: '>5' },
    ],
  ])('%s', async (_, type, id, expected) => {
    expect(membersOf(await read(type, id), expected)).toEqual(expected)
  })

  test.each(['Condition', 'Encounter', 'Location', 'Procedure'])(
    '%s has what the Core API asks for, alone and together',
    async type => {
      const { parameters, combinations } = coreApiOf(type) ?? { parameters: new Map<string, string>(), combinations: [] }
      const offered = facade.engine.offers.get(type)?.parameters
      expect([...parameters.keys()].filter(parameter => offered?.has(parameter) !== true)).toEqual([])
      for (const together of combinations) {
        const query = together.parameters.map(parameter => `${parameter}=${parameter === 'date' ? '2022' : '33'}`).join('&')
        await expect(facade.engine.search(type, query, requestOptions()), query).resolves.toBeDefined()
      }
    },
  )

  it('numbers in texts keep their decimals', async () => {
    const found = await findAll(facade.engine, 'Observation?patient=53&date=2022-08-08')
    const values = found.flatMap(({ valueQuantity }) => (valueQuantity === undefined ? [] : [JSON.stringify(valueQuantity)]))
    expect(values.map(text => /"value":([\d.]+)/.exec(text)?.[1])).toEqual(['130', '0.5', '7.5', '12.5', '6'])
  })

  it('an old operation is dated as far as it is known', async () => {
    const found = await findAll(facade.engine, 'Procedure?patient=42')
    const dates = found.filter(({ id }) => id?.startsWith('sum-')).map(({ performedDateTime }) => performedDateTime)
    expect(dates.slice(0, 6)).toEqual(['1987', '1992-06', '1992-06-15', no, no, no])
  })

  test.each([
    ['Condition', problem(8, versions.removed)],
    ['Condition', event('dx', acts.removedDiagnosis)],
    ['Procedure', event('proc', acts.removedProcedure)],
  ])('%s/%s is gone', async (type, id) => {
    const answer = await read(type, id).catch((error: unknown) => error)
    expect(answer instanceof FacadeError ? errorTable[answer.code].kind : answer).toBe('gone')
  })
})
