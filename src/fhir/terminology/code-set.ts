/** Codes, and what is said where they can not be told. */

/** By system. */
export type CodeSet = ReadonlyMap<string, ReadonlySet<string>>

/** A question that the files of this installation can not answer in full. It is then not answered at all. */
export interface Unanswerable {
  /** A sentence or two, safe to show: it names urls of the terminology alone. */
  readonly reason: string
}
export type Answer = CodeSet | Unanswerable

export const isUnanswerable = (answer: Answer): answer is Unanswerable => 'reason' in answer
