/**
 * Searches of the small demo with their answers, worked out from the raw rows by plain code that knows neither mapping nor engine.
 * `finds` are logical ids, in any order unless `ordered`.
 */
import { demoCases } from '../../src/tooling/demo/cases.js'
import { demoRows, type NamedRow, textOf } from './demo-rows.js'
import { careSearches } from './expected-care-searches.js'
import { recordSearches } from './expected-record-searches.js'

export interface ExpectedSearch {
  readonly search: string
  readonly finds: readonly string[]
  readonly ordered?: true
}

const nhsNumberSystem = 'https://fhir.nhs.uk/Id/nhs-number'

const rowsWhere = (table: string, holds: (row: NamedRow) => boolean): readonly NamedRow[] => demoRows(table).filter(holds)
const key = (row: NamedRow, column: string): string => textOf(row[column])
const begins = (row: NamedRow, column: string, start: string): boolean => key(row, column).toLowerCase().startsWith(start)

// ── Patients ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Neither a test patient nor withdrawn. */
const isCurrent = (row: NamedRow): boolean => key(row, 'TestFlag') === '' && key(row, 'DeletedYN') !== 'Y'
const servedPatients = rowsWhere('gp_patient', row => isCurrent(row) && key(row, 'Surname') !== '')
const patients = (holds: (row: NamedRow) => boolean): readonly string[] =>
  servedPatients.filter(holds).map(row => key(row, 'PatId'))

const isDate = (text: string): boolean => {
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
  const date = new Date(`${iso}T00:00:00Z`)
  return text.length === 8 && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)
}
/** yyyyMMdd, or '' where the day is not known. */
const bornOn = (row: NamedRow): string => {
  const text = key(row, 'DobText')
  return text !== '19000101' && isDate(text) ? text : ''
}
const hasStatus = (row: NamedRow): boolean => /^0[1-8]$/.test(key(row, 'NhsNoStatus'))
const nhsNumberOfPatient = (id: number): string =>
  demoRows('gp_patient')
    .filter(row => row.PatId === id)
    .map(row => key(row, 'NhsNo').replaceAll(' ', ''))
    .join()
const staffIds = new Set(rowsWhere('gp_staff', row => key(row, 'DeletedYN') !== 'Y').map(row => key(row, 'StaffId')))
const childrenHold = (table: string, row: NamedRow, holds: (child: NamedRow) => boolean): boolean =>
  demoRows(table).some(child => child.PatId === row.PatId && holds(child))

