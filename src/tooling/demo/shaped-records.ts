/** The hand-shaped consultations, problems, diagnoses, procedures and summaries of some patients. See cases.ts. */
import { orphanPatient } from './cases.js'
import type { DemoEvent } from './event.js'
import { type DemoAttributes, type DemoConsult, type DemoProblem, type DemoSummary, guidOf } from './record.js'

export interface CodedEvent extends Omit<DemoEvent, 'patient' | 'number'> {
  readonly attributes?: DemoAttributes
}
type Of<T> = Omit<T, 'patient' | 'number' | 'guid'>
type Problem = Of<DemoProblem> & Pick<DemoProblem, 'number'>
/** What of a record is not an Observation. */
export interface ShapedRecord {
  readonly consults?: readonly Of<DemoConsult>[]
  readonly problems?: readonly Problem[]
  readonly events?: readonly CodedEvent[]
  readonly summaries?: readonly Of<DemoSummary>[]
}

export type PatientRecord = Required<ShapedRecord>

const problem = { code: 50, status: 'Active Problem', by: 101 } as const
const precisions: readonly Problem[] = [
  { ...problem, number: 1, onset: ['2010-01-01', 'U'] },
  { ...problem, number: 2, onset: ['2010-01-01', 'Y'] },
  { ...problem, number: 3, onset: ['2010-05-01', 'YM'] },
  { ...problem, number: 4, onset: ['2010-05-17', 'YMD'] },
  { ...problem, number: 5, onset: ['2010-05-17', 'D?'] },
  { ...problem, number: 6, onset: ['2010-05-17', null] },
  { ...problem, number: 7, onset: ['17/05/2010', 'YMD'] },
  { ...problem, number: 8, status: 'Past Problem', onset: ['2011-01-01', 'Y'], end: ['2012-03-01', 'YM'] },
  { ...problem, number: 9, onset: ['2013-06-30', 'YMD'], end: ['2014-01-01', 'YMD'] },
]

/** In the order in which they were written, which is not that of their numbers. */
const versions: readonly Problem[] = [
  { ...problem, number: 1, version: 1, code: 54, onset: ['2016-02-01', 'YM'] },
  {
    ...problem,
    number: 1,
    version: 2,
    code: 54,
    status: 'Past Problem',
    onset: ['2016-02-01', 'YM'],
    end: ['2017-09-04', 'YMD'],
  },
  { ...problem, number: 2, version: 1, code: 52 },
  { ...problem, number: 2, version: 2, code: 52, removed: 'Y' },
  { ...problem, number: 3, version: 1, code: 52, removed: 'Y' },
  { ...problem, number: 3, version: 2, code: 52 },
  { ...problem, number: 4, version: 1, code: 50 },
  { ...problem, number: 4, version: 2, code: 51 },
  { ...problem, number: 5, version: 10, code: 56, status: 'Past Problem', updated: '2020-05-01 18:00:00' },
  { ...problem, number: 5, version: 9, code: 53, updated: '2020-04-01 18:00:00' },
]

const notes: readonly Problem[] = [
  {
    ...problem,
    number: 1,
    code: 51,
    note: '<p>Seen by <b>Dr Rao</b> &amp; nurse.<br>Review in 3&nbsp;months</p>',
    entered: '05/11/2019',
    consult: guidOf(11, 1),
  },
  { ...problem, number: 2, code: 52, note: '<p> </p>', entered: '31/02/2019', consult: guidOf(11, 999) },
  { ...problem, number: 3, code: 53, note: 'Well &lt;on&gt; 100 micrograms', entered: '11/05/2019', episode: 'F' },
  { ...problem, number: 4, code: 54, note: "<script>alert('no')</script>Kept short", status: null, episode: 'R' },
  { ...problem, number: 5, code: 60, status: 'Dormant', episode: '?', by: 9999 },
  { ...problem, number: 6, code: 7777 },
  { ...problem, number: 7, code: null },
]

