/** The first sixty patients, shaped by hand: families, lives and the dirt that real registers hold. See cases.ts. */

import { nhsNumberOf } from './nhs-numbers.js'
import { addressAt, landline, mobile, ordinaryPerson } from './ordinary-person.js'
import { openEnd, type Person } from './person.js'
import { closedPractice, deletedStaff } from './registers.js'

type Special = Partial<Omit<Person, 'id'>>
type Shape = readonly [
  sex: string | null,
  title: string | null,
  forenames: string,
  surname: string | null,
  born: string | null,
  special?: Special,
]

const smithHome = { addresses: [addressAt(201, '1998-06-12', openEnd)], practice: 'Z99001', gp: 101, ethnicity: '1' }
const obrienHome = { addresses: [addressAt(202, '2015-02-28', openEnd)], practice: 'Z99002', gp: 104, ethnicity: '2' }
const wojcikHome = { addresses: [addressAt(203, '2011-09-01', openEnd)], practice: 'Z99002', gp: 103, ethnicity: '3' }

/** In order of PatId, from 1. */
const shapes: readonly Shape[] = [
  // 1-5: a family. The twins share name, sex and birth date; only their numbers tell them apart.
  ['M', 'Mr', 'Robert James', 'Smith', '19510314', { ...smithHome, phones: [{ kind: 'H', value: '01632 960301', end: null }] }],
  ['F', 'Mrs', 'Margaret Ann', 'Smith', '19530722', { ...smithHome, previousSurname: 'Walker' }],
  ['F', null, 'Emily', 'Smith', '20080511', smithHome],
  ['F', null, 'Emily', 'Smith', '20080511', smithHome],
  [
    'M',
    'Mr',
    'Daniel',
    'Smithson',
    '19820109',
    { ...smithHome, addresses: [addressAt(201, '1998-06-12', '2004-08-31'), addressAt(204, '2004-08-31', openEnd)] },
  ],
  // 6-12: names that break programs
  ['F', 'Ms', 'Zoë', 'Brontë-Hughes', '19900630'],
  ['M', 'Mr', 'Seán', "O'Brien", '19761117', obrienHome],
  ['F', 'Mrs', 'Siobhán Máire', "O'Brien", '19790205', { ...obrienHome, previousSurname: 'Ní Dhomhnaill' }],
  ['M', 'Mr', 'Łukasz', 'Wójcik', '19850819', wojcikHome],
  ['F', 'Pani', 'Agnieszka', 'Wójcik-Nowak', '19870403', wojcikHome],
  ['F', 'Dr', 'Anne-Marie', 'St. John-Mildmay', '19680812'],
  ['M', 'Mr', 'Bartholomew Maximilian-Alexander', 'Featherstonehaugh-Cholmondeley-Willoughby', '19440229'],
  // 13-16: the dead
  ['M', 'Mr', 'Arthur', 'Penrose', '19310907', { died: '20191203', dead: 'Y' }],
  ['F', 'Mrs', 'Edna', 'Penrose', '19340518', { died: '20200229', dead: 'Y' }],
  ['M', 'Mr', 'Walter', 'Grimshaw', '19280101', { died: null, dead: 'Y' }],
  ['F', 'Mrs', 'Doris', 'Grimshaw', '19301224', { died: '2018????', dead: 'Y' }],
  // 17-23: NHS numbers
  ['M', 'Mr', 'Tadeo', 'Fernandes', '19990214', { nhsNo: null, nhsStatus: '07' }],
  ['F', null, 'Mia', 'Fernandes', '20240531', { nhsNo: '   ', nhsStatus: '08', title: null }],
  ['M', 'Mr', 'Owen', 'Pritchard', '19720321', { nhsNo: 'NOT KNOWN', nhsStatus: '04' }],
  ['F', 'Ms', 'Carys', 'Pritchard', '19740910', { nhsNo: nhsNumberOf(20) }],
  ['M', 'Mr', 'Gareth', 'Rees', '19660402', { nhsStatus: null }],
  ['F', 'Mrs', 'Blodwen', 'Rees', '19670713', { nhsStatus: '99' }],
  ['M', 'Mr', 'Ibrahim', 'Khan', '19950928', { nhsStatus: '05' }],
  // 24-28: sex
  ['U', null, 'Robin', 'Ashby', '20011130'],
  ['I', 'Mx', 'Alex', 'Morgan', '19970616'],
  [null, null, 'Kim', 'Lee', '19880808'],
  ['X', null, 'Sam', 'Taylor-Reid', '19930303'],
  [' ', null, 'Jo', 'Marsh', '19840420'],
  // 29-33: birth dates
  ['M', 'Mr', 'Ahmed', 'Rahman', '19000101'],
  ['F', 'Mrs', 'Halima', 'Rahman', '19730230'],
  ['M', 'Mr', 'Stanley', 'Moss', '1962'],
  ['F', 'Miss', 'Ivy', 'Moss', null],
  ['F', 'Ms', 'Leap', 'Holloway', '20000229'],
  // 34-36: surnames missing and padded
  ['M', 'Mr', 'Nameless', null, '19800101'],
  ['F', 'Ms', 'Blank', '     ', '19810202'],
  ['M', 'Mr   ', 'Peter', 'Taylor   ', '19590625'],
  // 37-40: withdrawn, and never real
  ['F', 'Mrs', 'Gone', 'Smith', '19480808', { deleted: 'Y' }],
  ['M', 'Mr', 'Withdrawn', 'Campbell', '19710115', { deleted: 'Y' }],
  ['M', 'Mr', 'Test', 'Patient', '19700101', { test: 'T' }],
  ['F', 'Mrs', 'Dummy', 'Smith', '19700101', { test: 'T', deleted: 'Y' }],
  // 41-48: places, practices and other links
  [
    'F',
    'Ms',
    'Wanda',
    'Rover',
    '19830507',
    {
      addresses: [
        addressAt(210, '1983-05-07', '2001-09-20'),
        addressAt(211, '2001-09-20', '2016-03-01'),
        addressAt(212, '2016-03-01', openEnd),
        addressAt(213, '2023-12-01', null, 'T'),
      ],
    },
  ],
  ['M', 'Mr', 'Clement', 'Dunn', '19550930', { practice: closedPractice }],
  ['F', 'Mrs', 'Orla', 'Keane', '19691102', { practice: 'Z98765' }],
  ['M', 'Mr', 'Jonah', 'Keane', '19670818', { gp: 9999 }],
  ['F', 'Miss', 'Edie', 'Vance', '19910127', { gp: deletedStaff }],
  ['M', 'Mr', 'Kofi', 'Adeyemi', '19861212', { ethnicity: 'Q9' }],
  ['F', 'Ms', 'Abena', 'Adeyemi', '19890215', { ethnicity: '17', practice: 'Z9900101' }],
  ['M', null, 'Yaw', 'Adeyemi', '20161005', { ethnicity: null, gp: null, practice: null }],
  // 49-51: contacts and addresses
  [
    'F',
    'Mrs',
    'Penelope',
    'Ring',
    '19620228',
    {
      phones: [
        { kind: 'M', value: mobile(49), end: null },
        { kind: 'M', value: mobile(49), end: null },
        { kind: 'H', value: '01632 960349', end: '2019-05-01' },
        { kind: 'E', value: 'Penelope.Ring@example.org', end: null },
        { kind: 'X', value: '12345', end: null },
        { kind: 'W', value: '  ', end: null },
      ],
    },
  ],
  ['M', 'Mr', 'Silas', 'Hermit', '19470404', { phones: [], addresses: [] }],
  [
    'F',
    'Ms',
    'Blanche',
    'Field',
    '19780706',
    {
      addresses: [
        { kind: 'H', lines: ['', '  ', 'Hill Farm'], town: null, postCode: 'QX4 2PD', from: null, to: openEnd },
        { kind: 'W', lines: [], town: '', postCode: 'QX4', from: '2012-01-01', to: openEnd },
        { kind: 'Z', lines: ['c/o the Vicarage   '], town: 'Saltby', postCode: null, from: '2013-06-01', to: '2010-01-01' },
      ],
    },
  ],
  // 52-60: lives told by their events, see shaped-events.ts
  ['M', 'Mr', 'Tick', 'Clocker', '19751031'],
  ['F', 'Mrs', 'Dirty', 'Rowe', '19600406'],
  ['F', 'Ms', 'Prudence', 'Quiet', '19920911'],
  ['M', 'Mr', 'Joe', 'Bright', '20030719', { phones: [{ kind: 'H', value: landline(55), end: null }] }],
  ['M', 'Mr', 'Victor', 'Systole', '19490517', { addresses: [addressAt(220, '1970-01-01', openEnd)] }],
  ['F', 'Mrs', 'Wilma', 'Wide', '19561228'],
  ['M', 'Mr', 'Foldy', 'Moore', '19640711', { updated: '2021-10-31 01:30:00', created: '2021-03-28 01:30:00' }],
  ['F', 'mrs', 'margaret', 'smith', '19530722', { updated: null, created: '2004-02-29 08:15:00' }],
  ['F', 'Mrs', 'Aisha', 'Begum', '19580128', { practice: 'Z99003', gp: 105 }],
]

const tidy = { previousSurname: null, died: null, dead: 'N', nhsStatus: '01' } as const

export const shapedPeople: readonly Person[] = shapes.map(([sex, title, forenames, surname, born, special], at) => {
  const [forename1, ...others] = forenames.split(' ')
  const forename2 = others.length > 0 ? others.join(' ') : null
  return {
    ...ordinaryPerson(at + 1, born),
    ...tidy,
    sex,
    title,
    forename1: forename1 ?? null,
    forename2,
    surname,
    born,
    ...special,
  }
})
