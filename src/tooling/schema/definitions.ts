/** The pieces that a JSON Schema of mapping files is put together from. */

export interface SchemaNode {
  readonly [name: string]: unknown
}

/** Every scalar of a mapping file is text as written; an editor may take it for a number or a boolean. */
export const text: SchemaNode = { type: ['string', 'number', 'boolean'] }

export const describedText = (description: string): SchemaNode => ({ ...text, description })

export const texts: SchemaNode = { anyOf: [text, { type: 'array', items: text, minItems: 1 }] }

/** `true` is a boolean to an editor. */
export const words = (...allowed: readonly string[]): SchemaNode => ({
  enum: allowed.flatMap(word => (word === 'true' ? [word, true] : word === 'false' ? [word, false] : [word])),
})

export const object = (
  properties: Readonly<Record<string, SchemaNode>>,
  required: readonly string[] = [],
  description?: string,
): SchemaNode => ({
  type: 'object',
  ...(description !== undefined && { description }),
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
})

/** Names that the author chooses. */
export const named = (value: SchemaNode, description: string): SchemaNode => ({
  type: 'object',
  description,
  additionalProperties: value,
})

export const anyOf = (...of: readonly SchemaNode[]): SchemaNode => {
  const [only] = of
  return of.length === 1 && only ? only : { anyOf: of }
}

export const oneOrMore = (item: SchemaNode): SchemaNode => anyOf(item, { type: 'array', items: item, minItems: 1 })

export const ref = (name: string): SchemaNode => ({ $ref: `#/definitions/${encodeURIComponent(name)}` })

/** An object that has a key `then`, which a linter takes for a promise. */
export const withThen = <Value>(node: Readonly<Record<string, Value>>, value: Value): Readonly<Record<string, Value>> =>
  Object.fromEntries([...Object.entries(node), ['then', value]])

/** Definitions by name, each made once; one may refer to itself. */
export class Definitions {
  readonly #made = new Map<string, SchemaNode>()

  define(name: string, make: () => SchemaNode): SchemaNode {
    if (!this.#made.has(name)) {
      this.#made.set(name, {})
      this.#made.set(name, make())
    }
    return ref(name)
  }

  all(): SchemaNode {
    return Object.fromEntries([...this.#made].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
