/** One consultation, one version of a problem, one line of a summary, by name. */
import { randomFor } from './random.js'
import type { DemoRow } from './table.js'

export interface DemoConsult {
  readonly guid: string
  readonly patient: number
  /** yyyyMMdd. */
  readonly date: string | null
  /** HHmm. */
  readonly from?: string | null
  readonly to?: string | null
  readonly by?: number | null
  /** Not padded. */
  readonly site?: string | null
  readonly kind: string | null
  readonly complete?: string | null
  readonly reasons?: string | null
  readonly updated?: string | null
}

export interface DemoProblem {
  readonly patient: number
  readonly number: number
  readonly version?: number
  readonly code: number | null
  readonly status: string | null
  /** The date and its precision. */
  readonly onset?: readonly [string | null, string | null]
  readonly end?: readonly [string | null, string | null]
  readonly episode?: string | null
  readonly entered?: string | null
  readonly by?: number | null
  readonly consult?: string | null
  readonly note?: string | null
  readonly removed?: string | null
  readonly updated?: string | null
}

export interface DemoSummary {
  readonly patient: number
  readonly code: number | null
  readonly done: string | null
  readonly remark?: string | null
  readonly by?: number | null
  readonly removed?: string | null
}

/** What is said of an event beyond its row: `{ SITE: 'KNEE-L' }`. */
export type DemoAttributes = Readonly<Record<string, string | null>>

export const consultRow = (consult: DemoConsult): DemoRow => [
  consult.guid,
  consult.patient,
  consult.date,
  consult.from ?? null,
  consult.to ?? null,
  consult.by ?? null,
  consult.site?.padEnd(8) ?? null,
  consult.kind,
  consult.complete === undefined ? 'Y' : consult.complete,
  consult.reasons ?? null,
  consult.updated ?? null,
]

export const problemRow = (problem: DemoProblem): DemoRow => [
  problem.patient,
  problem.number,
  problem.version ?? 1,
  problem.code,
  problem.status,
  ...(problem.onset ?? [null, null]),
  ...(problem.end ?? [null, null]),
  problem.episode ?? null,
  problem.entered ?? null,
  problem.by ?? null,
  problem.consult ?? null,
  problem.note ?? null,
  problem.removed === undefined ? 'N' : problem.removed,
  problem.updated ?? null,
]

export const summaryRow = (id: number, summary: DemoSummary): DemoRow => [
  id,
  summary.patient,
  summary.code,
  summary.done,
  summary.remark ?? null,
  summary.by ?? null,
  summary.removed === undefined ? 'N' : summary.removed,
]

const guidPurpose = 6
const groups = [2, 1, 1, 1, 3] as const

/** A consultation's, in capital letters; not one of them is random. */
export function guidOf(patient: number, consult: number): string {
  const random = randomFor(guidPurpose, patient * 1000 + consult)
  const hex = (words: number): string =>
    Array.from({ length: words }, () => random.below(0x10000).toString(16).padStart(4, '0')).join('')
  return groups.map(hex).join('-').toUpperCase()
}
