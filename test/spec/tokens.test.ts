/** What a token search finds. https://hl7.org/fhir/STU3/search.html#token */
import { describe } from 'vitest'
import { serves, spec, specs } from '../support/spec.js'

describe('an identifier', () => {
  const people = {
    rows: `
      person | mrn   | local
      -------+-------+------
      1      | A1    | 7
      2      | a1    |
      3      |       | A1
      4      | '  '  |`,
    source: 'systems: { mrn: http://trust.example/mrn }',
    map: `
      identifier:
        - { system: mrn, value: p.mrn }
        - { value: p.local }`,
  }
  specs('is found by its value, by its system, by both; case counts', {
    ...people,
    searches: [
      ['Patient?identifier=A1', ['1', '3']],
      ['Patient?identifier=http://trust.example/mrn%7CA1', ['1']],
      ['Patient?identifier=http://trust.example/mrn%7C', ['1', '2']],
      ['Patient?identifier=%7CA1', ['3']],
      ['Patient?identifier=%7C7', ['1']],
      ['Patient?identifier=http://trust.example/other%7CA1', []],
      ['Patient?identifier=mrn%7CA1', []],
    ],
  })
  specs('system and value are those of one and the same item', {
    ...people,
    searches: [
      ['Patient?identifier=http://trust.example/mrn%7C7', []],
      ['Patient?identifier=A1&identifier=7', ['1']],
    ],
  })
  specs(':not and :missing count those without any', {
    ...people,
    searches: [
      ['Patient?identifier:not=A1', ['2', '4']],
      ['Patient?identifier:missing=true', ['4']],
      ['Patient?identifier:missing=false', ['1', '2', '3']],
    ],
  })
  specs('that is stored under a mask is found by its characters', {
    rows: `
      person | nhs
      -------+--------------
      1      | 999 000 0018
      2      | 9990000026
      3      | 999-000-0034
      4      | 999 000 001`,
    source: 'systems: { nhs: http://trust.example/nhs }',
    facts: "nhs: { mask: ['### ### ####', '##########'] }",
    map: `
      identifier:
        - { system: nhs, value: p.nhs }`,
    searches: [
      ['Patient?identifier=9990000018', ['1']],
      ['Patient?identifier=9990000026', ['2']],
      ['Patient?identifier=999%20000%200018', []],
      ['Patient?identifier=http://trust.example/nhs%7C', ['1', '2']],
      ['Patient?identifier:missing=true', ['3', '4']],
    ],
  })
  specs('that is a number is found as it is written out', {
    rows: `
      person | no: BIGINT
      -------+--------------------
      1      | 7
      2      | 9007199254740993
      3      |`,
    map: `
      identifier:
        - { value: p.no }`,
    searches: [
      ['Patient?identifier=7', ['1']],
      ['Patient?identifier=07', []],
      ['Patient?identifier=9007199254740993', ['2']],
      ['Patient?identifier=9007199254740992', []],
    ],
  })
  specs('that is made by a template is taken apart by it', {
    rows: `
      event | pat: INTEGER | no: INTEGER
      ------+--------------+------------
      1     | 5            | 12
      2     | 51           | 2
      3     |              | 2`,
    map: `
      identifier:
        - { system: http://trust.example/no, value: '{e.pat}/{e.no}' }`,
    searches: [
      ['Observation?identifier=5/12', ['1']],
      ['Observation?identifier=51/2', ['2']],
      ['Observation?identifier=5/1/2', []],
      ['Observation?identifier=05/12', []],
      ['Observation?identifier:missing=true', ['3']],
    ],
  })
  specs('that is made by a template may have parts that are not always there', {
    rows: `
      event | a    | b
      ------+------+----
      1     | x    | y
      2     | x    |
      3     |      | y
      4     | x(y  | z
      5     | x(y) |`,
    map: `
      identifier:
        - { system: http://trust.example/no, value: '{e.a}[({e.b})]' }`,
    searches: [
      ['Observation?identifier=x(y)', ['1', '5']],
      ['Observation?identifier=x', ['2']],
      ['Observation?identifier=x(y(z)', ['4']],
      ['Observation?identifier:missing=true', ['3']],
      ['Observation?identifier:not=x', ['1', '3', '4', '5']],
    ],
  })
  specs('of a CHAR is found without its blanks', {
    rows: `
      person | code: CHAR(8)
      -------+--------------
      1      | Z99001
      2      | Z99`,
    map: `
      identifier:
        - { value: p.code }`,
    searches: [
      ['Patient?identifier=Z99001', ['1']],
      ['Patient?identifier=Z99', ['2']],
      ['Patient?identifier=Z99%20', []],
      ['Patient?identifier=Z99%20%20%20%20%20', []],
    ],
  })
})

