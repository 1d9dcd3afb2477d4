/** What the constructs of the mapping language serve and find: search sees exactly what read returns. */
import { describe } from 'vitest'
import { serves, spec, specs } from '../support/spec.js'

const anybody = 'name[official]: { family: Anybody }'

describe('which rows are served', () => {
  const people = {
    rows: `
      person | test: CHAR(1) | deleted: CHAR(1) | surname
      -------+---------------+------------------+--------
      1      |               |                  | A
      2      | T             |                  | A
      3      |               | Y                | A
      4      |               | N                |
      5      | ' '           | n                | A`,
    table: "where: test is null\ngone: deleted = 'Y'",
    map: 'name[official]: { family: p.surname }',
  }
  specs('not those outside of where, nor those that are gone, nor those without what the profile requires', {
    ...people,
    searches: [
      ['Patient', ['1', '5']],
      ['Patient?family=a', ['1', '5']],
      ['Patient?_id=2', []],
      ['Patient?_id=3', []],
      ['Patient?family:missing=true', []],
      ['Patient?family:missing=false', ['1', '5']],
    ],
  })
  spec('a map may narrow them', {
    ...people,
    relations: "where: p.person <> 5 and not (p.surname = 'B')",
    search: 'Patient',
    finds: ['1'],
  })
})

describe('expressions', () => {
  const given = (where: string) => ({
    rows: `
      person | status | n: INTEGER | amount: DECIMAL(9,2) | at: DATE   | other
      -------+--------+------------+----------------------+------------+-------
      1      | A      | 1          | 1.5                  | 2020-01-01 | A
      2      | a      | 2          | 1.50                 | 2020-01-31 | B
      3      |        | 10         | -1                   | 2024-06-15 |
      4      | D      |            |                      |            | D
      5      | 'A '   | 0          | 100                  | 2024-06-16 | A
      6      | AB     | -3         | 2                    | 1999-12-31 | ab
      7      | ' '    | 7          | 3                    | 2024-06-14 | ' '`,
    relations: `where: ${where}`,
    map: anybody,
  })
  const cases: readonly (readonly [where: string, finds: readonly string[]])[] = [
    ["p.status = 'A'", ['1']],
    ["p.status <> 'A'", ['2', '4', '5', '6']],
    ["not (p.status = 'A')", ['2', '3', '4', '5', '6', '7']],
    ["p.status != 'A' or p.status is null", ['2', '3', '4', '5', '6', '7']],
    ["p.status in ('A', 'D')", ['1', '4']],
    ["p.status not in ('A', 'D')", ['2', '5', '6']],
    ["not p.status in ('A', 'D')", ['2', '3', '5', '6', '7']],
    ['p.status is null', ['3', '7']],
    ['p.status is not null', ['1', '2', '4', '5', '6']],
    ["p.status starts with 'A'", ['1', '5', '6']],
    ["p.status starts with ('a', 'D')", ['2', '4']],
    ["p.status contains 'B'", ['6']],
    ["p.status > 'A'", ['2', '4', '5', '6']],
    ["p.status <= 'A'", ['1']],
    ['p.n > 1', ['2', '3', '7']],
    ['p.n >= 2 and p.n < 10', ['2', '7']],
    ['p.n = 01', ['1']],
    ['p.n <> 1', ['2', '3', '5', '6', '7']],
    ['p.n in (1, 10)', ['1', '3']],
    ['p.amount = 1.50', ['1', '2']],
    ['p.amount < 1.5', ['3']],
    ['p.amount > 2 or p.amount < 0', ['3', '5', '7']],
    ["p.at >= '2020-01-31'", ['2', '3', '5', '7']],
    ["p.at < '2020'", ['6']],
    ["p.at = '2020-01-01'", ['1']],
    ['p.at < today', ['1', '2', '6', '7']],
    ['p.at >= today', ['3', '5']],
    ['p.at > now', ['5']],
    ['p.status = p.other', ['1', '4']],
    ['p.status <> p.other', ['2', '5', '6']],
    ['not (p.status = p.other)', ['2', '3', '5', '6', '7']],
    ["p.status = 'A' or p.status = 'D' and p.n is null", ['1', '4']],
    ["(p.status = 'A' or p.status = 'D') and p.n is not null", ['1']],
    ['not (p.status is null or p.n > 5)', ['1', '2', '4', '5', '6']],
    ["p.status = 'A' and p.status = 'D'", []],
  ]
  for (const [where, finds] of cases) spec(`where ${where}`, { ...given(where), search: 'Patient', finds })

  spec('facts apply in them', {
    rows: `
      person | dob      | code: CHAR(4) | n
      -------+----------+---------------+-----
      1      | 19800229 | A             | 1
      2      | 19000101 | A             | 2
      3      | 19800301 | B             | 3
      4      | nonsense | A             | 4`,
    facts: "dob: { format: yyyyMMdd, nullIf: ['19000101'] }",
    relations: "where: p.dob is not null and p.code = 'A' and p.dob < '1980-03-01'",
    map: anybody,
    search: 'Patient',
    finds: ['1'],
  })
})

