/** Repeated elements over rows of chance: what is served is found, and nothing else. */
import { seeded } from '../support/random.js'
import { keepsTheLaw, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
codes:
  kind: { map: { H: phone, E: email, F: fax }, whenNull: other }
  marital: { conceptMap: marital.json, otherwise: omit }
tables:
  person: { key: [ID], columns: { SURNAME: { trim: true } } }
---
map: patient
prefix: p
from: person as p
lists:
  tel: { split: p.CONTACTS, by: ';', parse: ['{KIND:H|E|F}:{VALUE}', '{VALUE}'] }
  id:
    - { slot: a, value: p.ID_A, system: http://example.org/a }
    - { slot: b, value: p.ID_B }
Patient:
  identifier: { for: id, if: id.value <> 'N2', system: id.system, value: id.value }
  name[official]:
    family: { first: [p.SURNAME, { absent: unknown }] }
    given: [p.FORENAME]
  telecom: { for: tel, system: { col: tel.KIND, codes: kind }, value: tel.VALUE }
  gender: { first: [{ col: p.SEX, codes: { map: { M: male, F: female } } }, { absent: masked }] }
  birthDate: { first: [p.DOB, { absent: unknown }] }
  maritalStatus: { first: [{ col: p.MARITAL, codes: marital }, { absent: asked }] }
---
map: measured
prefix: m
from: person as p
for: v
lists:
  v:
    - { slot: hr, code: loinc|8867-4|Heart rate, value: p.ID_A, who: p.SURNAME }
    - { slot: bw, code: loinc|29463-7|Weight, value: p.ID_B, who: p.FORENAME, at: p.DOB }
where: v.value is not null
Observation:
  status: final
  identifier: [{ system: http://example.org/m, value: v.value }]
  code: v.code
  subject: { ref: patient, key: p.ID, display: v.who }
  effectiveDateTime: v.at
`

const marital = {
  resourceType: 'ConceptMap',
  group: [
    {
      target: 'http://hl7.org/fhir/v3/MaritalStatus',
      element: [
        { code: '1', target: [{ code: 'M', display: 'Married' }] },
        { code: '2', target: [{ code: 'S' }] },
        { code: '3', target: [{ code: 'M', equivalence: 'unmatched' }] },
      ],
    },
  ],
}

const random = seeded(20)
const pieces = ['H:0113', 'E:ann@x.org', 'F:', '0113', ' ', 'H:', 'é:1', 'H:0113 4', 'E:%_', ':', "'", 'x;', '']
const packed = () => Array.from({ length: random.whole(4) }, () => random.pick(pieces)).join(random.pick([';', '; ', ';;']))
const chosen = (values: readonly (string | null)[]) => random.pick(values)
const person = {
  columns: {
    ID: 'INTEGER not null',
    SURNAME: 'VARCHAR(20)',
    FORENAME: 'VARCHAR(20)',
    ID_A: 'VARCHAR(9)',
    ID_B: 'VARCHAR(9)',
    DOB: 'DATE',
    CONTACTS: 'VARCHAR(80)',
    SEX: 'CHAR(1)',
    MARITAL: 'VARCHAR(2)',
  },
  rows: Array.from({ length: 60 }, (_, index) => [
    index + 1,
    chosen(['Bell', 'bell ', 'Zoë', ' ', null]),
    chosen(['Ann', 'Jo', null]),
    chosen(['N1', 'N2', 'n1', '', null]),
    chosen(['N1', 'N3', null]),
    chosen(['1970-01-01', '1980-02-29', null]),
    chosen([packed(), null]),
    chosen(['M', 'F', 'X', null]),
    chosen(['1', '2', '3', '4', null]),
  ]),
}

tryMapping('repetition', { yaml, tables: { person }, files: { 'marital.json': JSON.stringify(marital) } }, keepsTheLaw)
