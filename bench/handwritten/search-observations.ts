/** Observations of a patient, the latest first: seven statements, one for the parts of blood pressures, and seven counts. */
import type Database from 'better-sqlite3'
import type { SentStatement } from '../spy-on-statements.js'
import {
  type CodedEventRow,
  type EventRow,
  fromVitalsPressure,
  fromVitalsPulse,
  fromVitalsTemperature,
  fromVitalsWeight,
  type PartRow,
  type ResultRow,
  toBloodPressure,
  toFinding,
  toResult,
  type VitalsRow,
} from './observation.js'
import { type Prepared, prepare, prepareTuples, type Replace } from './statements.js'

export interface ObservationPage {
  readonly resources: readonly { readonly id: string }[]
  readonly total: number | undefined
  readonly hasMore: boolean
}

const countLimit = 1000
const parentOfPart = '"parts"."PatId" = +? and "parts"."ParentNo" = +?'

/** What a row becomes is decided by its place among the reads, which is the order of the maps. */
interface Found {
  readonly read: number
  readonly at: string
  readonly row: EventRow | VitalsRow
}

export function prepareSearchObservations(
  database: Database.Database,
  sent: readonly SentStatement[],
  recordedPatient: number,
): (patient: number, count: number) => ObservationPage {
  const isCount = ({ text }: SentStatement) => text.startsWith('select count(*)')
  const isOfParts = ({ text }: SentStatement) => text.includes('"gp_event" as "parts"')
  const sentParts = sent.find(isOfParts)
  const reads = sent.filter(statement => !isCount(statement) && !isOfParts(statement))
  const counts = sent.filter(isCount)
  if (sentParts === undefined || reads.length !== 7 || counts.length !== 7)
    throw new Error('The facade no longer sends 7 reads, 7 counts and the parts: bench/handwritten must follow it.')
  const rowsOf = reads.map(statement => prepare<EventRow | VitalsRow>(database, statement))
  const countOf = counts.map(statement => prepare<{ readonly 'count(*)': number }>(database, statement))
  const partsOf = prepareTuples<PartRow>(database, sentParts, parentOfPart)
  // The last value is the limit.
  const replace =
    (patient: number, limit: number): Replace =>
    (recorded, place, length) =>
      place === length - 1 ? limit : recorded === recordedPatient ? patient : recorded
  return (patient, count) => {
    const found = rowsOf.flatMap((rows, read) => readOne(rows, read, replace(patient, count + 1)))
    found.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    const hasMore = found.length > count
    const page = hasMore ? found.slice(0, count) : found
    const total = hasMore ? countAll(countOf, limit => replace(patient, limit)) : page.length
    return { resources: toResources(page, partsOf), total, hasMore }
  }
}

const readOne = (rows: Prepared<EventRow | VitalsRow>, read: number, replace: Replace): readonly Found[] =>
  rows.all(replace).map(row => ({ read, at: ('e_EventAt' in row ? row.e_EventAt : row.v_TakenAt) ?? '', row }))

/** Not beyond the limit: then nobody knows how many. */
function countAll(
  counts: readonly Prepared<{ readonly 'count(*)': number }>[],
  replace: (limit: number) => Replace,
): number | undefined {
  let total = 0
  for (const count of counts) {
    total += count.get(replace(countLimit + 1 - total))?.['count(*)'] ?? 0
    if (total > countLimit) return undefined
  }
  return total
}

function toResources(page: readonly Found[], readParts: (keys: (string | number | null)[]) => readonly PartRow[]) {
  const pressures = page.flatMap(({ read, row }) => (read === 0 ? [row as EventRow] : []))
  const parts = new Map<number, PartRow[]>()
  if (pressures.length > 0) {
    for (const part of readParts(pressures.flatMap(({ e_PatId, e_EventNo }) => [e_PatId, e_EventNo]))) {
      const known = parts.get(part.parts_ParentNo)
      if (known === undefined) parts.set(part.parts_ParentNo, [part])
      else known.push(part)
    }
  }
  return page.map(({ read, row }) => toResource(read, row, parts))
}

function toResource(read: number, row: EventRow | VitalsRow, parts: ReadonlyMap<number, readonly PartRow[]>) {
  switch (read) {
    case 0:
      return toBloodPressure(row as EventRow, parts.get((row as EventRow).e_EventNo) ?? [])
    case 1:
      return toFinding(row as CodedEventRow)
    case 2:
      return toResult(row as ResultRow)
    case 3:
      return fromVitalsPressure(row as VitalsRow)
    case 4:
      return fromVitalsPulse(row as VitalsRow)
    case 5:
      return fromVitalsTemperature(row as VitalsRow)
    default:
      return fromVitalsWeight(row as VitalsRow)
  }
}
