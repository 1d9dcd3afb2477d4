/** The small registers: practices with padded codes, staff, and one lookup table that holds many lists. */
import type { DemoRow } from './table.js'

const padded = (code: string | null): string | null => code?.padEnd(8) ?? null

const practice = (
  code: string,
  kind: string,
  name: string | null,
  shortName: string | null,
  address: readonly (string | null)[],
  postCode: string | null,
  phone: string | null,
  parent: string | null,
  open: string | null = 'Y',
): DemoRow => {
  const lines = Array.from({ length: 4 }, (_, at) => address[at] ?? null)
  return [padded(code), name, shortName, kind, ...lines, postCode, phone, padded(parent), open]
}

export const practiceCodes = ['Z99001', 'Z99002', 'Z99003'] as const
export const closedPractice = 'Z99004'

export const practiceRows = (): readonly DemoRow[] => [
  practice('Z9A', 'C', 'Northbeck and Kelder Commissioning Group', null, ['1 Market Hall'], 'QX1 1AA', '01632 960001', null),
  practice('Z99001', 'G', 'Fernbank Surgery', 'Fernbank', ['1 Fernbank Road', '', 'Northbeck'], 'QX1 2AB', '01632 960100', 'Z9A'),
  practice(
    'Z99002',
    'G',
    'Harbour Lane Medical Centre',
    null,
    ['Harbour Lane', null, 'Saltby'],
    'QX5 4CD',
    '01632 960110',
    'Z9A',
  ),
  practice(
    'Z99003',
    'G',
    'The Old Mill Practice   ',
    'Old Mill',
    ['Mill House', 'Mill Lane', 'Ashcombe'],
    'QX2 3EF',
    null,
    'Z9A',
  ),
  practice('Z99004', 'G', "St Bride's Health Centre", null, ['St Bride Street', ' ', 'Kelderwick'], 'QX3 1GH', null, 'Z9A', 'N'),
  practice(
    'Z9900101',
    'B',
    'Fernbank Surgery, Upper Dene branch',
    null,
    ['2 Green Side', null, 'Upper Dene'],
    'QX6 8JK',
    null,
    'Z99001',
  ),
  practice('Z99005', 'G', '  ', null, [], null, null, 'Z9Z', null), // no name, and a parent that does not exist
]

export const gpIds = [101, 102, 103, 104, 105, 106] as const
export const nurseIds = [107, 108] as const
export const deletedStaff = 110

export const staffRows = (): readonly DemoRow[] => [
  [101, 'Dr', 'Grace Ama', 'Okafor', 'F', '9000101', '999000000101', 'Y', 'N'],
  [102, 'Dr', 'Idris', 'Penhaligon', 'M', '9000102', '999000000102', 'Y', 'N'],
  [103, 'Dr', 'Zofia', 'Łaska', 'F', '9000103', '999000000103', 'Y', 'N'],
  [104, 'Dr', 'Patrick', "O'Shea", 'M', '9000104', '999000000104', 'Y', 'N'],
  [105, 'Prof', 'Harriet', 'Smith-Jones', 'F', '9000105', '999000000105', 'Y', 'N'],
  [106, null, 'Sanjay', 'Rao', 'M', '9000106', null, 'Y', 'N'],
  [107, 'Nurse', 'Bronwen', 'Smith', 'F', null, '999000000107', 'Y', 'N'],
  [108, 'Nurse', 'Tomasz', 'Gajda   ', 'I', null, '999000000108', 'Y', ' '],
  [109, 'Dr', 'Walter', 'Ames', 'M', '9000109', '999000000109', 'N', 'N'],
  [110, 'Dr', 'Edith', 'Vane', 'F', '9000110', '999000000110', 'N', 'Y'], // deleted
  [111, null, null, 'Locum', null, null, null, 'Y', 'N'],
  [112, 'Mr', '', '', 'U', null, '999000000112', null, null], // a login without a name
]

/** Items of several lists share their codes: `1` is White British, divorced and English. */
const ethnicities = [
  ['1', 'White British', 'A'],
  ['2', 'White Irish', 'B'],
  ['3', 'Other white', 'C'],
  ['4', 'White and Black Caribbean', 'D'],
  ['7', 'Mixed, other', 'G'],
  ['8', 'Indian', 'H'],
  ['9', 'Pakistani', 'J'],
  ['10', 'Bangladeshi', 'K'],
  ['12', 'Caribbean', 'M'],
  ['13', 'African', 'N'],
  ['15', 'Chinese', 'R'],
  ['16', 'Any other group', 'S'],
  ['17', 'Not asked', null], // an item without a national code
  ['18', 'Does not wish to say', 'Z'],
  ['19', 'Old code, converted in 2003', '0'], // a national code that is none
] as const
export const ethnicityCodes = ['1', '1', '1', '1', '1', '2', '3', '4', '7', '8', '9', '10', '12', '13', '15', '16', '18'] as const

export const lookupRows = (): readonly DemoRow[] => [
  ...ethnicities.map(([item, text, national]) => ['ETHNIC', item, text, national]),
  ['MARITAL', '1', 'Divorced', 'D'],
  ['MARITAL', '2', 'Married', 'M'],
  ['MARITAL', '3', 'Single', 'S'],
  ['LANGUAGE', '1', 'English', 'en'],
  ['LANGUAGE', '2', 'Polish', 'pl'],
  ['CONSULT', 'S', 'In surgery', null],
  ['CONSULT', 'T', 'By telephone', null],
  ['CONSULT', 'V', 'At home', null],
  ['CONSULT', 'L', 'By letter', null],
  ['FORM', 'TAB', 'tablets', null],
  ['FORM', 'CAP', 'capsules', null],
  ['FORM', 'SOL', 'oral solution', null],
  ['FORM', 'INH', 'inhaler', null],
  ['JOB', 'GP', 'General practitioner', null],
  ['JOB', 'SGP', 'Salaried GP', null],
  ['JOB', 'SNP', 'Nurse practitioner', null],
  ['JOB', 'HCA', 'Health care assistant', null],
  ['JOB', 'LOC', 'Locum, by the session', null],
]
