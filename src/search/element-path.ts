/** The FHIRPath of a search parameter, read: the subset that the corrected STU3 parameters use. https://hl7.org/fhir/STU3/searchparameter.html */
import { type SearchParameterComponent, searchParametersOf } from '../fhir/stu3/search-parameters.js'
import { localParametersOf } from './local-parameters.js'
import type { ElementPath, ParameterType, PathStep, SearchParameter } from './search.js'

/** The alternatives of an expression, each below `type`; undefined when it is outside the subset. */
export function parseElementPaths(expression: string, type: string): readonly ElementPath[] | undefined {
  const paths: ElementPath[] = []
  let rest = expression.trim()
  for (;;) {
    const root = /^(\w+)(?=\.)/.exec(rest)?.[1]
    if (root !== type && root !== 'Resource' && root !== 'DomainResource') return undefined
    const path = parseSteps(rest.slice(root.length))
    if (path === undefined) return undefined
    paths.push(path.steps)
    if (path.rest === '') return paths
    const alternative = /^\s*\|\s*/.exec(path.rest)
    if (alternative === null) return undefined
    rest = path.rest.slice(alternative[0].length)
  }
}

/** The expression of a composite: the resource itself, or items below it. */
function parseItems(expression: string, type: string): readonly ElementPath[] | undefined {
  const items = expression.split('|').map(alternative => alternative.trim())
  const paths = items.map(item => (item === type ? [[]] : parseElementPaths(item, type)))
  return paths.includes(undefined) ? undefined : paths.flatMap(path => path ?? [])
}

const stepShape =
  /^\.(?:(?:as|ofType)\((?<as>[A-Za-z][A-Za-z0-9]*)\)|where\((?<element>[a-z][A-Za-z0-9]*)\s*=\s*'(?<equals>[^'\\]*)'\)|where\((?<notFalse>\$this\s*!=\s*false)\)|(?<exists>exists\(\))|(?<name>[a-z][A-Za-z0-9]*)(?![(A-Za-z0-9]))/

function parseSteps(text: string): { readonly steps: ElementPath; readonly rest: string } | undefined {
  const steps: PathStep[] = []
  let rest = text
  while (rest.startsWith('.')) {
    const match = stepShape.exec(rest)
    const last = steps.at(-1)
    if (match === null || last?.kind === 'exists') return undefined
    steps.push(stepOf(match.groups ?? {}))
    rest = rest.slice(match[0].length)
  }
  return { steps, rest }
}

function stepOf(groups: Readonly<Record<string, string | undefined>>): PathStep {
  const { as, element, equals, notFalse, name } = groups
  if (as !== undefined) return { kind: 'as', type: as }
  if (element !== undefined && equals !== undefined) return { kind: 'where', element, equals }
  if (notFalse !== undefined) return { kind: 'not-false' }
  return name === undefined ? { kind: 'exists' } : { kind: 'element', name }
}

const known = new Map<string, ReadonlyMap<string, SearchParameter>>()

/** The parameter of that name, standard or of Care Connect; undefined when there is none or its expression is outside the subset. */
export function searchParameter(type: string, name: string): SearchParameter | undefined {
  return searchParametersFor(type).get(name)
}

/** Every parameter of the type that can be read, by name. The same objects each time. */
export function searchParametersFor(type: string): ReadonlyMap<string, SearchParameter> {
  let parameters = known.get(type)
  if (parameters === undefined) {
    parameters = readParameters(type)
    known.set(type, parameters)
  }
  return parameters
}

/** Whether STU3 or the Core API defines it, readable or not. */
export const isStandardParameter = (type: string, name: string): boolean =>
  searchParametersOf(type).has(name) ||
  localParametersOf(type).some(parameter => parameter.name === name || parameter.alias === name)

function readParameters(type: string): ReadonlyMap<string, SearchParameter> {
  const parameters = new Map<string, SearchParameter>()
  for (const fact of [...searchParametersOf(type).values(), ...localParametersOf(type)]) {
    const { name, expression, targets } = fact
    const paths = fact.type === 'composite' ? parseItems(expression, type) : parseElementPaths(expression, type)
    const components = 'components' in fact ? fact.components?.map(component => readComponent(type, component)) : undefined
    if (paths === undefined || components?.includes(undefined)) continue
    const parts = components?.flatMap(component => component ?? [])
    parameters.set(name, { name, type: fact.type, expression, paths, targets, ...(parts && { components: parts }) })
  }
  return parameters
}

/** The parameter that a part is like says its type and targets: `clinical-code` is `code`, `Observation-value-quantity` is `value-quantity`. */
function readComponent(type: string, { definition, expression }: SearchParameterComponent): SearchParameter | undefined {
  const name = definition.slice(definition.lastIndexOf('/') + 1).replace(/^[^-]+-/, '')
  const like = searchParametersOf(type).get(name)
  const relative = expression
    .split('|')
    .map(alternative => `${type}.${alternative.trim()}`)
    .join(' | ')
  const paths = parseElementPaths(relative, type)
  const kind: ParameterType | undefined = like?.type
  if (like === undefined || kind === undefined || kind === 'composite' || paths === undefined) return undefined
  return { name, type: kind, expression, paths, targets: like.targets }
}
