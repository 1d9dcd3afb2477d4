/** Observation by hand: from seven sorts of rows to JSON. */
import { withOffset } from './london-time.js'
import { fullName } from './patient.js'
import { filled, trimmed } from './stored-values.js'

interface PerformerRow {
  readonly by_StaffId: number | null
  readonly by_Title: string | null
  readonly by_Forenames: string | null
  readonly by_Surname: string | null
}

export interface EventRow extends PerformerRow {
  readonly e_PatId: number
  readonly e_EventNo: number
  readonly e_UpdatedAt: string | null
  readonly e_ConfidentialYN: string | null
  readonly e_StatusCode: string | null
  readonly e_EventAt: string | null
}

export interface CodedEventRow extends EventRow {
  readonly c_Category: string | null
  readonly c_SnomedId: number | null
  readonly c_Term: string | null
  readonly c_Loinc: string | null
  readonly c_ReadCode: string | null
  readonly e_TextValue: string | null
}

export interface ResultRow extends CodedEventRow {
  readonly e_NumValue: number | null
  readonly e_UnitText: string | null
}

export interface PartRow {
  readonly parts_ParentNo: number
  readonly parts_NumValue: number | null
  readonly part_SnomedId: number | null
  readonly part_Term: string | null
  readonly part_Loinc: string | null
}

export interface VitalsRow extends PerformerRow {
  readonly v_VitalsId: number
  readonly v_PatId: number
  readonly v_TakenAt: string | null
  readonly v_Systolic: number | null
  readonly v_Diastolic: number | null
  readonly v_PulseBpm: number | null
  readonly v_TempC: number | null
  readonly v_WeightKg: number | null
}

const snomed = 'http://snomed.info/sct'
const loinc = 'http://loinc.org'
const ucum = 'http://unitsofmeasure.org'
const gpCode = 'https://fhir.example.nhs.uk/CodeSystem/gp-code'
const profile = ['https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Observation-1']
const restricted = [{ system: 'http://hl7.org/fhir/v3/Confidentiality', code: 'R', display: 'restricted' }]

const statuses: Readonly<Record<string, string>> = { F: 'final', P: 'preliminary', A: 'amended', C: 'corrected' }

const categoryOf = (code: string, display: string) => [
  { coding: [{ system: 'http://hl7.org/fhir/observation-category', code, display }] },
]
const vitalSigns = categoryOf('vital-signs', 'Vital Signs')
const categories: Readonly<Record<string, ReturnType<typeof categoryOf>>> = {
  V: vitalSigns,
  L: categoryOf('laboratory', 'Laboratory'),
  S: categoryOf('social-history', 'Social History'),
  E: categoryOf('exam', 'Exam'),
}

const units: Readonly<Record<string, string>> = {
  kg: 'kg',
  cm: 'cm',
  'kg/m2': 'kg/m2',
  degC: 'Cel',
  'beats/min': '/min',
  '/min': '/min',
  '%': '%',
  mmHg: 'mm[Hg]',
  'mmol/mol': 'mmol/mol',
  'mmol/L': 'mmol/L',
  'umol/L': 'umol/L',
  'mL/min': 'mL/min',
  'g/L': 'g/L',
  'mg/L': 'mg/L',
  'mU/L': 'm[IU]/L',
  '10*9/L': '10*9/L',
  'L/min': 'L/min',
}

const concept = (code: string, display: string, loincCode: string) => ({
  coding: [
    { system: snomed, code, display },
    { system: loinc, code: loincCode },
  ],
})
const bloodPressure = concept('75367002', 'Blood pressure', '85354-9')
const systolic = concept('271649006', 'Systolic blood pressure', '8480-6')
const diastolic = concept('271650006', 'Diastolic blood pressure', '8462-4')
const heartRate = concept('364075005', 'Heart rate', '8867-4')
const temperature = concept('386725007', 'Body temperature', '8310-5')
const weight = concept('27113001', 'Body weight', '29463-7')

const quantity = (value: number, unit: string) => ({ value, unit, system: ucum, code: unit })

export function toBloodPressure(row: EventRow, parts: readonly PartRow[]) {
  return {
    resourceType: 'Observation',
    id: `bp-${row.e_PatId}.${row.e_EventNo}`,
    meta: metaOf(row),
    identifier: [{ system: 'https://fhir.example.nhs.uk/Id/gp-event-number', value: `${row.e_PatId}/${row.e_EventNo}` }],
    status: statuses[row.e_StatusCode ?? ''] ?? 'unknown',
    category: vitalSigns,
    code: bloodPressure,
    subject: { reference: `Patient/${row.e_PatId}` },
    effectiveDateTime: row.e_EventAt === null ? undefined : withOffset(row.e_EventAt),
    performer: performerOf(row),
    component: parts.length === 0 ? undefined : parts.map(toComponent),
  }
}

