/** The lines of a map, element by element, that the meanings of columns suggest for a resource type. */
import { elementOf } from '../../fhir/stu3/elements.js'
import type { ColumnMeaning, Meaning } from './column-meaning.js'
import { codesOf, nhsNumberStatusCodes, sexCodes, yesNoCodes } from './suggest-codes.js'
import { columnText } from './write-yaml.js'

export interface Suggestions {
  /** Below the resource type, with their indent. */
  readonly lines: readonly string[]
  /** The elements with their slices that the lines map: `name[official]`. */
  readonly mapped: ReadonlySet<string>
  readonly used: ReadonlySet<string>
}

export interface SuggestionContext {
  readonly type: string
  readonly alias: string
  readonly columns: readonly ColumnMeaning[]
  /** The map of patients in the same source, if there is one. */
  readonly patientMap?: string
}

export function suggestElements(context: SuggestionContext): Suggestions {
  const writer = new ElementWriter(context)
  const { type } = context
  writer.identifiers()
  if (type === 'Patient' || type === 'Practitioner') writer.personName()
  if (has(type, 'active')) writer.coded('active', 'active', yesNoCodes)
  if (type === 'Organization' || type === 'Location') writer.simple('name', 'organisationName')
  if (has(type, 'telecom')) writer.telecom()
  if (has(type, 'gender')) writer.coded('gender', 'sex', sexCodes)
  if (has(type, 'birthDate')) writer.simple('birthDate', 'birthDate')
  if (has(type, 'deceasedDateTime')) writer.simple('deceasedDateTime', 'deathDate')
  if (has(type, 'address')) writer.address()
  writer.subject()
  writer.date()
  return writer
}

const has = (type: string, element: string): boolean => elementOf(type, element) !== undefined

/** What is likely the date of such a resource. */
const dateElements: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'assertedDate',
  Condition: 'assertedDate',
  Immunization: 'date',
  MedicationRequest: 'authoredOn',
  MedicationStatement: 'dateAsserted',
  Observation: 'effectiveDateTime',
  Procedure: 'performedDateTime',
}

class ElementWriter implements Suggestions {
  readonly lines: string[] = []
  readonly mapped = new Set<string>()
  readonly used = new Set<string>()
  readonly #context: SuggestionContext

  constructor(context: SuggestionContext) {
    this.#context = context
  }

