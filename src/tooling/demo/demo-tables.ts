/** The demo GP system as tables of streamed rows: sixty shaped patients, and as many ordinary ones as a benchmark wants. */
import { dayOf } from './calendar.js'
import { issueRows, repeatRows } from './care.js'
import { drugRows, staffRoleRows } from './care-registers.js'
import { drugTable, issueTable, repeatTable, staffRoleTable } from './care-schema.js'
import { orphanPatient } from './cases.js'
import { codeRows } from './codes.js'
import { eventRow } from './event.js'
import type { OrdinaryCare } from './ordinary-care.js'
import { type LifeSpan, ordinaryEvents, ordinaryVitals } from './ordinary-life.js'
import { ordinaryPerson } from './ordinary-person.js'
import { addressRows, type Person, patientRow, phoneRows } from './person.js'
import { attributeRows, codedEventRows, consultRows, problemRows, recordOf, recordOfNobody, summaryRows } from './record-rows.js'
import { consultTable, eventAttrTable, problemTable, summaryTable } from './record-schema.js'
import { lookupRows, practiceRows, staffRows } from './registers.js'
import {
  addressTable,
  codeTable,
  eventTable,
  lookupTable,
  patientTable,
  phoneTable,
  practiceTable,
  staffTable,
  vitalsTable,
} from './schema.js'
import { shapedEvents, shapedVitals } from './shaped-events.js'
import { shapedPeople } from './shaped-people.js'
import type { PatientRecord } from './shaped-records.js'
import type { DemoRow, DemoTable } from './table.js'
import { careOf, careOfNobody } from './whole-care.js'

export interface DemoSize {
  /** PatId runs from 1. */
  readonly patients: number
  /**
   * The mean number of ordinary event rows that are Observations (kinds R, B and Q); over every full hundred of patients it is exact.
   * One patient in a hundred has many times more than the others, as in life.
   */
  readonly observationsPerPatient: number
  /** False leaves out the hand-shaped patients and their events: a benchmark measures ordinary rows. */
  readonly shaped: boolean
  /** Whether consultations, problems, diagnoses, procedures and care are there too; without them their tables are empty. */
  readonly records: boolean
}

const smallDemo: DemoSize = { patients: 60, observationsPerPatient: 12, shaped: true, records: true }
/** 20,000 patients and 1,000,000 Observations in the event table. */
export const largeDemo: DemoSize = { patients: 20_000, observationsPerPatient: 50, shaped: false, records: false }

/** Nothing is held: each table's rows are made while they are read, the same each time. */
export function demoTables(size: DemoSize = smallDemo): readonly DemoTable[] {
  const stream = (rowsOf: (person: Person) => Iterable<DemoRow>): Iterable<DemoRow> => ({
    *[Symbol.iterator]() {
      for (let id = 1; id <= size.patients; id++) yield* rowsOf(personOf(id, size))
    },
  })
  const ofRecords = (rowsOf: (patient: number, record: PatientRecord) => Iterable<DemoRow>): Iterable<DemoRow> => ({
    *[Symbol.iterator]() {
      for (const [patient, record] of records(size)) yield* rowsOf(patient, record)
    },
  })
  const ofCare = (rowsOf: (patient: number, care: OrdinaryCare) => Iterable<DemoRow>): Iterable<DemoRow> => ({
    *[Symbol.iterator]() {
      for (const [patient, care] of cares(size)) yield* rowsOf(patient, care)
    },
  })
  return [
    { ...practiceTable, rows: practiceRows() },
    { ...staffTable, rows: staffRows() },
    { ...lookupTable, rows: lookupRows() },
    { ...codeTable, rows: codeRows() },
    { ...patientTable, rows: stream(person => [patientRow(person)]) },
    { ...addressTable, rows: stream(addressRows) },
    { ...phoneTable, rows: stream(phoneRows) },
    { ...eventTable, rows: { [Symbol.iterator]: () => eventRows(size) } },
    { ...vitalsTable, rows: { [Symbol.iterator]: () => vitalsRows(size) } },
    { ...consultTable, rows: ofRecords(consultRows) },
    { ...problemTable, rows: ofRecords(problemRows) },
    { ...eventAttrTable, rows: { [Symbol.iterator]: () => allAttributes(size) } },
    { ...summaryTable, rows: { [Symbol.iterator]: () => allSummaries(size) } },
    { ...drugTable, rows: drugRows() },
    { ...repeatTable, rows: ofCare(repeatRows) },
    { ...issueTable, rows: ofCare(issueRows) },
    { ...staffRoleTable, rows: staffRoleRows() },
  ]
}

