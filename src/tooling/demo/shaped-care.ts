/** The hand-shaped allergies, immunisations and prescriptions of some patients. See cases.ts. */
import { type DemoIssue, type DemoRepeat, epochOf, type PatientCare } from './care.js'
import { orphanPatient } from './cases.js'
import { guidOf } from './record.js'
import type { CodedEvent } from './shaped-records.js'

/** What of a patient's care is written by hand. */
export interface ShapedCare extends Partial<PatientCare> {
  readonly events?: readonly CodedEvent[]
}

const allergy = { kind: 'A', code: 80, at: '2016-11-10 10:00:00', by: 101 } as const
const allergies: readonly CodedEvent[] = [
  {
    ...allergy,
    text: 'Told by the patient',
    attributes: { REACTION: 'RASH', SEVERITY: '1', CERTAINTY: 'C', TYPE: 'A', CRITICAL: 'H' },
  },
  { ...allergy, code: 82, attributes: { REACTION: 'TINGLING', CERTAINTY: 'U', TYPE: 'I' } },
  { ...allergy, code: 83, attributes: { REACTION: 'HIVES', ENDED: 'Eats eggs since', ENDEDON: '06/02/2024', CERTAINTY: 'C' } },
  { ...allergy, code: 84, attributes: { ENDED: 'Treated', ENDEDON: '31/02/2020' } },
  { ...allergy, code: 86, by: 9999 },
  { ...allergy, at: null },
  { ...allergy, code: 81, attributes: { CERTAINTY: '?', CRITICAL: '9' } },
  { ...allergy, code: 85, confidential: 'Y', attributes: { REACTION: 'ANAPH', SEVERITY: '3', CERTAINTY: 'C' } },
  { ...allergy, code: 81, removed: 'Y' },
  { ...allergy, code: null, text: 'Something in the garden' },
  { ...allergy, code: 87, attributes: { SEVERITY: '2' } },
  { ...allergy, code: 7777, at: '2021-03-28 01:30:00' },
]

const vaccination = { kind: 'I', code: 91, at: '2021-06-01 09:15:00', by: 107, value: 0.5, unit: 'mL' } as const
const immunizations: readonly CodedEvent[] = [
  {
    ...vaccination,
    updated: '2021-06-01 18:30:00',
    attributes: {
      BATCH: 'AB1234',
      EXPIRY: '31/12/2022',
      SITE: 'LUA',
      ROUTE: 'SC',
      DOSE: '1',
      TARGET: 'MEA;MUM;RUB',
      PARENT: 'Y',
    },
  },
  { ...vaccination, code: 92, value: null, unit: null, attributes: { REFUSED: 'Y', WHY: 'P' } },
  { ...vaccination, code: 90, value: null, unit: null, attributes: { REFUSED: 'Y' } },
  { ...vaccination, code: 90, by: null, attributes: { SOURCE: 'O', WHY: 'P' } },
  { ...vaccination, code: 96, text: 'As the travel clinic wrote' },
  { ...vaccination, code: null },
  { ...vaccination, code: 93, at: null },
  { ...vaccination, code: 94, removed: 'Y' },
  { ...vaccination, code: 94, confidential: 'Y', by: 9999, attributes: { TARGET: 'COV', DOSE: '1' } },
  {
    ...vaccination,
    code: 95,
    attributes: { BATCH: '  ', EXPIRY: 'next year', SITE: 'LEG', ROUTE: '?', DOSE: 'second', TARGET: 'COV' },
  },
  { ...vaccination, code: 90, status: 'E' },
  { ...vaccination, code: 92, attributes: { DOSE: '2', TARGET: 'MEA; ;POX', REFUSED: 'N', PARENT: 'N' } },
  { ...vaccination, code: 90, at: '2021-10-31 01:30:00', attributes: { DOSE: '0', TARGET: 'FLU' } },
]

