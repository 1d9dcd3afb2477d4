/**
 * src/fhir/stu3/search-parameters.facts.ts, as published. A line is one of
 *   TYPE                                       a resource type; its parameters follow
 *     NAME TYPE EXPRESSION [> TARGET…]         a parameter; the target `*` is any resource type
 *       DEFINITION EXPRESSION                  a component of a composite parameter
 */
import type { PublishedParameter, PublishedParameters } from './published.js'

/** A reference to any type lists them all. */
const anyTypeCount = 100

export function listSearchParameters(published: PublishedParameters): readonly string[] {
  return Object.keys(published)
    .sort()
    .flatMap(type => [
      type,
      ...Object.entries(published[type] ?? {}).flatMap(([name, parameter]) => listParameter(name, parameter)),
    ])
}

function listParameter(name: string, { type, expression, target, component }: PublishedParameter): readonly string[] {
  // _content and _query have no expression: they are not searches on an element.
  if (expression === '') return []
  const targets = target ? ` > ${target.length > anyTypeCount ? '*' : target.join(' ')}` : ''
  const components = (component ?? []).map(part => `    ${part.definition.reference} ${part.expression}`)
  return [`  ${name} ${type} ${expression}${targets}`, ...components]
}