describe('a code', () => {
  const people = {
    rows: `
      person | sex: CHAR(1)
      -------+-------------
      1      | M
      2      | F
      3      | X
      4      |
      5      | m`,
    source: 'codes: { sex: { map: { M: male, F: female }, whenNull: unknown, otherwise: other } }',
    map: 'gender: { col: p.sex, codes: sex }',
  }
  specs('is found by every stored value that gives it', {
    ...people,
    searches: [
      ['Patient?gender=male', ['1']],
      ['Patient?gender=other', ['3', '5']],
      ['Patient?gender=unknown', ['4']],
      ['Patient?gender=male,unknown', ['1', '4']],
      ['Patient?gender:not=male', ['2', '3', '4', '5']],
      ['Patient?gender:missing=true', []],
      ['Patient?gender=M', []],
    ],
  })
  specs('has the system of its value set', {
    ...people,
    searches: [
      ['Patient?gender=http://hl7.org/fhir/administrative-gender%7Cfemale', ['2']],
      ['Patient?gender=http://hl7.org/fhir/v2/0001%7Cfemale', []],
      ['Patient?gender=%7Cfemale', []],
    ],
  })
  specs('that no stored value gives is nowhere; one that is not listed is no code', {
    ...people,
    source: 'codes: { sex: { map: { M: male, F: female } } }',
    searches: [
      ['Patient?gender=unknown', []],
      ['Patient?gender:missing=true', ['3', '4', '5']],
      ['Patient?gender:not=male', ['2', '3', '4', '5']],
    ],
  })
  specs('of a column alone is served where the value set has it', {
    rows: `
      person | sex
      -------+-------
      1      | male
      2      | Male
      3      | nobody
      4      |`,
    map: 'gender: p.sex',
    searches: [
      ['Patient?gender=male', ['1']],
      ['Patient?gender=Male', []],
      ['Patient?gender=nobody', []],
      ['Patient?gender:missing=true', ['2', '3', '4']],
    ],
  })
  specs('that many stored values give is found by all of them', {
    rows: `
      person | sex: INTEGER
      -------+-------------
      1      | 1
      2      | 2
      3      | 9
      4      | 10`,
    source: "codes: { sex: { map: { '1': male, '2': female, '9': male, '010': female } } }",
    map: 'gender: { col: p.sex, codes: sex }',
    searches: [
      ['Patient?gender=male', ['1', '3']],
      ['Patient?gender=female', ['2']],
    ],
  })
})

describe('a coding', () => {
  const results = {
    rows: `
      event | snomed | loinc  | read: CHAR(5) | term
      ------+--------+--------+---------------+--------
      1     | 271649 | 8480-6 | 2469.         | Systolic
      2     |        | 8480-6 |               | Systolic
      3     | 271649 |        | 2469a         |
      4     |        |        | 2469A         | Systolic`,
    source: 'systems: { snomed: http://snomed.info/sct, loinc: http://loinc.org, read: http://read.example }',
    map: `
      code:
        coding:
          - { system: loinc, code: e.loinc }
          - { system: read, code: e.read, display: e.term }
          - { system: snomed, code: e.snomed, display: Blood pressure }
        text: e.term`,
  }
  specs('is found by any of its systems; case counts', {
    ...results,
    searches: [
      ['Observation?code=8480-6', ['1', '2']],
      ['Observation?code=http://loinc.org%7C8480-6', ['1', '2']],
      ['Observation?code=http://snomed.info/sct%7C271649', ['1', '3']],
      ['Observation?code=http://snomed.info/sct%7C8480-6', []],
      ['Observation?code=2469a', ['3']],
      ['Observation?code=2469A', ['4']],
      ['Observation?code=http://read.example%7C', ['1', '3', '4']],
      ['Observation?code:not=8480-6', ['3', '4']],
      ['Observation?code=http://snomed.info/sct%7C271649,2469A', ['1', '3', '4']],
    ],
  })
  specs('whose system depends on the row', {
    rows: `
      event | scheme | code
      ------+--------+------
      1     | S      | 1
      2     | L      | 1
      3     | ?      | 1
      4     |        | 1`,
    source:
      'systems: { sct: http://snomed.info/sct, loinc: http://loinc.org }\ncodes: { scheme: { map: { S: http://snomed.info/sct, L: http://loinc.org } } }',
    map: `
      code:
        coding:
          - { system: { col: e.scheme, codes: scheme }, code: e.code, display: A code }`,
    searches: [
      ['Observation?code=1', ['1', '2', '3', '4']],
      ['Observation?code=http://loinc.org%7C1', ['2']],
      ['Observation?code=%7C1', ['3', '4']],
      ['Observation?code=http://snomed.info/sct%7C', ['1']],
    ],
  })
  specs('of a code map has the system of the map, or of the pair', {
    rows: `
      event | kind: CHAR(2)
      ------+--------------
      1     | V
      2     | L
      3     | Q`,
    source: `
      systems: { cat: http://hl7.org/fhir/observation-category }
      codes:
        kind:
          system: cat
          map:
            V: vital-signs
            L: { code: lab, system: http://trust.example/kind }`,
    map: 'category: { col: e.kind, codes: kind }',
    searches: [
      ['Observation?category=vital-signs', ['1']],
      ['Observation?category=http://hl7.org/fhir/observation-category%7C', ['1']],
      ['Observation?category=http://trust.example/kind%7Clab', ['2']],
      ['Observation?category:missing=true', ['3']],
    ],
  })
  spec('that is constant is in every row or in none', {
    rows: `
      event | x
      ------+---
      1     |
      2     | y`,
    map: 'category: http://hl7.org/fhir/observation-category|vital-signs|Vital Signs',
    search: 'Observation?category=http://hl7.org/fhir/observation-category%7Cvital-signs&category:not=laboratory',
    finds: ['1', '2'],
  })
})