const surgery = { date: '20220110', from: '0900', to: '0910', by: 101, site: 'Z99001', kind: 'S' } as const
const consults: readonly Of<DemoConsult>[] = [
  { ...surgery, date: '20210328', from: '0130', to: '0215', updated: '2021-03-28 02:20:00' },
  { ...surgery, from: null, to: null },
  { ...surgery, from: '    ', to: '0920' },
  { ...surgery, date: '20240614', to: null, complete: ' ' },
  { ...surgery, complete: 'X', to: null },
  { ...surgery, date: '20240620', complete: 'B', to: null },
  { ...surgery, complete: '?' },
  { ...surgery, reasons: 'XE20.=Cough;XE21.=Headache; ;Worried about work' },
  { ...surgery, reasons: 'Repeat prescription' },
  { ...surgery, site: 'Z9A' },
  { ...surgery, site: 'Z98765' },
  { ...surgery, date: '20210231' },
  { ...surgery, date: null },
  { ...surgery, kind: 'Q', by: 9999 },
  { ...surgery, date: '20211031', from: '0130', to: '0145', kind: 'T', site: null },
  { ...surgery, site: 'Z9900101', kind: 'V', reasons: 'XE3a.=Ankle swollen' },
  { ...surgery, from: '2350', to: '0005' },
]

const procedure = { kind: 'P', code: 75, at: '2019-04-09 11:20:00', by: 107 } as const
const diagnosis = { kind: 'D', code: 58, at: '2018-07-21 16:45:00', by: 102 } as const
const events: readonly CodedEvent[] = [
  { ...procedure, code: 73, attributes: { SITE: 'KNEE', OUTCOME: 'Walks without a stick' } },
  { ...procedure, attributes: { SITE: 'ELBOW' } },
  { ...procedure, status: null, attributes: { REFUSED: 'Y' } },
  { ...procedure, removed: 'Y', attributes: { SITE: 'KNEE' } },
  { ...procedure, code: null, text: 'As the hospital asked' },
  { ...procedure, at: null, status: 'P', by: 9999 },
  { ...diagnosis, attributes: { SITE: 'ANKLE', SEVERITY: '2', ENDED: 'Settled within a month' } },
  { ...diagnosis, attributes: { SEVERITY: '9', SITE: '  ' } },
  { ...diagnosis, code: 59, confidential: 'Y', attributes: { SITE: 'FOREARM', SEVERITY: '3' } },
  { ...diagnosis, removed: 'Y' },
  { ...procedure, code: 77, confidential: 'Y', status: 'X' },
]

const summary = { code: 70, by: 108 } as const
const summaries: readonly Of<DemoSummary>[] = [
  { ...summary, done: '1987-00-00' },
  { ...summary, code: 71, done: '1992-06-00' },
  { ...summary, code: 72, done: '1992-06-15', remark: 'Left side' },
  { ...summary, code: 74, done: '0000-00-00', remark: 'Year not given' },
  { ...summary, code: 74, done: '1992-13-00' },
  { ...summary, code: 74, done: null },
  { ...summary, code: 74, done: '1992-06-15', removed: 'Y' },
]

/** Results in words, as laboratories send them. */
const result = { kind: 'R', code: 25, unit: 'mg/L', by: 101, at: '2022-08-08 08:00:00' } as const
const resultsInWords: readonly CodedEvent[] = [
  { ...result, text: '>130' },
  { ...result, text: '<=0.5' },
  { ...result, text: '+++', unit: null },
  { ...result, text: '7.5 mg/L', unit: null },
  { ...result, text: '1,5' },
  { ...result, text: '> ' },
  { ...result, text: '0012.50' },
  { ...result, text: '>5', value: 6 },
]

const byPatient: ReadonlyMap<number, ShapedRecord> = new Map([
  [6, { problems: precisions }],
  [8, { problems: versions }],
  [11, { problems: notes, consults: [surgery] }],
  [33, { consults }],
  [41, { events }],
  [42, { summaries }],
  [53, { events: resultsInWords }],
  [
    orphanPatient,
    {
      consults: [surgery],
      problems: [{ ...problem, number: 1 }],
      events: [procedure, diagnosis],
      summaries: [{ ...summary, done: null }],
    },
  ],
])

export const shapedRecord = (patient: number): ShapedRecord => byPatient.get(patient) ?? {}
