/** Elements that the source lacks: a data-absent-reason stands for the value. https://hl7.org/fhir/STU3/extension-data-absent-reason.html */
import type { AbsentNode, Node } from '../language/document.js'
import type { ObjectShape, Shape } from './shape.js'

const extensionUrl = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/** What stands at an element of a complex type, and under `_name` at a primitive one. */
export const absentValue = (reason: string): object => ({ extension: [{ url: extensionUrl, valueCode: reason }] })

export const absentShape = (type: string, reason: string): ObjectShape => ({
  kind: 'object',
  type,
  elements: [],
  required: [],
  absent: reason,
})

/** At a primitive element the reason stands beside the value: the value's own node, and the reason where it has none. */
export function takeAbsent(node: Node): { readonly value: Node | undefined; readonly reason: AbsentNode | undefined } {
  if (node.kind === 'absent') return { value: undefined, reason: node }
  const last = node.kind === 'first' ? node.of.at(-1) : undefined
  if (node.kind !== 'first' || last?.kind !== 'absent') return { value: node, reason: undefined }
  return { value: { ...node, of: node.of.slice(0, -1) }, reason: last }
}

/** Whether some element of the object may say nothing but why it has no value. */
export const holdsAbsent = ({ elements }: ObjectShape): boolean =>
  elements.some(({ absent, items }) => absent !== undefined || items.some(({ shape }) => mayBeAbsent(shape)))

function mayBeAbsent(shape: Shape): boolean {
  switch (shape.kind) {
    case 'primitive':
      return false
    case 'object':
      return shape.absent !== undefined || holdsAbsent(shape)
    case 'first':
      return shape.of.some(mayBeAbsent)
    case 'when':
      return mayBeAbsent(shape.value)
    case 'each':
    case 'parts':
      return mayBeAbsent(shape.item)
    default:
      return shape satisfies never
  }
}
