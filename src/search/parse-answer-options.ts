/** `_summary`, `_elements` and `_total`. https://hl7.org/fhir/STU3/search.html#summary */
import { elementNames } from '../fhir/stu3/summary.js'
import type { Fault } from '../kernel/errors.js'
import { nearestName } from '../kernel/nearest.js'
import { type AnswerOptions, type Summary, summaries, type TotalWish, totalWishes } from './answer-options.js'
import { shownName } from './query-string.js'

export type ParsedOption = { readonly answer: AnswerOptions } | { readonly faults: readonly Fault[] }

export const answerParameters: readonly string[] = ['_summary', '_elements', '_total']

/** `name` is one of the three, without a modifier. */
export function parseAnswerOption(name: string, value: string, type: string): ParsedOption {
  if (name === '_elements') return parseElements(value, type)
  if (name === '_summary') {
    const summary = summaries.find((each): each is Summary => each === value)
    return summary ? { answer: { summary } } : invalid(name, `_summary takes ${summaries.join(', ')}.`)
  }
  const total = totalWishes.find((each): each is TotalWish => each === value)
  return total ? { answer: { total } } : invalid(name, `_total takes ${totalWishes.join(', ')}.`)
}

function parseElements(value: string, type: string): ParsedOption {
  const known = elementNames(type)
  const elements = [...new Set(value.split(','))]
  const unknown = elements.filter(name => !known.includes(name))
  const [first] = unknown
  if (first === undefined) return { answer: { elements } }
  const near = nearestName(shownName(first), known)
  const advice = near === undefined ? '' : ` Did you mean ${near}?`
  const text = `_elements takes names of elements of ${type}, such as ${known.slice(-1)}, with commas between.${advice}`
  return invalid('_elements', text)
}

/** What can not be asked together. */
export function findContradiction(
  { summary, elements, total }: AnswerOptions,
  { hasIncludes, count }: { readonly hasIncludes: boolean; readonly count: number | undefined },
): Fault | undefined {
  const fault = (expression: string, text: string): Fault => ({ code: 'search.value-invalid', expression, text })
  if (summary !== undefined && elements !== undefined)
    return fault('_elements', '_elements and _summary both say what is given of a resource: ask for one of them.')
  if (summary === 'text' && hasIncludes)
    return fault('_summary', '_summary=text can not be asked together with _include or _revinclude.')
  if ((summary === 'count' || count === 0) && total === 'none')
    return fault('_total', 'The search asks for the total alone, so that _total=none leaves nothing.')
  return undefined
}

const invalid = (expression: string, text: string): ParsedOption => ({
  faults: [{ code: 'search.value-invalid', expression, text }],
})
