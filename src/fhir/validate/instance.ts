/** An instance as it is walked: objects of JSON, and where they stand. */

/** A JSON object, as far as anything is known of it. */
export type Instance = Readonly<Record<string, unknown>>

export const isInstance = (value: unknown): value is Instance =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of which resource type, and where: '' is the resource, `identifier:nhsNumber` an item of a slice. */
export interface Spot {
  readonly resourceType: string
  readonly path: string
}

export const shownPath = ({ resourceType, path }: Spot): string => (path === '' ? resourceType : `${resourceType}.${path}`)

export const below = ({ resourceType, path }: Spot, name: string): Spot => ({
  resourceType,
  path: path === '' ? name : `${path}.${name}`,
})

const reasonUrl = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/** It stands for a value that is not known, and says nothing but why. */
export const isOnlyReason = (value: Instance): boolean =>
  Array.isArray(value.extension) &&
  value.extension.some(each => isInstance(each) && each.url === reasonUrl) &&
  Object.keys(value).every(name => name === 'extension' || value[name] === undefined)
