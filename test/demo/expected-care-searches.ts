/** Searches of the small demo's allergies, immunisations, medicines and roles, worked out from the raw rows like the others. */
import { issueId, repeatId } from '../../src/tooling/demo/care.js'
import { demoCare, demoRepeats, demoSingles } from '../../src/tooling/demo/cases.js'
import { demoRows, type NamedRow, textOf } from './demo-rows.js'

type Holds = (row: NamedRow) => boolean
const all: Holds = () => true
const key = (row: NamedRow | undefined, column: string): string => textOf(row?.[column])
/** That of the tests' clock. */
const today = 20240615
const snomed = 'http://snomed.info/sct'

const isCurrent: Holds = row => key(row, 'TestFlag') === '' && row.DeletedYN !== 'Y'
const patients = new Set(
  demoRows('gp_patient')
    .filter(isCurrent)
    .map(row => row.PatId),
)
const ofCurrent = (table: string): readonly NamedRow[] => demoRows(table).filter(row => patients.has(row.PatId ?? null))
const codes = new Map(demoRows('gp_code').map(row => [row.CodeId, row]))
const codeOf = (row: NamedRow): NamedRow | undefined => codes.get(row.CodeId ?? null)
const attribute = (row: NamedRow, keyword: string): string =>
  key(
    demoRows('gp_event_attr').find(
      other => other.PatId === row.PatId && other.EventNo === row.EventNo && other.Keyword === keyword,
    ),
    'Val',
  )

const events = (kind: string, prefix: string, isServed: Holds) => {
  const rows = ofCurrent('gp_event').filter(row => row.Kind === kind && row.RemovedYN !== 'Y' && isServed(row))
  return (patient: number | undefined, holds: Holds = all): readonly string[] =>
    rows
      .filter(row => (patient === undefined || row.PatId === patient) && holds(row))
      .map(row => `${prefix}-${row.PatId}.${row.EventNo}`)
}
const id = (prefix: string, patient: number, number: number): string => `${prefix}-${patient}.${number}`

// ── Allergies ───────────────────────────────────────────────────────────────────────────────────────────────────────

const allergies = events('A', 'alg', row => row.EventAt !== null)
const isConfirmed: Holds = row => attribute(row, 'CERTAINTY') === 'C'
const allergy = (name: keyof (typeof demoCare)[46]): string => id('alg', 46, demoCare[46][name])

const allergySearches = [
  { search: 'AllergyIntolerance?patient=46', finds: allergies(46) },
  { search: 'AllergyIntolerance?patient=46&verification-status=confirmed', finds: allergies(46, isConfirmed) },
  { search: 'AllergyIntolerance?patient=46&verification-status=unconfirmed', finds: allergies(46, row => !isConfirmed(row)) },
  { search: 'AllergyIntolerance?verification-status=confirmed', finds: allergies(undefined, isConfirmed) },
  { search: 'AllergyIntolerance?patient=46&clinical-status=resolved', finds: [allergy('ended'), allergy('endedOnNoDay')] },
  {
    search: 'AllergyIntolerance?patient=46&clinical-status=active',
    finds: allergies(46, row => attribute(row, 'ENDED') === ''),
  },
  { search: `AllergyIntolerance?patient=46&code=${snomed}|716186003`, finds: allergies(46, row => row.CodeId === 86) },
  { search: 'AllergyIntolerance?code=373270004', finds: allergies(undefined, row => row.CodeId === 80) },
  { search: 'AllergyIntolerance?code=XA32.', finds: allergies(undefined, row => row.CodeId === 87) },
  { search: 'AllergyIntolerance?patient=46&code:missing=true', finds: [allergy('noCode'), allergy('unknownCode')] },
  { search: 'AllergyIntolerance?category=food', finds: allergies(undefined, row => codeOf(row)?.Category === 'F') },
  { search: 'AllergyIntolerance?patient=46&criticality=high', finds: [allergy('full')] },
  { search: 'AllergyIntolerance?manifestation=39579001', finds: [allergy('confidential')] },
  // Where nobody wrote what the reaction was there is none, and nothing of it is found.
  {
    search: 'AllergyIntolerance?severity=moderate',
    finds: allergies(undefined, row => attribute(row, 'SEVERITY') === '2' && attribute(row, 'REACTION') !== ''),
  },
  { search: 'AllergyIntolerance?patient=46&date=2021-03-28', finds: [allergy('unknownCode')] },
  {
    search: 'AllergyIntolerance?patient.identifier=https://fhir.nhs.uk/Id/nhs-number|9990000921&clinical-status=resolved',
    finds: [allergy('ended'), allergy('endedOnNoDay')],
  },
  { search: 'AllergyIntolerance?patient=37', finds: [] },
  { search: 'AllergyIntolerance?patient=9000001', finds: [] },
]