describe('if, first and choices', () => {
  specs('an element stands where its condition holds', {
    rows: `
      person | ended: DATE | number
      -------+-------------+-------
      1      |             | 1
      2      | 2020-01-01  | 2
      3      |             |`,
    map: `
      telecom:
        - { if: p.ended is null, system: phone, value: p.number }`,
    searches: [
      ['Patient?phone=1', ['1']],
      ['Patient?phone=2', []],
      ['Patient?phone:missing=true', ['2', '3']],
      ['Patient?telecom:not=1', ['2', '3']],
    ],
  })
  specs('the first value that there is counts, the others do not', {
    rows: `
      person | a    | b
      -------+------+-----
      1      | x    | y
      2      |      | y
      3      | '  ' | x
      4      |      |`,
    map: `
      name[official]: { family: { first: [p.a, p.b, none] } }`,
    searches: [
      ['Patient?family=x', ['1', '3']],
      ['Patient?family=y', ['2']],
      ['Patient?family=none', ['4']],
      ['Patient?family:contains=o', ['4']],
    ],
  })
  specs('a status may come from several columns and the clock', {
    rows: `
      event | cancelled: CHAR(1) | ended: DATE
      ------+--------------------+------------
      1     | Y                  | 2020-01-01
      2     |                    | 2020-01-01
      3     |                    | 2030-01-01
      4     |                    |`,
    map: `
      status:
        first:
          - { if: e.cancelled = 'Y', then: cancelled }
          - { if: e.ended < today, then: final }
          - preliminary`,
    searches: [
      ['Observation?status=cancelled', ['1']],
      ['Observation?status=final', ['2']],
      ['Observation?status=preliminary', ['3', '4']],
      ['Observation?status:not=final', ['1', '3', '4']],
    ],
  })
  specs('of a choice the first that has a value is served', {
    rows: `
      event | at: DATETIME        | day: DATE  | text
      ------+---------------------+------------+------
      1     | 2020-01-01 10:00:00 | 2021-01-01 | a
      2     |                     | 2021-01-01 | a
      3     |                     |            | a`,
    map: `
      effectiveDateTime: e.at
      effectivePeriod: { start: e.day }
      valueBoolean: { if: e.at is not null, then: 'true' }
      valueString: e.text`,
    searches: [
      ['Observation?date=2020', ['1']],
      ['Observation?date=ge2021', ['2']],
      ['Observation?date:missing=true', ['3']],
      ['Observation?value-string=a', ['2', '3']],
      ['Observation?value-string:missing=true', ['1']],
    ],
  })
})

