/**
 * Finds the elements that a path means in a map's shape and turns a test on them into a test on rows. Obeys the same four
 * emission rules as the row function: what is not emitted is not found.
 */
import type { ElementPath, PathStep, SearchParameter } from '../../search/search.js'
import type { Predicate } from '../../spi/index.js'
import { holdsAbsent } from './absent.js'
import { columnPresent } from './column-inverse.js'
import { type Clock, conditionHolds } from './condition.js'
import { allOf, always, anyOf, type Inverse, negate, never, rows, undecided, within } from './inverse.js'
import { valueEquals, valuePresent } from './invert-value.js'
import { rowsRead } from './latest.js'
import type {
  EachShape,
  JoinBinding,
  ObjectShape,
  PartsShape,
  PrimitiveShape,
  Requirement,
  Shape,
  ShapeElement,
} from './shape.js'

export type LeafShape = PrimitiveShape | ObjectShape
/** A test on one element, which the leaf has a value of. */
export type Leaf = (shape: LeafShape) => Inverse

/** Some element at `path` passes the test. `never` when the path meets nothing that is mapped. */
export function find(shape: Shape, path: ElementPath, leaf: Leaf, clock: Clock): Inverse {
  switch (shape.kind) {
    case 'primitive':
      return path.length === 0 ? leaf(shape) : primitiveSteps(shape, path, leaf, clock)
    case 'object':
      if (shape.absent !== undefined) return never
      return path.length === 0 ? leaf(shape) : findInObject(shape, path, leaf, clock)
    case 'first':
      return anyOf(
        shape.of.map((alternative, index) =>
          allOf([find(alternative, path, leaf, clock), ...noneBefore(shape.of, index, clock)]),
        ),
      )
    case 'when':
      return allOf([conditionHolds(shape.if, clock), find(shape.value, path, leaf, clock)])
    case 'parts':
      return inSomePart(shape, find(shape.item, path, leaf, clock))
    case 'each':
      return within(find(shape.item, path, leaf, clock), where => existsIn(shape, where, clock))
    default:
      return shape satisfies never
  }
}

/** Which part it is can only be seen on the mapped resource. */
const inSomePart = ({ split }: PartsShape, found: Inverse): Inverse =>
  found.kind === 'never' ? never : allOf([columnPresent(split.column), undecided, found])

const noneBefore = (of: readonly Shape[], index: number, clock: Clock): readonly Inverse[] =>
  of.slice(0, index).map(earlier => negate(present(earlier, clock)))

function primitiveSteps(shape: PrimitiveShape, path: ElementPath, leaf: Leaf, clock: Clock): Inverse {
  const [step, ...rest] = path
  if (step?.kind === 'not-false') {
    const holds = shape.type === 'boolean' ? valueEquals(shape, 'true') : valuePresent(shape)
    return allOf([holds, find(shape, rest, leaf, clock)])
  }
  return step?.kind === 'as' && step.type === shape.type ? find(shape, rest, leaf, clock) : never
}

function findInObject(shape: ObjectShape, path: ElementPath, leaf: Leaf, clock: Clock): Inverse {
  const [step, ...rest] = path
  switch (step?.kind) {
    case 'where':
      return allOf([
        matchObject(shape, [{ name: step.element, leaf: equals(step.equals) }], clock),
        find(shape, rest, leaf, clock),
      ])
    case 'as':
      return step.type === shape.type ? find(shape, rest, leaf, clock) : never
    case 'not-false':
      return find(shape, rest, leaf, clock)
    case 'element':
      return allOf([findElement(shape, step.name, rest, leaf, clock), guards(shape, [step.name], clock)])
    default:
      return never
  }
}

function findElement(shape: ObjectShape, name: string, rest: ElementPath, leaf: Leaf, clock: Clock): Inverse {
  return anyOf(
    shape.elements
      .filter(element => element.name === name || element.choice === name)
      .map(element =>
        allOf([
          anyOf(element.items.map(item => find(item.shape, rest, leaf, clock))),
          ...earlierChoices(shape, element).map(earlier => negate(elementPresent(earlier, clock))),
        ]),
      ),
  )
}

/** Rule 2: a choice takes the first that has a value. */
const earlierChoices = (shape: ObjectShape, element: ShapeElement): readonly ShapeElement[] =>
  element.choice === undefined
    ? []
    : shape.elements.filter(other => other.choice === element.choice && other.choiceRank < element.choiceRank)

/** Several tests on the children of one and the same object. */
export function matchObject(
  shape: ObjectShape,
  tests: readonly { readonly name: string; readonly leaf: Leaf }[],
  clock: Clock,
): Inverse {
  const found = tests.map(({ name, leaf }) => findElement(shape, name, [], leaf, clock))
  return allOf([
    ...found,
    guards(
      shape,
      tests.map(({ name }) => name),
      clock,
    ),
  ])
}

/** A child is there, with any value; it says nothing of the object itself. */
export const childPresent = (shape: ObjectShape, name: string, clock: Clock): Inverse =>
  findElement(shape, name, [], leaf => present(leaf, clock), clock)

export const equals =
  (text: string): Leaf =>
  shape =>
    shape.kind === 'primitive' ? valueEquals(shape, text) : never

// ── Presence ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The shape gives a value, or says why there is none. */
function present(shape: Shape, clock: Clock): Inverse {
  switch (shape.kind) {
    case 'primitive':
      return valuePresent(shape)
    case 'object':
      return shape.absent === undefined ? guards(shape, [], clock) : always
    case 'first':
      return anyOf(shape.of.map(alternative => present(alternative, clock)))
    case 'when':
      return allOf([conditionHolds(shape.if, clock), present(shape.value, clock)])
    case 'parts':
      return inSomePart(shape, present(shape.item, clock))
    case 'each':
      return within(present(shape.item, clock), where => existsIn(shape, where, clock))
    default:
      return shape satisfies never
  }
}

