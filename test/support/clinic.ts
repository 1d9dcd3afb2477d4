/** A clinic with six patients: the project of docs/reference/commands.md, small enough to see at a glance. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDatabase } from '../../adapters/sqlite/write-database.js'

export const clinicFiles: Readonly<Record<string, string>> = {
  'careconnect.yaml': `mappings: [mappings/clinic]
sources:
  clinic: { adapter: sqlite, options: { file: clinic.sqlite } }
`,
  'mappings/clinic/source.yaml': `source: clinic
tables:
  patient:
    table: PATIENT
    key: [PAT_ID]
    gone: DELETED = 'Y'
    columns:
      DOB: { format: yyyyMMdd }
  staff: { table: STAFF, key: [STAFF_ID] }
`,
  'mappings/clinic/patient.yaml': `map: patient
from: patient as p
codes:
  sex: { map: { M: male, F: female } }
Patient:
  name[official]:
    family: p.SURNAME
    given: [p.FORENAME]
  gender: { col: p.SEX, codes: sex }
  birthDate: p.DOB
  generalPractitioner:
    - { ref: Practitioner, key: p.GP_ID }
---
map: staff
from: staff as s
Practitioner:
  identifier[sdsUserID]: { value: s.SDS_ID }
  name: { family: s.NAME }
`,
}

const statements = [
  'create table PATIENT (PAT_ID integer primary key, SURNAME varchar(40), FORENAME varchar(40), SEX varchar(1), DOB varchar(8), GP_ID integer, DELETED varchar(1))',
  'create table STAFF (STAFF_ID integer primary key, SDS_ID varchar(12), NAME varchar(40))',
  'create index IX_PATIENT_DOB on PATIENT (DOB)',
]

export interface Clinic {
  readonly folder: string
  write(file: string, text: string): void
  remove(): void
}

export function openClinic(): Clinic {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-'))
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text)
  mkdirSync(join(folder, 'mappings/clinic'), { recursive: true })
  for (const [file, text] of Object.entries(clinicFiles)) write(file, text)
  writeDatabase(join(folder, 'clinic.sqlite'), statements, [
    {
      table: 'PATIENT',
      columns: ['PAT_ID', 'SURNAME', 'FORENAME', 'SEX', 'DOB', 'GP_ID', 'DELETED'],
      rows: [
        [1, 'Adams', 'Ann', 'F', '19800203', 7, null],
        [2, 'Brown', 'Bob', 'M', '19751131', 7, null],
        [3, null, 'Cleo', 'F', '19900101', 8, null],
        [4, 'Dunn', null, 'X', null, 9, null],
        [5, 'Eliot', 'Eve', 'F', '20011224', null, 'Y'],
        [6, 'Frost', 'Finn', 'M', '19660817', 8, null],
      ],
    },
    {
      table: 'STAFF',
      columns: ['STAFF_ID', 'SDS_ID', 'NAME'],
      rows: [
        [7, '100000000007', 'Gray'],
        [8, '100000000008', 'Hall'],
      ],
    },
  ])
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
