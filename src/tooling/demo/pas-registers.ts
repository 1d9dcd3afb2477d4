/** The small registers of the hospital: sites and wards, codes, consultants and logins, what the laboratory measures. */
import type { DemoRow } from './table.js'

export const openEnd = '2100-12-31'
export const paddedSite = (code: string): string => code.padEnd(8)

export const mainSite = 'Z9T01'
export const cottageSite = 'Z9T02'

export const siteRows = (): readonly DemoRow[] => [
  [
    paddedSite(mainSite),
    'Z9T',
    'Northbeck Hospitals Trust',
    'Northbeck General Hospital',
    '1 Infirmary Road',
    null,
    'Northbeck',
    'QX1 5HH',
    '01632 960500',
    1,
  ],
  [
    paddedSite(cottageSite),
    'Z9T',
    'Northbeck Hospitals Trust',
    'Saltby Cottage Hospital',
    'Harbour Lane',
    ' ',
    'Saltby',
    'qx5 1ch',
    null,
    1,
  ],
  [paddedSite('Z9T03'), 'Z9T', 'Northbeck Hospitals Trust', 'Old Fever Hospital', null, null, 'Northbeck', null, null, 0],
  [paddedSite('Z9U01'), 'Z9U', 'Kelder Community Trust', 'Kelder House', 'Mill Lane', null, 'Kelderwick', 'QX3 2KH', null, -1],
  [paddedSite('Z9T99'), null, null, ' ', null, null, null, null, null, null], // neither a name nor a trust
]

export const wards = [
  [mainSite, '3/W'],
  [mainSite, 'A&E'],
  [mainSite, 'ITU'],
  [cottageSite, 'GREEN'],
] as const

export const wardRows = (): readonly DemoRow[] => [
  [paddedSite(mainSite), '3/W', 'Ward 3 West', 28, openEnd],
  [paddedSite(mainSite), 'A&E', 'Accident & Emergency', null, openEnd],
  [paddedSite(mainSite), 'ITU', 'Intensive Therapy Unit', 8, openEnd],
  [paddedSite(cottageSite), 'GREEN', 'Green Ward', 14, null],
  [paddedSite('Z9T03'), '1', 'Isolation', 6, '1998-03-31'],
  [paddedSite('Z9X99'), '1', 'Ward of no site', 2, openEnd],
]

/** One table for all sets; 0 is none in each of them. */
export const refCodeRows = (): readonly DemoRow[] => [
  [1, 0, 'None', null],
  [1, 11, 'Male', '1'],
  [1, 12, 'Female', '2'],
  [1, 13, 'Not specified', '9'],
  [1, 14, 'Not known', 'X'],
  [2, 0, 'None', null],
  [2, 11, 'By mouth', '26643006'],
  [2, 12, 'Into a vein', '47625008'],
  [2, 13, 'Under the skin', '34206005'],
  [2, 14, 'As directed', null],
  [3, 11, 'Usual home', '19'],
  [3, 12, 'Other hospital', '51'],
  [4, 11, 'Single', 'S'],
  [4, 12, 'Married', 'M'],
  [4, 13, 'Widowed', 'W'],
  [4, 14, 'Not told', 'N'],
]

export const specialties = ['100', '300', '320', '180'] as const

export const specialtyRows = (): readonly DemoRow[] => [
  ['100', 'General surgery', 394609007],
  ['180', 'Emergency medicine', 773568002],
  ['300', 'General medicine', 394802001],
  ['320', 'Cardiology', 394579002],
  ['999', 'Not yet decided', null],
]

export const consultants = ['C9000201', 'C9000202', 'C9000203', 'C9000204'] as const
/** In the tables that refer to consultants, but not in theirs. */
export const unknownConsultant = 'C9999999'

