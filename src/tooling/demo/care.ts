/** One repeat prescription and one single prescription, by name. */
import { dayNumber, dayText } from './calendar.js'
import type { DemoRow } from './table.js'

interface Prescribed {
  /** DrugId; null where the drug was typed. */
  readonly drug: number | null
  readonly drugText?: string | null
  readonly dosage?: string | null
  readonly qty?: string | null
  readonly unit?: string | null
  readonly by?: number | null
}

export interface DemoRepeat extends Prescribed {
  /** Among the patient's, from 1. */
  readonly number: number
  readonly times?: number | null
  readonly route?: string | null
  readonly max?: number | null
  readonly issued?: number | null
  readonly status?: number | null
  /** 20230110, or what somebody typed. */
  readonly start: number | null
  readonly end?: number | null
  /** dd/MM/yyyy. */
  readonly review?: string | null
  readonly problem?: number | null
  readonly remark?: string | null
  readonly deleted?: string | null
  readonly updated?: string | null
}

export interface DemoIssue extends Prescribed {
  /** The number of the patient's repeat; absent for a single prescription. */
  readonly repeat?: number
  readonly days?: number | null
  /** Seconds since 1970. */
  readonly issued: number | null
  readonly lastDay?: string | null
  readonly cancelled?: string | null
  readonly cancelText?: string | null
  readonly consult?: string | null
}

export interface PatientCare {
  readonly repeats: readonly DemoRepeat[]
  readonly issues: readonly DemoIssue[]
}

export const noEnd = 99991231

const secondsPerDay = 86_400
const firstDay = dayNumber('1970-01-01')
/** Seconds since 1970 at so many minutes of a day in universal time. */
export const epochOf = (day: string, minutes: number): number => (dayNumber(day) - firstDay) * secondsPerDay + minutes * 60

/** By patient and number, so that no row depends on another's. */
export const repeatId = (patient: number, number: number): number => patient * 100 + number
export const issueId = (patient: number, place: number): number => patient * 1000 + place

export const repeatRows = (patient: number, { repeats }: PatientCare): readonly DemoRow[] =>
  repeats.map(repeat => [
    repeatId(patient, repeat.number),
    patient,
    repeat.drug,
    repeat.drugText ?? null,
    repeat.dosage ?? null,
    repeat.times ?? null,
    repeat.route ?? null,
    repeat.qty ?? null,
    repeat.unit ?? null,
    repeat.max ?? null,
    repeat.issued ?? null,
    repeat.status === undefined ? 0 : repeat.status,
    repeat.start,
    repeat.end === undefined ? noEnd : repeat.end,
    repeat.review ?? null,
    repeat.problem ?? null,
    repeat.by ?? null,
    repeat.remark ?? null,
    repeat.deleted === undefined ? 'N' : repeat.deleted,
    repeat.updated ?? null,
  ])

export const issueRows = (patient: number, { issues }: PatientCare): readonly DemoRow[] =>
  issues.map((issue, at) => [
    issueId(patient, at + 1),
    issue.repeat === undefined ? 0 : repeatId(patient, issue.repeat),
    patient,
    issue.drug,
    issue.drugText ?? null,
    issue.dosage ?? null,
    issue.qty ?? null,
    issue.unit ?? null,
    issue.days ?? null,
    issue.issued === null ? null : dayText(firstDay + Math.floor(issue.issued / secondsPerDay)),
    issue.issued,
    issue.lastDay ?? null,
    issue.cancelled ?? null,
    issue.cancelText ?? null,
    issue.consult ?? null,
    issue.by ?? null,
  ])
