/** The small registers of care: the drug dictionary, and who works where. */
import type { DemoRow } from './table.js'

/** DrugId, key, code of the substance, name, strength, form, withdrawn. Keys are of an invented dictionary. */
export const drugRows = (): readonly DemoRow[] => [
  [1, '101;1;1', 90332006, 'Paracetamol', '500 mg', 'TAB', 'N'],
  [2, '102;2;1', 27658006, 'Amoxicillin', '250 mg', 'CAP', 'N'],
  [3, '103;1;2', 38268001, 'Ibuprofen', '400 mg', 'TAB', 'N'],
  [4, '104;1;1', 7947003, 'Aspirin', '75 mg', 'TAB', 'N'],
  [5, '105;1;3', 96304005, 'Simvastatin', '40 mg', 'TAB', 'N'],
  [6, '106;1;1', 108537001, 'Amlodipine', '5 mg', 'TAB', 'N'],
  [7, '107;1;1', 109081006, 'Metformin', '500 mg', 'TAB', 'N'],
  [8, '108;1;2', 48603004, 'Warfarin', '3 mg', 'TAB', 'N'],
  [9, '109;9;1', 91143003, 'Salbutamol', '100 micrograms a dose', 'INH', 'N'], // a form without a national code
  [10, '110;2;1', 25673006, 'Omeprazole', '20 mg', 'CAP', null],
  [11, '111;3;1', 90332006, 'Paracetamol', '250 mg in 5 mL', 'SOL', 'N'],
  [12, '112;1;1', null, 'Thyroxine', '50 micrograms', 'TAB', 'N'], // nobody has mapped it
  [13, '113;1;1', null, 'Co-proxamol   ', null, 'TAB', 'Y'], // withdrawn
  [14, null, null, 'Emollient cream', null, null, 'N'],
  [15, '115;1;1', null, null, '10 mg', 'TAB', 'N'], // no name
]

/** By what an ordinary patient may get. */
export const longTermDrugs = [4, 5, 6, 7, 8, 9, 10, 12] as const
export const shortTermDrugs = [1, 2, 3, 11, 14] as const

const noEnd = 99991231

/** RoleId, StaffId, practice, job, from, to, system account, Monday to Friday. */
export const staffRoleRows = (): readonly DemoRow[] =>
  roles.map(([id, staff, practice, job, start, end, system, days]) => [
    id,
    staff,
    practice?.padEnd(8) ?? null,
    job,
    start,
    end,
    system,
    ...[...days].map(day => (day === '-' ? null : 'X')),
  ])

type Role = readonly [
  id: string,
  staff: number | null,
  practice: string | null,
  job: string | null,
  start: number | null,
  end: number | null,
  system: string | null,
  days: string,
]
const roles: readonly Role[] = [
  ['R-101/1', 101, 'Z99001', 'GP', 20050401, noEnd, null, 'MTW-F'],
  ['R-101/2', 101, 'Z9900101', 'GP', 20120901, noEnd, null, '---T-'], // at the branch on Thursdays
  ['R-102/1', 102, 'Z99001', 'GP', 20090105, noEnd, 'F', 'MTWTF'],
  ['R-103/1', 103, 'Z99002', 'SGP', 20140602, noEnd, null, 'MT---'],
  ['R-104/1', 104, 'Z99002', 'GP', 20020101, 20101231, null, 'MTWTF'], // ended
  ['R-104/2', 104, 'Z99002', 'SGP', 20110101, noEnd, null, '--WT-'],
  ['R-105/1', 105, 'Z99003', 'GP', 20180901, 20301231, null, 'MTWTF'], // an end that is still to come
  ['R-106/1', 106, 'Z99003', 'GP', 20210231, noEnd, null, 'MTWTF'], // a day that the calendar does not have
  ['R-107/1', 107, 'Z99001', 'SNP', 20100301, noEnd, null, 'MTWT-'],
  ['R-108/1', 108, 'Z99002', 'HCA', 20160704, null, null, '-----'], // no end at all, no day
  ['R-109/1', 109, 'Z99004', 'GP', 19990101, 19980101, null, 'M----'], // ends before it begins, at a closed practice
  ['R-110/1', 110, 'Z99003', 'GP', 20050101, noEnd, null, 'MTWTF'], // of staff whose row is deleted
  ['R-111/1', 111, 'Z9A', 'LOC', null, noEnd, null, '----F'], // a job without a national code, at a commissioner
  ['R-112/1', 112, 'Z98765', null, 20200101, noEnd, null, '-T---'], // no job, at a practice that does not exist
  ['R-999/1', 9999, 'Z99001', '??', 20200101, noEnd, null, 'M----'], // of nobody, as nothing
  ['SYS-1', 111, 'Z99001', 'REC', 20200101, noEnd, 'T', 'MTWTF'], // an interface signs on with it
]
