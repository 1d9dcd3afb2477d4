/** The resource type that a table seems to be about, by its name and what its columns mean. */
import type { ColumnMeaning, Meaning } from './column-meaning.js'

/** The whole story of a table is seldom in its name, so what is in it comes first. */
export function guessType(table: string, columns: readonly ColumnMeaning[]): string | undefined {
  const has = (meaning: Meaning): boolean => columns.some(column => column.meaning === meaning)
  if (has('nhsNumber') && has('family')) return 'Patient'
  if (has('family') && (has('sdsUserId') || has('gmcNumber'))) return 'Practitioner'
  const named = tableNames.find(([pattern]) => pattern.test(table.toLowerCase()))?.[1]
  if (named !== undefined) return named
  if (has('family') && has('birthDate')) return 'Patient'
  return has('organisationName') && has('odsCode') ? 'Organization' : undefined
}

const tableNames: readonly (readonly [RegExp, string])[] = [
  [/allerg/, 'AllergyIntolerance'],
  [/immuni|vaccin/, 'Immunization'],
  [/prescri|medication_?req|_rx\b|^rx/, 'MedicationRequest'],
  [/encounter|visit|consult|appoint|episode|spell|stay/, 'Encounter'],
  [/diagnos|problem|condition/, 'Condition'],
  [/proced|operation|surgical/, 'Procedure'],
  [/observ|result|vital|measure/, 'Observation'],
  [/^(\w+_)?(patients?|clients?|person)$/, 'Patient'],
  [/staff|clinician|doctor|consultant|practitioner|employee|nurse/, 'Practitioner'],
  [/practice|organi[sz]ation|surger(y|ies)|trust/, 'Organization'],
  [/location|ward|clinic|site/, 'Location'],
]