/** There is more than reasons why there is nothing: what a search calls not missing. */
export function hasValue(shape: LeafShape, clock: Clock): Inverse {
  if (shape.kind === 'primitive') return valuePresent(shape)
  const kept = guards(shape, [], clock)
  if (!holdsAbsent(shape)) return kept
  const told = shape.elements.filter(({ name }) => name !== 'extension' && !name.startsWith('_'))
  const items = told.flatMap(element => element.items)
  return allOf([kept, anyOf(items.map(item => find(item.shape, [], leaf => hasValue(leaf, clock), clock)))])
}

const elementPresent = (element: ShapeElement, clock: Clock): Inverse =>
  element.absent === undefined ? anyOf(element.items.map(item => present(item.shape, clock))) : always

/**
 * The object does not vanish (rules 1 and 3), given that its children `found` have values. Those are not asked for again,
 * and a child that is not constant keeps the object by itself.
 */
function guards(shape: ObjectShape, found: readonly string[], clock: Clock): Inverse {
  const isFound = (name: string) => found.includes(name)
  return allOf([
    isKept(shape, isFound, clock),
    ...shape.required
      .filter(({ name, slice }) => slice !== undefined || !isFound(name))
      .map(need => requirementMet(shape, need, clock)),
  ])
}

function isKept(shape: ObjectShape, isFound: (name: string) => boolean, clock: Clock): Inverse {
  const { principal, elements, isAlwaysKept } = shape
  if (isAlwaysKept) return always
  if (principal !== undefined && elements.some(({ name }) => name === principal))
    return isFound(principal) ? always : childPresent(shape, principal, clock)
  const variable = elements.filter(element => !isConstantElement(element))
  if (variable.length === 0) return always
  if (elements.some(element => isFound(element.name) && !isConstantElement(element))) return always
  return anyOf(variable.map(element => elementPresent(element, clock)))
}

export function requirementMet(shape: ObjectShape, { name, slice }: Requirement, clock: Clock): Inverse {
  const elements = shape.elements.filter(element => element.name === name || element.choice === name)
  if (elements.some(({ absent }) => absent !== undefined)) return always
  const items = elements.flatMap(element => element.items.filter(item => slice === undefined || item.slice === slice))
  return anyOf(items.map(item => present(item.shape, clock)))
}

/** Whether it has the same value in every row. */
function isConstant(shape: Shape): boolean {
  switch (shape.kind) {
    case 'primitive':
      return shape.value.kind === 'constant'
    case 'object':
      return shape.absent === undefined && shape.elements.every(isConstantElement)
    case 'first':
      return shape.of.every(isConstant)
    case 'when':
    case 'each':
    case 'parts':
      return false
    default:
      return shape satisfies never
  }
}

export const isConstantElement = ({ items, absent }: ShapeElement): boolean =>
  absent === undefined && items.every(item => isConstant(item.shape))

// ── Child rows ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** At least one row of the list passes `where`, with the list's own joins and rules. */
function existsIn({ list }: EachShape, where: Predicate | undefined, clock: Clock): Predicate {
  const conditions = allOf([rowsRead(list, clock), where ? rows(where) : always])
  return {
    op: 'exists',
    join: {
      entity: list.entity,
      alias: list.alias,
      on: list.on.map(([outer, inner]) => [outer.field, inner.field] as const),
      optional: false,
    },
    ...(list.joins.length > 0 && { joins: list.joins.map(join => joinOf(join, clock)) }),
    ...(conditions.kind === 'rows' && { where: conditions.may }),
    ...(conditions.kind === 'never' && { where: { op: 'or', of: [] } as const }),
  }
}

/** A left join of the contract, with the rules of the joined table. */
export function joinOf(join: JoinBinding, clock: Clock) {
  const where = rowsRead(join, clock)
  return {
    entity: join.entity,
    alias: join.alias,
    on: join.on.map(([outer, inner]) => [outer.field, inner.field] as const),
    ...(where.kind === 'rows' && { where: where.may }),
    ...(where.kind === 'never' && { where: { op: 'or', of: [] } as const }),
    optional: true,
  }
}

/** Whether the map has an element of the parameter; of a composite, an item with all of its parts. */
export const isParameterMapped = (shape: Shape, { paths, components }: SearchParameter): boolean =>
  paths.some(path =>
    components
      ? components.every(component => component.paths.some(part => isMapped(shape, [...path, ...part])))
      : isMapped(shape, path),
  )

/** Whether a path meets an element that is mapped, without asking for its value. */
export function isMapped(shape: Shape, path: readonly PathStep[]): boolean {
  switch (shape.kind) {
    case 'first':
      return shape.of.some(alternative => isMapped(alternative, path))
    case 'when':
      return isMapped(shape.value, path)
    case 'each':
    case 'parts':
      return isMapped(shape.item, path)
    case 'primitive':
    case 'object': {
      const [step, ...rest] = path
      if (shape.kind === 'object' && shape.absent !== undefined) return false
      if (!step || step.kind === 'exists') return true
      if (step.kind === 'as') return step.type === shape.type && isMapped(shape, rest)
      if (step.kind === 'not-false' || step.kind === 'where') return isMapped(shape, rest)
      if (shape.kind === 'primitive') return false
      return shape.elements
        .filter(element => element.name === step.name || element.choice === step.name)
        .some(element => element.items.some(item => isMapped(item.shape, rest)))
    }
    default:
      return shape satisfies never
  }
}
