/**
 * What of a map's resources can be proven valid from its shape alone, and what only each row can tell: two identifiers in a slice
 * that takes one, a period of two columns, a system that is a column. A map without doubts can be counted by its source. Types,
 * required children and codes of plain elements are settled before: see resolve-tree.ts, resolve-required.ts and element-text.ts.
 */
import type { Binding } from '../../fhir/careconnect/constraints.js'
import { type Extension, extensionOf, extensionsAt } from '../../fhir/careconnect/extensions.js'
import { ruleOf } from '../../fhir/careconnect/profiles.js'
import { type Slice, slicesOf } from '../../fhir/careconnect/slices.js'
import { valueSetCodes } from '../../fhir/careconnect/value-sets.js'
import { invariantsOf, type Possible } from '../../fhir/validate/invariants.js'
import type { ColumnBinding } from './column.js'
import { joinPath } from './map-context.js'
import type { ObjectShape, Shape, ShapeElement, ShapeItem } from './shape.js'
import { codingsOf, isAlwaysThere, mayHave, textsAt } from './shape-values.js'

export interface Doubt {
  /** `identifier:nhsNumber`; '' is the resource. */
  readonly path: string
  /** A rule of src/fhir/validate. */
  readonly rule: string
}

export function doubtsOf(shape: ObjectShape, resourceType: string, key: readonly ColumnBinding[]): readonly Doubt[] {
  const doubts: Doubt[] = key.some(({ nullable }) => nullable) ? [{ path: 'id', rule: 'required' }] : []
  new Proof(resourceType, doubts).object(shape, '')
  return doubts
}

class Proof {
  readonly #resourceType: string
  readonly #doubts: Doubt[]

  constructor(resourceType: string, doubts: Doubt[]) {
    this.#resourceType = resourceType
    this.#doubts = doubts
  }

  object(shape: ObjectShape, path: string): void {
    if (shape.absent !== undefined) return
    for (const { id, about, settledBy = [], canBreak } of invariantsOf(shape.type)) {
      const isThere = (name: string) => shape.elements.some(element => element.name === name || element.choice === name)
      const isSafe = settledBy.some(name => isSettled(shape, name, about)) || canBreak?.(possibleOf(shape)) === false
      if (about.every(isThere) && !isSafe) this.#doubt(path, id)
    }
    for (const element of shape.elements) this.#element(element, shape, path)
  }

  #doubt(path: string, rule: string): void {
    this.#doubts.push({ path, rule })
  }

  #element(element: ShapeElement, owner: ObjectShape, path: string): void {
    if (element.name === 'extension') {
      this.#extensions(element, path)
      return
    }
    const here = joinPath(path, element.name)
    const rule = ruleOf(this.#resourceType, here)
    const slices = slicesOf(this.#resourceType, here)
    if (element.isList && rule && isOver(element.items, rule.max)) this.#doubt(here, 'too-many')
    for (const item of element.items) {
      const at = item.slice === undefined ? here : `${here}:${item.slice}`
      this.#item(item, element, at)
    }
    if (rule?.slicedBy !== undefined && slices.length > 0) this.#slices(element, slices, rule.slicedBy, here)
    if (owner.type === 'Reference' && element.name === 'reference' && !isMappedReference(element))
      this.#doubt(here, 'reference-type')
  }

  #item({ shape }: ShapeItem, element: ShapeElement, at: string): void {
    for (const value of valuesOf(shape)) {
      if (value.kind === 'primitive') {
        const { kind } = value.value
        if (kind === 'template' && value.type !== 'string' && value.type !== 'markdown') this.#doubt(at, 'format')
        continue
      }
      this.object(value, at)
      this.#binding(value, ruleOf(this.#resourceType, at)?.binding, at)
      if (value.absent !== undefined && slicesOf(this.#resourceType, at).some(({ min }) => min > 0)) this.#doubt(at, 'required')
    }
    if (element.isList && element.items.length === 0) this.#doubt(at, 'empty')
  }

  #binding(shape: ObjectShape, binding: Binding | undefined, at: string): void {
    if (binding?.strength !== 'required' || shape.absent !== undefined) return
    if (shape.type !== 'CodeableConcept' && shape.type !== 'Coding') return
    const listed = valueSetCodes(binding.valueSet)
    if (!listed) return
    const allowed = new Set(listed.map(({ system, code }) => `${system}|${code}`))
    const codings = shape.type === 'Coding' ? [codingsOf(shape)] : conceptCodings(shape)
    const isProven = codings?.some(each => each?.every(({ system, code }) => allowed.has(`${system}|${code}`)))
    if (!isProven) this.#doubt(at, 'binding')
  }

  #slices({ items }: ShapeElement, slices: readonly Slice[], discriminator: string, here: string): void {
    let mayStandLast = false
    for (const { slice, shape } of items) {
      if (slice !== undefined) continue
      for (const value of valuesOf(shape)) {
        const texts = value.kind === 'object' ? textsAt(value, discriminator.split('.')) : undefined
        const met = slices.filter(each => texts === undefined || texts.has(each.fixed[discriminator] ?? ''))
        if (met.length > 0 && mayStandLast && ruleOf(this.#resourceType, here)?.restAtEnd) this.#doubt(here, 'slice-order')
        if (met.length < (texts?.size ?? Number.POSITIVE_INFINITY)) mayStandLast = true
        for (const each of met) this.#metSlice(each, value, `${here}:${each.name}`)
      }
    }
    for (const each of slices) {
      const inIt = items.filter(
        ({ slice, shape }) => slice === each.name || (slice === undefined && mayBeIn(shape, each, discriminator)),
      )
      if (isOver(inIt, each.max)) this.#doubt(`${here}:${each.name}`, 'too-many')
    }
  }

  /** An item that was not written as one of the slice, and may be one: it needs what the slice requires. */
  #metSlice(slice: Slice, value: Shape, path: string): void {
    const codings = value.kind === 'object' && value.type === 'Coding' ? codingsOf(value) : undefined
    const has = (name: string) =>
      name === 'system' || name === 'code' || (name === 'display' && codings?.every(({ display }) => display !== undefined))
    const isMet = codings !== undefined && slice.required.every(has)
    const needsMore = extensionsAt(this.#resourceType, path).some(({ min }) => min > 0)
    if (!isMet || needsMore) this.#doubt(path, 'required')
  }

  #extensions({ items }: ShapeElement, path: string): void {
    const slices = extensionsAt(this.#resourceType, path)
    for (const slice of slices) {
      const own = items.filter(item => item.slice === slice.name)
      if (isOver(own, slice.max)) this.#doubt(`${joinPath(path, 'extension')}:${slice.name}`, 'too-many')
      const extension = extensionOf(slice.url)
      for (const value of objectsOf(own)) this.#extension(value, extension, joinPath(path, slice.name))
    }
  }

  /** Of one extension: its value, or its parts. */
  #extension(shape: ObjectShape, extension: Extension | undefined, at: string): void {
    for (const { name, items } of shape.elements) {
      if (name === 'extension') this.#parts(items, extension?.parts ?? new Map(), at)
      else if (name !== 'url') for (const value of objectsOf(items)) this.#extensionValue(value, extension?.value?.binding, at)
    }
  }

  #extensionValue(value: ObjectShape, binding: Binding | undefined, at: string): void {
    this.object(value, at)
    this.#binding(value, binding, at)
  }

  #parts(items: readonly ShapeItem[], parts: NonNullable<Extension['parts']>, at: string): void {
    for (const [url, part] of parts) {
      const own = items.filter(({ slice }) => slice === url)
      if (isOver(own, part.max)) this.#doubt(`${at}.${url}`, 'too-many')
      for (const value of objectsOf(own)) this.#extension(value, { url, value: part }, `${at}.${url}`)
    }
  }
}