function toComponent(part: PartRow) {
  const coding = []
  if (part.part_SnomedId !== null)
    coding.push({ system: snomed, code: String(part.part_SnomedId), display: filled(part.part_Term) })
  const loincCode = filled(part.part_Loinc)
  if (loincCode !== undefined) coding.push({ system: loinc, code: loincCode })
  return {
    code: { coding },
    valueQuantity: part.parts_NumValue === null ? undefined : quantity(part.parts_NumValue, 'mm[Hg]'),
  }
}

interface Findings {
  readonly valueQuantity?: object
  readonly valueString?: string | undefined
  readonly comment?: string | undefined
}

/** In one literal: spreading one into another costs as much as the rest. */
const fromCodedEvent = (row: CodedEventRow, id: string, { valueQuantity, valueString, comment }: Findings) => ({
  resourceType: 'Observation',
  id,
  meta: metaOf(row),
  status: statuses[row.e_StatusCode ?? ''] ?? 'unknown',
  category: categories[row.c_Category ?? ''],
  code: codeOf(row),
  subject: { reference: `Patient/${row.e_PatId}` },
  effectiveDateTime: row.e_EventAt === null ? undefined : withOffset(row.e_EventAt),
  performer: performerOf(row),
  valueQuantity,
  valueString,
  comment,
})

export const toFinding = (row: CodedEventRow) =>
  fromCodedEvent(row, `fin-${row.e_PatId}.${row.e_EventNo}`, { valueString: trimmed(row.e_TextValue) })

export function toResult(row: ResultRow) {
  const id = `res-${row.e_PatId}.${row.e_EventNo}`
  const text = trimmed(row.e_TextValue)
  if (row.e_NumValue === null) return fromCodedEvent(row, id, { valueString: text })
  const unit = filled(row.e_UnitText)
  const code = units[unit ?? '']
  const valueQuantity = { value: row.e_NumValue, unit, system: code === undefined ? undefined : ucum, code }
  return fromCodedEvent(row, id, { valueQuantity, comment: text })
}

function metaOf(row: EventRow) {
  return {
    lastUpdated: row.e_UpdatedAt === null ? undefined : withOffset(row.e_UpdatedAt),
    profile,
    security: row.e_ConfidentialYN === 'Y' ? restricted : undefined,
  }
}

function codeOf(row: CodedEventRow) {
  const display = filled(row.c_Term)
  const [loincCode, readCode] = [filled(row.c_Loinc), filled(row.c_ReadCode)]
  const coding = []
  if (row.c_SnomedId !== null) coding.push({ system: snomed, code: String(row.c_SnomedId), display })
  if (loincCode !== undefined) coding.push({ system: loinc, code: loincCode })
  if (readCode !== undefined) coding.push({ system: gpCode, code: readCode, display })
  return { coding, text: display }
}

function performerOf(row: PerformerRow) {
  if (row.by_StaffId === null) return undefined
  const display = fullName(row.by_Title, row.by_Forenames, row.by_Surname)
  return [{ reference: `Practitioner/${row.by_StaffId}`, display }]
}

function fromVitals(row: VitalsRow, id: string, code: typeof heartRate) {
  return {
    resourceType: 'Observation',
    id,
    meta: { profile },
    status: 'final',
    category: vitalSigns,
    code,
    subject: { reference: `Patient/${row.v_PatId}` },
    effectiveDateTime: row.v_TakenAt === null ? undefined : withOffset(row.v_TakenAt),
    performer: performerOf(row),
  }
}

export function fromVitalsPressure(row: VitalsRow) {
  const component = []
  if (row.v_Systolic !== null) component.push({ code: systolic, valueQuantity: quantity(row.v_Systolic, 'mm[Hg]') })
  if (row.v_Diastolic !== null) component.push({ code: diastolic, valueQuantity: quantity(row.v_Diastolic, 'mm[Hg]') })
  return { ...fromVitals(row, `vbp-${row.v_VitalsId}`, bloodPressure), component }
}

export const fromVitalsPulse = (row: VitalsRow) => ({
  ...fromVitals(row, `vs-${row.v_VitalsId}.hr`, heartRate),
  valueQuantity: quantity(row.v_PulseBpm ?? 0, '/min'),
})

export const fromVitalsTemperature = (row: VitalsRow) => ({
  ...fromVitals(row, `vs-${row.v_VitalsId}.temp`, temperature),
  valueQuantity: quantity(row.v_TempC ?? 0, 'Cel'),
})

export const fromVitalsWeight = (row: VitalsRow) => ({
  ...fromVitals(row, `vs-${row.v_VitalsId}.wt`, weight),
  valueQuantity: quantity(row.v_WeightKg ?? 0, 'kg'),
})
