/** Logical ids: key parts joined by '.', after the map's prefix and before its slot; reversible, so that a read needs no look-up. */
import { isResourceId } from '../../fhir/resource-id.js'
import type { ColumnBinding, Meaning } from './column.js'
import { isCanonicalInteger } from './column.js'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Letters, digits and '-' stay, any other byte is '..HH'. Without a prefix '-' does not stay but in uuids: what begins with letters
 * and '-' is an id of the map that has this prefix.
 */
function encodePart(text: string, hasPrefix: boolean): string | undefined {
  const hyphenStays = hasPrefix || uuid.test(text)
  if (isPlain(text, hyphenStays)) return text
  if (!isAsStored(text)) return undefined
  let encoded = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const stays = isPlainCode(byte) || (byte === hyphen && hyphenStays)
    encoded += stays ? String.fromCharCode(byte) : `..${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** What was stored and is no text has become U+FFFD on its way: nothing that it could be asked for by. */
const isAsStored = (text: string): boolean => !/[\uFFFD\p{Surrogate}]/u.test(text)

/** By its codes, for it is asked for each row. */
function isPlain(text: string, hyphenStays: boolean): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (!isPlainCode(code) && !(code === hyphen && hyphenStays)) return false
  }
  return true
}

const hyphen = 45

const isPlainCode = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)

/** What the ids of one map have in common. */
export interface IdSpace {
  readonly prefix?: string
  /** Of the copy of a map that is repeated over slots: ends the id. */
  readonly slot?: string
}

/** Undefined when a part is null or is not what was stored, or the id would be longer than FHIR allows. */
export function encodeId({ prefix, slot }: IdSpace, parts: readonly (Meaning | undefined)[]): string | undefined {
  let id = prefix === undefined ? '' : `${prefix}-`
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]
    if (part === undefined) return undefined
    const text = typeof part === 'number' ? String(part) : encodePart(String(part), prefix !== undefined)
    if (text === undefined) return undefined
    id += (index === 0 ? '' : '.') + text
  }
  if (slot !== undefined) id += `.${slot}`
  return isResourceId(id) ? id : undefined
}

/** Writes `before` and the id of one key after the other: as `encodeId` does, and quickly where the key is plain. */
export function idWriter(space: IdSpace, before = ''): (...parts: readonly (Meaning | undefined)[]) => string | undefined {
  const begin = space.prefix === undefined ? '' : `${space.prefix}-`
  const end = space.slot === undefined ? '' : `.${space.slot}`
  const longest = isResourceId(`${begin}0${end}`) ? 64 - begin.length - end.length : 0
  const write = (...parts: readonly (Meaning | undefined)[]): string | undefined => {
    const id = encodeId(space, parts)
    return id === undefined ? undefined : before + id
  }
  const start = before + begin
  return (...parts) => {
    let key = ''
    for (let index = 0; index < parts.length; index++) {
      const text = plainText(parts[index], space.prefix !== undefined)
      if (text === undefined) return write(...parts)
      key += index === 0 ? text : `.${text}`
    }
    return key.length > 0 && key.length <= longest ? start + key + end : write(...parts)
  }
}

/** A key that needs no escapes; undefined for every other one. */
function plainText(part: Meaning | undefined, hyphenStays: boolean): string | undefined {
  if (typeof part === 'string') return isPlain(part, hyphenStays) ? part : undefined
  return typeof part === 'number' && Number.isSafeInteger(part) ? String(part) : undefined
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
