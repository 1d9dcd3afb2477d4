/** What an installation knows of codes: its value sets, and how the codes of its code systems lie above one another. */
import { nearestName } from '../../kernel/nearest.js'
import type { Answer } from './code-set.js'
import { type CodeSystem, closureOf } from './code-system.js'
import { expandValueSet, type ValueSet } from './value-set.js'

export interface Terminology {
  /** Canonical urls. */
  readonly valueSets: readonly string[]
  /** Urls of code systems that have a hierarchy. */
  readonly hierarchies: readonly string[]
  /** The codes of a value set, by `[url]`, `[url]|[version]` or `ValueSet/[id]`. */
  codesIn(reference: string): Answer
  /** The code itself and all that it subsumes. */
  below(system: string, code: string): Answer
  /** The code itself and all that subsume it. */
  above(system: string, code: string): Answer
}

/** Each url once. */
export interface TerminologyContent {
  readonly valueSets: readonly ValueSet[]
  readonly codeSystems: readonly CodeSystem[]
}

export function createTerminology({ valueSets, codeSystems }: TerminologyContent): Terminology {
  const systems = new Map(codeSystems.map(system => [system.url, system] as const))
  const byReference = new Map<string, ValueSet>()
  for (const valueSet of [...codeSystems.flatMap(allCodes), ...valueSets]) {
    const { url, version, id } = valueSet
    byReference.set(url, valueSet)
    if (version !== undefined) byReference.set(`${url}|${version}`, valueSet)
    if (id !== undefined) byReference.set(`ValueSet/${id}`, valueSet)
  }
  const valueSetUrls = [...new Set([...byReference.values()].map(({ url }) => url))]
  const hierarchies = codeSystems.filter(hasHierarchy).map(({ url }) => url)
  const expanded = new Map<ValueSet, Answer>()
  const codesIn = (reference: string): Answer => {
    const valueSet = byReference.get(reference)
    if (!valueSet) return { reason: `There is no such value set here. ${suggested(reference, valueSetUrls)}` }
    const answer = expanded.get(valueSet) ?? expandValueSet(valueSet, { systems, valueSets: byReference })
    expanded.set(valueSet, answer)
    return answer
  }
  const closure = (url: string, code: string, direction: 'parents' | 'children'): Answer => {
    const system = systems.get(url)
    if (!system || !hasHierarchy(system))
      return { reason: `No hierarchy of this code system is known here. ${suggested(url, hierarchies)}` }
    const reason = system.incomplete ?? system.notSubsuming
    if (reason !== undefined) return { reason }
    if (!system.concepts.has(code)) return { reason: `The code system ${url} has no such code.` }
    return new Map([[url, closureOf(code, direction, system)]])
  }
  return {
    valueSets: valueSetUrls,
    hierarchies,
    codesIn,
    below: (system, code) => closure(system, code, 'children'),
    above: (system, code) => closure(system, code, 'parents'),
  }
}

const hasHierarchy = ({ concepts }: CodeSystem): boolean => [...concepts.values()].some(({ children }) => children.size > 0)

/** The value set that a code system names for all of its codes need not be written out. */
const allCodes = ({ url, valueSet }: CodeSystem): readonly ValueSet[] =>
  valueSet === undefined ? [] : [{ url: valueSet, node: { compose: { include: [{ system: url }] } } }]

const mostShown = 5

/** What was asked for is not repeated: it may be anything. */
function suggested(asked: string, known: readonly string[]): string {
  const near = nearestName(asked, known)
  if (near !== undefined) return `Did you mean ${near}?`
  const more = known.length > mostShown ? ` and ${known.length - mostShown} more` : ''
  return known.length === 0 ? 'There is none at all.' : `Known are ${known.slice(0, mostShown).join(', ')}${more}.`
}
