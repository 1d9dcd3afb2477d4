/** Code maps for the codes that a column holds. */
import { extensionsAt } from '../../fhir/careconnect/extensions.js'
import { valueSetCodes } from '../../fhir/careconnect/value-sets.js'
import type { ColumnMeaning } from './column-meaning.js'
import type { ColumnProfile } from './column-profile.js'
import { quoted, textOf } from './write-yaml.js'

const sexes: Readonly<Record<string, string>> = {
  m: 'male',
  male: 'male',
  '1': 'male',
  f: 'female',
  female: 'female',
  '2': 'female',
  i: 'other',
  other: 'other',
  '9': 'other',
}

/** 1, 2 and 9 as the NHS Data Dictionary has them; what it calls not known, and all else, is unknown. */
export function sexCodes({ profile }: ColumnMeaning): string {
  const pairs = pairsOf(profile, value => sexes[value.toLowerCase()])
  return pairs === ''
    ? '{ map: { M: male, F: female }, otherwise: unknown }'
    : `{ map: { ${pairs} }, whenNull: unknown, otherwise: unknown }`
}

export function yesNoCodes({ profile }: ColumnMeaning): string {
  const pairs = pairsOf(profile, value => (/^(y|1|-1|t|true)$/i.test(value) ? quoted('true') : quoted('false')))
  return `{ map: { ${pairs} } }`
}

const pairsOf = ({ values }: ColumnProfile, codeOf: (value: string) => string | undefined): string =>
  [...values.keys()]
    .toSorted()
    .flatMap(value => {
      const code = codeOf(value)
      return code === undefined ? [] : [`${textOf(value)}: ${code}`]
    })
    .join(', ')

/** Of how far an NHS number is verified. Undefined unless the column holds the profile's own codes. */
export function nhsNumberStatusCodes({ profile }: ColumnMeaning): string | undefined {
  const extension = extensionsAt('Patient', 'identifier:nhsNumber').find(({ name }) => name === 'nhsNumberVerificationStatus')
  const valueSet = extension?.value?.binding?.valueSet
  const codes = new Set((valueSet === undefined ? undefined : valueSetCodes(valueSet))?.map(({ code }) => code))
  const known = [...profile.values.keys()].filter(value => codes.has(value)).toSorted()
  const rows = known.reduce((sum, value) => sum + (profile.values.get(value) ?? 0), 0)
  if (rows === 0 || rows < profile.filled * 0.8) return undefined
  return `{ system: nhs-number-status, map: { ${known.map(code => `${textOf(code)}: ${textOf(code)}`).join(', ')} } }`
}

/** How a person tells one code from another: its values, and nothing that could name anybody. */
export const codesOf = ({ values }: ColumnProfile): string =>
  values.size > 12 ? '' : [...values.keys()].toSorted().map(textOf).join(', ')
