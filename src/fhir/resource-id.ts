/** Logical ids. https://hl7.org/fhir/STU3/datatypes.html#id */

export const isResourceId = (text: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(text)
