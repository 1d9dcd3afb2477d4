/** What a string search finds. https://hl7.org/fhir/STU3/search.html#string and DESIGN, ruling 12 */
import { describe } from 'vitest'
import { spec, specs } from '../support/spec.js'

describe('a text', () => {
  const people = {
    rows: `
      person | surname
      -------+-----------
      1      | Smith
      2      | SMITHSON
      3      | Śmith
      4      | Blacksmith
      5      |
      6      | ''
      7      | '   '
      8      | O'Brien`,
    map: `
      name[official]: { family: Anybody }
      name:
        - { use: old, family: p.surname }`,
  }
  specs('is found by how it begins, whatever its case and accents', {
    ...people,
    searches: [
      ['Patient?family=smith', ['1', '2', '3']],
      ['Patient?family=SMITHS', ['2']],
      ['Patient?family=%C5%9Bmi', ['1', '2', '3']],
      ["Patient?family=o'b", ['8']],
      ['Patient?family=mith', []],
    ],
  })
  specs(':contains finds it anywhere, :exact only as it is written', {
    ...people,
    searches: [
      ['Patient?family:contains=SMITH', ['1', '2', '3', '4']],
      ['Patient?family:exact=Smith', ['1']],
      ['Patient?family:exact=smith', []],
      ['Patient?family:exact=Smit', []],
      ['Patient?family:exact=%C5%9Amith', ['3']],
    ],
  })
  specs('may be one of several', {
    ...people,
    searches: [
      ["Patient?family=blacks,o'", ['4', '8']],
      ['Patient?family=smi&family=smiths', ['2']],
    ],
  })
  spec('a wildcard of SQL is a sign like any other', {
    rows: `
      person | surname
      -------+---------
      1      | 100%
      2      | 100x
      3      | a_b
      4      | axb
      5      | c[d]e
      6      | cde
      7      | f\\g`,
    map: people.map,
    search: 'Patient?family=100%25,a_,c%5Bd,f%5C%5Cg,%25',
    finds: ['1', '3', '5', '7'],
  })
  specs('a comma, a bar, a dollar or a backslash in it is escaped', {
    rows: `
      person | surname
      -------+---------
      1      | 'a,b|c'
      2      | a
      3      | '$5'`,
    map: people.map,
    searches: [
      ['Patient?family:exact=a%5C,b%5C%7Cc', ['1']],
      ['Patient?family:exact=a,b', ['2']],
      ['Patient?family:exact=%5C$5', ['3']],
    ],
  })
  specs('a mark alone begins any text, but not one that is not there', {
    ...people,
    searches: [
      ['Patient?family=%CC%81', ['1', '2', '3', '4', '5', '6', '7', '8']],
      ['Patient?given=%CC%81', []],
      ['Patient?given:contains=%CC%81', []],
    ],
    map: `
      name[official]: { family: Anybody }
      name:
        - { use: old, given: [p.surname] }`,
    rows: people.rows.replace(/Smith|SMITHSON|Śmith|Blacksmith|O'Brien/g, "''"),
  })
  specs('letters beyond the first plane, ligatures and letters with strokes fold as they should', {
    rows: `
      person | surname
      -------+---------
      1      | 😀 Smile
      2      | Straße
      3      | Łukasz
      4      | Æsop
      5      | "e\\u0301clair"
      6      | éclair
      7      | İnci`,
    map: people.map,
    searches: [
      ['Patient?family=%F0%9F%98%80', ['1']],
      ['Patient?family=strasse', ['2']],
      ['Patient?family=luk', ['3']],
      ['Patient?family=aes', ['4']],
      ['Patient?family=eclair', ['5', '6']],
      ['Patient?family:exact=%C3%A9clair', ['6']],
      ['Patient?family=inci', ['7']],
    ],
  })
})

describe('blanks', () => {
  const padded = {
    rows: `
      person | surname
      -------+------------
      1      | 'Smith   '
      2      | Smith
      3      | ' Smith'
      4      | 'van Vliet'
      5      | Vance`,
    map: `
      name[official]: { family: Anybody }
      name:
        - { use: old, family: p.surname }`,
  }
  specs('at the end count, unless the source document says trim', {
    ...padded,
    searches: [
      ['Patient?family:exact=Smith', ['2']],
      ['Patient?family:exact=Smith%20%20%20', ['1']],
    ],
  })
  specs('at the end of a trimmed text are not there', {
    ...padded,
    facts: 'surname: { trim: true }',
    searches: [
      ['Patient?family:exact=Smith', ['1', '2']],
      ['Patient?family:exact=Smith%20', []],
      ['Patient?family=smith%20', []],
      ['Patient?family=van%20', ['4']],
      ['Patient?family=+smith', ['3']],
    ],
  })
  specs('that pad a CHAR are not there', {
    rows: `
      person | surname: CHAR(10)
      -------+------------------
      1      | Smith
      2      | Smithson
      3      | '  '`,
    map: padded.map,
    searches: [
      ['Patient?family:exact=Smith', ['1']],
      ['Patient?family:exact=Smith%20%20%20%20%20', []],
      ['Patient?family=smith', ['1', '2']],
    ],
  })
})

describe('name', () => {
  const people = {
    rows: `
      person | title | first   | second | last
      -------+-------+---------+--------+-------------
      1      | Mrs   | Bernie  | Ann    | Kanfeld
      2      |       | Mary Jo |        | Smith Jones
      3      | Dr    | Ann     | Mary   | Bernard`,
    map: `
      name[official]:
        prefix: p.title
        given: [p.first, p.second]
        family: p.last`,
  }
  specs('is found when the value begins any part of it', {
    ...people,
    searches: [
      ['Patient?name=bern', ['1', '3']],
      ['Patient?name=mrs', ['1']],
      ['Patient?name=smith%20j', ['2']],
    ],
  })
  specs('is found when every word begins some word of some part', {
    ...people,
    searches: [
      ['Patient?name=bernie%20kanfeld', ['1']],
      ['Patient?name=kanfeld%20bernie', ['1']],
      ['Patient?name=jones+mary', ['2']],
      ['Patient?name=jo%20jo', ['2']],
      ['Patient?name=ann%20kan', ['1']],
      ['Patient?name=bernie%20smith', []],
      ['Patient?name=anfeld', []],
    ],
  })
  specs('words are parted by blanks, and by no other white space', {
    rows: `
      person | last
      -------+--------------
      1      | "Smith\\tJones"
      2      | "Smith\\u00a0Jones"
      3      | SmithJones`,
    map: 'name[official]: { family: p.last }',
    searches: [
      ['Patient?name=jones', []],
      ['Patient?name=smith', ['1', '2', '3']],
    ],
  })
  specs('given and family ask for their own part alone', {
    ...people,
    searches: [
      ['Patient?given=mary', ['2', '3']],
      ['Patient?family=bern', ['3']],
      ['Patient?given:contains=ary', ['2', '3']],
      ['Patient?given=jo', []],
    ],
  })
})

describe('address', () => {
  specs('is found by any of its parts', {
    rows: `
      organisation | line1         | town   | postcode
      -------------+---------------+--------+---------
      1            | 1 High Street | Saltby | QX1 1AA
      2            | QX House      |        | ZZ9 9ZZ
      3            |               |        |`,
    map: `
      name: An organisation
      address:
        - { use: work, line: [o.line1], city: o.town, postalCode: o.postcode }`,
    searches: [
      ['Organization?address=qx', ['1', '2']],
      ['Organization?address-postalcode=qx1', ['1']],
      ['Organization?address-city=saltby', ['1']],
      ['Organization?address-city:missing=true', ['2', '3']],
      ['Organization?address:missing=true', ['3']],
      ['Organization?address:contains=street', ['1']],
    ],
  })
})
