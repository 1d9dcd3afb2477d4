/** What is wrong with one search value: a sentence that says what to write, and never the value itself. */

export interface Problem {
  readonly kind: 'problem'
  readonly text: string
}

export const problem = (text: string): Problem => ({ kind: 'problem', text })
