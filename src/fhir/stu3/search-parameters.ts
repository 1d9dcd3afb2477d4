/** The search parameters of STU3 with their corrected expressions. https://hl7.org/fhir/STU3/searchparameter-registry.html */
import { type FactsBlock, readBlocks } from '../facts-text.js'
import { elementOf, resourceTypes } from './elements.js'
import { searchParameterErrata } from './search-parameter-errata.js'
import { facts } from './search-parameters.facts.js'

export type SearchParameterType = 'token' | 'string' | 'date' | 'reference' | 'number' | 'quantity' | 'uri' | 'composite'

export interface SearchParameterFact {
  readonly name: string
  readonly type: SearchParameterType
  /** FHIRPath from the resource, corrected: `Patient.deceased.ofType(dateTime)`. */
  readonly expression: string
  /** As STU3 has it. That of a parameter of all resources begins with `Resource`. */
  readonly published: string
  /** Resource types that a reference may point to. */
  readonly targets: readonly string[]
  /** The parts of a composite, each with an expression that begins at an item of the composite's own. */
  readonly components?: readonly SearchParameterComponent[]
}
export interface SearchParameterComponent {
  /** Canonical url of the parameter that the part is like. */
  readonly definition: string
  readonly expression: string
  readonly published: string
}

const none: ReadonlyMap<string, SearchParameterFact> = new Map()
const notTargets = ['Resource', 'DomainResource', 'Parameters']
const allTargets = elementOf('CapabilityStatement.Resource', 'type')?.codes?.filter(type => !notTargets.includes(type)) ?? []
const parameters = readParameters()

/** By name, those of all resources (`_id`, `_lastUpdated`, …) included; empty for a type that is not of Care Connect. */
export const searchParametersOf = (type: string): ReadonlyMap<string, SearchParameterFact> => parameters.get(type) ?? none

// The lines are described in tools/generate-facts/stu3-search-parameters.ts.
function readParameters(): ReadonlyMap<string, ReadonlyMap<string, SearchParameterFact>> {
  const blocks = new Map(readBlocks(facts).map(block => [block.head, block]))
  const shared = blocks.get('Resource')?.lines ?? []
  return new Map(
    resourceTypes.map(type => {
      const own = readBlocks((blocks.get(type)?.lines ?? []).join('\n'))
      const all = [...readBlocks(shared.join('\n')), ...own].map(block => readParameter(type, block))
      return [type, new Map(all.map(parameter => [parameter.name, parameter]))]
    }),
  )
}

function readParameter(type: string, { head, lines }: FactsBlock): SearchParameterFact {
  const [definition = '', targets] = head.split(' > ')
  const [name = '', kind = ''] = definition.split(' ', 2)
  const published = definition.slice(name.length + kind.length + 2)
  return {
    name,
    type: kind as SearchParameterType,
    expression: corrected(type, name, published),
    published,
    targets: targets === '*' ? allTargets : (targets?.split(' ') ?? []),
    ...(lines.length > 0 && { components: lines.map(line => readComponent(type, name, line)) }),
  }
}

function readComponent(type: string, parameter: string, line: string): SearchParameterComponent {
  const at = line.indexOf(' ')
  const published = line.slice(at + 1)
  return { definition: line.slice(0, at), expression: corrected(type, parameter, published), published }
}

function corrected(type: string, parameter: string, published: string): string {
  const erratum = searchParameterErrata.find(
    row => row.type === type && row.parameter === parameter && row.published === published,
  )
  return erratum?.ours ?? published.replace(/^Resource\b/, type)
}
