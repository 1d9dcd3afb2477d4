/** The exact meaning of a search on a mapped resource: the residual filter, for what no source can decide. https://hl7.org/fhir/STU3/search.html */
import type { Resource } from '../fhir/resource.js'
import type { Zone } from '../fhir/zone.js'
import { isNegated } from './modifiers.js'
import { codesTest } from './parameter-types/codes.js'
import { dateTest } from './parameter-types/date.js'
import { numberTest } from './parameter-types/number.js'
import { quantityTest } from './parameter-types/quantity-test.js'
import { referenceTest } from './parameter-types/reference.js'
import { type Fold, stringTest } from './parameter-types/string.js'
import { tokenTest } from './parameter-types/token.js'
import { tokenTextTest } from './parameter-types/token-text.js'
import { uriTest } from './parameter-types/uri.js'
import { hasContent, type Route, routesBelow, routesOf, someValue, type ValueTest } from './route.js'
import type { Clause, CompositeValue, Search, SearchValue } from './search.js'

export interface MatchContext {
  /** Of times without an offset. */
  readonly zone: Zone
  /** Takes case and accents away. */
  readonly fold: Fold
}

/** A clause that one resource decides. */
export type OwnClause = Clause & { readonly chain?: never; readonly has?: never }

/** Not a chain or `_has`, which ask another resource, and nothing that goes by sound. */
export const canJudge = (clause: Clause): clause is OwnClause =>
  clause.chain === undefined && clause.has === undefined && clause.parameter.name !== 'phonetic'

/** Undefined: the clauses that can be judged hold, and there are others. */
export function matchSearch(resource: Resource, search: Search, context: MatchContext): boolean | undefined {
  let undecided = false
  for (const clause of search.clauses) {
    if (!canJudge(clause)) undecided = true
    else if (!matchClause(resource, clause, context)) return false
  }
  return undecided ? undefined : true
}

export const matchClause = (resource: Resource, clause: OwnClause, context: MatchContext): boolean =>
  clauseMatcher(resource.resourceType, clause, context)(resource)

/** For many resources of one type: what the clause alone decides is done once. */
export function clauseMatcher(type: string, clause: OwnClause, context: MatchContext): (resource: Resource) => boolean {
  const routes = routesOf(type, clause.parameter)
  const tests = clause.values.flatMap(value =>
    value.kind === 'composite' ? compositeTests(type, value, clause, context) : testsOf(routes, value, clause, context),
  )
  const matches = (resource: Resource): boolean => tests.some(test => test(resource))
  // Two-valued: a resource without a value is not that value. STU3 search.html#modifiers
  return isNegated(clause.modifier)
    ? resource => !matches(resource)
    : clause.modifier === 'missing'
      ? missingMatcher(routes, clause)
      : matches
}

function missingMatcher(routes: readonly Route[], { values }: Clause): (resource: Resource) => boolean {
  const isMissing = (resource: Resource): boolean =>
    !routes.some(({ isPresence, steps }) => isPresence || someValue(resource, steps, hasContent))
  return resource => {
    const missing = isMissing(resource)
    return values.some(value => value.kind === 'missing' && value.missing === missing)
  }
}

type SingleValue = Exclude<SearchValue, CompositeValue>

/** Some item passes the test of every part. */
function compositeTests(
  type: string,
  { parts }: CompositeValue,
  { parameter, ...clause }: Clause,
  context: MatchContext,
): readonly ValueTest[] {
  return parameter.paths.flatMap(base => {
    const tests = (parameter.components ?? []).map((component, place) => {
      const part = parts[place]
      const routes = component.paths.flatMap(path => routesBelow(type, base, path))
      return part === undefined ? [] : testsOf(routes, part, { ...clause, parameter: component }, context)
    })
    const isMatch: ValueTest = item => tests.every(ways => ways.some(test => test(item)))
    return routesBelow(type, [], base).map(
      ({ steps }): ValueTest =>
        resource =>
          someValue(resource, steps, isMatch),
    )
  })
}

function testsOf(routes: readonly Route[], value: SingleValue, clause: Clause, context: MatchContext): readonly ValueTest[] {
  const tests = routes
    .filter(({ isPresence }) => !isPresence)
    .map((route): ValueTest => {
      const test = valueTest(route, value, clause, context)
      return resource => someValue(resource, route.steps, test)
    })
  // One yes or no, by however many ways something may be there.
  const ways = routes.filter(({ isPresence }) => isPresence)
  const [way] = ways
  if (way) {
    const test = valueTest(way, value, clause, context)
    tests.push(resource => test(ways.some(({ steps }) => someValue(resource, steps, hasContent))))
  }
  return tests
}

function valueTest({ type, impliedSystem }: Route, value: SingleValue, clause: Clause, context: MatchContext): ValueTest {
  switch (value.kind) {
    case 'token':
      return tokenTest(value, type, impliedSystem)
    case 'codes':
      return codesTest(value, type, impliedSystem)
    case 'string':
      if (clause.modifier === 'text') return tokenTextTest(value, type, context.fold)
      return stringTest(value, type, clause.modifier, context.fold)
    case 'date':
      return dateTest(value, type, context.zone)
    case 'reference':
      return referenceTest(value, clause)
    case 'number':
      return numberTest(value, type)
    case 'quantity':
      return quantityTest(value, type)
    case 'uri':
      return uriTest(value, clause.modifier)
    case 'missing':
      return () => false
    default:
      return value satisfies never
  }
}
