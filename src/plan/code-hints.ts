/** Codes that no map can give, whatever its rows hold: who asks for one finds nothing, and is told what there is. */
import { nearestName } from '../kernel/nearest.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { always } from '../mapping/compile/inverse.js'
import { find, type LeafShape } from '../mapping/compile/invert.js'
import type { PrimitiveShape, Shape } from '../mapping/compile/shape.js'
import type { Clause, ElementPath, Search, TokenValue } from '../search/search.js'
import { invertClause, isOffered } from './invert-clause.js'
import type { InvertContext } from './invert-context.js'

/** One sentence or two for each; the codes are those of the mappings, never of rows. */
export function codeHints(search: Search, context: InvertContext): readonly string[] {
  const maps = context.model.mapsOf.get(search.type) ?? []
  return search.clauses.flatMap(clause => {
    if (clause.parameter.type !== 'token' || clause.chain || clause.modifier === 'missing') return []
    const offering = maps.filter(map => isOffered(clause, map))
    if (offering.some(({ overrides }) => overrides.has(clause.parameter.name))) return []
    const known = knownCodes(clause, offering, context)
    if (known === undefined || known.size === 0) return []
    return clause.values.flatMap(value =>
      value.kind === 'token' && isImpossible(value, clause, offering, context) ? hintOf(value, clause, known) : [],
    )
  })
}

function isImpossible(value: TokenValue, clause: Clause, maps: readonly CompiledMap[], context: InvertContext): boolean {
  const { modifier: _, ...plain } = clause
  return maps.every(map => invertClause({ ...plain, values: [value] }, map, context).kind === 'never')
}

const mostShown = 12

/** What was asked for is not repeated: it stands in the search. */
function hintOf({ code, system }: TokenValue, { expression }: Clause, known: ReadonlySet<string>): string {
  if (code !== undefined && known.has(code))
    return `${expression} asks for a code that no map gives with ${system === null ? 'no system' : 'this system'}.`
  const codes = [...known]
  const more = codes.length > mostShown ? ` and ${codes.length - mostShown} more` : ''
  const near = code === undefined ? undefined : nearestName(code, known)
  const meant = near === undefined ? '' : ` Did you mean ${near}?`
  const asked = code === undefined ? 'a system that no map gives; its codes are' : 'a code that no map gives; known are'
  return `${expression} asks for ${asked} ${codes.slice(0, mostShown).join(', ')}${more}.${meant}`
}

/** Undefined where a column may hold codes that no list names. */
function knownCodes(
  { parameter }: Clause,
  maps: readonly CompiledMap[],
  context: InvertContext,
): ReadonlySet<string> | undefined {
  const codes = new Set<string>()
  let isClosed = true
  const look = (shape: LeafShape): typeof always => {
    const own = codesOf(shape)
    if (own === undefined) isClosed = false
    for (const code of own ?? []) codes.add(code)
    return always
  }
  for (const map of maps)
    for (const path of parameter.paths) {
      if (endsInExists(path)) for (const code of ['true', 'false']) codes.add(code)
      else find(map.searched, path, look, context)
    }
  return isClosed ? codes : undefined
}

const endsInExists = (path: ElementPath): boolean => path.at(-1)?.kind === 'exists'

function codesOf(shape: Shape): readonly string[] | undefined {
  switch (shape.kind) {
    case 'primitive':
      return codesOfValue(shape)
    case 'object': {
      const name = shape.type === 'CodeableConcept' ? 'coding' : shape.type === 'Coding' ? 'code' : undefined
      const items = shape.elements.filter(element => element.name === name).flatMap(element => element.items)
      return name === undefined ? undefined : together(items.map(item => item.shape))
    }
    case 'first':
      return together(shape.of)
    case 'when':
      return codesOf(shape.value)
    case 'each':
    case 'parts':
      return codesOf(shape.item)
    default:
      return shape satisfies never
  }
}

function together(shapes: readonly Shape[]): readonly string[] | undefined {
  const found = shapes.map(codesOf)
  return found.every(codes => codes !== undefined) ? found.flat() : undefined
}

function codesOfValue({ type, value, codes }: PrimitiveShape): readonly string[] | undefined {
  if (type === 'boolean' && value.kind !== 'constant') return ['true', 'false']
  switch (value.kind) {
    case 'constant':
      return [value.text]
    case 'coded': {
      const { pairs, whenNull, otherwise } = value.codes
      const given = [...pairs.values(), whenNull, otherwise].flatMap(result => result?.[value.part] ?? [])
      return codes === undefined ? given : given.filter(code => codes.has(code))
    }
    default:
      return codes === undefined ? undefined : [...codes]
  }
}
