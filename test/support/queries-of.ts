/** The searches that the law asks of one resource and one parameter: what must return it, what must not, and what the judge alone decides. */
import {
  type Code,
  codesOf,
  type Found,
  type JudgedResource,
  judgeBaseUrl,
  partsOf,
  textAt,
  textsOf,
  textsOfCode,
  valuesOf,
} from './judge.js'
import { numberText, propertyAt } from './judge-numbers.js'

export interface LawQuery {
  readonly name: string
  readonly modifier?: string
  /** Decoded; escaped where it holds a separator. */
  readonly value: string
  /** Whether it returns the resource that it was made of; absent where only the judge says. */
  readonly returns?: boolean
}

export interface AskedParameter {
  readonly name: string
  readonly type: string
  readonly modifiers: readonly string[]
}

type Ask = Omit<LawQuery, 'name'>

/** Modifiers that the parameter does not take are left out. */
export function queriesOf(resource: JudgedResource, { name, type, modifiers }: AskedParameter): readonly LawQuery[] {
  const found = valuesOf(resource, name)
  const asks = [
    ...(found.length === 0
      ? (asksOfNothing[type] ?? [])
      : found.flatMap(value =>
          type === 'composite' ? asksOfComposite(value, resource.resourceType, name) : asksOf(type, value, name),
        )),
    ...missing(found),
  ]
  return asks.filter(({ modifier }) => modifier === undefined || modifiers.includes(modifier)).map(ask => ({ name, ...ask }))
}

/** Whether it is missing is left to the judge: an element of extensions alone is. */
const missing = (found: readonly Found[]): readonly Ask[] => [
  { modifier: 'missing', value: 'true', ...(found.length === 0 ? { returns: true } : {}) },
  { modifier: 'missing', value: 'false', ...(found.length === 0 ? { returns: false } : {}) },
]

/** What no value at all answers. */
const asksOfNothing: Readonly<Record<string, readonly Ask[]>> = {
  token: [
    { value: 'nowhere-known', returns: false },
    { value: 'nowhere-known', modifier: 'not', returns: true },
  ],
  string: [{ value: 'nowhere known', returns: false }],
  date: [
    { value: 'ge1800', returns: false },
    { value: 'ne2020', returns: false },
  ],
  reference: [{ value: 'nowhere-known', returns: false }],
  number: [{ value: 'ne5', returns: false }],
  quantity: [
    { value: 'ne5', returns: false },
    { value: 'ge-1000||kg', returns: false },
  ],
  uri: [{ value: 'http://nowhere.example', returns: false }],
}

function asksOf(type: string, found: Found, name: string): readonly Ask[] {
  switch (type) {
    case 'token':
      return [
        ...codesOf(found).flatMap(code => (code.code === '' ? [] : asksOfCode(code))),
        ...textsOfCode(found).flatMap(asksOfCodeText),
      ]
    case 'string':
      return textsOf(found).flatMap(asksOfText)
    case 'date':
      return asksOfDate(found.value)
    case 'reference':
      return asksOfReference(found.value)
    case 'number':
      return found.type === 'Duration' ? asksOfDuration(found.value) : asksOfNumber(numberText(found.value) ?? '', true)
    case 'quantity':
      return found.type === 'Range' ? asksOfRange(found.value) : asksOfQuantity(found.value)
    case 'uri':
      return asksOfUri(String(found.value))
    default:
      throw new Error(`The law does not know ${name}, a ${type}.`)
  }
}

function asksOfCode({ system, code }: Code): readonly Ask[] {
  const written = escaped(code)
  const owner = system === undefined ? [] : [escaped(system)]
  return [
    { value: written, returns: true },
    { value: `nowhere-known,${written}`, returns: true },
    { value: `|${written}`, ...(system === undefined ? { returns: true } : {}) },
    ...owner.flatMap(name => [
      { value: `${name}|${written}`, returns: true },
      { value: `${name}|`, returns: true },
      { value: `${name}|${written}x` },
      { value: `${name}x|${written}` },
      { value: `${name}|${written}`, modifier: 'not', returns: false },
      { value: `${name}|`, modifier: 'not', returns: false },
    ]),
    { value: swapCase(written) },
    { value: `${written} ` },
    { value: written, modifier: 'not', returns: false },
    { value: 'nowhere-known', modifier: 'not', returns: true },
  ].filter(({ value }) => value.trim() !== '|')
}

/** `:text` begins as a string does. */
const asksOfCodeText = (text: string): readonly Ask[] =>
  asksOfText(text)
    .filter(({ modifier }) => modifier === undefined)
    .map(ask => ({ ...ask, modifier: 'text' }))

