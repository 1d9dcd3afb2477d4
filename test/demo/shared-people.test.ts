/** The people of both demo systems, as the GP system has them. */
import { expect, it } from 'vitest'
import { sharedPeople } from '../../src/tooling/demo/shared-people.js'
import { demoRows } from './demo-rows.js'

const sexes = new Map([
  ['male', 'M'],
  ['female', 'F'],
])

it.each(sharedPeople)('patient $gpPatient is one person in both systems', person => {
  const row = demoRows('gp_patient').find(({ PatId }) => PatId === person.gpPatient)
  expect(row).toMatchObject({
    Title: person.title,
    Forename1: person.forename1,
    Forename2: person.forename2,
    Surname: person.surname,
    SexCode: sexes.get(person.gender),
    DobText: person.birthDate.replaceAll('-', ''),
    DodText: person.deathDate?.replaceAll('-', '') ?? null,
    DeletedYN: 'N',
    TestFlag: null,
  })
  expect(String(row?.NhsNo).replaceAll(' ', '')).toBe(person.nhsNumber)
})

it('has twenty of them', () => {
  expect(sharedPeople).toHaveLength(20)
})
