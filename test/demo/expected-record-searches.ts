/** Searches of the small demo's consultations, problems, diagnoses, procedures and places, worked out from the raw rows like the others. */
import { demoConsults } from '../../src/tooling/demo/cases.js'
import { guidOf } from '../../src/tooling/demo/record.js'
import { demoRows, type NamedRow, textOf } from './demo-rows.js'

const key = (row: NamedRow | undefined, column: string): string => textOf(row?.[column])
const begins = (row: NamedRow, column: string, start: string): boolean => key(row, column).toLowerCase().startsWith(start)
const currentPatients = new Set(
  demoRows('gp_patient')
    .filter(row => key(row, 'TestFlag') === '' && row.DeletedYN !== 'Y')
    .map(row => row.PatId),
)
const ofCurrent = (table: string): readonly NamedRow[] => demoRows(table).filter(row => currentPatients.has(row.PatId ?? null))
const codesById = new Map(demoRows('gp_code').map(row => [row.CodeId, row]))
const snomedOf = (row: NamedRow): string => key(codesById.get(row.CodeId ?? null), 'SnomedId')

// ── Consultations ───────────────────────────────────────────────────────────────────────────────────────────────────

const served = ofCurrent('gp_consult')
const encounters = (patient: number | undefined, holds: (row: NamedRow) => boolean = () => true): readonly string[] =>
  served
    .filter(row => (patient === undefined || row.PatId === patient) && holds(row))
    .map(row => key(row, 'ConsultGuid').toLowerCase())
const consult = (name: keyof typeof demoConsults): string => guidOf(33, demoConsults[name]).toLowerCase()
const onThatDay: readonly (keyof typeof demoConsults)[] = [
  'blankTime',
  'unlistedStatus',
  'reasons',
  'reasonInWords',
  'atNoLocation',
  'atNoSite',
  'unlistedKind',
  'atABranch',
]

const encounterSearches = [
  { search: 'Encounter?patient=33', finds: encounters(33) },
  { search: 'Encounter?patient=33&status=in-progress', finds: [consult('open')] },
  { search: 'Encounter?patient=33&status=planned,cancelled', finds: [consult('planned'), consult('cancelled')] },
  { search: 'Encounter?status=unknown', finds: [consult('unlistedStatus')] },
  { search: 'Encounter?patient=33&type=http://snomed.info/sct|185317003', finds: encounters(33, row => row.KindCode === 'T') },
  { search: 'Encounter?type=439708006', finds: encounters(undefined, row => row.KindCode === 'V') },
  { search: 'Encounter?patient=33&type:missing=true', finds: [consult('unlistedKind')] },
  { search: 'Encounter?class=VR', finds: encounters(undefined, row => row.KindCode === 'T') },
  // A period without an end goes on, so it is not within a day.
  { search: 'Encounter?patient=33&date=2022-01-10', finds: onThatDay.map(consult) },
  {
    search: 'Encounter?patient=33&date=ge2024-06-14T08:00:00Z&status=in-progress,planned',
    finds: [consult('open'), consult('planned')],
  },
  // The gap and the fold, by universal time.
  { search: 'Encounter?patient=33&date=2021-03-28', finds: [consult('inTheGap')] },
  {
    search: 'Encounter?patient=33&date=ge2021-10-31T00:30:00Z&date=le2021-10-31T00:31:00Z&type=185317003',
    finds: [consult('inTheFold')],
  },
  { search: 'Encounter?patient=33&date:missing=true', finds: [consult('noSuchDay'), consult('noDay')] },
  {
    search: 'Encounter?patient=33&type=11429006&date=lt2021-06-01',
    finds: encounters(
      33,
      row =>
        row.KindCode === 'S' && key(row, 'CDate') !== '' && key(row, 'CDate') !== '20210231' && key(row, 'CDate') < '20210601',
    ),
  },
  { search: `Encounter?identifier=${consult('open')}`, finds: [consult('open')] },
  { search: `Encounter?identifier=${consult('open').toUpperCase()}`, finds: [] },
  { search: 'Encounter?location=Z9900101', finds: encounters(undefined, row => key(row, 'SiteCode') === 'Z9900101') },
  { search: 'Encounter?location=Z9A', finds: [] },
  { search: 'Encounter?service-provider=Z9A', finds: [consult('atNoLocation')] },
  { search: 'Encounter?reason=XE21.', finds: encounters(undefined, row => key(row, 'Reasons').includes('XE21.=')) },
  { search: 'Encounter?patient=33&reason=XE3a.', finds: [consult('atABranch')] },
  { search: 'Encounter?patient=33&reason=XE3A.', finds: [] },
  { search: 'Encounter?patient=33&reason=XE2', finds: [] },
  {
    search: 'Encounter?patient=33&participant:missing=true',
    finds: [consult('unlistedKind')],
  },
  { search: 'Encounter?patient=37', finds: [] },
  { search: 'Encounter?patient=9000001', finds: [] },
] as const

