/** The tables of records as streams of rows: hand-shaped ones first, then what an ordinary patient is seen for. */
import { eventRow } from './event.js'
import type { LifeSpan } from './ordinary-life.js'
import { ordinaryRecord } from './ordinary-records.js'
import { consultRow, guidOf, problemRow, summaryRow } from './record.js'
import { type CodedEvent, type PatientRecord, shapedRecord } from './shaped-records.js'
import type { DemoRow } from './table.js'

/** What a record is without its parts. */
const emptyRecord: PatientRecord = { consults: [], problems: [], events: [], summaries: [] }

export function recordOf(life: LifeSpan): PatientRecord {
  const shaped = { ...emptyRecord, ...shapedRecord(life.patient) }
  const ordinary = ordinaryRecord(life)
  const taken = new Set(shaped.problems.map(({ number }) => number)).size
  return {
    consults: [...shaped.consults, ...ordinary.consults],
    problems: [...shaped.problems, ...ordinary.problems.map(problem => ({ ...problem, number: problem.number + taken }))],
    events: [...shaped.events, ...ordinary.events],
    summaries: [...shaped.summaries, ...ordinary.summaries],
  }
}

/** Of a patient who does not exist. */
export const recordOfNobody = (patient: number): PatientRecord => ({ ...emptyRecord, ...shapedRecord(patient) })

export const consultRows = (patient: number, { consults }: PatientRecord): readonly DemoRow[] =>
  consults.map((consult, at) => consultRow({ ...consult, patient, guid: guidOf(patient, at + 1) }))

export const problemRows = (patient: number, { problems }: PatientRecord): readonly DemoRow[] =>
  problems.map(problem => problemRow({ ...problem, patient }))

/** Above all numbers of Observations, so that theirs do not depend on what else is known of a patient. */
const firstNumbers = { record: 1001, care: 2001 } as const
type PartOfEvents = keyof typeof firstNumbers
const numbered = (events: readonly CodedEvent[], part: PartOfEvents) =>
  events.map((event, at) => ({ ...event, number: firstNumbers[part] + at }))

export const codedEventRows = (patient: number, events: readonly CodedEvent[], part: PartOfEvents): readonly DemoRow[] =>
  numbered(events, part).map(event => eventRow({ ...event, patient }))

export const attributeRows = (patient: number, events: readonly CodedEvent[], part: PartOfEvents): readonly DemoRow[] =>
  numbered(events, part).flatMap(({ number, attributes = {} }) =>
    Object.entries(attributes).map(([keyword, value]) => [patient, number, keyword, value]),
  )

/** `count` of them have been written before. */
export const summaryRows = (count: number, patient: number, { summaries }: PatientRecord): readonly DemoRow[] =>
  summaries.map((summary, at) => summaryRow(count + at + 1, { ...summary, patient }))
