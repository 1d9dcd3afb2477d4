/** Rules are for a type that is served, once, and ask for parameters that can be asked. */
import { nearestName } from '../../kernel/nearest.js'
import { searchParametersFor } from '../../search/element-path.js'
import type { Report } from '../language/diagnostic-codes.js'
import type { RulesDocument } from '../language/document.js'

export interface RuledMaps {
  /** Of all maps, also of those that have faults. */
  readonly types: readonly string[]
  /** False when a map could not even be read so far. */
  readonly areAllKnown: boolean
  /** Whether some map of the type can be asked for the parameter; true also where nobody knows. */
  isMapped(type: string, parameter: string): boolean
}

export function checkRules(rules: readonly RulesDocument[], maps: RuledMaps, report: Report): void {
  const seen = new Map<string, RulesDocument>()
  for (const rule of rules) {
    const { type, at } = rule
    const earlier = seen.get(type)
    seen.set(type, rule)
    if (earlier)
      report(
        'rules.duplicate',
        at,
        `The rules of ${type} stand at ${earlier.at.file}:${earlier.at.line} already. A type has one document.`,
      )
    else if (!maps.types.includes(type)) {
      if (!maps.areAllKnown) continue
      const near = nearestName(type, maps.types)
      const advice = near === undefined ? `Served are ${[...new Set(maps.types)].join(', ')}.` : `Did you mean ${near}?`
      report('rules.type-unserved', at, `No map serves ${type}, so it has no searches. ${advice}`)
    } else checkNames(rule, maps, report)
  }
}

function checkNames({ type, requireAny }: RulesDocument, maps: RuledMaps, report: Report): void {
  const known = searchParametersFor(type)
  for (const { at, name } of requireAny.flat()) {
    if (!known.has(name)) {
      const near = nearestName(name, known.keys())
      const advice = near === undefined ? '' : ` Did you mean ${near}?`
      report('search.parameter-unknown', at, `${type} has no search parameter ${name}.${advice}`)
    } else if (!maps.isMapped(type, name))
      report(
        'rules.parameter-unmapped',
        at,
        `${type}?${name} can not be asked: no map has its element. Nobody could meet this rule with it.`,
      )
  }
}