const patientSearches: readonly ExpectedSearch[] = [
  {
    search: 'Patient?family=smi&gender=female',
    finds: patients(row => namedLike(row, 'smi') && row.SexCode === 'F'),
  },
  { search: 'Patient?family=SMITH', finds: patients(row => namedLike(row, 'smith')) },
  { search: 'Patient?family:exact=Smith', finds: patients(row => key(row, 'Surname') === 'Smith') },
  { search: "Patient?family=o'b", finds: patients(row => namedLike(row, "o'b")) },
  { search: 'Patient?family=walker', finds: patients(row => namedLike(row, 'walker')) },
  { search: 'Patient?family:contains=willough', finds: patients(row => key(row, 'Surname').includes('Willough')) },
  {
    search: 'Patient?given=emily&birthdate=2008-05-11',
    finds: patients(row => begins(row, 'Forename1', 'emily') && bornOn(row) === '20080511'),
  },
  { search: 'Patient?birthdate=1953', finds: patients(row => bornOn(row).startsWith('1953')) },
  {
    search: 'Patient?birthdate=ge1950-01-01&birthdate=lt1960',
    finds: patients(row => bornOn(row) >= '19500101' && bornOn(row) < '19600101'),
  },
  { search: 'Patient?birthdate=1900-01-01', finds: [] },
  { search: 'Patient?birthdate:missing=true', finds: patients(row => bornOn(row) === '') },
  { search: 'Patient?gender=unknown', finds: patients(row => !['M', 'F', 'I'].includes(key(row, 'SexCode'))) },
  { search: 'Patient?gender=other', finds: patients(row => row.SexCode === 'I') },
  { search: 'Patient?gender:not=female', finds: patients(row => row.SexCode !== 'F') },
  { search: 'Patient?deceased=true', finds: patients(row => isDate(key(row, 'DodText')) || row.DeadYN === 'Y') },
  { search: 'Patient?death-date=2020-02', finds: patients(row => key(row, 'DodText').startsWith('202002')) },
  ...[1, 20].map(id => ({ search: `Patient?identifier=${nhsNumberSystem}|${nhsNumberOfPatient(id)}`, finds: [String(id)] })),
  { search: `Patient?identifier=${nhsNumberOfPatient(23)}`, finds: ['23'] },
  // Stored, but its verification status is missing or no code: the profile forbids such an identifier, so nothing is found.
  ...[21, 22].map(id => ({ search: `Patient?identifier=${nhsNumberSystem}|${nhsNumberOfPatient(id)}`, finds: [] })),
  ...[37, 39].map(id => ({ search: `Patient?identifier=${nhsNumberSystem}|${nhsNumberOfPatient(id)}`, finds: [] })),
  {
    search: `Patient?identifier=${nhsNumberSystem}|`,
    finds: patients(row => /^\d{10}$/.test(key(row, 'NhsNo').replaceAll(' ', '')) && hasStatus(row)),
  },
  { search: 'Patient?identifier=https://fhir.example.nhs.uk/Id/gp-patient-number|7', finds: ['7'] },
  { search: 'Patient?organization=Z99001', finds: patients(row => key(row, 'RegPracticeCode') === 'Z99001') },
  { search: 'Patient?organization=Z98765', finds: [] },
  { search: 'Patient?general-practitioner=104', finds: patients(row => row.UsualGpId === 104) },
  { search: 'Patient?general-practitioner=110', finds: [] },
  {
    search: 'Patient?general-practitioner:missing=true',
    finds: patients(row => !staffIds.has(key(row, 'UsualGpId'))),
  },
  {
    search: 'Patient?address-postalcode=qx4',
    finds: patients(row => childrenHold('gp_patient_address', row, child => begins(child, 'PostCode', 'qx4'))),
  },
  {
    search: 'Patient?phone=07700 900049',
    finds: patients(row =>
      childrenHold('gp_patient_phone', row, child => child.Value === '07700 900049' && child.EndDate === null),
    ),
  },
  { search: 'Patient?phone=01632 960349', finds: [] },
  { search: 'Patient?family=%25', finds: [] },
  { search: 'Patient?family=_mith', finds: [] },
]

function namedLike(row: NamedRow, start: string): boolean {
  return begins(row, 'Surname', start) || begins(row, 'PrevSurname', start)
}

// ── Observations ────────────────────────────────────────────────────────────────────────────────────────────────────

interface Seen {
  readonly id: string
  readonly patient: number
  /** Local time, or '' when it is not known. */
  readonly at: string
  /** Codes of all systems. */
  readonly codes: readonly string[]
  readonly parts: readonly string[]
  readonly category: string
  readonly status: string
  readonly by: string
}

const currentPatients = new Set(rowsWhere('gp_patient', isCurrent).map(row => row.PatId))
const codesById = new Map(demoRows('gp_code').map(row => [row.CodeId, row]))
const statuses: Readonly<Record<string, string>> = { F: 'final', P: 'preliminary', A: 'amended', C: 'corrected' }
const pressureCodes = ['75367002', '85354-9']

/** A SNOMED CT code needs a term beside it, the others do not. */
function codesOf(row: NamedRow | undefined, systems: readonly ('SnomedId' | 'Loinc' | 'ReadCode')[]): readonly string[] {
  if (row === undefined) return []
  return systems
    .filter(name => name !== 'SnomedId' || row.Term !== null)
    .map(name => key(row, name))
    .filter(code => code !== '')
}

function fromEvent(row: NamedRow): readonly Seen[] {
  const kind = { R: 'res', B: 'bp', Q: 'fin' }[key(row, 'Kind')]
  const code = codesById.get(row.CodeId ?? null)
  const codes = kind === 'bp' ? pressureCodes : codesOf(code, ['SnomedId', 'Loinc', 'ReadCode'])
  if (kind === undefined || row.RemovedYN === 'Y' || codes.length === 0) return []
  const parts = rowsWhere('gp_event', part => {
    const isPart = part.Kind === 'S' && part.PatId === row.PatId && part.ParentNo === row.EventNo
    return isPart && part.RemovedYN !== 'Y'
  })
  return [
    {
      id: `${kind}-${row.PatId}.${row.EventNo}`,
      patient: Number(row.PatId),
      at: key(row, 'EventAt'),
      codes,
      parts: kind === 'bp' ? parts.flatMap(part => codesOf(codesById.get(part.CodeId ?? null), ['SnomedId', 'Loinc'])) : [],
      category: kind === 'bp' ? 'V' : key(code ?? {}, 'Category'),
      status: statuses[key(row, 'StatusCode')] ?? 'unknown',
      by: key(row, 'RecordedById'),
    },
  ]
}