describe('joins', () => {
  const events = {
    rows: `
      event | code: INTEGER | by: INTEGER
      ------+---------------+------------
      1     | 10            | 1
      2     | 11            | 2
      3     | 99            | 3
      4     |               |

      kind: INTEGER | loinc | list
      --------------+-------+------
      10            | 1-8   | K
      11            | 2-6   | other
      12            | 3-4   | K

      staff: INTEGER | deleted: CHAR(1) | name
      ---------------+------------------+------
      1              |                  | Ann
      2              | Y                | Bob`,
    source: 'systems: { loinc: http://loinc.org }',
    relations: `
      joins:
        k: { table: kind, match: k.kind = e.code and k.list = 'K' }
        by: { table: staff, match: by.staff = e.by }`,
    map: `
      code:
        coding:
          - { system: loinc, code: k.loinc }
        text: '{e.event}'
      performer:
        - { ref: Practitioner, key: by.staff, display: by.name }`,
    moreMaps: `
      map: staff
      from: staff as s
      Practitioner:
        name:
          - { use: usual, family: s.name }`,
  }
  specs('that find nothing leave nulls', {
    ...events,
    searches: [
      ['Observation?code=1-8', ['1']],
      ['Observation?code=2-6', []],
      ['Observation?code=http://loinc.org%7C', ['1']],
      ['Observation?code:not=1-8', ['2', '3', '4']],
      ['Observation?performer=1', ['1']],
      ['Observation?performer=Practitioner/2', ['2']],
      ['Observation?performer=3', []],
      ['Observation?performer:missing=true', ['3', '4']],
    ],
  })
})

describe('small tables that are joined', () => {
  const words = `
      word: CHAR(4) | list | text  | next: CHAR(4)
      --------------+------+-------+--------------
      A             | L    | Alpha | B
      B             | L    | Beta  | C
      C             | M    | Gamma |
      D             | L    |       | A`
  specs('may be joined twice: each stands for itself', {
    rows: `
      event | x: CHAR(4) | y: CHAR(2)
      ------+------------+-----------
      1     | A          | B
      2     | B          | A
      3     | C          | D
      4     |            | A
      5     | Z          |

      ${words.trim()}`,
    relations: `
      joins:
        first: { table: word, match: first.word = e.x }
        second: { table: word, match: second.word = e.y }`,
    map: `
      identifier:
        - { system: http://a.example, value: first.text }
        - { system: http://b.example, value: second.text }`,
    searches: [
      ['Observation?identifier=Alpha', ['1', '2', '4']],
      ['Observation?identifier=http://a.example%7CAlpha', ['1']],
      ['Observation?identifier=http://b.example%7CAlpha', ['2', '4']],
      ['Observation?identifier=http://a.example%7CAlpha&identifier=http://b.example%7CBeta', ['1']],
      ['Observation?identifier:not=Beta', ['3', '4', '5']],
      ['Observation?identifier:missing=true', ['5']],
      ['Observation?identifier=http://a.example%7C', ['1', '2', '3']],
    ],
  })
  specs('may be joined to one another', {
    rows: `
      event | x: CHAR(4)
      ------+-----------
      1     | A
      2     | B
      3     | C
      4     | D
      5     |

      ${words.trim()}`,
    relations: `
      joins:
        w: { table: word, match: w.word = e.x and w.list = 'L' }
        n: { table: word, match: n.word = w.next }`,
    map: `
      identifier:
        - { system: http://a.example, value: w.text }
        - { system: http://b.example, value: n.text }`,
    searches: [
      ['Observation?identifier=http://b.example%7CBeta', ['1']],
      ['Observation?identifier=http://b.example%7CAlpha', ['4']],
      ['Observation?identifier=Gamma', ['2']],
      ['Observation?identifier=Beta', ['1', '2']],
      ['Observation?identifier:missing=true', ['3', '5']],
      ['Observation?identifier:not=Beta', ['3', '4', '5']],
    ],
  })
  specs('may be compared with the row', {
    rows: `
      event | x: CHAR(4) | text
      ------+------------+------
      1     | A          | Alpha
      2     | B          | Alpha
      3     | D          |
      4     |            |

      ${words.trim()}`,
    relations: `
      joins:
        w: { table: word, match: w.word = e.x }
      where: not (w.text = e.text)`,
    map: 'valueString: w.text',
    searches: [
      ['Observation', ['2', '3', '4']],
      ['Observation?value-string=b', ['2']],
      ['Observation?value-string:missing=true', ['3', '4']],
      ['Observation?value-string:contains=ET', ['2']],
    ],
  })
})