// ── Immunisations ───────────────────────────────────────────────────────────────────────────────────────────────────

const immunizations = events('I', 'imm', row => codeOf(row) !== undefined)
const isRefused: Holds = row => attribute(row, 'REFUSED') === 'Y'
const immunization = (name: keyof (typeof demoCare)[47]): string => id('imm', 47, demoCare[47][name])
const ofCode =
  (...ids: readonly number[]): Holds =>
  row =>
    ids.some(code => code === row.CodeId)

const immunizationSearches = [
  { search: 'Immunization?patient=47', finds: immunizations(47) },
  { search: 'Immunization?patient=47&notgiven=true', finds: immunizations(47, isRefused) },
  { search: 'Immunization?notgiven=true', finds: immunizations(undefined, isRefused) },
  { search: 'Immunization?patient=47&notgiven=false', finds: immunizations(47, row => !isRefused(row)) },
  { search: 'Immunization?status=entered-in-error', finds: [immunization('enteredInError')] },
  { search: 'Immunization?patient=47&status=completed', finds: immunizations(47, row => row.StatusCode !== 'E') },
  { search: `Immunization?vaccination-procedure-code=${snomed}|38598009`, finds: immunizations(undefined, ofCode(92)) },
  { search: 'Immunization?patient=47&vaccination-procedure-code=86198006', finds: immunizations(47, ofCode(90)) },
  { search: 'Immunization?CareConnect-vaccination-procedure-code=1324681000000101', finds: immunizations(undefined, ofCode(94)) },
  { search: 'Immunization?vaccination-procedure-code=XI90.', finds: immunizations(undefined, ofCode(96)) },
  {
    search: 'Immunization?patient=47&vaccination-procedure-code:not=86198006',
    finds: immunizations(47, row => !ofCode(90)(row)),
  },
  // Two procedures are of one vaccine.
  { search: `Immunization?vaccine-code=${snomed}|396429000`, finds: immunizations(undefined, ofCode(91, 92)) },
  { search: 'Immunization?patient=47&vaccine-code=12866006', finds: [] },
  { search: 'Immunization?patient=47&date:missing=true', finds: [immunization('noDate')] },
  { search: 'Immunization?patient=47&date=2021-10-31', finds: [immunization('inTheFold')] },
  { search: 'Immunization?lot-number=AB1234', finds: [immunization('full')] },
  { search: 'Immunization?patient=47&reason-not-given=PATOBJ', finds: [immunization('refused')] },
  { search: 'Immunization?patient=47&reason=PATOBJ', finds: [immunization('elsewhere')] },
  { search: 'Immunization?patient=39', finds: [] },
]

// ── Medicines ───────────────────────────────────────────────────────────────────────────────────────────────────────

const drugs = new Map(demoRows('gp_drug').map(row => [row.DrugId, row]))
const isWithdrawn: Holds = row => row.WithdrawnYN === 'Y'
const repeats = ofCurrent('gp_repeat').filter(row => row.DeletedYN !== 'Y')
const issues = ofCurrent('gp_issue')
const isTyped: Holds = row => row.DrugId === null && key(row, 'DrugText') !== ''
/** In the dictionary, where a withdrawn one has its name still, or in words. A prescription without a drug is not served. */
const hasDrug: Holds = row => {
  const drug = drugs.get(row.DrugId ?? null)
  return key(row, 'DrugText') !== '' || (drug !== undefined && (!isWithdrawn(drug) || key(drug, 'Name') !== ''))
}

