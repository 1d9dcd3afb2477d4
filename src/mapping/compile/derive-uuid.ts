/** Uuids: however they are stored, they mean the lower-case text with hyphens; in a search that text is turned into what may be stored. */
import type { Literal } from '../../spi/index.js'
import type { UuidFormat } from '../language/date-format.js'
import type { ColumnBinding } from './column.js'
import { columnName } from './column.js'
import { columnPresent, withoutSentinels } from './column-inverse.js'
import { allOf, type Inverse, inexact, never, rows, undecided, unsupported } from './inverse.js'

const canonical = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const plain = /^[0-9a-f]{32}$/

/** `base` is text or bytes, without a format. */
export function deriveUuid(base: ColumnBinding, { kind }: UuidFormat, column: string): ColumnBinding {
  const isBinary = base.field.type === 'binary'
  const isMixed = kind === 'uuid-mixed'
  const forms = (text: string): readonly Literal[] => {
    if (!canonical.test(text)) return []
    return isBinary ? [{ type: 'binary', value: toBytes(text, isMixed) }] : storedTexts(base, text)
  }
  const equals = (text: string): Inverse => {
    const values = forms(text)
    return values.length === 0 ? never : allOf([withoutSentinels(base), rows({ op: 'in', field: base.field, values })])
  }
  const one = (text: string): Inverse => {
    const [only, ...others] = forms(text)
    if (!only || others.length > 0) return equals(text)
    return allOf([withoutSentinels(base), rows({ op: 'compare', field: base.field, is: 'eq', to: only })])
  }
  const name = columnName({ ...base, field: { ...base.field, name: column } })
  return {
    ...base,
    meaning: 'string',
    derived: {
      fact: kind,
      column,
      from: [base],
      mustRead: true,
      read: isBinary ? value => fromHex(String(value ?? ''), isMixed) : value => fromText(String(value ?? '')),
      present: () => inexact(allOf([columnPresent(base), undecided])),
      equals: one,
      compare: () => unsupported(`${name} holds uuids, which have no order.`),
      text: (match, folding, value) =>
        match === 'equals' && folding === 'exact'
          ? one(value)
          : unsupported(`${name} holds uuids, which are searched as a whole.`),
    },
  }
}

/** Text with or without hyphens or braces, in one case throughout: what can be listed can be looked for by an index. */
function fromText(text: string): string | undefined {
  const stored = text.trimEnd()
  const bare = stored.startsWith('{') && stored.endsWith('}') ? stored.slice(1, -1) : stored
  const lower = bare.toLowerCase()
  if (bare !== lower && bare !== bare.toUpperCase()) return undefined
  if (canonical.test(lower)) return lower
  return bare === stored && plain.test(lower) ? hyphenated(lower) : undefined
}

/** A native uuid takes no text without hyphens. */
function storedTexts({ field }: ColumnBinding, text: string): readonly Literal[] {
  const isNative = /^(uniqueidentifier|uuid)\b/i.test(field.nativeType ?? '')
  const forms = isNative ? [text] : [text, text.replaceAll('-', ''), `{${text}}`]
  return [...new Set(forms.flatMap(form => [form, form.toUpperCase()]))].map(value => ({ type: 'string', value }))
}

const hyphenated = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

/** SQL Server and .NET store the first three groups with their least byte first. */
const mixedOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const

const mixed = (hex: string): string => mixedOrder.map(byte => hex.slice(byte * 2, byte * 2 + 2)).join('')

function fromHex(hex: string, isMixed: boolean): string | undefined {
  return plain.test(hex) ? hyphenated(isMixed ? mixed(hex) : hex) : undefined
}

function toBytes(text: string, isMixed: boolean): Uint8Array {
  const hex = text.replaceAll('-', '')
  return new Uint8Array(Buffer.from(isMixed ? mixed(hex) : hex, 'hex'))
}
