/** What a search parameter finds in a resource, along its corrected FHIRPath as the product itself reads it. */
import type { Resource } from '../../fhir/resource.js'
import { hasContent, type Route, routesBelow, routesOf, someValue } from '../../search/route.js'
import type { SearchParameter } from '../../search/search.js'

export interface FoundValue {
  /** Of the element: `HumanName`, `code`, `dateTime`. */
  readonly type: string
  readonly value: unknown
  /** Of a code, whose JSON does not carry it. */
  readonly impliedSystem?: string
}

export function foundValues(resource: Resource, parameter: SearchParameter): readonly FoundValue[] {
  const routes = routesOf(resource.resourceType, parameter)
  const presence = routes.filter(({ isPresence }) => isPresence)
  const plain = routes.filter(({ isPresence }) => !isPresence)
  return [...plain.flatMap(route => valuesAt(resource, route)), ...presenceOf(resource, presence)]
}

/** Of a composite: of each item that its parts stand in, what each part finds there. */
export function foundItems(
  resource: Resource,
  { paths, components = [] }: SearchParameter,
): readonly (readonly FoundValue[])[][] {
  const type = resource.resourceType
  return paths.flatMap(base => {
    const parts = components.map(({ paths: ways }) => ways.flatMap(path => routesBelow(type, base, path)))
    return routesBelow(type, [], base).flatMap(({ steps }) => {
      const items: (readonly FoundValue[])[][] = []
      someValue(resource, steps, item => {
        items.push(parts.map(routes => routes.flatMap(route => valuesAt(item, route))))
        return false
      })
      return items
    })
  })
}

/** `exists()` alone says nothing of what is there. */
export const holdsValue = (resource: Resource, parameter: SearchParameter): boolean =>
  routesOf(resource.resourceType, parameter).some(({ steps }) => someValue(resource, steps, hasContent))

function valuesAt(resource: unknown, route: Route): readonly FoundValue[] {
  const found: FoundValue[] = []
  // A test that holds for nothing is shown everything.
  someValue(resource, route.steps, value => {
    if (hasContent(value)) found.push(asFound(route, value))
    return false
  })
  return found
}

/** `exists()` asks all types of a choice at once, and always has an answer. */
function presenceOf(resource: Resource, routes: readonly Route[]): readonly FoundValue[] {
  const [first] = routes
  return first
    ? [
        asFound(
          first,
          routes.some(({ steps }) => someValue(resource, steps, hasContent)),
        ),
      ]
    : []
}

const asFound = ({ type, impliedSystem }: Route, value: unknown): FoundValue => ({
  type,
  value,
  ...(impliedSystem !== undefined && { impliedSystem }),
})