const ended: Holds = row => row.StatusNo === 0 && Number(row.EndYMD) < today
const statusOf = (row: NamedRow, otherwise: string): string => {
  if (ended(row)) return 'completed'
  const names: Readonly<Record<string, string>> = {
    0: 'active',
    1: 'on-hold',
    8: 'stopped',
    9: 'completed',
    28: 'entered-in-error',
  }
  return names[String(row.StatusNo)] ?? otherwise
}
const issueStatusOf = (row: NamedRow): string => {
  if (row.CancelledOn !== null) return 'cancelled'
  return row.LastDay !== null && key(row, 'LastDay') < '2024-06-15' ? 'completed' : 'active'
}

const repeatIds = (prefix: string, holds: Holds): readonly string[] =>
  repeats.filter(row => hasDrug(row) && holds(row)).map(row => `${prefix}-${row.RepeatId}`)
const issueIds = (prefix: string, holds: Holds): readonly string[] =>
  issues.filter(row => hasDrug(row) && holds(row)).map(row => `${prefix}-${row.IssueId}`)
const requests = (ofRepeat: Holds, ofIssue: Holds = ofRepeat): readonly string[] => [
  ...repeatIds('rpt', ofRepeat),
  ...issueIds('iss', ofIssue),
]
const isStatement: Holds = row => row.RepeatId === 0 && row.CancelledOn === null
const statements = (ofRepeat: Holds, ofIssue: Holds = ofRepeat): readonly string[] => [
  ...repeatIds('mst', ofRepeat),
  ...issueIds('msi', row => isStatement(row) && ofIssue(row)),
]
const none: Holds = () => false
const of =
  (patient: number): Holds =>
  row =>
    row.PatId === patient
const both =
  (one: Holds, other: Holds): Holds =>
  row =>
    one(row) && other(row)
const rpt = (name: keyof typeof demoRepeats): string => `rpt-${repeatId(44, demoRepeats[name])}`
const iss = (name: keyof typeof demoSingles): string => `iss-${issueId(45, demoSingles[name])}`
const metformin: Holds = row => row.DrugId === 7

const medicineSearches = [
  {
    search: 'Medication?code:missing=false',
    finds: [
      ...[...drugs.values()].filter(row => !isWithdrawn(row)).map(row => String(row.DrugId)),
      ...repeats.filter(isTyped).map(row => `rtx-${row.RepeatId}`),
      ...issues.filter(isTyped).map(row => `itx-${row.IssueId}`),
    ],
  },
  { search: `Medication?code=${snomed}|90332006`, finds: ['1', '11'] },
  { search: 'Medication?code=https://fhir.example.nhs.uk/CodeSystem/gp-drug|112;1;1', finds: ['12'] },
  { search: 'Medication?form=385049006', finds: ['2', '10'] },
  { search: 'Medication?_id=13', finds: [] },
  { search: 'MedicationRequest?patient=44', finds: requests(of(44)) },
  { search: 'MedicationRequest?patient=45', finds: requests(of(45)) },
  { search: 'MedicationRequest?patient=44&intent=plan', finds: requests(of(44), none) },
  ...['active', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown', 'cancelled'].map(status => ({
    search: `MedicationRequest?patient=44&status=${status}`,
    finds: requests(
      both(of(44), row => statusOf(row, 'unknown') === status),
      both(of(44), row => issueStatusOf(row) === status),
    ),
  })),
  { search: 'MedicationRequest?status=cancelled', finds: requests(none, row => row.CancelledOn !== null) },
  { search: 'MedicationRequest?medication=Medication/7', finds: requests(metformin) },
  { search: `MedicationRequest?medication=rtx-${repeatId(44, demoRepeats.typedDrug)}`, finds: [rpt('typedDrug')] },
  // Withdrawn: the name is shown, the reference is not.
  { search: 'MedicationRequest?medication=13', finds: [] },
  { search: `MedicationRequest?medication.code=${snomed}|109081006&patient=44`, finds: requests(both(of(44), metformin)) },
  // Half past one in the fold, by universal time.
  {
    search: 'MedicationRequest?patient=45&authoredon=ge2021-10-31T00:00:00Z&authoredon=lt2021-10-31T01:00:00Z',
    finds: [iss('firstHalfPastOne')],
  },
  { search: 'MedicationRequest?patient=45&authoredon=2021-10-31', finds: [iss('firstHalfPastOne'), iss('secondHalfPastOne')] },
  { search: 'MedicationRequest?patient=45&authoredon:missing=true', finds: [iss('noTime'), iss('timeZero')] },
  { search: 'MedicationRequest?patient=44&authoredon:missing=true', finds: [rpt('dirty'), rpt('asNeeded')] },
  {
    search: 'MedicationRequest?patient.identifier=https://fhir.nhs.uk/Id/nhs-number|9990000905&status=cancelled',
    finds: [iss('cancelled')],
  },
  { search: 'MedicationRequest?patient=37', finds: [] },
  { search: 'MedicationRequest?patient=9000001', finds: [] },
  { search: 'MedicationStatement?patient=44', finds: statements(of(44)) },
  { search: 'MedicationStatement?patient=45', finds: statements(of(45)) },
  ...['active', 'on-hold', 'stopped', 'completed', 'entered-in-error'].map(status => ({
    search: `MedicationStatement?patient=44&status=${status}`,
    finds: statements(
      both(of(44), row => statusOf(row, 'active') === status),
      none,
    ),
  })),
  { search: 'MedicationStatement?medication=7', finds: statements(metformin) },
  {
    search: 'MedicationStatement?patient=45&status=active',
    finds: statements(
      none,
      both(of(45), row => issueStatusOf(row) === 'active'),
    ),
  },
  { search: 'MedicationStatement?patient=40', finds: [] },
]

