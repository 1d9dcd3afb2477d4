/** Which types of elements each type of parameter is compared with. https://hl7.org/fhir/STU3/search.html#ptypes */
import { routesBelow, routesOf } from './route.js'
import type { ParameterType, SearchParameter } from './search.js'

const comparable: Readonly<Record<Exclude<ParameterType, 'composite'>, ReadonlySet<string>>> = {
  token: new Set(['CodeableConcept', 'Coding', 'Identifier', 'ContactPoint', 'code', 'boolean', 'id', 'string', 'uri']),
  string: new Set(['string', 'markdown', 'HumanName', 'Address']),
  date: new Set(['date', 'dateTime', 'instant', 'Period', 'Timing']),
  reference: new Set(['Reference', 'uri']),
  number: new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt', 'Duration']),
  quantity: new Set(['Quantity', 'Age', 'Count', 'Distance', 'Duration', 'Money', 'SimpleQuantity', 'Range']),
  uri: new Set(['uri']),
}

/** The types that stand where the parameter leads and hold nothing that it could be compared with; none when there is something. */
export function incomparableTypes(type: string, parameter: SearchParameter): readonly string[] {
  const { components = [], paths } = parameter
  if (parameter.type !== 'composite')
    return leftOver(
      parameter.type,
      routesOf(type, parameter).map(route => route.type),
    )
  return components.flatMap(component =>
    component.type === 'composite'
      ? []
      : leftOver(
          component.type,
          paths.flatMap(base => component.paths.flatMap(path => routesBelow(type, base, path).map(route => route.type))),
        ),
  )
}

const leftOver = (type: Exclude<ParameterType, 'composite'>, found: readonly string[]): readonly string[] =>
  found.some(each => comparable[type].has(each)) ? [] : [...new Set(found)]
