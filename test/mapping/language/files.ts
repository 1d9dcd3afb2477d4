/** A valid mapping and the reading of files that tests write as text. */
import { formatDiagnostic } from '../../../src/kernel/diagnostics.js'
import { parseMappingFile } from '../../../src/mapping/language/read-mapping-files.js'

/** A source and a map in one file: most of the language in few lines. */
export const validFile = `source: gp
zone: Europe/London
defaults:
  text: { trim: true }
  date: { nullIf: ['1900-01-01'] }
systems:
  read2: http://example.org/read2
codes:
  sex: { map: { M: male, F: female }, whenNull: unknown, otherwise: unknown }
tables:
  patient:
    table: dbo.PATIENT
    key: [PAT_ID]
    gone: DELETED_FLG = 'Y'
    where: TEST_FLG is null
    changed: [UPD_DT, INS_DT]
    columns:
      DOB: { format: yyyyMMdd }
      NHS_NO: { mask: '### ### ####' }
  phone: { key: PHONE_ID }
---
map: patient
prefix: gp
from: patient as p
joins:
  gp: { table: patient, match: gp.PAT_ID = p.GP_ID }
lists:
  phones: { table: phone, match: phones.PAT_ID = p.PAT_ID, order: [SEQ] }
where: p.SEX in ('M', 'F')
codes:
  kind: { map: { H: phone, E: email }, otherwise: error }
Patient:
  identifier[nhsNumber]: { value: p.NHS_NO }
  name[official]:
    family: p.SURNAME
    given: [p.FORENAME1, p."Forename 2"]
    text: '{p.SURNAME}[, {p.FORENAME1}]'
  telecom:
    for: phones
    if: phones.END_DT is null
    system: { col: phones.KIND, codes: kind }
    value: phones.NUMBER
  gender: { col: p.SEX, codes: sex }
  birthDate: p.DOB
  _birthDate: { extension: { url: http://example.org/x, valueString: { const: p.DOB } } }
  deceasedDateTime: { first: [p.DOD, { if: p.DEAD = 'Y', then: p.UPD_DT }] }
  managingOrganization: { ref: Organization, key: gp.PRAC_ID, display: gp.NAME }
`

/** The faults of a file as `line:column code`. */
export function faultsOf(text: string, besides: Readonly<Record<string, string>> = {}): readonly string[] {
  const { diagnostics } = parseMappingFile('m.yaml', text, path => besides[path])
  return diagnostics.map(({ at, code }) => `${at.file === 'm.yaml' ? '' : `${at.file}:`}${at.line}:${at.column} ${code}`)
}

/** The faults of a file as a user reads them. */
export const messagesOf = (text: string): readonly string[] =>
  parseMappingFile('m.yaml', text, () => undefined).diagnostics.map(formatDiagnostic)
