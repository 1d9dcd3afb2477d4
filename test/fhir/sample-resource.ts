/** Resources that have every element of their type, made from the fact tables: one for each way to take the choices and the codes. */
import { elementsOf, isPrimitive } from '../../src/fhir/stu3/elements.js'

const primitives: Readonly<Record<string, unknown>> = {
  boolean: true,
  integer: 1,
  positiveInt: 1,
  unsignedInt: 1,
  decimal: 1.5,
  date: '2020-02-29',
  dateTime: '2020-02-29T10:00:00Z',
  instant: '2020-02-29T10:00:00Z',
  time: '10:00:00',
}
/** Deep enough for any search parameter; types contain each other without end. */
const maxDepth = 5

/** The n-th sample takes the n-th type of every choice and the n-th code of every code, from the start again when there are fewer. Lists have two items. */
export function sampleResources(type: string, choices = 12): readonly object[] {
  return Array.from({ length: choices }, (_, at) => ({ resourceType: type, ...sample(type, 0, at) }))
}

function sample(type: string, depth: number, choiceAt: number): object {
  const result: Record<string, unknown> = {}
  const taken = new Map<string, number>()
  for (const element of elementsOf(type)) {
    if (element.type === 'Resource' || element.type === 'Extension') continue
    if (element.choice !== undefined) {
      const at = taken.get(element.choice) ?? 0
      taken.set(element.choice, at + 1)
      if (at !== choiceAt % elementsOf(type).filter(other => other.choice === element.choice).length) continue
    }
    if (!isPrimitive(element.type) && depth === maxDepth) continue
    const value = isPrimitive(element.type)
      ? (element.codes?.[choiceAt % element.codes.length] ?? primitives[element.type] ?? element.type)
      : sample(element.type, depth + 1, choiceAt)
    result[element.name] = element.isList ? [value, value] : value
  }
  return result
}