describe('lists', () => {
  const people = {
    rows: `
      person | surname
      -------+--------
      1      | A
      2      | B
      3      | C

      phone: INTEGER | person: INTEGER | kind: CHAR(1) | number | ended: DATE | gone: CHAR(1)
      ---------------+-----------------+---------------+--------+-------------+--------------
      1              | 1               | H             | 111    |             |
      2              | 1               | W             | 222    | 2020-01-01  |
      3              | 2               | H             | 222    |             |
      4              | 2               | E             | 333    |             |
      5              | 2               | ?             | 444    |             |
      6              | 9               | H             | 111    |             |
      7              |                 | H             | 111    |             |
      8              | 3               | H             |        |             |`,
    relations: `
      lists:
        phones: { table: phone, match: phones.person = p.person, order: [phone] }
      codes:
        sort: { map: { H: phone, W: phone, E: email } }`,
    map: `
      name[official]: { family: p.surname }
      telecom:
        for: phones
        if: phones.ended is null
        system: { col: phones.kind, codes: sort }
        value: phones.number`,
  }
  specs('all tests on one item are on one row', {
    ...people,
    searches: [
      ['Patient?telecom=222', ['2']],
      ['Patient?phone=222', ['2']],
      ['Patient?email=222', []],
      ['Patient?phone=333', []],
      ['Patient?email=333', ['2']],
      ['Patient?telecom=444', []],
      ['Patient?telecom:missing=true', ['3']],
      ['Patient?telecom:not=111', ['2', '3']],
      ['Patient?telecom=111&family=a', ['1']],
    ],
  })
  serves('an item that lacks what is required vanishes, its neighbours stay', {
    ...people,
    type: 'Patient',
    resources: [
      { id: '1', telecom: [{ system: 'phone', value: '111' }] },
      {
        id: '2',
        telecom: [
          { system: 'phone', value: '222' },
          { system: 'email', value: '333' },
        ],
      },
      { id: '3' },
    ],
  })
  specs('may have joins of their own', {
    rows: `
      event | x
      ------+---
      1     |
      2     |
      3     |

      part: INTEGER | event: INTEGER | kind: INTEGER
      --------------+----------------+--------------
      1             | 1              | 10
      2             | 1              | 11
      3             | 2              | 12
      4             | 2              | 99
      5             | 3              |

      kind: INTEGER | loinc
      --------------+------
      10            | 1-8
      11            | 2-6
      12            |`,
    source: 'systems: { loinc: http://loinc.org }',
    relations: `
      joins:
        k: { table: kind, match: k.kind = parts.kind }
      lists:
        parts: { table: part, match: parts.event = e.event, order: [part] }`,
    map: `
      component:
        for: parts
        code:
          coding:
            - { system: loinc, code: k.loinc }`,
    searches: [
      ['Observation?component-code=2-6', ['1']],
      ['Observation?component-code=1-8&component-code=2-6', ['1']],
      ['Observation?component-code:missing=true', ['2', '3']],
      ['Observation?component-code:not=1-8', ['2', '3']],
    ],
  })
  specs('find their rows by several columns', {
    rows: `
      person | site: CHAR(4)
      -------+--------------
      1      | A
      2      | B

      home: INTEGER | person: INTEGER | site: CHAR(6) | town
      --------------+-----------------+---------------+------
      1             | 1               | A             | Saltby
      2             | 2               | A             | Nowhere
      3             | 2               | B             | Upton
      4             | 2               |               | Nowhere`,
    relations: `
      lists:
        homes: { table: home, match: homes.person = p.person and homes.site = p.site, order: [home] }`,
    map: `
      address:
        for: homes
        city: homes.town`,
    searches: [
      ['Patient?address-city=s', ['1']],
      ['Patient?address-city=u', ['2']],
      ['Patient?address-city=nowhere', []],
    ],
  })
})

