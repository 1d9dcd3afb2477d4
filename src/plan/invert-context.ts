/** What turning a search into tests on rows needs to know beside the map. */
import type { Zone } from '../fhir/zone.js'
import type { MappingModel } from '../mapping/compile/compile-model.js'
import type { Clock } from '../mapping/compile/condition.js'

export interface InvertContext extends Clock {
  readonly model: MappingModel
  /** Of dates in searches that have no offset. */
  readonly zone: Zone
}
