/**
 * What a page brings beside its matches: derived searches, for all references of a page at once and not one by one, so that what is
 * included is found by the rules of any search. https://hl7.org/fhir/STU3/search.html#include
 */
import type { Resource } from '../fhir/resource.js'
import { type IdsAsked, searchByIds, searchByReference } from '../plan/derived-searches.js'
import type { IncludeEdge } from '../plan/include-edges.js'
import { referencesIn } from '../search/references-in.js'
import type { Search } from '../search/search.js'
import type { OutcomeIssue } from './engine.js'
import type { PageRead } from './run-search.js'

export interface IncludeReading {
  readonly edges: readonly IncludeEdge[]
  readonly matches: readonly Resource[]
  readonly maxIncludes: number
  /** References that are followed one after the other. */
  readonly maxDepth: number
  find(search: Search, atMost: number): Promise<PageRead>
  /** How many ids one search may name. */
  idsAtOnce(asked: IdsAsked): number
}

export interface Included {
  /** By type and id. */
  readonly resources: readonly Resource[]
  readonly outcomes: readonly OutcomeIssue[]
}

/** Ends by itself where references go in a circle: nothing is included twice, nor what is a match already. */
export async function readIncludes(reading: IncludeReading): Promise<Included> {
  const { edges, matches, maxIncludes, maxDepth } = reading
  const seen = new Set(matches.map(nameOf))
  const included: Resource[] = []
  const outcomes: OutcomeIssue[] = []
  let begin = matches
  for (let depth = 0; outcomes.length === 0; depth++) {
    const followed = depth === 0 ? edges : edges.filter(({ isRecursive }) => isRecursive)
    const searches = [...forward(begin, followed, seen, reading), ...reverse(begin, followed, reading)]
    if (searches.length === 0) break
    if (depth === maxDepth) {
      outcomes.push(leftOut(`:recurse follows ${maxDepth} references one after the other; what lies beyond is not included.`))
      break
    }
    // What is found again takes no place from what is new.
    const atMost = maxIncludes + matches.length
    const found = await Promise.all(searches.map(search => reading.find(search, atMost)))
    const fresh = found.flatMap(({ resources }) => resources).filter(resource => isNew(resource, seen))
    begin = fresh.slice(0, maxIncludes - included.length)
    included.push(...begin)
    if (begin.length < fresh.length || found.some(({ next }) => next !== undefined))
      outcomes.push(
        leftOut(`A page includes ${maxIncludes} resources at most, and there are more. Ask for fewer matches with _count.`),
      )
  }
  return { resources: included.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)), outcomes }
}

const leftOut = (text: string): OutcomeIssue => ({ severity: 'warning', code: 'incomplete', text })

const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`
/** A type's name has no blank, so types stand together. */
const sortKey = ({ resourceType, id }: Resource): string => `${resourceType} ${id}`

function isNew(resource: Resource, seen: Set<string>): boolean {
  const { size } = seen
  return seen.add(nameOf(resource)).size > size
}

/** By type, whatever parameter refers to it. */
function forward(
  begin: readonly Resource[],
  edges: readonly IncludeEdge[],
  seen: ReadonlySet<string>,
  { idsAtOnce }: IncludeReading,
): readonly Search[] {
  const wanted = new Map<string, Set<string>>()
  for (const { parameter, targets, type, direction } of edges) {
    if (direction !== '_include') continue
    const references = begin.flatMap(resource => (resource.resourceType === type ? referencesIn(resource, parameter) : []))
    for (const reference of references) {
      if (!targets.includes(reference.type) || seen.has(`${reference.type}/${reference.id}`)) continue
      const ids = wanted.get(reference.type) ?? new Set()
      wanted.set(reference.type, ids.add(reference.id))
    }
  }
  return [...wanted].flatMap(([type, ids]) =>
    chunksOf([...ids], idsAtOnce({ searched: type, referred: type })).map(some => searchByIds(type, some)),
  )
}

function reverse(begin: readonly Resource[], edges: readonly IncludeEdge[], { idsAtOnce }: IncludeReading): readonly Search[] {
  const idsOf = (type: string) => begin.flatMap(({ resourceType, id }) => (resourceType === type && id !== undefined ? [id] : []))
  return edges
    .filter(({ direction }) => direction === '_revinclude')
    .flatMap(({ type, parameter, targets }) =>
      targets.flatMap(targetType =>
        chunksOf(idsOf(targetType), idsAtOnce({ searched: type, referred: targetType, parameter })).map(ids =>
          searchByReference(type, parameter, { targetType, ids }),
        ),
      ),
    )
}

function chunksOf(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) => ids.slice(index * size, (index + 1) * size))
}
