import { describe, expect, it, test } from 'vitest'
import { demoCases, demoConsults, demoEvents, demoProblems, orphanPatient } from '../../src/tooling/demo/cases.js'
import { guidOf } from '../../src/tooling/demo/record.js'
import { demoRows, type NamedRow, textOf } from './demo-rows.js'

const patients = demoRows('gp_patient')
const patient = (id: number): NamedRow => patients.find(({ PatId }) => PatId === id) ?? {}
const of = (table: string, id: number): readonly NamedRow[] => demoRows(table).filter(({ PatId }) => PatId === id)
const event = (id: number, number: number): NamedRow => of('gp_event', id).find(({ EventNo }) => EventNo === number) ?? {}
const hasRow = (table: string, column: string, value: unknown): boolean => demoRows(table).some(row => row[column] === value)

it('names a case for every patient of the small demo', () => {
  expect(Object.keys(demoCases).map(Number)).toEqual(patients.map(({ PatId }) => PatId))
})

test.each<readonly [what: string, holds: (row: NamedRow) => boolean, ids: readonly number[]]>([
  ['a previous surname', row => row.PrevSurname !== null, [2, 8]],
  ['a letter beyond ASCII in the name', row => /[^ -~]/.test(`${row.Forename1}${row.Forename2}${row.Surname}`), [6, 7, 8, 9, 10]],
  ['an apostrophe in the surname', row => textOf(row.Surname).includes("'"), [7, 8]],
  ['a surname of more than 40 characters', row => textOf(row.Surname).length > 40, [12]],
  ['a readable day of death', row => /^\d{8}$/.test(textOf(row.DodText)), [13, 14]],
  ['death without a readable day', row => row.DeadYN === 'Y' && !/^\d{8}$/.test(textOf(row.DodText)), [15, 16]],
  ['no NHS number, or none that can be read', row => !/^999 ?\d{3} ?\d{4}$/.test(textOf(row.NhsNo)), [17, 18, 19]],
  ['an NHS number without blanks', row => /^999\d{7}$/.test(textOf(row.NhsNo)), [20]],
  ['no valid verification status', row => !/^0[1-8]$/.test(textOf(row.NhsNoStatus)), [21, 22]],
  ['a sex that is neither M nor F', row => row.SexCode !== 'M' && row.SexCode !== 'F', [24, 25, 26, 27, 28]],
  [
    'no birth date that is one',
    row => !/^\d{8}$/.test(textOf(row.DobText)) || /^(1900|.*0230)/.test(textOf(row.DobText)),
    [29, 30, 31, 32],
  ],
  ['a birthday on 29 February', row => textOf(row.DobText).endsWith('0229'), [12, 33]],
  ['no surname', row => textOf(row.Surname) === '', [34, 35]],
  ['trailing blanks in the surname', row => / $/.test(String(row.Surname)), [35, 36]],
  ['a deleted row', row => row.DeletedYN === 'Y', [37, 38, 40]],
  ['a test flag', row => row.TestFlag === 'T', [39, 40]],
  [
    'a practice that is not there',
    row => row.RegPracticeCode !== null && !hasRow('gp_practice', 'PracticeCode', row.RegPracticeCode),
    [43],
  ],
  ['a GP who is not there', row => row.UsualGpId !== null && !hasRow('gp_staff', 'StaffId', row.UsualGpId), [44]],
  ['a GP whose row is deleted', row => demoRows('gp_staff').some(s => s.StaffId === row.UsualGpId && s.DeletedYN === 'Y'), [45]],
  [
    'an ethnicity that the lookup does not have',
    row => row.EthnicityCode !== null && !hasRow('gp_lookup', 'ItemCode', row.EthnicityCode),
    [46],
  ],
  ['no practice', row => row.RegPracticeCode === null, [48]],
  ['a surname in small letters', row => /^[a-z]/.test(textOf(row.Surname)), [59]],
])('patients with %s are known', (_, holds, ids) => {
  expect(patients.filter(holds).map(({ PatId }) => PatId)).toEqual(ids)
})

