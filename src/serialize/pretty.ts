/** A resource as JSON for reading, for `_pretty=true`: two blanks an indent, decimals digit for digit. */
import { ExactDecimal } from '../fhir/exact-decimal.js'
import type { Resource } from '../fhir/resource.js'
import { replaceEscapedCharacters } from './characters.js'

export const toPrettyJson = (resource: Resource): string => replaceEscapedCharacters(writeValue(resource, '\n'))

/** `lineBreak` is a line break and the indent of the line that the value stands on. */
function writeValue(value: unknown, lineBreak: string): string {
  if (value instanceof ExactDecimal) return value.text
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inner = `${lineBreak}  `
  if (Array.isArray(value))
    return bracket(
      '[',
      value.map(item => writeValue(item, inner)),
      ']',
      lineBreak,
    )
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}: ${writeValue(member, inner)}`)
  return bracket('{', members, '}', lineBreak)
}

const bracket = (open: string, parts: readonly string[], close: string, lineBreak: string): string =>
  parts.length === 0 ? open + close : `${open}${lineBreak}  ${parts.join(`,${lineBreak}  `)}${lineBreak}${close}`
