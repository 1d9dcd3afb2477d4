/** A resource as JSON text, decimals digit for digit. https://hl7.org/fhir/STU3/json.html */
import { ExactDecimal } from '../fhir/exact-decimal.js'
import type { Resource } from '../fhir/resource.js'
import { replaceEscapedCharacters } from './characters.js'

/** `hasExactDecimals` false: none is anywhere inside, and the engine's own writer, many times faster, does it all. */
export const toJson = (resource: Resource, hasExactDecimals: boolean): string =>
  replaceEscapedCharacters(hasExactDecimals ? writeValue(resource) : JSON.stringify(resource))

function writeValue(value: unknown): string {
  if (typeof value === 'string') return writeText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof ExactDecimal) return value.text
  return Array.isArray(value) ? writeList(value) : writeObject(value)
}

function writeList(items: readonly unknown[]): string {
  let text = '['
  let separator = ''
  for (const item of items) {
    text += separator + writeValue(item)
    separator = ','
  }
  return `${text}]`
}

function writeObject(object: object): string {
  let text = '{'
  let separator = ''
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue
    text += `${separator}${writeText(name)}:${writeValue(value)}`
    separator = ','
  }
  return `${text}}`
}

/** Most text needs no escapes, and looking is cheaper than asking. */
const writeText = (text: string): string => (/["\\\p{Cc}\p{Surrogate}]/u.test(text) ? JSON.stringify(text) : `"${text}"`)