describe('a boolean', () => {
  const people = {
    rows: `
      person | died: VARCHAR(8) | dead: CHAR(1)
      -------+------------------+--------------
      1      | 20200229         |
      2      |                  | Y
      3      |                  | N
      4      |                  |
      5      | 20200230         | N`,
    facts: 'died: { format: yyyyMMdd }',
    source: "codes: { yesNo: { map: { Y: 'true', N: 'false' } } }",
    map: `
      deceasedDateTime: p.died
      deceasedBoolean: { col: p.dead, codes: yesNo }`,
  }
  specs('deceased is false for all others', {
    ...people,
    searches: [['Patient?deceased=false', ['3', '4', '5']]],
  })
  specs('deceased is true whichever way it is said', {
    ...people,
    searches: [
      ['Patient?deceased=true', ['1', '2']],
      ['Patient?deceased:not=true', ['3', '4', '5']],
      ['Patient?death-date=2020-02', ['1']],
    ],
  })
  specs('is true or false, and has a system of its own', {
    rows: `
      person | active: BIT
      -------+------------
      1      | 1
      2      | 0
      3      |`,
    map: 'active: p.active',
    searches: [
      ['Patient?active=true', ['1']],
      ['Patient?active=false', ['2']],
      ['Patient?active=http://hl7.org/fhir/special-values%7Ctrue', ['1']],
      ['Patient?active=1', []],
      ['Patient?active:missing=true', ['3']],
      ['Patient?active:not=true', ['2', '3']],
    ],
  })
})

describe('telecom', () => {
  specs('phone and email ask for items of that system', {
    rows: `
      person | tel          | mail
      -------+--------------+--------------
      1      | 07700 900001 | a@x.example
      2      |              | 07700 900001`,
    map: `
      telecom:
        - { system: phone, value: p.tel }
        - { system: email, value: p.mail }`,
    searches: [
      ['Patient?phone=07700%20900001', ['1']],
      ['Patient?email=07700%20900001', ['2']],
      ['Patient?telecom=07700%20900001', ['1', '2']],
      ['Patient?phone:missing=true', ['2']],
      ['Patient?phone=phone%7C07700%20900001', []],
    ],
  })
})

describe('_id', () => {
  specs('is the logical id, and nothing like it', {
    rows: `
      person: CHAR(6)
      ---------------
      A/1
      a/1
      B`,
    map: 'gender: male',
    searches: [
      ['Patient', ['A..2F1', 'B', 'a..2F1']],
      ['Patient?_id=A..2F1', ['A..2F1']],
      ['Patient?_id=a..2F1,B', ['B', 'a..2F1']],
      ['Patient?_id=A..2f1', []],
      ['Patient?_id=C', []],
    ],
  })
})

describe('_security', () => {
  const events = {
    rows: `
      event | secret: CHAR(1)
      ------+----------------
      1     | Y
      2     |`,
    map: `
      meta:
        security:
          - { if: e.secret = 'Y', then: http://hl7.org/fhir/v3/Confidentiality|R|restricted }`,
  }
  spec('finds what carries the label', { ...events, search: 'Observation?_security=R', finds: ['1'] })
  specs('takes the modifiers of a token', {
    ...events,
    searches: [
      ['Observation?_security:not=R', ['2']],
      ['Observation?_security:missing=true', ['2']],
    ],
  })
})

describe('what is served', () => {
  serves('codings without a code vanish, and so does a concept without anything', {
    type: 'Observation',
    rows: `
      event | loinc | term
      ------+-------+-----
      1     | 1-8   |
      2     |       | Said`,
    source: 'systems: { loinc: http://loinc.org }',
    map: `
      code:
        coding:
          - { system: loinc, code: e.loinc }
        text: e.term`,
    resources: [
      { id: '1', code: { coding: [{ system: 'http://loinc.org', code: '1-8' }] } },
      { id: '2', code: { text: 'Said' } },
    ],
  })
})
