/** Logical ids: key parts joined by '.', after the map's prefix; reversible, so that a read needs no look-up. */
import { isResourceId } from '../../fhir/resource-id.js'
import type { ColumnBinding, Meaning } from './column.js'
import { isCanonicalInteger } from './column.js'

const plain = /^[A-Za-z0-9-]+$/

/** Letters, digits and '-' stay, any other byte is '..HH'. */
function encodePart(text: string): string {
  if (plain.test(text)) return text
  let encoded = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte)
    encoded += plain.test(char) ? char : `..${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** Undefined when a part is null or the id would be longer than FHIR allows. */
export function encodeId(prefix: string | undefined, parts: readonly (Meaning | undefined)[]): string | undefined {
  let id = prefix === undefined ? '' : `${prefix}-`
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]
    if (part === undefined) return undefined
    id += (index === 0 ? '' : '.') + (typeof part === 'number' ? part : encodePart(String(part)))
  }
  return isResourceId(id) ? id : undefined
}

/** The key's parts as text, or undefined when this map can not have made the id. */
export function decodeId(id: string, prefix: string | undefined, key: readonly ColumnBinding[]): readonly string[] | undefined {
  if (prefix !== undefined && !id.startsWith(`${prefix}-`)) return undefined
  const parts = splitParts(prefix === undefined ? id : id.slice(prefix.length + 1))
  if (parts.length !== key.length) return undefined
  for (const [index, part] of parts.entries()) {
    if (part === '' || (key[index]?.meaning === 'integer' && !isCanonicalInteger(part))) return undefined
  }
  return encodeId(prefix, parts) === id ? parts : undefined
}

const escapedByte = /^\.\.([0-9A-F]{2})$/

function splitParts(text: string): readonly string[] {
  const parts: string[] = []
  let bytes: number[] = []
  const end = () => {
    parts.push(Buffer.from(bytes).toString('utf8'))
    bytes = []
  }
  for (let index = 0; index < text.length; index++) {
    const hex = escapedByte.exec(text.slice(index, index + 4))?.[1]
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16))
      index += 3
    } else if (text[index] === '.') end()
    else bytes.push(text.charCodeAt(index))
  }
  end()
  return parts
}