function asksOfText(text: string): readonly Ask[] {
  const signs = [...text]
  const half = signs.slice(0, Math.ceil(signs.length / 2)).join('')
  const middle = signs.slice(Math.floor(signs.length / 3), Math.ceil((signs.length * 2) / 3)).join('')
  const asks: readonly Ask[] = [
    { value: text, returns: true },
    { value: half, returns: true },
    { value: signs[0] ?? '', returns: true },
    { value: swapCase(text) },
    { value: plain(text), ...(plain(text) === text ? { returns: true } : {}) },
    { value: signs.slice(1).join('') },
    { value: `${text}♞`, returns: false },
    { value: text.replace(/\S/u, '_') },
    { value: text, modifier: 'exact', returns: true },
    { value: swapCase(text), modifier: 'exact' },
    { value: `${text} `, modifier: 'exact' },
    { value: half, modifier: 'exact' },
    { value: middle, modifier: 'contains', returns: true },
    { value: swapCase(middle), modifier: 'contains' },
    { value: '%', modifier: 'contains' },
    { value: '_', modifier: 'contains' },
  ]
  return asks.filter(({ value }) => value.trim() !== '').map(ask => ({ ...ask, value: escaped(ask.value) }))
}

const prefixes = ['', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const
/** Under which a date finds its own range. A range is never before, after or unlike itself. */
const reflexive: readonly string[] = ['', 'eq', 'ge', 'le', 'ap']

function asksOfDate(value: unknown): readonly Ask[] {
  if (typeof value === 'string') {
    return [
      ...prefixes.map(prefix => ({ value: prefix + value, returns: reflexive.includes(prefix) })),
      ...aroundDate(value).flatMap(date => prefixes.map(prefix => ({ value: prefix + date }))),
    ]
  }
  const start = textAt(value, 'start')
  const end = textAt(value, 'end')
  const ends = [start, end].flatMap(date => date ?? [])
  // Some rows end before they begin.
  const isForward = start === undefined || end === undefined || Date.parse(start) <= Date.parse(end)
  return [
    ...(isForward ? [{ value: start === undefined ? 'le0800' : `ge${start}`, returns: true }] : []),
    ...(isForward ? [{ value: end === undefined ? 'ge9000' : `le${end}`, returns: true }] : []),
    ...ends.flatMap(date => [date, ...aroundDate(date)]).flatMap(date => prefixes.map(prefix => ({ value: prefix + date }))),
  ]
}

/** Wider, the same, and beside it: to the year, month, day, minute and instant. */
function aroundDate(text: string): readonly string[] {
  const wider = [text.slice(0, 4), text.slice(0, 7), text.slice(0, 10)].filter(part => part.length < text.length)
  const instant = Date.parse(text)
  if (text.length < 10 || Number.isNaN(instant)) return wider
  const iso = (milliseconds: number): string => new Date(instant + milliseconds).toISOString()
  const day = 86_400_000
  return [
    ...wider,
    iso(-day).slice(0, 10),
    iso(day).slice(0, 10),
    `${text.slice(0, 10)}T00:00`,
    `${text.slice(0, 10)}T01:30:00`,
    iso(0).replace('.000Z', 'Z'),
    iso(-1000).replace('.000Z', 'Z'),
    iso(3_600_000).replace('.000Z', 'Z'),
    iso(1),
    // Beyond the year 9999, and before the year 1, FHIR has no dates.
  ].filter(date => /^(?!0000)\d{4}/.test(date))
}

function asksOfReference(value: unknown): readonly Ask[] {
  const reference = textAt(value, 'reference')
  if (reference === undefined) return []
  const [type = '', id = ''] = reference.split('/')
  return [
    { value: id, returns: true },
    { value: reference, returns: true },
    { value: `${judgeBaseUrl}/${reference}`, returns: true },
    { value: `nowhere-known,${id}`, returns: true },
    { value: `${type}/${id}9` },
    { value: `0${id}` },
    { value: swapCase(id) },
  ]
}

// ── Numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The number itself under every prefix, and others beside it: one digit less, one more, half a digit off, a tenth off. */
function asksOfNumber(text: string, isPlain: boolean): readonly Ask[] {
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) return []
  const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0
  const unit = 10 ** -decimals
  const beside = [
    number.toFixed(Math.max(decimals - 1, 0)),
    number.toFixed(Math.min(decimals + 1, 20)),
    ...[unit / 2, -unit / 2, unit, number / 10, -number / 10].map(step => (number + step).toFixed(Math.min(decimals + 1, 20))),
    number.toExponential(1),
    String(-number),
    '0',
  ].filter(each => each.length < 25)
  return [
    ...prefixes.map(prefix => ({ value: prefix + text, ...(isPlain && reflexive.includes(prefix) && { returns: true }) })),
    ...beside.flatMap(each => prefixes.map(prefix => ({ value: prefix + each }))),
    { value: `${text},-98765`, ...(isPlain && { returns: true }) },
  ]
}

