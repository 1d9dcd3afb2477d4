/** What a column seems to mean, by what it holds and what it is called. What it holds is trusted more. */
import { isNhsNumber } from '../../fhir/nhs-number.js'
import { type ColumnProfile, share } from './column-profile.js'
import { findStoredDates, type StoredDates } from './stored-dates.js'

export type Meaning =
  | 'nhsNumber'
  | 'nhsNumberStatus'
  | 'odsCode'
  | 'sdsUserId'
  | 'gmcNumber'
  | 'birthDate'
  | 'deathDate'
  | 'changed'
  | 'date'
  | 'sex'
  | 'gone'
  | 'active'
  | 'yesNo'
  | 'family'
  | 'given'
  | 'prefix'
  | 'organisationName'
  | 'phone'
  | 'mobile'
  | 'email'
  | 'line'
  | 'city'
  | 'district'
  | 'postalCode'
  | 'patientKey'
  | 'codes'
  | 'unknown'

type Confidence = 'sure' | 'likely' | 'guess'

export interface ColumnMeaning {
  readonly profile: ColumnProfile
  readonly name: string
  readonly meaning: Meaning
  readonly confidence: Confidence
  /** Without a value of a row. */
  readonly because: string
  readonly dates?: StoredDates
  /** The forms in which the values are written, for `mask`. */
  readonly masks?: readonly string[]
}

type Finding = Pick<ColumnMeaning, 'meaning' | 'confidence' | 'because' | 'dates' | 'masks'>

export function meaningOf(profile: ColumnProfile, keys: readonly string[]): ColumnMeaning {
  const { name } = profile.column
  const found = finders.map(find => find(profile, plainName(name), keys.includes(name))).find(finding => finding !== undefined)
  return { profile, name, ...(found ?? { meaning: 'unknown', confidence: 'guess', because: 'not recognised' }) }
}

/** `PatForename1` and `PAT_FORENAME_1` are one name: `pat forename 1`. */
const plainName = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()

type Find = (profile: ColumnProfile, name: string, isKey: boolean) => Finding | undefined

const percent = (part: number): string => `${Math.floor(part * 100)}%`

const findNhsNumber: Find = profile => {
  const part = share(profile, value => isNhsNumber(value.replace(/[ -]/g, '')))
  if (part < 0.8 || profile.filled < 3) return undefined
  const masks = ['##########', '### ### ####', '###-###-####'].filter(mask =>
    [...profile.values.keys()].some(value => value.replace(/\d/g, '#') === mask),
  )
  return { meaning: 'nhsNumber', confidence: 'sure', because: `${percent(part)} have the check digit of an NHS number`, masks }
}

const findDates: Find = (profile, name, isKey) => {
  const named = dateNames.find(([pattern]) => pattern.test(name))?.[1]
  const dates = isKey ? undefined : findStoredDates(profile, named !== undefined || /\bdate\b/.test(name))
  if (!dates) return undefined
  const how = dates.format === undefined ? 'a date column' : `dates as ${dates.format}`
  const because = dates.orElse === undefined ? how : `${how}, but ${dates.orElse} fits as well`
  const meaning = named ?? 'date'
  return { meaning, confidence: dates.orElse === undefined && meaning !== 'date' ? 'likely' : 'guess', because, dates }
}

const dateNames: readonly (readonly [RegExp, Meaning])[] = [
  [/\b(dob|d o b|birth|born)\b|dateofbirth/, 'birthDate'],
  [/\b(dod|d o d|death|died|deceased)\b|dateofdeath/, 'deathDate'],
  [/updat|modif|chang|amend|last saved/, 'changed'],
]

