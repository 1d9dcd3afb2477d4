/** Numbers, quantities and composites: what is searched for is turned into what the column stores, as far as that goes. */
import { describe } from 'vitest'
import { mapped } from '../support/mapped.js'

const ucum = 'http://unitsofmeasure.org'
const weights = (quantity: string) => ({
  yaml: `
    source: ward
    tables: { weight: { key: [ID] } }
    ---
    map: weight
    from: weight as w
    Observation:
      status: final
      subject: { display: Somebody }
      code: { coding: [{ system: http://a.example, code: weight }] }
      valueQuantity: ${quantity}
  `,
  tables: `
    weight (ID int*, KG decimal, UNIT, SIGN)
    1 | 70   | kg  |
    2 | 70.4 | kg  | more
    3 | 70.5 | KG  |
    4 | 7040 | dag | less
    5 |      | kg  |
    6 | -1   |     |
  `,
})

describe('a quantity with a unit for all rows', () => {
  mapped('is searched in any unit that UCUM turns into it', weights('{ value: w.KG, ucum: kg }'), [
    ['Observation?value-quantity=70', ['1', '2']],
    ['Observation?value-quantity=70.0', ['1']],
    ['Observation?value-quantity=70.50', ['3']],
    [`Observation?value-quantity=70|${ucum}|kg`, ['1', '2']],
    [`Observation?value-quantity=70000|${ucum}|g`, ['1']],
    [`Observation?value-quantity=ge70400|${ucum}|g`, ['2', '3', '4']],
    [`Observation?value-quantity=lt0|${ucum}|[lb_av]`, ['6']],
    ['Observation?value-quantity=70||kg', ['1', '2']],
    ['Observation?value-quantity=70000||g', []],
    [`Observation?value-quantity=70|${ucum}|m`, []],
    ['Observation?value-quantity=70|http://a.example|kg', []],
    ['Observation?value-quantity=ne70', ['3', '4', '6']],
    ['Observation?value-quantity=gt70.4,lt0', ['3', '4', '6']],
    ['Observation?value-quantity=sa70.4', ['3', '4']],
    ['Observation?value-quantity=eb70', ['6']],
    ['Observation?value-quantity=ap7000', ['4']],
    ['Observation?value-quantity=ge1e30', []],
    ['Observation?value-quantity=le1e30', ['1', '2', '3', '4', '6']],
    ['Observation?value-quantity:missing=true', ['5']],
    ['Observation?value-quantity:not=70', /search.modifier-unsupported/],
    ['Observation?code-value-quantity=weight$gt70.4', ['3', '4']],
    ['Observation?code-value-quantity=height$gt70.4', []],
    ['Observation?code-value-quantity=weight$gt7000,weight$lt0', ['4', '6']],
    ['Observation?code-value-quantity:missing=true', /search.modifier-unsupported/],
  ])
})

describe('a quantity with a unit of each row', () => {
  const codes = '{ col: w.UNIT, codes: { system: http://unitsofmeasure.org, map: { kg: kg, KG: kg, dag: dag } } }'
  mapped('is searched in the bounds of each unit', weights(`{ value: w.KG, ucum: ${codes}, unit: w.UNIT }`), [
    [`Observation?value-quantity=70.4|${ucum}|kg`, ['2', '4']],
    [`Observation?value-quantity=70400|${ucum}|g`, ['2', '4']],
    [`Observation?value-quantity=7040|${ucum}|dag`, ['2', '4']],
    ['Observation?value-quantity=70||KG', []],
    ['Observation?value-quantity=70.5||KG', ['3']],
    ['Observation?value-quantity=70.5||kg', ['3']],
    ['Observation?value-quantity=7040', ['4']],
  ])
  mapped('in a column of any text too', weights(`{ value: w.KG, system: ${ucum}, code: w.UNIT }`), [
    [`Observation?value-quantity=70.4|${ucum}|kg`, ['2', '4']],
    [`Observation?value-quantity=70.5|${ucum}|KG`, ['3']],
    [`Observation?value-quantity=ne70.4|${ucum}|kg`, ['1']],
  ])
})

describe('a value with a comparator', () => {
  const sign = "{ col: w.SIGN, codes: { map: { more: '>', less: '<' } } }"
  mapped('is the interval on its side', weights(`{ value: w.KG, comparator: ${sign}, ucum: kg }`), [
    ['Observation?value-quantity=gt100', ['2']],
    ['Observation?value-quantity=gt50', ['1', '2', '3']],
    ['Observation?value-quantity=lt50', ['4', '6']],
    ['Observation?value-quantity=70.4', []],
    ['Observation?value-quantity=sa70.4', ['2', '3']],
    ['Observation?value-quantity=eb7040', ['1', '3', '4', '6']],
  ])
})