const objectsOf = (items: readonly ShapeItem[]): readonly ObjectShape[] =>
  items.flatMap(({ shape }) => valuesOf(shape).flatMap(value => (value.kind === 'object' ? [value] : [])))

/** What is known of whatever an object's shape makes. */
const possibleOf = (shape: ObjectShape): Possible => ({
  mayBe: (text, ...steps) => textsAt(shape, steps)?.has(text) ?? true,
  mayBeOther(texts, ...steps) {
    const found = textsAt(shape, steps)
    return found === undefined || [...found].some(text => !texts.includes(text))
  },
  isAlwaysThere: name => isAlwaysThere(shape, name),
  mayHave: (...steps) => mayHave(shape, steps),
})

/** All single values that a shape may give. */
function valuesOf(shape: Shape): readonly Extract<Shape, { kind: 'primitive' | 'object' }>[] {
  switch (shape.kind) {
    case 'primitive':
    case 'object':
      return [shape]
    case 'first':
      return shape.of.flatMap(valuesOf)
    case 'when':
      return valuesOf(shape.value)
    case 'each':
    case 'parts':
      return valuesOf(shape.item)
    default:
      return shape satisfies never
  }
}

const isOver = (items: readonly ShapeItem[], max: number): boolean =>
  Number.isFinite(max) && (items.length > max || items.some(({ shape }) => shape.kind === 'each' || shape.kind === 'parts'))

/** `settledBy` is there, or at least wherever what it is needed for is: both are parts of one code. */
function isSettled(shape: ObjectShape, name: string, about: readonly string[]): boolean {
  if (isAlwaysThere(shape, name)) return true
  const [dependent] = about
  const [own, other] = [sourceOfPart(shape, name), dependent === undefined ? undefined : sourceOfPart(shape, dependent)]
  return (
    own !== undefined &&
    other !== undefined &&
    own.codes === other.codes &&
    [...own.codes.pairs.values()].every(code => code[own.part] !== undefined)
  )
}

function sourceOfPart(shape: ObjectShape, name: string) {
  const [item, second] = shape.elements.find(element => element.name === name)?.items ?? []
  if (!item || second || item.shape.kind !== 'primitive' || item.shape.value.kind !== 'coded') return undefined
  return item.shape.value
}

function isMappedReference({ items }: ShapeElement): boolean {
  return items.every(({ shape }) =>
    valuesOf(shape).every(value => value.kind === 'primitive' && value.value.kind === 'reference'),
  )
}

/** For each coding that is surely there, what it may be; undefined when there may be none. */
function conceptCodings(shape: ObjectShape): readonly ReturnType<typeof codingsOf>[] | undefined {
  const coding = shape.elements.find(({ name }) => name === 'coding')
  const others = shape.elements.filter(({ name }) => name !== 'coding')
  const isSure = others.length === 0 || shape.required.some(({ name, slice }) => name === 'coding' && slice === undefined)
  const [item, second] = coding?.items ?? []
  if (!isSure || !item || second) return undefined
  const values = valuesOf(item.shape)
  const all = values.map(value => (value.kind === 'object' ? codingsOf(value) : undefined))
  return all.every(each => each !== undefined) ? [all.flat()] : undefined
}

const mayBeIn = (shape: Shape, slice: Slice, discriminator: string): boolean =>
  valuesOf(shape).some(value => {
    const texts = value.kind === 'object' ? textsAt(value, discriminator.split('.')) : undefined
    return texts === undefined || texts.has(slice.fixed[discriminator] ?? '')
  })
