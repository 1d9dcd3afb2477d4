/** The hand-shaped events and vitals of the patients 52 to 57, and those of nobody. See cases.ts. */
import { orphanPatient } from './cases.js'
import { bloodPressure, localOnly, termless, twins } from './codes.js'
import type { DemoEvent } from './event.js'
import type { DemoRow } from './table.js'

type Event = Omit<DemoEvent, 'patient' | 'number'>

const potassium = { kind: 'R', code: 19, unit: 'mmol/L', by: 101 } as const
const cough = { kind: 'Q', code: 33, by: 107, at: '2022-02-22 10:10:00' } as const
const reading = { kind: 'R', code: 13, unit: 'mmol/L', by: 102, at: '2022-05-05 09:30:00', value: 5.4 } as const

/** 2021: clocks went forward on 28 March at 01:00 and back on 31 October at 02:00. */
const clockChanges: readonly Event[] = [
  { ...potassium, value: 3.1, at: '2021-03-28 00:59:59' },
  { ...potassium, value: 3.2, at: '2021-03-28 01:30:00', updated: '2021-03-28 01:30:00' },
  { ...potassium, value: 3.3, at: '2021-03-28 02:00:00' },
  { ...potassium, value: 4.1, at: '2021-10-31 00:59:59' },
  { ...potassium, value: 4.2, at: '2021-10-31 01:30:00', updated: '2021-10-31 01:30:00' },
  { ...potassium, value: 4.3, at: '2021-10-31 02:00:00' },
  { ...potassium, value: 4.4, at: '2021-07-01 00:00:00' }, // 30 June in universal time
  { ...potassium, value: 4.5, at: '2021-12-31 23:59:59' },
]

const dirty: readonly Event[] = [
  { ...reading, code: null },
  { ...reading, code: 7777 },
  { ...reading, at: null },
  { ...reading, by: 9999 },
  { ...reading, unit: 'mmol' },
  { kind: 'Q', code: twins.upper, at: '2022-06-01 11:00:00', by: 101, text: 'Left' },
  { kind: 'Q', code: twins.lower, at: '2022-06-01 11:05:00', by: 101, text: 'Right' },
  { kind: 'Q', code: termless, at: '2022-06-02 11:00:00', by: 101, text: 'Six out of ten' },
  { kind: 'Q', code: localOnly, at: '2022-06-03 11:00:00', by: 101, text: 'As agreed by telephone' },
  { ...reading, value: null, text: 'Haemolysed' },
  { ...reading, value: 7.8, text: 'Two hours after breakfast' },
  { ...reading, value: 6.5 },
  { kind: 'R', code: 8, unit: 'degC', value: 37.0, at: '2022-05-06 09:30:00', by: 108 },
  { ...reading, value: null },
  { kind: 'N', code: 36, at: '2022-05-07 09:30:00', by: 101, text: 'Well, plan unchanged' },
  { kind: 'L', code: 35, at: '2022-05-08 09:30:00', by: 101, text: 'From the eye clinic' },
  { ...reading, code: 31, unit: null, value: -1.25 },
]

const statuses: readonly Event[] = [
  { ...cough, confidential: 'Y', text: 'Not to be shown to the family' },
  { ...cough, removed: 'Y', text: 'Entered for the wrong patient' },
  { ...reading, status: 'P' },
  { ...reading, status: 'A' },
  { ...reading, status: 'C' },
  { ...reading, status: null },
  { ...reading, status: '?' },
  { ...reading, confidential: 'Y' },
]

const texts: readonly Event[] = [
  { ...cough, text: 'Feels much better today 😀👍🏽' },
  { ...cough, text: '<b>see letter</b> & "notes"' },
  { ...cough, text: 'First line\nSecond line\twith a tab' },
  { ...cough, text: "100% of 5_6 [a-z] \\ o'clock" },
  { ...cough, text: 'Padded with blanks   ' },
]

const pressureAt = (at: string): Event => ({
  kind: 'B',
  code: bloodPressure.parent,
  at,
  by: 107,
  updated: `${at.slice(0, 11)}18:00:00`,
})
const part = (parent: number, code: number | null, value: number | null, removed = 'N'): Event => {
  return { kind: 'S', parent, code, value, unit: 'mmHg', at: '2023-01-10 09:00:00', by: 107, removed }
}
const pressures: readonly Event[] = [
  pressureAt('2023-01-10 09:00:00'),
  part(1, bloodPressure.systolic, 142),
  part(1, bloodPressure.diastolic, 88),
  pressureAt('2023-02-10 09:00:00'),
  part(4, bloodPressure.systolic, 150),
  pressureAt('2023-03-10 09:00:00'),
  pressureAt('2023-04-10 09:00:00'),
  part(7, bloodPressure.systolic, 139),
  part(7, bloodPressure.diastolic, 880, 'Y'),
  pressureAt('2023-05-10 09:00:00'),
  part(10, bloodPressure.systolic, 145),
  part(10, null, 90),
  pressureAt('2023-06-10 09:00:00'),
  part(13, bloodPressure.systolic, 141),
  part(13, bloodPressure.diastolic, null),
]

const nobody: readonly Event[] = [{ ...reading, at: '2020-01-01 12:00:00' }]

const byPatient: ReadonlyMap<number, readonly Event[]> = new Map([
  [52, clockChanges],
  [53, dirty],
  [54, statuses],
  [55, texts],
  [56, pressures],
  [orphanPatient, nobody],
])

export const shapedEvents = (patient: number): readonly DemoEvent[] =>
  (byPatient.get(patient) ?? []).map((event, at) => ({ ...event, patient, number: at + 1 }))

/** TakenAt, Systolic, Diastolic, PulseBpm, WeightKg, TempC, TakenById. */
const wide: readonly DemoRow[] = [
  ['2023-06-01 08:30:00', 135, 85, 72, 68.5, 36.6, 107],
  ['2023-07-01 08:30:00', 128, null, 70, 0, null, 107],
  ['2023-08-01 08:30:00', null, null, null, 0, null, 108],
  ['2023-09-01 08:30:00', null, 79, null, 68, 37, null],
  ['2023-10-29 01:30:00', 131, 81, 66, 67.5, null, 9999], // in the fold
  [null, 133, 83, 68, 67, 36.9, 107],
]
export const shapedVitals = (patient: number): readonly DemoRow[] => {
  if (patient === orphanPatient) return wide.slice(0, 1)
  return patient === 57 ? wide : []
}