// ── Roles ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const staffRoles = (holds: Holds): readonly string[] =>
  demoRows('gp_staff_role')
    .filter(row => row.SystemTF !== 'T' && holds(row))
    .map(row => key(row, 'RoleId').replaceAll('-', '..2D').replaceAll('/', '..2F')) // no letter, no digit
const worksAt =
  (code: string): Holds =>
  row =>
    key(row, 'PracticeCode') === code
const roleSearches = [
  { search: 'PractitionerRole?identifier:missing=false', finds: staffRoles(all) },
  { search: 'PractitionerRole?practitioner=101', finds: staffRoles(row => row.StaffId === 101) },
  { search: 'PractitionerRole?practitioner=Practitioner/104&active=true', finds: ['R..2D104..2F2'] },
  { search: 'PractitionerRole?practitioner=110', finds: [] },
  { search: 'PractitionerRole?practitioner=9999', finds: [] },
  { search: 'PractitionerRole?organization=Z99001', finds: staffRoles(worksAt('Z99001')) },
  { search: 'PractitionerRole?organization=Z98765', finds: [] },
  { search: 'PractitionerRole?location=Z9900101', finds: staffRoles(worksAt('Z9900101')) },
  { search: 'PractitionerRole?location=Z9A', finds: [] },
  { search: 'PractitionerRole?role=R0270', finds: staffRoles(row => row.JobCode === 'SGP') },
  {
    search: 'PractitionerRole?role:missing=true',
    finds: staffRoles(row => !['GP', 'SGP', 'SNP', 'HCA', 'LOC'].includes(key(row, 'JobCode'))),
  },
  { search: 'PractitionerRole?active=false', finds: staffRoles(row => Number(row.EndYMD ?? today) < today) },
  { search: 'PractitionerRole?practitioner.identifier=999000000107', finds: ['R..2D107..2F1'] },
  {
    search: 'PractitionerRole?organization.identifier=Z99002&active=true',
    finds: staffRoles(row => worksAt('Z99002')(row) && row.RoleId !== 'R-104/1'),
  },
]

export const careSearches: readonly { readonly search: string; readonly finds: readonly string[] }[] = [
  ...allergySearches,
  ...immunizationSearches,
  ...medicineSearches,
  ...roleSearches,
]
