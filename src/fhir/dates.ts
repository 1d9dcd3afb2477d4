/** FHIR dates and what they may mean. https://hl7.org/fhir/STU3/datatypes.html#date and search.html#date */
import type { Zone } from './zone.js'

export type DatePrecision = 'year' | 'month' | 'day' | 'minute' | 'second' | 'fraction'

/** A date of FHIR as written, checked: '2015', '2015-02', '2015-02-07', '2015-02-07T13:28[:17[.239]][Z|+01:00]'. */
export interface PartialDate {
  readonly text: string
  readonly precision: DatePrecision
  /** True when the text carries Z or an offset. */
  readonly zoned: boolean
}

/** Half-open [start, end), in milliseconds since 1970-01-01T00:00Z. */
export interface Period {
  readonly start: number
  readonly end: number
}

export declare function parsePartialDate(text: string): PartialDate | undefined
export declare function toPeriod(date: PartialDate, zone: Zone): Period