describe('the twins', () => {
  it('differ in their NHS numbers only', () => {
    const traits = ({ Forename1, Surname, SexCode, DobText, RegPracticeCode }: NamedRow) => [
      Forename1,
      Surname,
      SexCode,
      DobText,
      RegPracticeCode,
    ]
    expect(traits(patient(3))).toEqual(traits(patient(4)))
    expect(patient(3).NhsNo).not.toBe(patient(4).NhsNo)
  })
})

describe('addresses and phones', () => {
  it('tell of three moves and an open temporary address', () => {
    const ends = of('gp_patient_address', 41).map(({ AddrType, ToDate }) => `${AddrType} ${ToDate}`)
    expect(ends).toEqual(['H 2001-09-20', 'H 2016-03-01', 'H 9999-12-31', 'T null'])
  })

  it('have doubles, ended and blank ones, and none', () => {
    const values = of('gp_patient_phone', 49).map(({ Value }) => Value)
    expect(values.length - new Set(values).size).toBe(1)
    expect(of('gp_patient_phone', 49).filter(({ EndDate }) => EndDate !== null)).toHaveLength(1)
    expect(values.filter(value => textOf(value) === '')).toHaveLength(1)
    expect([of('gp_patient_phone', 50), of('gp_patient_address', 50)]).toEqual([[], []])
  })
})

