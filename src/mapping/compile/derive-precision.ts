/** Dates that are shortened to what is known of them (MAPPING: the fact `precision`): to a fixed precision, or by a code beside them. */
import type { ColumnBinding, DateLevel, LevelPrecision, Meaning } from './column.js'
import { columnPresent } from './column-inverse.js'
import { coarser, compareLevels, equalsLevels, shorten, startOf } from './date-levels.js'
import { allOf, anyOf, type Inverse, never, unsupported } from './inverse.js'
import { levelsOf } from './invert-date.js'
import { codedMatches } from './invert-value.js'
import type { ResolvedCodes } from './shape.js'

/** A precision that the codes of a column give; `none` says that there is no date. */
type CodedPrecision = LevelPrecision | 'none'

export interface PrecisionCodes {
  readonly column: ColumnBinding
  /** Their codes are words of CodedPrecision. */
  readonly codes: ResolvedCodes
}

/** `base` is a local date or dateTime. */
export function derivePrecision(base: ColumnBinding, precision: LevelPrecision, column: string): ColumnBinding {
  const refine = (level: DateLevel): readonly DateLevel[] => [{ ...level, precision: coarser(level.precision, precision) }]
  return shortened(base, column, {
    from: [base],
    read: value => (value === undefined ? undefined : shorten(String(value), precision)),
    levels: () => levelsOf(base).flatMap(refine),
    present: () => columnPresent(base),
  })
}

/** Without a code, unless `whenNull` says otherwise, the date is as precise as it is stored; a code that is not listed makes it unreadable. */
export function derivePrecisionBy(base: ColumnBinding, { column: by, codes }: PrecisionCodes, column: string): ColumnBinding {
  const precisionOf = new Map([...codes.pairs].map(([code, { code: word }]) => [code, wordOf(word)] as const))
  const whenNull = codes.whenNull ? wordOf(codes.whenNull.code) : 'time'
  const otherwise = codes.otherwise ? wordOf(codes.otherwise.code) : 'none'
  const found = [...new Set([...precisionOf.values(), whenNull, otherwise])].filter(word => word !== 'none')
  const complete: ResolvedCodes = { ...codes, whenNull: codes.whenNull ?? { code: 'time' } }
  const when = (precision: LevelPrecision): Inverse => codedMatches(by, complete, code => wordOf(code?.code) === precision)
  return shortened(base, column, {
    from: [base, by],
    read: (value, code) => {
      const precision = code === undefined ? whenNull : (precisionOf.get(String(code)) ?? otherwise)
      return value === undefined || precision === 'none' ? undefined : shorten(String(value), precision)
    },
    levels: () =>
      levelsOf(base).flatMap(level =>
        found.map(precision => ({
          ...level,
          precision: coarser(level.precision, precision),
          when: allOf([level.when, when(precision)]),
        })),
      ),
    present: () => allOf([columnPresent(base), found.length === 0 ? never : anyOf(found.map(when))]),
  })
}

const words: readonly CodedPrecision[] = ['year', 'month', 'day', 'minute', 'time', 'none']

export const isPrecisionWord = (text: string): boolean => words.some(word => word === text)

const wordOf = (text: string | undefined): CodedPrecision => words.find(word => word === text) ?? 'none'

interface Shortening {
  readonly from: readonly ColumnBinding[]
  read(...values: readonly (Meaning | undefined)[]): Meaning | undefined
  levels(): readonly DateLevel[]
  present(): Inverse
}

/** Any column of partial dates, given its levels. */
export function shortened(base: ColumnBinding, column: string, { from, read, levels, present }: Shortening): ColumnBinding {
  const meaning = base.meaning === 'dateTime' ? 'dateTime' : 'date'
  return {
    ...base,
    derived: {
      fact: 'precision',
      column,
      from,
      mustRead: false,
      read,
      comparable: value => startOf(value, meaning),
      present,
      equals: text => equalsLevels(levels(), text, present()),
      compare: (is, text) => compareLevels(levels(), is, text, present()),
      text: () => unsupported(`${base.field.alias}.${column} holds dates, which have no text search.`),
      dateLevels: levels,
    },
  }
}
