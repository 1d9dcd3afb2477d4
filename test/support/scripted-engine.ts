/** An Engine whose answers a test writes down: for tests of the HTTP edge alone. */
import type { Engine, SearchPage } from '../../src/engine/engine.js'
import type { Resource } from '../../src/fhir/resource.js'

export const samplePatient: Resource = {
  resourceType: 'Patient',
  id: 'p-1',
  meta: { lastUpdated: '2021-07-01T10:00:00+01:00' },
  name: [{ family: 'Quickly' }],
}

export const samplePage: SearchPage = {
  type: 'Patient',
  resources: [samplePatient],
  included: [],
  outcomes: [],
  total: 1,
  self: 'family=quick',
  hasExactDecimals: false,
}

/** Serves Patient p-1 and one page that holds it, unless told otherwise. */
export function scriptEngine(answers: Partial<Engine> = {}): Engine {
  return {
    offers: new Map([['Patient', { type: 'Patient', parameters: new Map(), references: new Map(), sorts: new Set() }]]),
    read: async () => ({ resource: samplePatient, hasExactDecimals: false }),
    search: async () => samplePage,
    health: async () => [{ source: 'gp', status: 'up', readOnly: 'enforced' }],
    close: async () => {},
    ...answers,
  }
}
