/** How much is told of what is found. https://hl7.org/fhir/STU3/search.html#summary and #elements */

export interface AnswerOptions {
  readonly summary?: Summary
  /** Of the matches, by name; a choice by its stem or by one of its types. Never together with `summary`. */
  readonly elements?: readonly string[]
  readonly total?: TotalWish
}

/** `count`: no resources at all. `false`: everything. */
export type Summary = 'true' | 'text' | 'data' | 'count' | 'false'
/** `_total` of R4: none is given; what a source can tell without looking at resources; the number, whatever it costs. */
export type TotalWish = 'none' | 'estimate' | 'accurate'

export const summaries: readonly Summary[] = ['true', 'text', 'data', 'count', 'false']
export const totalWishes: readonly TotalWish[] = ['none', 'estimate', 'accurate']