  identifiers(): void {
    const { type } = this.#context
    if (type === 'Patient') this.#nhsNumber()
    if (type === 'Practitioner') this.#slice('identifier[sdsUserID]', 'sdsUserId')
    if (type === 'Organization') this.#slice('identifier[odsOrganisationCode]', 'odsCode')
    if (type === 'Location') this.#slice('identifier[odsSiteCode]', 'odsCode')
    const gmc = type === 'Practitioner' ? this.#take('gmcNumber') : undefined
    if (gmc)
      this.#add('identifier', [
        '  identifier:',
        `    - { system: 'https://fhir.hl7.org.uk/Id/gmc-number', value: ${this.#text(gmc)} }${why(gmc)}`,
      ])
  }

  /** Without its status the profile allows no NHS number. */
  #nhsNumber(): void {
    const number = this.#take('nhsNumber')
    if (!number) return
    const status = this.#take('nhsNumberStatus')
    const extension = 'extension[nhsNumberVerificationStatus]:'
    const codes = status && nhsNumberStatusCodes(status)
    const todo = '{ system: nhs-number-status, map: { STORED: CODE } }'
    const value = (of: string): string => `{ col: ${status ? this.#text(status) : 'COLUMN'}, codes: ${of} }`
    const stored = status ? ` Stored are ${codesOf(status.profile)}.` : ''
    this.#add('identifier[nhsNumber]', [
      '  identifier[nhsNumber]:',
      `    value: ${this.#text(number)}${why(number)}`,
      ...(codes !== undefined
        ? [`    ${extension} ${value(codes)}   # likely: holds the codes of the profile`]
        : [
            `    # TODO required: how far the number is verified. 01 is verified, 02 not traced.${stored}`,
            `    # ${extension} ${value(todo)}`,
          ]),
    ])
  }

  personName(): void {
    const [family] = this.#all('family')
    if (!family) {
      this.#wholeName()
      return
    }
    const givens = this.#all('given')
    const prefix = this.#take('prefix')
    this.#use([family, ...givens])
    const isPatient = this.#context.type === 'Patient'
    const given = givens.map(each => this.#text(each)).join(', ')
    const parts = [
      ...(prefix ? [`prefix: ${this.#text(prefix)}${why(prefix)}`] : []),
      ...(givens[0] ? [`given: [${given}]${why(givens[0])}`] : []),
      `family: ${this.#text(family)}${why(family)}`,
    ]
    if (isPatient) this.#add('name[official]', ['  name[official]:', ...parts.map(part => `    ${part}`)])
    else this.#add('name', ['  name:', '    - use: usual', ...parts.map(part => `      ${part}`)])
  }

  /** The profile of a patient requires a surname of its own, that of a practitioner does not. */
  #wholeName(): void {
    const name = this.#context.type === 'Practitioner' ? this.#take('organisationName') : undefined
    if (name) this.#add('name', ['  name:', `    - { use: usual, text: ${this.#text(name)} }${why(name)}`])
  }

  simple(element: string, meaning: Meaning): void {
    const column = this.#take(meaning)
    if (column) this.#add(element, [`  ${element}: ${this.#text(column)}${why(column)}`])
  }

  coded(element: string, meaning: Meaning, codes: (column: ColumnMeaning) => string): void {
    const column = this.#take(meaning)
    if (!column) return
    const isBoolean = column.profile.column.type === 'boolean'
    const value = isBoolean ? this.#text(column) : `{ col: ${this.#text(column)}, codes: ${codes(column)} }`
    this.#add(element, [`  ${element}: ${value}${why(column)}`])
  }

  telecom(): void {
    const items = (['phone', 'mobile', 'email'] as const).flatMap(meaning =>
      this.#all(meaning).map(column => {
        this.#use([column])
        const use = meaning === 'mobile' && this.#context.type === 'Patient' ? ', use: mobile' : ''
        const system = meaning === 'email' ? 'email' : 'phone'
        return `    - { system: ${system}, value: ${this.#text(column)}${use} }${why(column)}`
      }),
    )
    if (items.length > 0) this.#add('telecom', ['  telecom:', ...items])
  }

  address(): void {
    const lines = this.#all('line')
    const [city, district, postalCode] = [this.#take('city'), this.#take('district'), this.#take('postalCode')]
    this.#use(lines)
    const parts = [
      ...(lines[0] ? [`line: [${lines.map(line => this.#text(line)).join(', ')}]${why(lines[0])}`] : []),
      ...(city ? [`city: ${this.#text(city)}${why(city)}`] : []),
      ...(district ? [`district: ${this.#text(district)}${why(district)}`] : []),
      ...(postalCode ? [`postalCode: ${this.#text(postalCode)}${why(postalCode)}`] : []),
    ]
    if (parts.length === 0) return
    // A location has one address, the others have a list; one object stands for a list of one.
    this.#add('address', ['  address:', ...parts.map(part => `    ${part}`)])
  }

  subject(): void {
    const { type, patientMap } = this.#context
    const element = ['patient', 'subject'].find(name => type !== 'Location' && has(type, name))
    const [key] = this.#all('patientKey')
    if (element === undefined || !key) return
    const value = `${element}: { ref: Patient, key: ${this.#text(key)} }`
    if (patientMap === undefined) this.#add(element, [`  # TODO ${value}, as soon as this source has a map of Patient.`])
    else this.#add(element, [`  ${value}${why(key)}`])
    this.#use([key])
  }

  date(): void {
    const element = dateElements[this.#context.type]
    const [date] = this.#all('date')
    if (!date) return
    if (element !== undefined) this.simple(element, 'date')
    if (this.#context.type !== 'Encounter') return
    this.#use([date])
    this.#add('period', ['  period:', `    start: ${this.#text(date)}${why(date)}`])
  }

  #slice(element: string, meaning: Meaning): void {
    const column = this.#take(meaning)
    if (column) this.#add(element, [`  ${element}: { value: ${this.#text(column)} }${why(column)}`])
  }

  #all(meaning: Meaning): readonly ColumnMeaning[] {
    return this.#context.columns.filter(column => column.meaning === meaning && !this.used.has(column.name))
  }

  /** The first, which is then used. */
  #take(meaning: Meaning): ColumnMeaning | undefined {
    const [column] = this.#all(meaning)
    if (column) this.#use([column])
    return column
  }

  #use(columns: readonly ColumnMeaning[]): void {
    for (const { name } of columns) this.used.add(name)
  }

  #add(element: string, lines: readonly string[]): void {
    this.mapped.add(element)
    this.lines.push(...lines)
  }

  #text({ name }: ColumnMeaning): string {
    return columnText(this.#context.alias, name)
  }
}

const why = ({ confidence, because }: ColumnMeaning): string => `   # ${confidence}: ${because}`
