/** Where in the JSON of a resource an element path leads, choices and types resolved against the facts. */
import { elementOf, elementsOf } from '../fhir/stu3/elements.js'
import { impliedSystem, specialValues } from './implied-systems.js'
import { propertyOf } from './property-of.js'
import type { ElementPath, PathStep, SearchParameter } from './search.js'

/** True for a value (never an array, never null) that is meant. */
export type ValueTest = (node: unknown) => boolean

export interface Route {
  readonly steps: readonly RouteStep[]
  /** Of the values at its end. */
  readonly type: string
  /** Ends in `exists()`: its one value is whether there is anything. */
  readonly isPresence: boolean
  /** The system of a code or boolean at its end. */
  readonly impliedSystem?: string
}
type RouteStep =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'where'; readonly element: string; readonly equals: string }
  | { readonly kind: 'not-false' }

const known = new WeakMap<SearchParameter, Map<string, readonly Route[]>>()

/** All ways to a value of the parameter in a resource of that type; a path that leads nowhere gives none. */
export function routesOf(type: string, parameter: SearchParameter): readonly Route[] {
  let byType = known.get(parameter)
  if (byType === undefined) {
    byType = new Map()
    known.set(parameter, byType)
  }
  let routes = byType.get(type)
  if (routes === undefined) {
    routes = parameter.paths.flatMap(path => followPath(type, path))
    byType.set(type, routes)
  }
  return routes
}

/** To a part of an item that `base` leads to, from that item on. */
export function routesBelow(type: string, base: ElementPath, part: ElementPath): readonly Route[] {
  const before = base.filter(({ kind }) => kind !== 'as').length
  return followPath(type, [...base, ...part]).map(route => ({ ...route, steps: route.steps.slice(before) }))
}

interface Way {
  readonly steps: readonly RouteStep[]
  readonly names: readonly string[]
  readonly type: string
}

function followPath(type: string, path: ElementPath): readonly Route[] {
  const isPresence = path.at(-1)?.kind === 'exists'
  const ways = path.reduce<readonly Way[]>((so, step) => so.flatMap(way => takeStep(way, step)), [{ steps: [], names: [], type }])
  return ways.map(way => {
    const system = isPresence ? specialValues : impliedSystem(type, way.names.join('.'))
    const route = { steps: way.steps, type: isPresence ? 'boolean' : way.type, isPresence }
    return system === undefined ? route : { ...route, impliedSystem: system }
  })
}

function takeStep(way: Way, step: PathStep): readonly Way[] {
  switch (step.kind) {
    case 'element':
      return elementsNamed(way.type, step.name).map(element => ({
        steps: [...way.steps, { kind: 'property', name: element.name }],
        names: [...way.names, element.name],
        type: element.type,
      }))
    case 'as':
      return way.type === step.type ? [way] : []
    case 'where':
    case 'not-false':
      return [{ ...way, steps: [...way.steps, step] }]
    case 'exists':
      return [way]
    default:
      return step satisfies never
  }
}

/** The element, or all elements of the choice that has that stem. */
function elementsNamed(type: string, name: string): readonly { readonly name: string; readonly type: string }[] {
  const element = elementOf(type, name)
  return element === undefined ? elementsOf(type).filter(candidate => candidate.choice === name) : [element]
}

/** Whether any value at the end of the steps passes the test. */
export function someValue(node: unknown, steps: readonly RouteStep[], test: ValueTest, at = 0): boolean {
  if (node === undefined || node === null) return false
  if (Array.isArray(node)) return someItem(node, steps, test, at)
  const step = steps[at]
  if (step === undefined) return test(node)
  switch (step.kind) {
    case 'property':
      return someValue(propertyOf(node, step.name), steps, test, at + 1)
    case 'where':
      return propertyOf(node, step.element) === step.equals && someValue(node, steps, test, at + 1)
    case 'not-false':
      return node !== false && someValue(node, steps, test, at + 1)
    default:
      return step satisfies never
  }
}

function someItem(items: readonly unknown[], steps: readonly RouteStep[], test: ValueTest, at: number): boolean {
  for (const item of items) if (someValue(item, steps, test, at)) return true
  return false
}

/** An object that holds an id and extensions alone says nothing: it counts as missing. */
export function hasContent(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return node !== undefined && node !== null && node !== ''
  if (Array.isArray(node)) return node.some(hasContent)
  for (const name of Object.keys(node)) {
    if (name === 'id' || name === 'extension' || name.startsWith('_')) continue
    if (hasContent(propertyOf(node, name))) return true
  }
  return false
}