function fromVitals(row: NamedRow): readonly Seen[] {
  const seen = (id: string, codes: readonly string[], parts: readonly string[] = []): Seen => ({
    id,
    patient: Number(row.PatId),
    at: key(row, 'TakenAt'),
    codes,
    parts,
    category: 'V',
    status: 'final',
    by: key(row, 'TakenById'),
  })
  const systolic = row.Systolic === null ? [] : ['271649006', '8480-6']
  const diastolic = row.Diastolic === null ? [] : ['271650006', '8462-4']
  return [
    ...(systolic.length + diastolic.length > 0 ? [seen(`vbp-${row.VitalsId}`, pressureCodes, [...systolic, ...diastolic])] : []),
    ...(row.PulseBpm === null ? [] : [seen(`vs-${row.VitalsId}.hr`, ['364075005', '8867-4'])]),
    ...(row.WeightKg === null || row.WeightKg === 0 ? [] : [seen(`vs-${row.VitalsId}.wt`, ['27113001', '29463-7'])]),
    ...(row.TempC === null ? [] : [seen(`vs-${row.VitalsId}.temp`, ['386725007', '8310-5'])]),
  ]
}

/** All Observations that are served. */
export const servedObservations: readonly Seen[] = [
  ...demoRows('gp_event').flatMap(fromEvent),
  ...demoRows('gp_vitals').flatMap(fromVitals),
].filter(({ patient }) => currentPatients.has(patient))

const observations = (holds: (seen: Seen) => boolean): readonly string[] => servedObservations.filter(holds).map(({ id }) => id)
const of = (patient: number, holds: (seen: Seen) => boolean = () => true): readonly string[] =>
  observations(seen => seen.patient === patient && holds(seen))

const afterTheFold = of(52, ({ at }) => at > '2021-10-31 01:30:00' && at < '2021-12-01')
/** No two potassium results of 52 have the same local time. */
const inTimeOrder = servedObservations
  .filter(({ patient, codes }) => patient === 52 && codes.includes('2823-3'))
  .toSorted((a, b) => (a.at < b.at ? -1 : 1))
  .map(({ id }) => id)

const observationSearches: readonly ExpectedSearch[] = [
  { search: 'Observation?patient=1', finds: of(1) },
  { search: 'Observation?subject=Patient/2', finds: of(2) },
  { search: 'Observation?patient=52&date=2021-03-28', finds: of(52, ({ at }) => at.startsWith('2021-03-28')) },
  { search: 'Observation?patient=52&date=2021-06-30', finds: of(52, ({ at }) => at.startsWith('2021-06-30')) },
  // Half past one did not exist on that day: it counts as the change itself, which is two o'clock summer time.
  { search: 'Observation?patient=52&date=2021-03-28T01:00:00Z', finds: ['res-52.2', 'res-52.3'] },
  // Half past one came twice: it counts as the first.
  { search: 'Observation?patient=52&date=2021-10-31T00:30:00Z', finds: ['res-52.5'] },
  { search: 'Observation?patient=52&date=ge2021-10-31T00:30:01Z&date=lt2021-12-01', finds: afterTheFold },
  { search: 'Observation?patient=53&code=XE3A.', finds: of(53, ({ codes }) => codes.includes('XE3A.')) },
  { search: 'Observation?patient=53&code=XE3a.', finds: of(53, ({ codes }) => codes.includes('XE3a.')) },
  { search: 'Observation?patient=53&date:missing=true', finds: of(53, ({ at }) => at === '') },
  { search: 'Observation?code=http://snomed.info/sct|22253000', finds: [] },
  { search: 'Observation?code=http://loinc.org|72514-3', finds: observations(({ codes }) => codes.includes('72514-3')) },
  { search: 'Observation?patient=54&status=preliminary', finds: of(54, ({ status }) => status === 'preliminary') },
  { search: 'Observation?patient=54&status=unknown', finds: of(54, ({ status }) => status === 'unknown') },
  { search: 'Observation?patient=56&code=http://loinc.org|85354-9', finds: of(56, ({ codes }) => codes.includes('85354-9')) },
  { search: 'Observation?patient=56&component-code=8462-4', finds: of(56, ({ parts }) => parts.includes('8462-4')) },
  { search: 'Observation?patient=57&component-code=271649006', finds: of(57, ({ parts }) => parts.includes('271649006')) },
  { search: 'Observation?patient=57&code=29463-7', finds: of(57, ({ codes }) => codes.includes('29463-7')) },
  {
    search: 'Observation?patient=60&code=http://loinc.org|59261-8&date=ge2015-01-01',
    finds: of(60, ({ codes, at }) => codes.includes('59261-8') && at >= '2015-01-01'),
  },
  { search: 'Observation?patient=60&category=laboratory', finds: of(60, ({ category }) => category === 'L') },
  {
    search: 'Observation?patient=60&date=ge2010&date=le2012-06',
    finds: of(60, ({ at }) => at >= '2010' && at < '2012-07'),
  },
  { search: 'Observation?patient=60&performer=107', finds: of(60, ({ by }) => by === '107') },
  { search: 'Observation?patient=53&performer=9999', finds: [] },
  {
    search: `Observation?patient.identifier=${nhsNumberSystem}|${nhsNumberOfPatient(60)}&code=2823-3`,
    finds: of(60, ({ codes }) => codes.includes('2823-3')),
  },
  { search: 'Observation?patient=53&date=2022-08-08', finds: of(53, ({ at }) => at.startsWith('2022-08-08')) },
  // '>130' and '7.5 mg/L' are numbers, so they are no text to be found.
  { search: 'Observation?patient=53&value-string=%2B%2B%2B', finds: ['res-53.1003'] },
  { search: 'Observation?patient=53&value-string=%3E', finds: ['res-53.1006'] },
  { search: 'Observation?patient=57&code=8310-5', finds: of(57, ({ codes }) => codes.includes('8310-5')) },
  { search: 'Observation?patient=37', finds: [] },
  { search: 'Observation?patient=39', finds: [] },
  { search: 'Observation?patient=9000001', finds: [] },
  { search: 'Observation?patient=52&code=2823-3&_sort=date', finds: inTimeOrder, ordered: true },
  { search: 'Observation?patient=52&code=2823-3&_sort=-date', finds: inTimeOrder.toReversed(), ordered: true },
]