function* records(size: DemoSize): Generator<readonly [number, PatientRecord]> {
  if (!size.records) return
  for (let id = 1; id <= size.patients; id++) yield [id, recordOf(lifeOf(personOf(id, size)))]
  if (size.shaped) yield [orphanPatient, recordOfNobody(orphanPatient)]
}

function* cares(size: DemoSize): Generator<readonly [number, OrdinaryCare]> {
  if (!size.records) return
  for (let id = 1; id <= size.patients; id++) yield [id, careOf(lifeOf(personOf(id, size)))]
  if (size.shaped) yield [orphanPatient, careOfNobody(orphanPatient)]
}

function* allAttributes(size: DemoSize): Generator<DemoRow> {
  for (const [patient, { events }] of records(size)) yield* attributeRows(patient, events, 'record')
  for (const [patient, { events }] of cares(size)) yield* attributeRows(patient, events, 'care')
}

function* allSummaries(size: DemoSize): Generator<DemoRow> {
  let count = 0
  for (const [patient, record] of records(size)) {
    const rows = summaryRows(count, patient, record)
    count += rows.length
    yield* rows
  }
}

const personOf = (id: number, { shaped }: DemoSize): Person => (shaped ? shapedPeople[id - 1] : undefined) ?? ordinaryPerson(id)

/** Who died on an unknown day has no events after 2015. */
const lifeOf = ({ id, born, died, dead }: Person): LifeSpan => {
  const lastDay = dead === 'Y' && dayOf(died) === undefined ? '20151231' : died
  return { patient: id, born, died: lastDay }
}

function* eventRows(size: DemoSize): Generator<DemoRow> {
  for (let patient = 1; patient <= size.patients; patient++) {
    const life = lifeOf(personOf(patient, size))
    const shaped = size.shaped ? shapedEvents(patient) : []
    yield* shaped.map(eventRow)
    yield* ordinaryEvents(life, shaped.length, observationsOf(patient, size))
    if (size.records) yield* codedEventRows(patient, recordOf(life).events, 'record')
  }
  if (size.shaped) yield* shapedEvents(orphanPatient).map(eventRow)
  if (size.shaped && size.records) yield* codedEventRows(orphanPatient, recordOfNobody(orphanPatient).events, 'record')
  for (const [patient, { events }] of cares(size)) yield* codedEventRows(patient, events, 'care')
}

function* vitalsRows(size: DemoSize): Generator<DemoRow> {
  let id = 0
  for (let patient = 1; patient <= size.patients; patient++) {
    const life = lifeOf(personOf(patient, size))
    const shaped = size.shaped ? shapedVitals(patient) : []
    for (const [...values] of [...shaped, ...ordinaryVitals(life)]) yield [++id, patient, ...values]
  }
  if (size.shaped) for (const values of shapedVitals(orphanPatient)) yield [++id, orphanPatient, ...values]
}

/** Of a hundred patients ninety-nine share eight ninths of the mean, and one has the rest; the shaped 60 has a long life too. */
function observationsOf(patient: number, { observationsPerPatient, shaped }: DemoSize): number {
  const few = Math.floor((observationsPerPatient * 88) / 99)
  if (patient % 100 === 0) return observationsPerPatient * 100 - few * 99
  return shaped && patient === 60 ? observationsPerPatient * 12 : few
}
