/** How each type of STU3 is laid out in XML, from the table of elements. https://hl7.org/fhir/STU3/xml.html */
import { type ElementFact, elementsOf, isPrimitive } from '../fhir/stu3/elements.js'

export interface Slot {
  readonly name: string
  /** `attribute`: the id of an element and the url of an extension. `resource`: the element holds a whole resource. */
  readonly kind: 'attribute' | 'primitive' | 'narrative' | 'resource' | 'object'
  /** The place in the order of the schema. */
  readonly place: number
  /** `<birthDate`. */
  readonly start: string
  /** `<birthDate value="`. */
  readonly startValue: string
  /** `</birthDate>`. */
  readonly end: string
  /** Of the type that an object here has. */
  readonly layout: () => Layout
}

/** By the name of the element in JSON; empty for a type that STU3 does not have. */
export type Layout = ReadonlyMap<string, Slot>

const layouts = new Map<string, Layout>()

/** Made when the type is first written. */
export function layoutOf(type: string): Layout {
  const known = layouts.get(type)
  if (known !== undefined) return known
  const layout = new Map(elementsOf(type).map((element, place) => [element.name, slotOf(element, place)]))
  layouts.set(type, layout)
  return layout
}

function slotOf(element: ElementFact, place: number): Slot {
  const { name, type } = element
  return {
    name,
    kind: kindOf(element),
    place,
    start: `<${name}`,
    startValue: `<${name} value="`,
    end: `</${name}>`,
    layout: later(type),
  }
}

function kindOf({ type, isAttribute }: ElementFact): Slot['kind'] {
  if (isAttribute === true) return 'attribute'
  if (type === 'Resource') return 'resource'
  if (type === 'xhtml') return 'narrative'
  return isPrimitive(type) ? 'primitive' : 'object'
}

/** Types contain each other without end. */
function later(type: string): () => Layout {
  let layout: Layout | undefined
  return () => {
    layout ??= layoutOf(type)
    return layout
  }
}