const twiceADay = {
  dosage: 'ONE TO BE TAKEN TWICE A DAY',
  times: 2,
  route: 'PO',
  qty: '56.000',
  unit: 'tablet',
  by: 101,
} as const
const repeat = { ...twiceADay, drug: 7, start: 20230110 } as const
const repeats: readonly DemoRepeat[] = [
  { ...repeat, number: 1, max: 6, issued: 3, review: '10/07/2024', updated: '2024-03-05 18:20:00' },
  { ...repeat, number: 2, drug: 13 },
  { ...repeat, number: 3, drug: null, drugText: 'Herbal tea, from the market', qty: '1', unit: 'packet' },
  { ...repeat, number: 4, drug: null },
  { ...repeat, number: 5, drug: 9999 },
  { ...repeat, number: 6, end: 20230331 },
  { ...repeat, number: 7, end: 20301231 },
  { ...repeat, number: 8, status: 8, remark: 'Made her feel sick', updated: '2023-05-02 11:00:00' },
  { ...repeat, number: 9, status: 1 },
  { ...repeat, number: 10, status: 28 },
  { ...repeat, number: 11, status: 7 },
  { ...repeat, number: 12, status: null, start: 20230231, qty: 'a few', unit: null },
  { ...repeat, number: 13, start: 20230601, end: 20230501 },
  { ...repeat, number: 14, deleted: 'Y' },
  { ...repeat, number: 15, drug: 1, start: null, times: 0, dosage: 'AS NEEDED', max: 0, issued: 0 },
  { ...repeat, number: 16, drug: 12, qty: '1,5', by: 9999, review: '2024-07-10' },
  { ...repeat, number: 17, drug: 9999, drugText: 'Anusol   ', route: 'PR' },
  { ...repeat, number: 18, drug: 15 },
]
const repeatIssue = { ...repeat, days: 28 } as const
const issuesOfRepeats: readonly DemoIssue[] = [
  { ...repeatIssue, repeat: 1, issued: epochOf('2024-01-09', 555), lastDay: '2024-02-06' },
  { ...repeatIssue, repeat: 1, issued: epochOf('2024-02-06', 560), lastDay: '2024-03-05' },
  {
    ...repeatIssue,
    repeat: 1,
    issued: epochOf('2024-03-05', 565),
    lastDay: '2024-04-02',
    cancelled: '2024-03-06',
    cancelText: 'Asked for twice',
  },
  { ...repeatIssue, repeat: 14, issued: epochOf('2024-01-10', 600), lastDay: '2024-02-07' },
  { ...repeatIssue, repeat: 99, issued: epochOf('2024-01-11', 600), lastDay: '2024-02-08' },
]

const single = { drug: 2, dosage: 'ONE TO BE TAKEN THREE TIMES A DAY', qty: '21', unit: 'capsule', days: 7, by: 102 } as const
const singles: readonly DemoIssue[] = [
  { ...single, issued: epochOf('2024-06-12', 540), lastDay: '2024-06-19' },
  { ...single, issued: epochOf('2024-05-01', 540), cancelled: '2024-05-01', cancelText: 'Allergic' },
  { ...single, drug: null, drugText: 'Cough mixture', issued: epochOf('2024-05-02', 540), lastDay: '2024-05-09' },
  // Half past one, twice: the second time an hour later.
  { ...single, issued: epochOf('2021-10-31', 30), lastDay: '2021-11-07' },
  { ...single, issued: epochOf('2021-10-31', 90), lastDay: '2021-11-07' },
  { ...single, issued: null },
  { ...single, issued: 0, days: 0 },
  { ...single, issued: epochOf('2024-06-01', 0), lastDay: '2024-05-01', consult: guidOf(33, 1) },
  { ...single, drug: 13, issued: epochOf('2006-02-01', 700), lastDay: '2006-02-08', consult: guidOf(45, 999) },
  { ...single, drug: null, drugText: '   ', issued: epochOf('2024-05-03', 540) },
]

const byPatient: ReadonlyMap<number, ShapedCare> = new Map([
  [
    11,
    {
      repeats: [
        { ...repeat, number: 1, problem: 1 },
        { ...repeat, number: 2, problem: 99 },
      ],
    },
  ],
  [44, { repeats, issues: issuesOfRepeats }],
  [45, { issues: singles }],
  [46, { events: allergies }],
  [47, { events: immunizations }],
  [
    orphanPatient,
    {
      events: [allergy, vaccination],
      repeats: [{ ...repeat, number: 1 }],
      issues: [{ ...single, issued: epochOf('2024-01-01', 600) }],
    },
  ],
])

export const shapedCare = (patient: number): ShapedCare => byPatient.get(patient) ?? {}