/** Told by what is in them: the values, and the name when the values could mean other things too. */
const valuePatterns: readonly (readonly [Meaning, RegExp, RegExp, string])[] = [
  ['email', /^\S+@\S+\.\S+$/, /./, 'are e-mail addresses'],
  ['postalCode', /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i, /./, 'are postcodes'],
  ['mobile', /^(\+44 ?|0)7[\d ]{8,12}$/, /./, 'are mobile numbers'],
  ['phone', /^(\+44 ?|\(?0)[\d ()-]{8,16}$/, /phone|tel|contact|home|work|fax|number/, 'are phone numbers'],
  ['sex', /^([MFUI09128]|male|female|unknown|other)$/i, /\b(sex|gender)\b/, 'are codes of a sex'],
]

const findByValues: Find = (profile, name, isKey) => {
  if (isKey) return undefined
  for (const [meaning, values, names, what] of valuePatterns) {
    const part = share(profile, value => values.test(value))
    if (part >= 0.8 && names.test(name)) return { meaning, confidence: 'sure', because: `${percent(part)} ${what}` }
  }
  return undefined
}

const flags = [/^[YN]$/i, /^[10]$/, /^(-1|0)$/, /^[TF]$/i, /^(true|false)$/i]

const findFlag: Find = (profile, name, isKey) => {
  if (isKey || profile.filled === 0) return undefined
  const isFlag =
    profile.column.type === 'boolean' || flags.some(flag => [...profile.values.keys()].every(value => flag.test(value)))
  if (!isFlag) return undefined
  const because = `holds ${[...profile.values.keys()].toSorted().join(' and ')}`
  if (/delet|remov|withdr|\b(is)?(del|dltd?|gone|void(ed)?|purged|erased)(fla?g|ind|yn)?\b/.test(name))
    return { meaning: 'gone', confidence: 'likely', because }
  if (/\b(active|open|current|live)\b/.test(name)) return { meaning: 'active', confidence: 'likely', because }
  return { meaning: 'yesNo', confidence: 'guess', because }
}

const textNames: readonly (readonly [Meaning, RegExp])[] = [
  ['nhsNumberStatus', /nhs.*(stat|verif|trace)/],
  ['odsCode', /\bods\b|nacs|practice code|org(anisation)? code/],
  ['sdsUserId', /\bsds\b/],
  ['gmcNumber', /\bgmc\b/],
  ['family', /^((pat|patient|client|c|p|staff) )?(surname|last ?name|family ?name|family)$/],
  ['given', /^((pat|patient|client|c|p|staff) )?((fore|first|given|middle) ?names?)( \d)?$/],
  ['prefix', /^((pat|patient|client|staff) )?(title|prefix)$/],
  ['organisationName', /^((practice|org|organisation|site|surgery|clinic|ward) )?name$/],
  ['line', /\b(addr|address|line|street|house)\b( ?line)?( \d)?/],
  ['city', /\b(town|city)\b/],
  ['district', /\b(county|district)\b/],
]

const findByName: Find = ({ column }, name, isKey) => {
  if (column.type !== 'string' && column.type !== 'unknown') return undefined
  const found = textNames.find(([, pattern]) => pattern.test(name))
  if (!found || (isKey && found[0] !== 'odsCode')) return undefined
  return { meaning: found[0], confidence: 'likely', because: 'by its name' }
}

const findPatientKey: Find = ({ column }, name) =>
  /^(pat|patient|client|person)( ?(id|no|num|number|key|ref))$/.test(name)
    ? { meaning: 'patientKey', confidence: 'likely', because: `by its name, ${column.nativeType}` }
    : undefined

const codesAtMost = 12

const findCodes: Find = ({ values, filled, column }, name, isKey) => {
  if (column.type !== 'string' && /\b(id|no|number)$/.test(name)) return undefined
  const isShort = [...values.keys()].every(value => value.length <= 8)
  if (isKey || values.size === 0 || values.size > codesAtMost || filled < values.size * 2 || !isShort) return undefined
  return { meaning: 'codes', confidence: 'guess', because: `${values.size} values in ${filled} rows` }
}

const finders: readonly Find[] = [findNhsNumber, findDates, findByValues, findByName, findFlag, findPatientKey, findCodes]
