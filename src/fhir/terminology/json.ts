/** Reads JSON that somebody else wrote: what is not of the form that is asked for is not there. */

export function propertyAt(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined
}

export function textAt(node: unknown, name: string): string | undefined {
  const value = propertyAt(node, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberAt(node: unknown, name: string): number | undefined {
  const value = propertyAt(node, name)
  return typeof value === 'number' ? value : undefined
}

export function listAt(node: unknown, name: string): readonly unknown[] {
  const value: unknown = propertyAt(node, name)
  return Array.isArray(value) ? value : []
}
