/** Refuses to begin where a source can not do what its maps can not do without: joins are made by the source or not at all. */
import { FacadeError } from '../kernel/errors.js'
import type { CompiledMap, MappingModel } from '../mapping/compile/compile-model.js'
import { joinOf } from '../mapping/compile/invert.js'
import type { JoinBinding } from '../mapping/compile/shape.js'
import { splitPredicate } from '../plan/split-plan.js'
import type { EntityCapabilities } from '../spi/index.js'

type CapabilitiesOf = (source: string, entity: string) => EntityCapabilities

/** Throws FacadeError with every fault in its text. */
export function checkSources(model: MappingModel, capabilitiesOf: CapabilitiesOf): void {
  const faults = model.maps.flatMap(map => faultsOf(map, entity => capabilitiesOf(map.source, entity)))
  if (faults.length > 0) throw new FacadeError('source.fault', { text: [...new Set(faults)].join(' ') })
}

function faultsOf(map: CompiledMap, capabilitiesOf: (entity: string) => EntityCapabilities): readonly string[] {
  const { joins } = map.relations
  const groups = [
    { entity: map.entity, joins },
    ...map.emitted.lists.map(({ list }) => ({ entity: list.entity, joins: list.joins })),
  ]
  return groups.flatMap(group =>
    group.joins.flatMap(join => {
      if (!capabilitiesOf(group.entity).logic.includes('join'))
        return `The source ${map.source} can not join, and the map ${map.name} joins ${join.entity} to ${group.entity}. Make a view of both.`
      return rulesArePushed(join, capabilitiesOf)
        ? []
        : `The source ${map.source} can not test the rows of ${join.entity} that the map ${map.name} joins as ${join.alias}. Make a view of them.`
    }),
  )
}

function rulesArePushed(join: JoinBinding, capabilitiesOf: (entity: string) => EntityCapabilities): boolean {
  const { where } = joinOf(join, { now: 0 })
  if (!where) return true
  const { rowResidual, needsResource } = splitPredicate(where, new Map([[join.alias, join.entity]]), capabilitiesOf)
  return rowResidual === undefined && !needsResource
}
