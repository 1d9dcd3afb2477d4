/** Reference searches as tests on rows: the id that is searched for decodes to the target's key. */
import type { ReferenceValue } from '../../search/search.js'
import type { Clock } from './condition.js'
import { allOf, anyOf, type Inverse, never } from './inverse.js'
import { find, type Leaf } from './invert.js'
import { valueEquals } from './invert-value.js'
import { decodeId } from './logical-id.js'
import type { PrimitiveShape, ReferenceValueShape } from './shape.js'

/** `types`: what the parameter may point to. */
export const referenceLeaf =
  (reference: ReferenceValue, types: readonly string[], clock: Clock): Leaf =>
  shape =>
    onReference(shape, primitive => referenceMatches(primitive, reference, types), clock)

/** Applies a test to the `reference` child of a Reference; its presence follows from the test. */
export function onReference(shape: Parameters<Leaf>[0], test: (primitive: PrimitiveShape) => Inverse, clock: Clock): Inverse {
  if (shape.kind === 'primitive') return shape.type === 'uri' ? test(shape) : never
  if (shape.type !== 'Reference') return never
  return find(shape, [{ kind: 'element', name: 'reference' }], leaf => (leaf.kind === 'primitive' ? test(leaf) : never), clock)
}

function referenceMatches(shape: PrimitiveShape, { type, id, url }: ReferenceValue, types: readonly string[]): Inverse {
  const { value } = shape
  if (value.kind === 'reference') {
    const { target } = value
    if (id === undefined || (type !== undefined && type !== target.type) || !types.includes(target.type)) return never
    const parts = decodeId(id, target)
    return parts ? allOf(value.key.map((part, index) => valueEquals(part, parts[index] ?? ''))) : never
  }
  if (url !== undefined) return valueEquals(shape, url)
  if (id === undefined) return never
  return anyOf(
    (type === undefined ? types : types.filter(name => name === type)).map(name => valueEquals(shape, `${name}/${id}`)),
  )
}

export const isReferenceValue = (shape: PrimitiveShape): shape is PrimitiveShape & { readonly value: ReferenceValueShape } =>
  shape.value.kind === 'reference'