describe('shaped events', () => {
  it('stand in the gap and in the fold of 2021', () => {
    const { inTheGap, inTheFold } = demoEvents[52]
    expect(event(52, inTheGap).EventAt).toBe('2021-03-28 01:30:00')
    expect(event(52, inTheFold).EventAt).toBe('2021-10-31 01:30:00')
    expect([patient(58).CreatedAt, patient(58).UpdatedAt]).toEqual(['2021-03-28 01:30:00', '2021-10-31 01:30:00'])
  })

  test.each<readonly [number, string, Partial<NamedRow>]>([
    [demoEvents[53].noCode, 'has no code', { CodeId: null }],
    [demoEvents[53].unknownCode, 'has a code that is not there', { CodeId: 7777 }],
    [demoEvents[53].noTime, 'has no time', { EventAt: null }],
    [demoEvents[53].orphanStaff, 'was recorded by nobody', { RecordedById: 9999 }],
    [demoEvents[53].unknownUnit, 'has a unit that is none', { UnitText: 'mmol' }],
    [demoEvents[53].textInsteadOfNumber, 'has text in place of a number', { NumValue: null, TextValue: 'Haemolysed' }],
    [demoEvents[53].numberAndText, 'has a number and a text', { NumValue: 7.8, TextValue: 'Two hours after breakfast' }],
    [demoEvents[53].oneDecimal, 'has one decimal', { NumValue: 6.5 }],
    [demoEvents[53].wholeDecimal, 'has a whole decimal', { NumValue: 37 }],
    [demoEvents[53].note, 'is no Observation: a note', { Kind: 'N' }],
    [demoEvents[53].letter, 'is no Observation: a letter', { Kind: 'L' }],
    [demoEvents[53].negative, 'is negative', { NumValue: -1.25 }],
  ])('event %i of patient 53 %s', (number, _, expected) => {
    expect(event(53, number)).toMatchObject(expected)
  })

  it('have codes that differ by case only', () => {
    const { upperCaseTwin, lowerCaseTwin } = demoEvents[53]
    const codes = [upperCaseTwin, lowerCaseTwin].map(
      number => demoRows('gp_code').find(row => row.CodeId === event(53, number).CodeId)?.ReadCode,
    )
    expect(codes).toEqual(['XE3A.', 'XE3a.'])
  })

  it('have all statuses, confidential rows and a removed one', () => {
    const rows = of('gp_event', 54).slice(0, 8)
    expect(rows.map(({ StatusCode }) => StatusCode)).toEqual(['F', 'F', 'P', 'A', 'C', null, '?', 'F'])
    expect(rows.filter(({ ConfidentialYN }) => ConfidentialYN === 'Y')).toHaveLength(2)
    expect(event(54, demoEvents[54].removed).RemovedYN).toBe('Y')
  })

  it('have an emoji and every metacharacter of LIKE', () => {
    expect(event(55, demoEvents[55].emoji).TextValue).toContain('😀')
    expect(event(55, demoEvents[55].metacharacters).TextValue).toMatch(/%.*_.*\[.*\\.*'/)
    expect(event(55, demoEvents[55].padded).TextValue).toMatch(/ {3}$/)
  })

  test.each([
    ['both', [142, 88]],
    ['systolicOnly', [150]],
    ['noParts', []],
    ['onePartRemoved', [139]],
    ['partWithoutCode', [145, 90]],
    ['partWithoutValue', [141, null]],
  ] as const)('blood pressure "%s" has the parts %j', (name, values) => {
    const parts = of('gp_event', 56).filter(row => row.ParentNo === demoEvents[56][name] && row.RemovedYN !== 'Y')
    expect(parts.map(({ NumValue }) => NumValue)).toEqual(values)
    expect(event(56, demoEvents[56][name]).Kind).toBe('B')
  })

  it('are there for a patient who is not', () => {
    expect(patient(orphanPatient)).toEqual({})
    const tables = ['gp_event', 'gp_vitals', 'gp_consult', 'gp_problem', 'gp_summary', 'gp_repeat', 'gp_issue']
    expect(tables.map(table => of(table, orphanPatient).length)).toEqual([5, 1, 1, 1, 1, 1, 1])
  })

  it('are there for patients who are withdrawn or never were', () => {
    for (const id of [37, 38, 39, 40]) expect(of('gp_event', id).length, String(id)).toBeGreaterThan(0)
  })
})

describe('records', () => {
  it('have results in words', () => {
    const { above, plusses, numberAndSign } = demoEvents[53]
    expect([above, plusses].map(number => event(53, number).TextValue)).toEqual(['>130', '+++'])
    expect(event(53, numberAndSign)).toMatchObject({ NumValue: 6, TextValue: '>5' })
  })

  it('have problems in versions, not written in order', () => {
    const versionsOf = (number: number) =>
      of('gp_problem', 8)
        .filter(row => row.ProblemNo === number)
        .map(({ VersionNo, RemovedYN }) => `${VersionNo} ${RemovedYN}`)
    const { removed, restored, versionsOutOfOrder } = demoProblems[8]
    expect([removed, restored, versionsOutOfOrder].map(versionsOf)).toEqual([
      ['1 N', '2 Y'],
      ['1 Y', '2 N'],
      ['10 N', '9 N'],
    ])
  })

  it('have dates of every precision', () => {
    expect(of('gp_problem', 6).map(({ OnsetPrec }) => OnsetPrec)).toEqual(
      expect.arrayContaining(['U', 'Y', 'YM', 'YMD', 'D?', null]),
    )
    expect(of('gp_summary', 42).map(({ DoneText }) => DoneText)).toEqual(
      expect.arrayContaining(['1987-00-00', '1992-06-00', '1992-06-15', '0000-00-00']),
    )
  })

  it('have every shaped consultation, in its place', () => {
    const rows = of('gp_consult', 33)
    const consult = (name: keyof typeof demoConsults) => rows.find(row => row.ConsultGuid === guidOf(33, demoConsults[name]))
    expect(consult('blankTime')).toMatchObject({ CTime: '    ', EndTime: '0920' })
    expect(consult('atABranch')).toMatchObject({ SiteCode: 'Z9900101', KindCode: 'V' })
    expect(consult('pastMidnight')).toMatchObject({ CTime: '2350', EndTime: '0005' })
  })

  it('have attributes of events', () => {
    const { withSeverityAndEnd } = demoEvents[41]
    const found = of('gp_event_attr', 41).filter(row => row.EventNo === withSeverityAndEnd)
    expect(found.map(({ Keyword, Val }) => `${Keyword} ${Val}`)).toEqual([
      'SITE ANKLE',
      'SEVERITY 2',
      'ENDED Settled within a month',
    ])
  })
})

it('has vitals with both pressures, with one, with none, and a weight of 0', () => {
  const seen = of('gp_vitals', 57)
    .slice(0, 6)
    .map(({ Systolic, Diastolic, WeightKg }) => [Systolic, Diastolic, WeightKg])
  expect(seen).toEqual([
    [135, 85, 68.5],
    [128, null, 0],
    [null, null, 0],
    [null, 79, 68],
    [131, 81, 67.5],
    [133, 83, 67],
  ])
})
