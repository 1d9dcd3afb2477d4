/** Logical ids. https://hl7.org/fhir/STU3/datatypes.html#id */

const shape = /^[A-Za-z0-9\-.]{1,64}$/

export const isResourceId = (text: string): boolean => shape.test(text)
