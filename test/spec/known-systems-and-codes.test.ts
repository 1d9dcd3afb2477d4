/** Short names of systems that nobody has to declare, and codes that the profile leaves of those of STU3. */
import { expect, it } from 'vitest'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { serves } from '../support/spec.js'

serves('a code map may name a system that every map knows', {
  type: 'Observation',
  rows: `
    event | KIND
    1     | T
    2     | P`,
  relations: 'codes: { kind: { system: loinc, map: { T: 8310-5, P: { code: 78564009, system: snomed, display: Pulse rate } } } }',
  map: 'code: { col: e.KIND, codes: kind }',
  resources: [
    { code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] } },
    { code: { coding: [{ system: 'http://snomed.info/sct', code: '78564009', display: 'Pulse rate' }] } },
  ],
})

it('a code that STU3 has and the profile has not is a fault', () => {
  const yaml = `source: s
tables: { alert: { key: [ID] } }
---
map: alert
from: alert as a
codes: { sure: { map: { U: unconfirmed, R: refuted } } }
AllergyIntolerance:
  verificationStatus: { col: a.SURE, codes: sure }
  patient: { display: Somebody }
  assertedDate: a.AT
`
  expect(faultsOfMapping(yaml)).toEqual([
    'test.yaml:6:41 error code.not-allowed: verificationStatus takes unconfirmed, confirmed; refuted is none of them.',
  ])
})