// ── Problems and diagnoses ──────────────────────────────────────────────────────────────────────────────────────────

/** The row with the greatest version of each problem, unless that one is removed. */
const latest = new Map<string, NamedRow>()
for (const row of ofCurrent('gp_problem')) {
  const id = `prob-${row.PatId}.${row.ProblemNo}`
  if (Number(row.VersionNo) > Number(latest.get(id)?.VersionNo ?? 0)) latest.set(id, row)
}
const problems = (patient: number | undefined, holds: (row: NamedRow) => boolean = () => true): readonly string[] =>
  [...latest]
    .filter(([, row]) => row.RemovedYN !== 'Y' && (patient === undefined || row.PatId === patient) && holds(row))
    .map(([id]) => id)
const events = (kind: string, prefix: string) => {
  const rows = ofCurrent('gp_event').filter(row => row.Kind === kind && row.RemovedYN !== 'Y')
  return (patient: number | undefined, holds: (row: NamedRow) => boolean = () => true): readonly string[] =>
    rows
      .filter(row => (patient === undefined || row.PatId === patient) && holds(row))
      .map(row => `${prefix}-${row.PatId}.${row.EventNo}`)
}
const diagnoses = events('D', 'dx')
const attribute = (row: NamedRow, keyword: string): string => {
  const isOne = (other: NamedRow) => other.PatId === row.PatId && other.EventNo === row.EventNo && other.Keyword === keyword
  return key(demoRows('gp_event_attr').find(isOne), 'Val')
}
const withSnomed = (code: string) => (row: NamedRow) => snomedOf(row) === code

const conditionSearches = [
  { search: 'Condition?patient=6', finds: [...problems(6), ...diagnoses(6)] },
  { search: 'Condition?patient=8', finds: [...problems(8), ...diagnoses(8)] },
  {
    search: 'Condition?patient=8&clinical-status=resolved',
    finds: problems(8, row => row.StatusText === 'Past Problem'),
  },
  {
    search: 'Condition?patient=8&clinical-status=active',
    finds: [...problems(8, row => row.StatusText !== 'Past Problem'), ...diagnoses(8)],
  },
  // What an earlier version said is not found.
  { search: 'Condition?patient=8&code=http://snomed.info/sct|38341003', finds: problems(8, withSnomed('38341003')) },
  { search: 'Condition?patient=8&code=44054006', finds: problems(8, withSnomed('44054006')) },
  { search: 'Condition?patient=8&code=40930008', finds: problems(8, withSnomed('40930008')) },
  { search: 'Condition?code=http://snomed.info/sct|195967001', finds: problems(undefined, withSnomed('195967001')) },
  { search: 'Condition?code=44465007&category=encounter-diagnosis', finds: diagnoses(undefined, withSnomed('44465007')) },
  { search: 'Condition?code=44465007&category=problem-list-item', finds: [] },
  { search: 'Condition?patient=41&category=encounter-diagnosis', finds: diagnoses(41) },
  { search: 'Condition?patient=11&code=XC30.', finds: ['prob-11.5'] },
  // A year is within itself, and within no month.
  { search: 'Condition?patient=6&onset-date=2010&code=44054006', finds: ['prob-6.2', 'prob-6.3', 'prob-6.4', 'prob-6.6'] },
  { search: 'Condition?patient=6&onset-date=2010-05', finds: ['prob-6.3', 'prob-6.4', 'prob-6.6'] },
  { search: 'Condition?patient=6&onset-date=2010-05-17', finds: ['prob-6.4', 'prob-6.6'] },
  { search: 'Condition?patient=6&onset-date=gt2010-12-30&onset-date=lt2011', finds: ['prob-6.2'] },
  { search: 'Condition?patient=6&onset-date:missing=true', finds: ['prob-6.1', 'prob-6.5', 'prob-6.7'] },
  { search: 'Condition?patient=6&abatement-date=2012-03', finds: ['prob-6.8'] },
  { search: 'Condition?patient=6&abatement-date=ge2014', finds: [] },
  { search: 'Condition?patient=11&asserted-date=2019-11-05', finds: ['prob-11.1'] },
  { search: 'Condition?patient=11&asserted-date=2019-05-11', finds: ['prob-11.3'] },
  { search: `Condition?encounter=${guidOf(11, 1).toLowerCase()}`, finds: problems(11, row => row.ConsultGuid === guidOf(11, 1)) },
  { search: `Condition?patient=11&encounter=${guidOf(11, 999).toLowerCase()}`, finds: [] },
  { search: 'Condition?identifier=https://fhir.example.nhs.uk/Id/gp-problem-number|8/4', finds: ['prob-8.4'] },
  { search: 'Condition?identifier=https://fhir.example.nhs.uk/Id/gp-problem-number|8/2', finds: [] },
  { search: 'Condition?patient=41&severity=6736007', finds: diagnoses(41, row => attribute(row, 'SEVERITY') === '2') },
  { search: 'Condition?body-site=344001', finds: diagnoses(undefined, row => attribute(row, 'SITE') === 'ANKLE') },
  {
    search: 'Condition?patient=41&clinical-status=resolved',
    finds: ['dx-41.1007', ...problems(41, row => row.StatusText === 'Past Problem')],
  },
  { search: 'Condition?patient=41&abatement-string=settled', finds: ['dx-41.1007'] },
  { search: 'Condition?patient=39', finds: [] },
  { search: 'Condition?patient=9000001', finds: [] },
]