describe('references', () => {
  const twoKeys = {
    rows: `
      event | site: CHAR(4) | no: INTEGER
      ------+---------------+------------
      1     | A             | 1
      2     | A             | 2
      3     | a             | 1
      4     | A             |
      5     |               | 1
      6     | Z             | 9

      person: INTEGER | site: CHAR(4) | no: INTEGER | surname | deleted: CHAR(1)
      ----------------+---------------+-------------+---------+------------------
      1               | A             | 1           | Smith   |
      2               | A             | 2           | Jones   | Y
      3               | a             | 1           | Brown   |`,
    table: `
      person.key: [site, no]
      person.gone: deleted = 'Y'`,
    map: `
      subject: { display: Somebody }
      performer:
        - { ref: Patient, key: [e.site, e.no] }`,
    moreMaps: `
      map: person
      from: person as p
      where: p.surname <> 'Brown'
      Patient:
        name[official]: { family: p.surname }`,
  }
  specs('by a key of several columns are found by the id that it makes', {
    ...twoKeys,
    searches: [
      ['Observation?performer=A.1', ['1']],
      ['Observation?performer=Patient/A.2', ['2']],
      ['Observation?performer=a.1', ['3']],
      ['Observation?performer=http://facade.example/STU3/Patient/Z.9', ['6']],
      ['Observation?performer=A', []],
      ['Observation?performer=A.01', []],
      ['Observation?performer=Practitioner/A.1', []],
      ['Observation?performer=http://elsewhere.example/Patient/A.1', []],
      ['Observation?performer:missing=true', ['4', '5']],
      ['Observation?performer:missing=false', ['1', '2', '3', '6']],
    ],
  })
  specs('are chained to those that are served alone', {
    ...twoKeys,
    searches: [
      ['Observation?performer:Patient.family=smith', ['1']],
      ['Observation?performer:Patient.family=jones', []],
      ['Observation?performer:Patient.family=brown', []],
      ['Observation?performer:Patient.family:missing=true', []],
      ['Observation?performer:Patient._id=A.1', ['1']],
    ],
  })
  specs('without a key have no reference, but they may have a display', {
    rows: `
      event | by: INTEGER | name
      ------+-------------+-----
      1     | 1           | Ann
      2     |             | Bob
      3     |             |

      staff: INTEGER | name
      ---------------+-----
      1              | Ann`,
    map: `
      performer:
        - { ref: Practitioner, key: e.by, display: e.name }`,
    moreMaps: `
      map: staff
      from: staff as s
      Practitioner:
        name:
          - { use: usual, family: s.name }`,
    searches: [
      ['Observation?performer=1', ['1']],
      ['Observation?performer:missing=true', ['3']],
      ['Observation?performer:missing=false', ['1', '2']],
    ],
  })
  specs('may point to one of several maps, told by the prefix of the id', {
    rows: `
      event | a: INTEGER | b: INTEGER
      ------+------------+-----------
      1     | 7          | 7
      2     |            | 7
      3     |            |

      old: INTEGER | name
      -------------+-----
      7            | A

      new: INTEGER | name
      -------------+-----
      7            | B`,
    map: `
      performer:
        - first:
            - { ref: old, key: e.a }
            - { ref: new, key: e.b }`,
    moreMaps: `
      map: old
      prefix: o
      from: old as o
      Practitioner:
        name:
          - { use: usual, family: o.name }
      ---
      map: new
      prefix: n
      from: new as n
      Practitioner:
        name:
          - { use: usual, family: n.name }`,
    searches: [
      ['Observation?performer=o-7', ['1']],
      ['Observation?performer=n-7', ['2']],
      ['Observation?performer=7', []],
      ['Observation?performer:Practitioner.family=b', ['2']],
      ['Observation?performer:Practitioner.family=a', ['1']],
      ['Observation?performer:missing=true', ['3']],
    ],
  })
})

