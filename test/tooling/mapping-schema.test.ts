import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import { mappingSchema, printMappingSchema } from '../../src/tooling/schema/mapping-schema.js'
import { clinicFiles } from '../support/clinic.js'

const file = 'docs/reference/mapping.schema.json'
const validate = new Ajv({ allowUnionTypes: true, strict: false }).compile(mappingSchema())

/** As an editor reads YAML: numbers and booleans are no text. The first fault of each document. */
function faultsOf(text: string): readonly string[] {
  return parseAllDocuments(text).flatMap(document => {
    if (validate(document.toJS())) return []
    const deepest = [...(validate.errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)[0]
    return [`${deepest?.instancePath} ${deepest?.message}`]
  })
}

it(`${file} is the schema that the command prints`, () => {
  const text = `${printMappingSchema()}\n`
  expect(JSON.parse(text)).toEqual(mappingSchema())
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
  expect(readFileSync(file, 'utf8')).toBe(text)
})

const folders = readdirSync('mappings')
const files = folders.flatMap(folder =>
  readdirSync(`mappings/${folder}`)
    .filter(name => name.endsWith('.yaml'))
    .map(name => `mappings/${folder}/${name}`),
)

describe.each(files)('%s', name => {
  const text = readFileSync(name, 'utf8')
  it('is what the schema describes', () => expect(faultsOf(text)).toEqual([]))
  it('tells editors of the schema', () =>
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../docs/reference/mapping.schema.json'))
})

test.each(Object.entries(clinicFiles).filter(([name]) => name.startsWith('mappings/')))(
  '%s of the clinic is what the schema describes',
  (_, text) => expect(faultsOf(text)).toEqual([]),
)

const page = 'docs/reference/mapping-language.md'
const examples = [...readFileSync(page, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
test.each(examples.filter(text => /^(source|map|rules):/m.test(text)).map((text, index) => [index + 1, text] as const))(
  `example %i of ${page} is what the schema describes`,
  (_, text) => expect(faultsOf(text)).toEqual([]),
)

describe('the schema has the keys that the language has', () => {
  /** What the checker names as keys when it meets one that nothing resembles. */
  const knownKeys = (text: string): readonly string[] => {
    const { diagnostics } = parseMappingFile('a.yaml', text, () => undefined)
    const found = diagnostics.flatMap(({ message }) => /^qqqqqqqq is no key of .*It takes (.*)\.$/.exec(message)?.[1] ?? [])
    return found[0]?.split(', ') ?? []
  }
  const table = (text: string): string => `source: s\ntables:\n  t: { key: [A], ${text} }\n`
  const map = (text: string): string => `map: m\nfrom: t as p\nlists: { l: { table: t, match: l.A = p.A } }\nPatient: {}\n${text}`
  test.each([
    ['a source document', 'source: s\nqqqqqqqq: 1\ntables: { t: { key: [A] } }\n'],
    ['a table', table('qqqqqqqq: 1')],
    ['a column', table('columns: { A: { qqqqqqqq: 1 } }')],
    ['a precision', table('columns: { A: { precision: { by: B, codes: c, qqqqqqqq: 1 } } }')],
    ['a code map', map('codes: { c: { map: { A: b }, qqqqqqqq: 1 } }')],
    ['a join', map('joins: { j: { table: t, match: j.A = p.A, qqqqqqqq: 1 } }')],
    ['a list', map('').replace('l.A = p.A', 'l.A = p.A, qqqqqqqq: 1')],
    ['a list of packed text', map('').replace('table: t, match: l.A = p.A', "split: p.A, by: ';', qqqqqqqq: 1")],
    ['a search by column', map('search: { family: { col: p.A, qqqqqqqq: 1 } }')],
    ['a rules document', 'rules: Patient\nqqqqqqqq: 1\n'],
  ])('of %s', (_, text) => {
    const keys = knownKeys(text)
    expect(keys.length).toBeGreaterThan(1)
    const objects = objectsIn(mappingSchema())
    expect(objects.some(names => keys.every(key => names.includes(key)) && names.every(name => keys.includes(name)))).toBe(true)
  })
})

/** The names of the properties of each object. */
function objectsIn(node: unknown): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return []
  const own = 'properties' in node && typeof node.properties === 'object' ? [Object.keys(node.properties ?? {})] : []
  return [...own, ...Object.values(node).flatMap(objectsIn)]
}

const patient = `map: patient
from: patient as p
Patient:
  name[official]: { family: p.SURNAME, given: [p.FORENAME] }
  gender: { col: p.SEX, codes: sex }
  birthDate: p.DOB
`
const source = `source: clinic
tables:
  patient: { table: PATIENT, key: [PAT_ID], columns: { DOB: { format: yyyyMMdd } } }
`

test('what the mistakes below are made of has none', () => expect(faultsOf(`${source}---\n${patient}`)).toEqual([]))

test.each([
  ['an element that STU3 does not have', patient, 'birthDate:', 'birthdate:'],
  ['an element of another type', patient, 'birthDate:', 'onsetDateTime:'],
  ['a slice that the profile does not have', patient, 'name[official]', 'name[offical]'],
  ['an extension that the profile does not have', patient, 'birthDate: p.DOB', 'extension[ethnicCat]: p.DOB'],
  ['a choice without its type', patient, 'birthDate: p.DOB', 'deceased: p.DOD'],
  ['a code that the element does not take', patient, '{ col: p.SEX, codes: sex }', 'mael'],
  ['an element below a data type', patient, 'family:', 'surname:'],
  ['a key that a map does not have', patient, 'map: patient\n', 'map: patient\nwhre: p.X is null\n'],
  ['a map without from', patient, 'from: patient as p\n', ''],
  ['a from without alias', patient, 'patient as p', 'patient'],
  ['a map without a resource', patient, 'Patient:', 'Person:'],
  ['two resource types in one map', patient, 'Patient:', 'Practitioner: { active: p.A }\nPatient:'],
  ['a join without match', patient, 'Patient:', 'joins: { gp: { table: staff } }\nPatient:'],
  ['a coded column with a misspelt key', patient, 'codes: sex', 'code: sex'],
  ['a reference without key', patient, 'birthDate: p.DOB', 'managingOrganization: { ref: Organization }'],
  ['a list where one value is', patient, 'p.DOB', '[p.DOB, p.DOB2]'],
  [
    'a search that is overridden by an unknown word',
    patient,
    'Patient:',
    'search: { family: { col: p.S, match: begins } }\nPatient:',
  ],
  ['a table without key', source, 'key: [PAT_ID], ', ''],
  ['a key that a table does not have', source, 'key: [PAT_ID]', 'key: [PAT_ID], deleted: X'],
  ['a storage fact that there is not', source, 'format:', 'fromat:'],
  ['a source document without tables', source, 'tables:', 'table:'],
  ['a rule that there is not', 'rules: Patient\nrequire_any: [[identifier]]\n', 'require_any', 'requires'],
])('%s does not pass', (_, text, from, to) => {
  expect(text).toContain(from)
  expect(faultsOf(text.replace(from, to))).not.toEqual([])
})
