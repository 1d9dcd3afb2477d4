/** How a column stores a date or an identifier as text or as a number (MAPPING: the fact `format`). */

/**
 * A pattern of yyyy, yy, MM, dd, HH, mm, ss and literal characters; or a named format.
 * `uuid` and `decimal` are not in this version.
 */
export type DateFormat =
  | { readonly kind: 'pattern'; readonly pattern: string; readonly parts: readonly DateFormatPart[] }
  | { readonly kind: 'epoch-seconds' }
  | { readonly kind: 'epoch-millis' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'decimal' }

export type DateFormatPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'field'; readonly field: DateFormatField; readonly digits: 2 | 4 }
export type DateFormatField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