export const consultantRows = (): readonly DemoRow[] => [
  [1, 'C9000201', 'SINCLAIR', 'A B', 'Mr', '100', 11, openEnd],
  [2, 'C9000202', "O'DOWD", 'M', 'Dr', '300', 12, openEnd],
  [3, 'C9000203', 'ŁASKA', 'Z', 'Prof', '320', 12, openEnd],
  [4, 'C9000204', 'MENSAH', 'K J', null, '180', 0, openEnd],
  [5, 'C9000205', 'HARGREAVES', 'P', 'Mr', '100', 11, '2012-09-30'],
  [6, 'C9000206', ' ', null, null, null, null, null],
]

export const users = ['nurse_ward/02', 'okeefe.s', 'Pharm-01', 'kowalska@ed'] as const

export const userRows = (): readonly DemoRow[] => [
  ['nurse_ward/02', 'Adeyemi, Folake (Sr)', 'NURSE', 'F'],
  ['okeefe.s', "O'Keefe, Sinéad", 'NURSE', 'F'],
  ['Pharm-01', 'Chen, Wei (Mr)', 'PHARM', 'F'],
  ['kowalska@ed', 'Kowalska, Ewa (Dr)', 'DOCTOR', 'F'],
  ['clerk9', 'Temporary', 'CLERK', 'T'], // a name that has no parts
  ['hl7feed', 'Interface, Results', 'SYSTEM', 'F'], // a program
]

export const specialtyLinkRows = (): readonly DemoRow[] => [
  ['C9000201', paddedSite(mainSite), '100', 'R0050', '2009-04-01', openEnd],
  ['C9000202', paddedSite(mainSite), '300', 'R0050', '2011-08-03', openEnd],
  ['C9000202', paddedSite(cottageSite), '300', 'R0050', '2015-01-05', '2019-12-31'],
  ['C9000203', paddedSite(mainSite), '320', 'R0050', '2003-02-01', null],
  ['C9000204', paddedSite(mainSite), '180', 'R9XXX', '2020-02-29', openEnd], // a job that is none
  ['C9000205', paddedSite(mainSite), '100', null, '2012-10-01', '2012-09-30'], // ended before it began
  [unknownConsultant, paddedSite(mainSite), '300', 'R0050', null, openEnd],
]

export const unitRows = (): readonly DemoRow[] => [
  [1, 'mmol/L', 'mmol/L'],
  [2, 'g/L', 'g/L'],
  [3, '10^9/L', '10*9/L'],
  [4, 'mg/L', 'mg/L'],
  [5, 'mU/L', 'm[IU]/L'],
  [9, 'arb units', null],
]

export interface LabTest {
  readonly code: string
  readonly low: number
  readonly high: number
  readonly decimals: 0 | 1
}

/** Those that have a number as their result. */
export const labTests: readonly [LabTest, ...LabTest[]] = [
  { code: 'GLU', low: 3, high: 18, decimals: 1 },
  { code: 'NA', low: 128, high: 149, decimals: 0 },
  { code: 'K', low: 3, high: 6, decimals: 1 },
  { code: 'HB', low: 84, high: 178, decimals: 0 },
  { code: 'WBC', low: 3, high: 19, decimals: 1 },
  { code: 'CRP', low: 0, high: 140, decimals: 0 },
]

export const testRows = (): readonly DemoRow[] => [
  ['GLU', 'Glucose', 'CHE', '14749-6', 36048009, 1, '3.9-5.8'],
  ['NA', 'Sodium', 'CHE', '2951-2', 39972003, 1, '133-146'],
  ['K', 'Potassium', 'CHE', '2823-3', 59573005, 1, '3.5-5.3'],
  ['HB', 'Haemoglobin', 'HAE', '718-7', null, 2, '115-165'],
  ['WBC', 'White cell count', 'HAE', '6690-2', 767002, 3, '4-11'],
  ['CRP', 'C-reactive protein', 'CHE', '1988-5', 55235003, 4, '<5'],
  ['ARB', 'Arbitrary test', 'CHE', null, null, 9, null], // of this laboratory alone
  ['BC', 'Blood culture', 'MIC', '600-7', null, null, null],
  ['MSU', 'Urine culture', 'MIC', '630-4', null, null, null],
]