describe('a number that is scaled, rounded or text', () => {
  const temperatures = (facts: string, type = 'decimal') => ({
    yaml: `
      source: ward
      tables: { temp: { key: [ID], columns: { F: ${facts} } } }
      ---
      map: temp
      from: temp as t
      Observation:
        status: final
        subject: { display: Somebody }
        code: { coding: [{ system: http://a.example, code: temp }] }
        valueQuantity: { value: t.F, ucum: Cel }
    `,
    tables: `
      temp (ID int*, F ${type})
      1 | 98.6
      2 | 100.4
      3 | 32
    `,
  })
  mapped('is searched through the inverse of the scale', temperatures('{ scale: (x - 32) * 5 / 9, round: 1 }'), [
    ['Observation?value-quantity=37.0', ['1']],
    ['Observation?value-quantity=ge38', ['2']],
    [`Observation?value-quantity=98.6|${ucum}|[degF]`, ['1']],
    [`Observation?value-quantity=273.15|${ucum}|K`, ['3']],
    ['Observation?value-quantity=0', ['3']],
  ])
  mapped('is read where it is text', temperatures('{ format: decimal }', 'varchar(8)'), [
    ['Observation?value-quantity=98.6', ['1']],
    ['Observation?value-quantity=gt98.6', ['2']],
    ['Observation?value-quantity=32.0', ['3']],
  ])
})

describe('a composite over child rows', () => {
  const pressures = {
    yaml: `
      source: ward
      tables: { bp: { key: [ID] }, part: { key: [ID, KIND] } }
      ---
      map: bp
      from: bp as b
      lists: { parts: { table: part, match: parts.ID = b.ID, order: [KIND] } }
      Observation:
        status: final
        subject: { display: Somebody }
        code: { coding: [{ system: http://a.example, code: bp }] }
        component:
          for: parts
          code: { coding: [{ system: http://a.example, code: parts.KIND }] }
          valueQuantity: { value: parts.MM, ucum: 'mm[Hg]' }
    `,
    tables: `
      bp (ID int*)
      1
      2

      part (ID int*, KIND varchar(4)*, MM int)
      1 | dia | 90
      1 | sys | 150
      2 | dia | 150
      2 | sys | 90
    `,
  }
  mapped('asks one and the same row', pressures, [
    ['Observation?component-code-value-quantity=sys$gt140', ['1']],
    ['Observation?component-code-value-quantity=dia$gt140', ['2']],
    [`Observation?component-code-value-quantity=http://a.example|sys$ge11.9|http://unitsofmeasure.org|kPa`, ['1', '2']],
    [`Observation?component-code-value-quantity=sys$ge20|http://unitsofmeasure.org|kPa`, []],
    ['Observation?combo-code-value-quantity=sys$90', ['2']],
    ['Observation?component-code=sys&component-value-quantity=gt140', ['1', '2']],
    ['Observation?component-code-value-quantity=sys', /value-invalid/],
  ])
})

describe('a composite of other types', () => {
  mapped(
    'asks each part by its type',
    {
      yaml: `
        source: ward
        tables: { note: { key: [ID] } }
        ---
        map: note
        from: note as n
        Observation:
          status: final
          subject: { display: Somebody }
          code: { coding: [{ system: http://a.example, code: n.KIND }] }
          valueDateTime: n.AT
          valueString: n.TEXT
          related: [{ type: n.REL, target: { ref: note, key: n.OF } }]
      `,
      tables: `
        note (ID int*, KIND, AT date, TEXT, REL, OF int)
        1 | lmp  | 2020-05-01 |            | has-member   | 2
        2 | note |            | Clear, dry | derived-from | 1
        3 | lmp  | 2021-05-01 |            |              |
      `,
    },
    [
      ['Observation?code-value-date=lmp$ge2021', ['3']],
      ['Observation?code-value-date=note$ge2000', []],
      ['Observation?code-value-string=note$clear', ['2']],
      ['Observation?code-value-string=note$clear\\, d', ['2']],
      ['Observation?code-value-string=lmp$clear', []],
      ['Observation?related=2$has-member', ['1']],
      ['Observation?related=Observation/1$http://hl7.org/fhir/observation-relationshiptypes|derived-from', ['2']],
      ['Observation?related=Observation/1$has-member', []],
    ],
  )
})