describe('several maps of one type', () => {
  const vitals = {
    rows: `
      vitals | pulse: INTEGER | temp: DECIMAL(4,1) | at: DATE
      -------+----------------+--------------------+-----------
      1      | 60             | 36.5               | 2020-01-02
      2      | 70             |                    | 2020-01-01
      3      |                | 38                 |`,
    source: 'systems: { loinc: http://loinc.org }',
    relations: 'prefix: hr\nwhere: v.pulse is not null',
    map: `
      code:
        coding:
          - { system: loinc, code: 8867-4 }
      effectiveDateTime: v.at
      valueQuantity: { value: v.pulse, ucum: /min }`,
    moreMaps: `
      map: temperature
      prefix: t
      from: vitals as v
      where: v.temp is not null
      Observation:
        status: amended
        subject: { display: Somebody }
        code:
          coding:
            - { system: loinc, code: 8310-5 }
        effectiveDateTime: v.at
        valueQuantity: { value: v.temp, ucum: Cel }`,
  }
  specs('are searched together, the one after the other', {
    ...vitals,
    searches: [
      ['Observation', ['hr-1', 'hr-2', 't-1', 't-3']],
      ['Observation?code=8867-4', ['hr-1', 'hr-2']],
      ['Observation?code=8310-5', ['t-1', 't-3']],
      ['Observation?status=amended', ['t-1', 't-3']],
      ['Observation?status:not=amended', ['hr-1', 'hr-2']],
      ['Observation?_id=t-1', ['t-1']],
      ['Observation?_id=t-2', []],
      ['Observation?_id=1', []],
      ['Observation?_id=t-1,hr-2', ['hr-2', 't-1']],
      ['Observation?date:missing=true', ['t-3']],
    ],
  })
  specs('are merged when the search is sorted: nulls last, ties by map and key', {
    ...vitals,
    searches: [
      ['Observation?_sort=date', ['hr-2', 'hr-1', 't-1', 't-3']],
      ['Observation?_sort=-date', ['hr-1', 't-1', 'hr-2', 't-3']],
      ['Observation?_sort=date&_count=1', ['hr-2', 'hr-1', 't-1', 't-3']],
      ['Observation?_sort=-date&_count=2', ['hr-1', 't-1', 'hr-2', 't-3']],
    ],
  })
  specs('an element that one of them lacks is missing there', {
    ...vitals,
    moreMaps: vitals.moreMaps.replace('effectiveDateTime: v.at', "issued: { if: v.temp > 0, then: '2020-01-01T00:00:00Z' }"),
    searches: [
      ['Observation?date=2020', ['hr-1', 'hr-2']],
      ['Observation?date:missing=true', ['t-1', 't-3']],
      ['Observation?date:missing=false', ['hr-1', 'hr-2']],
    ],
  })
})

describe('meta.lastUpdated', () => {
  specs('is the first of the columns that has a value', {
    rows: `
      person | updated: DATETIME   | created: DATETIME
      -------+---------------------+--------------------
      1      | 2021-07-01 10:00:00 | 2020-01-01 10:00:00
      2      |                     | 2020-01-01 10:00:00
      3      |                     |`,
    table: 'changed: [updated, created]',
    map: anybody,
    searches: [
      ['Patient?_lastUpdated=2020', ['2']],
      ['Patient?_lastUpdated=ge2021-07-01T09:00:00Z', ['1']],
      ['Patient?_lastUpdated=gt2021-07-01T09:00:00Z', []],
      ['Patient?_lastUpdated=lt2021', ['2']],
    ],
  })
})

describe('an extension', () => {
  serves('carries its url, and vanishes without a value', {
    type: 'Patient',
    rows: `
      person | ethnic: CHAR(2)
      -------+----------------
      1      | A
      2      | ?
      3      |`,
    source:
      'codes: { ethnic: { map: { A: { code: A, display: British } }, system: https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-EthnicCategory-1 } }',
    map: 'extension[ethnicCategory]: { col: p.ethnic, codes: ethnic }',
    resources: [
      {
        id: '1',
        extension: [
          {
            url: 'https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-EthnicCategory-1',
            valueCodeableConcept: {
              coding: [
                { system: 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-EthnicCategory-1', code: 'A', display: 'British' },
              ],
            },
          },
        ],
      },
      { id: '2' },
      { id: '3' },
    ],
  })
})
