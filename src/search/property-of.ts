/** A member of a JSON value of unknown shape; undefined when the value has no members. */
export const propertyOf = (node: unknown, name: string): unknown =>
  typeof node === 'object' && node !== null ? (node as Readonly<Record<string, unknown>>)[name] : undefined
