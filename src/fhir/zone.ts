/** Local times and instants. */
export interface Zone {
  readonly name: string
  /** The instant of a local 'YYYY-MM-DDTHH:mm:ss[.fff]': in the fold the earlier offset, in the gap the instant of the change. Monotone. */
  toInstant(local: string): number
  /** The FHIR dateTime of a local time: '2021-07-01T10:00:00+01:00'; a local time in the gap becomes the instant of the change. */
  withOffset(local: string): string
  /** The least local time (whole milliseconds dropped when zero) whose instant is not before `instant`: `local >= leastLocal(i)` is `toInstant(local) >= i`. */
  leastLocal(instant: number): string
}
export declare function zoneOf(name: string): Zone | undefined
