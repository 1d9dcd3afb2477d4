/** Logical ids: key parts joined by '.', after the map's prefix and before its slot; reversible, so that a read needs no look-up. */
import { isResourceId } from '../../fhir/resource-id.js'
import type { ColumnBinding, Meaning } from './column.js'
import { isCanonicalInteger } from './column.js'

const plain = /^[A-Za-z0-9-]+$/

const withoutHyphen = /^[A-Za-z0-9]+$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Letters, digits and '-' stay, any other byte is '..HH'. Without a prefix '-' does not stay but in uuids: what begins with letters
 * and '-' is an id of the map that has this prefix.
 */
function encodePart(text: string, hasPrefix: boolean): string {
  const stays = hasPrefix || uuid.test(text) ? plain : withoutHyphen
  if (stays.test(text)) return text
  let encoded = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte)
    encoded += stays.test(char) ? char : `..${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** What the ids of one map have in common. */
export interface IdSpace {
  readonly prefix?: string
  /** Of the copy of a map that is repeated over slots: ends the id. */
  readonly slot?: string
}

/** Undefined when a part is null or the id would be longer than FHIR allows. */
export function encodeId({ prefix, slot }: IdSpace, parts: readonly (Meaning | undefined)[]): string | undefined {
  let id = prefix === undefined ? '' : `${prefix}-`
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]
    if (part === undefined) return undefined
    id += (index === 0 ? '' : '.') + (typeof part === 'number' ? part : encodePart(String(part), prefix !== undefined))
  }
  if (slot !== undefined) id += `.${slot}`
  return isResourceId(id) ? id : undefined
}

/** The key's parts as text, or undefined when this map can not have made the id. */
export function decodeId(id: string, space: IdSpace & { readonly key: readonly ColumnBinding[] }): readonly string[] | undefined {
  const { key } = space
  const begin = space.prefix === undefined ? '' : `${space.prefix}-`
  const end = space.slot === undefined ? '' : `.${space.slot}`
  if (!id.startsWith(begin) || !id.endsWith(end) || id.length < begin.length + end.length) return undefined
  const parts = splitParts(id.slice(begin.length, id.length - end.length))
  if (parts.length !== key.length) return undefined
  for (const [index, part] of parts.entries()) {
    if (part === '' || (key[index]?.meaning === 'integer' && !isCanonicalInteger(part))) return undefined
  }
  return encodeId(space, parts) === id ? parts : undefined
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