// ── Procedures ──────────────────────────────────────────────────────────────────────────────────────────────────────

const done = events('P', 'proc')
const summaries = (patient: number | undefined, holds: (row: NamedRow) => boolean = () => true): readonly string[] =>
  ofCurrent('gp_summary')
    .filter(row => row.RemovedYN !== 'Y' && (patient === undefined || row.PatId === patient) && holds(row))
    .map(row => `sum-${row.SummaryId}`)

const procedureSearches = [
  { search: 'Procedure?patient=41', finds: [...done(41), ...summaries(41)] },
  { search: 'Procedure?patient=42', finds: [...done(42), ...summaries(42)] },
  { search: 'Procedure?patient=41&date=2019-04-09', finds: done(41, row => key(row, 'EventAt').startsWith('2019-04-09')) },
  { search: 'Procedure?patient=41&date:missing=true', finds: ['proc-41.1006'] },
  { search: 'Procedure?patient=41&status=in-progress', finds: ['proc-41.1006'] },
  { search: 'Procedure?patient=41&status=unknown', finds: ['proc-41.1003'] },
  { search: 'Procedure?patient=42&date=1987', finds: summaries(42, row => key(row, 'DoneText').startsWith('1987')) },
  {
    search: 'Procedure?patient=42&date=1992',
    finds: summaries(42, row => key(row, 'DoneText').startsWith('1992') && row.DoneText !== '1992-13-00'),
  },
  { search: 'Procedure?patient=42&date=1992-06-15', finds: summaries(42, row => row.DoneText === '1992-06-15') },
  // Whether it was before or after the fourteenth is not known, and may be.
  {
    search: 'Procedure?patient=42&date=gt1992-06-14&date=lt1992-06-16',
    finds: summaries(42, row => key(row, 'DoneText').startsWith('1992-06')),
  },
  {
    search: 'Procedure?patient=42&date:missing=true',
    finds: summaries(42, row => ['', '0000-00-00', '1992-13-00'].includes(key(row, 'DoneText'))),
  },
  { search: 'Procedure?code=80146002', finds: summaries(undefined, withSnomed('80146002')) },
  { search: 'Procedure?code=225358003', finds: done(undefined, withSnomed('225358003')) },
  { search: 'Procedure?patient=37', finds: [] },
  { search: 'Procedure?patient=9000001', finds: [] },
]

// ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const places = (holds: (row: NamedRow) => boolean = () => true): readonly string[] =>
  demoRows('gp_practice')
    .filter(row => row.Kind !== 'C' && holds(row))
    .map(row => key(row, 'PracticeCode'))
const namedLike = (row: NamedRow, start: string): boolean => begins(row, 'Name', start) || begins(row, 'ShortName', start)

const locationSearches = [
  { search: 'Location?identifier=https://fhir.nhs.uk/Id/ods-site-code|', finds: places() },
  { search: 'Location?identifier=https://fhir.nhs.uk/Id/ods-site-code|Z9900101', finds: ['Z9900101'] },
  { search: 'Location?identifier=Z9A', finds: [] },
  { search: 'Location?name=fernbank', finds: places(row => namedLike(row, 'fernbank')) },
  { search: 'Location?name=old', finds: places(row => namedLike(row, 'old')) },
  { search: 'Location?address=mill', finds: places(row => begins(row, 'Addr1', 'mill') || begins(row, 'Addr2', 'mill')) },
  { search: 'Location?address-city=saltby', finds: places(row => begins(row, 'Addr3', 'saltby')) },
  { search: 'Location?address-postalcode=QX6', finds: places(row => begins(row, 'PostCode', 'qx6')) },
  { search: 'Location?status=inactive', finds: places(row => row.OpenYN === 'N') },
  { search: 'Location?organization=Z99001', finds: ['Z99001', 'Z9900101'] },
  { search: 'Location?partof=Z99001', finds: ['Z9900101'] },
]

export const recordSearches: readonly { readonly search: string; readonly finds: readonly string[] }[] = [
  ...encounterSearches,
  ...conditionSearches,
  ...procedureSearches,
  ...locationSearches,
]