// ── Staff and practices ─────────────────────────────────────────────────────────────────────────────────────────────

const staff = (holds: (row: NamedRow) => boolean): readonly string[] =>
  rowsWhere('gp_staff', row => key(row, 'DeletedYN') !== 'Y' && holds(row)).map(row => key(row, 'StaffId'))
const practices = (holds: (row: NamedRow) => boolean): readonly string[] =>
  rowsWhere('gp_practice', holds).map(row => key(row, 'PracticeCode'))

const registerSearches: readonly ExpectedSearch[] = [
  { search: 'Practitioner?name=smith', finds: staff(row => begins(row, 'Surname', 'smith')) },
  { search: 'Practitioner?name=grace okafor', finds: ['101'] },
  { search: 'Practitioner?name=vane', finds: [] },
  { search: 'Practitioner?identifier=https://fhir.nhs.uk/Id/sds-user-id|999000000103', finds: ['103'] },
  { search: 'Practitioner?identifier=9000104', finds: ['104'] },
  { search: 'Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|Z99001', finds: ['Z99001'] },
  { search: 'Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|Z9900101', finds: [] },
  { search: 'Organization?identifier=Z9900101', finds: ['Z9900101'] },
  {
    search: 'Organization?name=fernbank',
    finds: practices(row => begins(row, 'Name', 'fernbank') || begins(row, 'ShortName', 'fernbank')),
  },
  { search: 'Organization?address-city=saltby', finds: practices(row => begins(row, 'Addr3', 'saltby')) },
  { search: 'Organization?address-postalcode=QX1', finds: practices(row => begins(row, 'PostCode', 'qx1')) },
  { search: 'Organization?partof=Z99001', finds: practices(row => key(row, 'ParentCode') === 'Z99001') },
]

export const expectedSearches: readonly ExpectedSearch[] = [
  ...patientSearches,
  ...observationSearches,
  ...registerSearches,
  ...recordSearches,
  ...careSearches,
]

/** Every patient with a case is in the demo, so that reads can be expected too: the status of `GET Patient/[id]`. */
export const expectedReads: readonly { readonly id: string; readonly status: 200 | 404 | 410 }[] = Object.keys(demoCases).map(
  id => {
    const row = demoRows('gp_patient').find(({ PatId }) => String(PatId) === id) ?? {}
    const neverWas = key(row, 'TestFlag') !== ''
    const status = neverWas ? 404 : row.DeletedYN === 'Y' ? 410 : key(row, 'Surname') === '' ? 404 : 200
    return { id, status }
  },
)