/** Units that measure the same, in another size. */
const convertible: Readonly<Record<string, readonly (readonly [code: string, times: number])[]>> = {
  kg: [['g', 1000]],
  g: [['kg', 0.001]],
  cm: [['m', 0.01]],
  m: [['cm', 100]],
  d: [['h', 24]],
  h: [['min', 60]],
  'mmol/L': [
    ['umol/L', 1000],
    ['mmol/l', 1],
  ],
  'g/L': [['g/dL', 0.1]],
  '10*9/L': [['/uL', 1000]],
  'mm[Hg]': [['kPa', 0.133322]],
}

function asksOfQuantity(value: unknown): readonly Ask[] {
  const text = numberText(propertyAt(value, 'value'))
  if (text === undefined) return []
  const isPlain = textAt(value, 'comparator') === undefined
  const [system, code, unit] = [textAt(value, 'system'), textAt(value, 'code'), textAt(value, 'unit')]
  const numbers = asksOfNumber(text, isPlain)
  const inUnit = (asks: readonly Ask[], written: string): readonly Ask[] =>
    asks.map(ask => ({ ...ask, value: `${ask.value.split(',')[0]}|${written}` }))
  return [
    ...numbers,
    ...(code === undefined ? [] : inUnit(numbers, `|${escaped(code)}`)),
    ...(unit === undefined ? [] : inUnit(numbers.slice(0, 12), `|${escaped(unit)}`)),
    ...(system === undefined || code === undefined
      ? [{ value: `ne0|http://unitsofmeasure.org|kg` }]
      : [
          ...inUnit(numbers, `${escaped(system)}|${escaped(code)}`),
          { value: `${text}|${escaped(system)}x|${escaped(code)}`, returns: false },
          { value: `${text}|${escaped(system)}|${escaped(code)}x`, returns: false },
          ...(convertible[code] ?? []).flatMap(([other, times]) =>
            inUnit(asksOfNumber(String(Number((Number(text) * times).toPrecision(12))), isPlain), `${escaped(system)}|${other}`),
          ),
        ]),
  ]
}

/** In days, whatever its unit. */
function asksOfDuration(value: unknown): readonly Ask[] {
  const number = Number(numberText(propertyAt(value, 'value')))
  const days = { d: 1, h: 1 / 24, min: 1 / 1440, wk: 7 }[textAt(value, 'code') ?? '']
  return days === undefined ? [{ value: 'ne0' }] : asksOfNumber(String(Number((number * days).toPrecision(12))), false)
}

const asksOfRange = (value: unknown): readonly Ask[] =>
  ['low', 'high'].flatMap(end => asksOfQuantity(propertyAt(value, end)).map(({ value: written }) => ({ value: written })))

function asksOfUri(uri: string): readonly Ask[] {
  const half = uri.slice(0, Math.ceil(uri.length / 2))
  return [
    { value: uri, returns: true },
    { value: `${uri}x` },
    { value: swapCase(uri) },
    { value: half },
    { value: half, modifier: 'below', returns: true },
    { value: uri, modifier: 'below', returns: true },
    { value: `${uri}/x`, modifier: 'below' },
    { value: `${uri}/x`, modifier: 'above', returns: true },
    { value: half, modifier: 'above' },
  ].map(ask => ({ ...ask, value: escaped(ask.value) }))
}

/** The parts of one item together find it; a part of it with something else is left to the judge. */
function asksOfComposite(item: Found, type: string, name: string): readonly Ask[] {
  const parts = partsOf(type, name).map(({ parameter, extract }) =>
    extract(item)
      .flatMap(value => asksOf(parameter.type, value, parameter.name))
      .filter(({ modifier, value }) => modifier === undefined && !value.includes(',')),
  )
  const [first = [], second = []] = parts
  const pair = (a: Ask, b: Ask): Ask => ({
    value: `${a.value}$${b.value}`,
    ...(a.returns === true && b.returns === true && { returns: true }),
  })
  const [one, other] = [first[0], second[0]]
  if (one === undefined || other === undefined) return []
  return [...second.map(each => pair(one, each)), ...first.map(each => pair(each, other))]
}

const escaped = (text: string): string => text.replace(/[,|$\\]/g, '\\$&')
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')

/** Upper for lower case and back, where that is one sign for one sign. */
const swapCase = (text: string): string =>
  [...text].map(sign => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase())).join('')
