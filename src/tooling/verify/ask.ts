/** One search of `verify`, asked of the engine and judged on the resources: what is wrong with its answer. */
import { type Engine, type RequestOptions, SearchRefused } from '../../engine/engine.js'
import type { Resource } from '../../fhir/resource.js'
import { FacadeError } from '../../kernel/errors.js'
import { canJudge, clauseMatcher, type MatchContext } from '../../search/match-resource.js'
import { parseSearch } from '../../search/parse-search.js'
import type { Question } from './questions.js'

export type Wrong = 'not returned' | 'returned, but does not match' | 'not what was mapped'

/** In an author's words. */
export const wrongReasons: Readonly<Record<Wrong, string>> = {
  'not returned': 'does not return what it should',
  'returned, but does not match': 'returns what does not match',
  'not what was mapped': 'does not match the resource that its value is of',
}

export interface Finding {
  readonly wrong: Wrong
  /** Logical ids. */
  readonly ids: readonly string[]
}

export type Answer =
  | { readonly kind: 'judged'; readonly findings: readonly Finding[] }
  /** With the words of the server. */
  | { readonly kind: 'refused'; readonly reason: string }

export interface Asking {
  readonly engine: Engine
  readonly type: string
  readonly baseUrl: string
  /** Resources as their maps make them, by id. */
  readonly sample: ReadonlyMap<string, Resource>
  readonly context: MatchContext
  readonly options: RequestOptions
  /** Whether some map has it decided on another resource (`search: { code: { as: medication.code } }`). */
  readonly isElsewhere: (parameter: string) => boolean
}

const pageSize = 200
/** Ids that one search is narrowed to. */
const idsAtOnce = 50

/** A resource that a search was made of, and whether the search returns it as far as that is sure. */
export interface Origin {
  readonly id: string
  readonly returns?: boolean
}

export async function ask(question: Question, of: readonly Origin[], asking: Asking): Promise<Answer> {
  const { engine, type, baseUrl, sample, context } = asking
  // By id it is a search that rules of the type do not refuse.
  const parsed = parseSearch(type, `${question.query}&_id=x`, { offers: engine.offers, baseUrl })
  if ('faults' in parsed) return { kind: 'refused', reason: parsed.faults[0]?.text ?? '' }
  const [clause] = parsed.search.clauses
  if (!clause || !canJudge(clause)) return { kind: 'refused', reason: 'It goes by sound, which can not be judged.' }
  if (asking.isElsewhere(clause.parameter.name))
    return { kind: 'refused', reason: 'It is decided on another resource, which this one does not show.' }
  const matches = clauseMatcher(type, clause, context)
  const expected = new Set([...sample].filter(([, resource]) => matches(resource)).map(([id]) => id))
  const disagreed = of.filter(({ id, returns }) => returns !== undefined && returns !== expected.has(id)).map(({ id }) => id)
  const open = await attempt(question.query, asking)
  const narrowed = open.isComplete ? [] : await narrow(question, asking)
  const returned = [...open.resources, ...narrowed]
  const ids = new Set(returned.map(({ id = '' }) => id))
  return {
    kind: 'judged',
    findings: [
      finding('not what was mapped', disagreed),
      finding(
        'not returned',
        [...expected].filter(id => !ids.has(id)),
      ),
      finding('returned, but does not match', unique(returned.filter(resource => !matches(resource)))),
    ].filter(found => found.ids.length > 0),
  }
}

const finding = (wrong: Wrong, ids: readonly string[]): Finding => ({ wrong, ids })

const unique = (resources: readonly Resource[]): readonly string[] => [...new Set(resources.map(({ id = '' }) => id))]

interface Found {
  readonly resources: readonly Resource[]
  /** False: there is more, or the search alone is refused as too wide. */
  readonly isComplete: boolean
}

async function attempt(query: string, { engine, type, options }: Asking): Promise<Found> {
  try {
    const { resources, next } = await engine.search(type, `${query}&_count=${pageSize}`, options)
    return { resources, isComplete: next === undefined }
  } catch (error) {
    const isTooWide = error instanceof SearchRefused || (error instanceof FacadeError && error.code === 'search.too-costly')
    if (!isTooWide) throw error
    return { resources: [], isComplete: false }
  }
}

/** The same search among the sampled resources alone, to its last page. */
async function narrow({ query }: Question, { engine, type, sample, options }: Asking): Promise<readonly Resource[]> {
  const ids = [...sample.keys()]
  const found: Resource[] = []
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const some = ids.slice(at, at + idsAtOnce).join(',')
    let page = await engine.search(type, `${query}&_id=${some}&_count=${pageSize}`, options)
    found.push(...page.resources)
    while (page.next !== undefined) {
      page = await engine.search(type, `_page=${encodeURIComponent(page.next)}`, options)
      found.push(...page.resources)
    }
  }
  return found
}