describe('a Range and a number', () => {
  mapped(
    'of ages',
    {
      yaml: `
        source: gp
        tables: { problem: { key: [ID] } }
        ---
        map: problem
        from: problem as p
        Condition:
          subject: { display: Somebody }
          clinicalStatus: active
          category: { coding: [{ system: 'http://hl7.org/fhir/condition-category', code: problem-list-item, display: Problem }] }
          code: { coding: [{ system: http://a.example, code: x, display: X }] }
          onsetRange: { low: { value: p.LOW, ucum: a }, high: { value: p.HIGH, ucum: a } }
      `,
      tables: `
        problem (ID int*, LOW int, HIGH int)
        1 | 20 | 30
        2 | 40 |
        3 |    | 10
        4 |    |
      `,
    },
    [
      ['Condition?onset-age=gt25', ['1', '2']],
      ['Condition?onset-age=le20', ['1', '3']],
      ['Condition?onset-age=sa30', ['2']],
      ['Condition?onset-age=eb40', ['1', '3']],
      [`Condition?onset-age=ge360|${ucum}|mo`, ['1', '2']],
      [`Condition?onset-age=ge361|${ucum}|mo`, ['2']],
      ['Condition?onset-age=ne25', ['1', '2', '3']],
      ['Condition?onset-age=ge25||visits', []],
      ['Condition?onset-age:missing=true', ['4']],
    ],
  )
  mapped(
    'of days in an encounter, and of a dose',
    {
      yaml: `
        source: pas
        tables: { stay: { key: [ID] }, dose: { key: [ID] } }
        ---
        map: stay
        from: stay as s
        Encounter: { status: finished, length: { value: s.HOURS, ucum: h } }
        ---
        map: dose
        from: dose as d
        Immunization:
          status: completed
          notGiven: false
          primarySource: true
          vaccineCode: { coding: [{ system: http://a.example, code: x, display: X }] }
          patient: { display: Somebody }
          vaccinationProtocol:
            - doseSequence: d.NO
              targetDisease: [{ coding: [{ system: http://a.example, code: x, display: X }] }]
              doseStatus: { coding: [{ system: http://a.example, code: x, display: X }] }
      `,
      tables: `
        stay (ID int*, HOURS int)
        1 | 48
        2 | 12
        3 |

        dose (ID int*, NO int)
        1 | 1
        2 | 2
        3 | 0
      `,
    },
    [
      ['Encounter?length=2', ['1']],
      ['Encounter?length=0.5', ['2']],
      ['Encounter?length=ge0', ['1', '2']],
      ['Immunization?dose-sequence=2', ['2']],
      ['Immunization?dose-sequence=lt2', ['1']],
      ['Immunization?dose-sequence=1.5', []],
    ],
  )
})

describe('a uri of a column', () => {
  const plans = {
    yaml: `
      source: ward
      tables: { stay: { key: [ID] } }
      ---
      map: stay
      from: stay as s
      Encounter: { status: finished }
      search:
        plan: { col: s.PLAN, type: uri }
    `,
    tables: `
      stay (ID int*, PLAN)
      1 | http://a.example/x
      2 | http://a.example/x/y
      3 | has blanks
    `,
  }
  mapped('is searched whole, and by its beginning in both directions', plans, [
    ['Encounter?plan=http://a.example/x', ['1']],
    ['Encounter?plan:below=http://a.example/x', ['1', '2']],
    ['Encounter?plan:above=http://a.example/x/y/z', ['1', '2']],
    ['Encounter?plan:below=has', []],
    ['Encounter?plan:missing=true', []],
    ['Encounter?plan:contains=x', /search.modifier-unsupported/],
  ])
})

describe('a uri', () => {
  const patients = {
    yaml: `
      source: gp
      tables: { person: { key: [ID] } }
      ---
      map: person
      from: person as p
      Patient:
        name[official]: { family: p.SURNAME }
    `,
    tables: `
      person (ID int*, SURNAME)
      1 | Bell
    `,
  }
  const profile = 'https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1'
  mapped('is searched whole, or by its beginning', patients, [
    [`Patient?_profile=${profile}`, ['1']],
    [`Patient?_profile=${profile}x`, []],
    ['Patient?_profile:below=https://fhir.hl7.org.uk/STU3/', ['1']],
    [`Patient?_profile:above=${profile}/_history/2`, ['1']],
    ['Patient?_profile:above=https://fhir.hl7.org.uk/STU3/', []],
    ['Patient?_profile:below=urn:oid:1.2', /A urn has no path/],
    ['Patient?_profile:missing=true', []],
  ])
})
