/** What is wrong with documents and what is wrong with their tables is told at once, and nothing that only follows. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeDatabase } from '../../adapters/sqlite/write-database.js'
import { type Author, beginAsAuthor } from '../support/author.js'

let author: Author
beforeEach(() => {
  author = beginAsAuthor()
  author.write(
    'careconnect.yaml',
    'mappings: [mappings]\nsources:\n  gp: { adapter: sqlite, options: { file: ./gp.sqlite } }\nlisten: { port: 0 }\n',
  )
  mkdirSync(join(author.folder, 'mappings'))
  writeDatabase(
    join(author.folder, 'gp.sqlite'),
    [
      'create table PATIENT (ID integer primary key, SURNAME text, PRAC integer)',
      'create table PRACTICE (ID integer primary key, NAME text)',
    ],
    [],
  )
})
afterEach(() => author.remove())

const source = 'source: gp\ntables:\n  patient: { table: PATIENT, key: [ID] }\n  practice: { table: PRACTICE, key: [ID] }\n'
const practice = 'map: organization\nfrom: practice as o\nOrganization:\n  name: o.NAME\n'
const patient = `map: patient
from: patient as p
joins:
  gp: { table: practice, match: gp.ID = p.PRAC }
Patient:
  name[official]: { family: p.SURNAME, given: gp.NAME }
  managingOrganization: { ref: Organization, key: gp.ID }
`

const faultsOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  for (const [name, text] of Object.entries({
    'source.yaml': source,
    'organization.yaml': practice,
    'patient.yaml': patient,
    ...files,
  }))
    author.write(`mappings/${name}`, text)
  const { printed } = await author.run('check --live')
  return printed.split('\n').filter(line => line.startsWith('mappings/'))
}

test('documents without faults have none', async () => {
  expect(await faultsOf({})).toEqual([])
})

test('a key of one file and a column of another are told together, in file order', async () => {
  const faults = await faultsOf({
    'patient.yaml': patient.replace('from:', 'form:'),
    'organization.yaml': practice.replace('NAME', 'NAMES'),
  })
  expect(faults).toEqual([
    'mappings/organization.yaml:4:9 error schema.column-unknown: PRACTICE has no column NAMES. Did you mean NAME?',
    'mappings/patient.yaml:2:1 error map.key-unknown: form is no key of a map. Did you mean from?',
  ])
})

test('a map that can not be read is not missed by those that refer to it', async () => {
  expect(await faultsOf({ 'organization.yaml': practice.replace('practice as o', 'practice') })).toEqual([
    'mappings/organization.yaml:2:7 error map.value-invalid: from takes a table and its alias: practice as p.',
  ])
  expect(await faultsOf({ 'organization.yaml': `${practice}\tx: y\n` })).toEqual([
    expect.stringContaining('mappings/organization.yaml:5:1 error yaml.indent'),
  ])
})

test('a table that is misspelt is told at its own line with the nearest names, and once', async () => {
  expect(await faultsOf({ 'source.yaml': source.replace('table: PRACTICE', 'table: PRACTISE') })).toEqual([
    'mappings/source.yaml:4:22 error schema.table-unknown: The database of the source gp has no table PRACTISE. Did you mean PRACTICE?',
  ])
  expect(await faultsOf({ 'source.yaml': source.replace('table: PRACTICE', 'table: QQQQ') })).toEqual([
    'mappings/source.yaml:4:22 error schema.table-unknown: The database of the source gp has no table QQQQ. It has PATIENT, PRACTICE.',
  ])
})

test('a table that the source document does not have is told once, whatever hangs on it', async () => {
  expect(await faultsOf({ 'patient.yaml': patient.replace('table: practice', 'table: practise') })).toEqual([
    'mappings/patient.yaml:4:16 error map.table-unknown: The source gp has no table practise. Did you mean practice?',
  ])
})

test('a fact that can not be read keeps the maps of its table from being judged, and no others', async () => {
  const faulty = source.replace('key: [ID] }', 'key: [ID], columns: { SURNAME: { format: yyyyymmdd } } }')
  const faults = await faultsOf({
    'source.yaml': faulty,
    'organization.yaml': practice.replace('NAME', 'NAMES'),
    'patient.yaml': `${patient}  birthDate: p.SURNAME\n`,
  })
  expect(faults.map(line => line.split(': ')[0])).toEqual([
    'mappings/organization.yaml:4:9 error schema.column-unknown',
    'mappings/source.yaml:3:71 error map.format-invalid',
  ])
})

test('a misspelt fact is told even where there is no database to ask', async () => {
  author.write(
    'careconnect.yaml',
    'mappings: [mappings]\nsources:\n  gp: { adapter: sqlite, options: { file: ./none.sqlite } }\n',
  )
  expect(await faultsOf({ 'patient.yaml': patient.replace('from:', 'form:') })).toEqual([
    'mappings/patient.yaml:2:1 error map.key-unknown: form is no key of a map. Did you mean from?',
  ])
})
