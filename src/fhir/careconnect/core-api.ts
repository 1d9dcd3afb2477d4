/** What the Care Connect Core API asks of a server, by resource type: interactions, search parameters and their combinations. */

export type Expectation = 'SHALL' | 'SHOULD'

export interface CoreApiResource {
  readonly type: string
  readonly interactions: Readonly<Record<'read' | 'search-type', Expectation>>
  /** By name. A server may have others. */
  readonly parameters: ReadonlyMap<string, Expectation>
  /** Parameters that must work together in one search. */
  readonly combinations: readonly CoreApiCombination[]
  readonly includes: readonly CoreApiInclude[]
}
export interface CoreApiCombination {
  readonly parameters: readonly string[]
  readonly expectation: Expectation
}
export interface CoreApiInclude {
  /** A value of `_include`: `MedicationRequest:medication`. */
  readonly include: string
  readonly expectation: Expectation
}

interface Row {
  readonly all?: Expectation
  readonly shall?: string
  readonly should?: string
  readonly shallTogether?: readonly string[]
  readonly shouldTogether?: readonly string[]
  readonly include?: string
}

// The guide disagrees with itself in places. The parameter `status` of the two medication types is SHOULD alone and MUST
// with `patient`: taken as SHALL. The summary table leaves out pairs of Encounter and Condition that the pages have: kept.
// Medication is SHOULD on its own page, though the guide says that whatever is offered has read and search.
const rows: Readonly<Record<string, Row>> = {
  AllergyIntolerance: {
    shall: 'patient verification-status',
    should: 'clinical-status code',
    shallTogether: ['patient verification-status'],
    shouldTogether: ['patient code', 'patient clinical-status'],
  },
  Condition: {
    shall: 'patient',
    should: 'category clinical-status code',
    shouldTogether: ['patient clinical-status', 'patient category', 'patient code'],
  },
  Encounter: {
    shall: 'patient status',
    should: 'date type',
    shallTogether: ['patient status'],
    shouldTogether: ['patient date', 'patient type', 'patient type date'],
  },
  Immunization: {
    shall: 'patient notgiven status',
    should: 'vaccination-procedure-code',
    shallTogether: ['patient notgiven', 'patient status'],
    shouldTogether: ['patient vaccination-procedure-code'],
  },
  Location: { shall: 'identifier name', should: 'address address-city address-postalcode' },
  Medication: { all: 'SHOULD' },
  MedicationRequest: { shall: 'patient status', shallTogether: ['patient status'], include: 'MedicationRequest:medication' },
  MedicationStatement: { shall: 'patient status', shallTogether: ['patient status'], include: 'MedicationStatement:medication' },
  Observation: {
    shall: 'patient date',
    should: 'code',
    shallTogether: ['patient date'],
    shouldTogether: ['patient code', 'patient code date'],
  },
  Organization: { shall: 'identifier name', should: 'address address-city address-postalcode' },
  Patient: {
    shall: 'identifier birthdate family given gender name',
    shallTogether: ['name gender', 'name birthdate', 'family gender', 'given gender'],
  },
  Practitioner: { shall: 'identifier name' },
  PractitionerRole: { shall: 'practitioner organization' },
  Procedure: { shall: 'patient date', shallTogether: ['patient date'] },
}

const resources = new Map(Object.entries(rows).map(([type, row]) => [type, readRow(type, row)]))

/** Undefined for a type that the Core API does not name. */
export const coreApiOf = (type: string): CoreApiResource | undefined => resources.get(type)

function readRow(type: string, row: Row): CoreApiResource {
  const { all = 'SHALL', shall = '', should = '', shallTogether = [], shouldTogether = [], include } = row
  const expect = (names: string, expectation: Expectation): [string, Expectation][] =>
    words(names).map(name => [name, expectation])
  const together = (names: string, expectation: Expectation): CoreApiCombination => ({ parameters: words(names), expectation })
  return {
    type,
    interactions: { read: all, 'search-type': all },
    parameters: new Map([...expect(shall, 'SHALL'), ...expect(should, 'SHOULD')]),
    combinations: [
      ...shallTogether.map(names => together(names, 'SHALL')),
      ...shouldTogether.map(names => together(names, 'SHOULD')),
    ],
    includes: include === undefined ? [] : [{ include, expectation: 'SHOULD' }],
  }
}

function words(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ')
}
