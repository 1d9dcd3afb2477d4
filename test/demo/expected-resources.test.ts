/**
 * What the rows of each map become, whole: mappings/gp/expected has a file for each map. They are rewritten by UPDATE_GOLDEN=1 alone,
 * and then read.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { toPrettyJson } from '../../src/serialize/pretty.js'
import { issueId, repeatId } from '../../src/tooling/demo/care.js'
import { demoCare, demoConsults, demoEvents, demoProblems, demoRepeats, demoSingles } from '../../src/tooling/demo/cases.js'
import { guidOf } from '../../src/tooling/demo/record.js'
import { openDemo } from '../support/demo-facade.js'
import { adapterNames, type Facade, requestOptions } from '../support/open-facade.js'

const [allergies, immunizations] = [demoCare[46], demoCare[47]]
const repeats = (prefix: string, names: readonly (keyof typeof demoRepeats)[]): readonly string[] =>
  names.map(name => `${prefix}-${repeatId(44, demoRepeats[name])}`)
const singles = (prefix: string, names: readonly (keyof typeof demoSingles)[]): readonly string[] =>
  names.map(name => `${prefix}-${issueId(45, demoSingles[name])}`)

/** Map -> type and logical ids. */
const chosen: Readonly<Record<string, readonly [type: string, ids: readonly string[]]>> = {
  allergy: [
    'AllergyIntolerance',
    [allergies.full, allergies.unlistedReaction, allergies.ended, allergies.noneKnown].map(number => `alg-46.${number}`),
  ],
  'condition-diagnosis': ['Condition', [`dx-41.${demoEvents[41].withSeverityAndEnd}`]],
  'condition-problem': ['Condition', [`prob-11.${demoProblems[11].markup}`, `prob-8.${demoProblems[8].closed}`]],
  encounter: ['Encounter', [guidOf(33, demoConsults.reasons).toLowerCase(), guidOf(33, demoConsults.inTheGap).toLowerCase()]],
  immunization: [
    'Immunization',
    [immunizations.full, immunizations.refused, immunizations.elsewhere, immunizations.dirty].map(number => `imm-47.${number}`),
  ],
  location: ['Location', ['Z99001', 'Z9900101']],
  medication: ['Medication', ['2', '9', '12']],
  'medication-issue': ['Medication', singles('itx', ['typedDrug'])],
  'medication-repeat': ['Medication', repeats('rtx', ['typedDrug'])],
  'medication-request-issue': [
    'MedicationRequest',
    [`iss-${issueId(44, 1)}`, ...singles('iss', ['cancelled', 'secondHalfPastOne', 'withdrawnDrug'])],
  ],
  'medication-request-repeat': [
    'MedicationRequest',
    repeats('rpt', ['current', 'withdrawnDrug', 'typedDrug', 'ended', 'stopped', 'dirty', 'asNeeded']),
  ],
  'medication-statement-issue': ['MedicationStatement', singles('msi', ['current', 'endsBeforeItBegins'])],
  'medication-statement-repeat': ['MedicationStatement', repeats('mst', ['current', 'ended'])],
  'observation-bp': ['Observation', [`bp-56.${demoEvents[56].both}`]],
  'observation-finding': ['Observation', [`fin-53.${demoEvents[53].lowerCaseTwin}`]],
  'observation-result': ['Observation', [`res-53.${demoEvents[53].above}`, `res-53.${demoEvents[53].plusses}`]],
  'observation-vitals': ['Observation', ['vs-1.hr']],
  'observation-vitals-bp': ['Observation', ['vbp-1']],
  organization: ['Organization', ['Z99001', 'Z9900101', 'Z9A']],
  patient: ['Patient', ['2', '13', '41']],
  practitioner: ['Practitioner', ['101', '111']],
  'practitioner-role': ['PractitionerRole', ['R..2D101..2F2', 'R..2D104..2F1', 'R..2D111..2F1']],
  procedure: ['Procedure', [`proc-41.${demoEvents[41].withSiteAndOutcome}`]],
  'procedure-summary': ['Procedure', ['sum-1']],
}

describe.each(adapterNames)('on %s', name => {
  let facade: Facade
  beforeAll(async () => {
    facade = await openDemo(name)
  })
  afterAll(() => facade.close())

  it('every map has its file', () => {
    const maps = facade.model.maps.map(map => map.name.replace(/^gp\//, '').replace(/\..*/, '')) // a copy for each slot
    expect(Object.keys(chosen)).toEqual([...new Set(maps)].sort())
  })

  test.each(Object.entries(chosen))('rows of %s', async (map, [type, ids]) => {
    const resources: string[] = []
    for (const id of ids) resources.push(toPrettyJson((await facade.engine.read(type, id, requestOptions())).resource))
    const text = `[\n${resources.join(',\n')}\n]\n`
    const file = join('mappings', 'gp', 'expected', `${map}.json`)
    if (process.env.UPDATE_GOLDEN === '1') {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    expect(existsSync(file), `${file} is written by UPDATE_GOLDEN=1`).toBe(true)
    expect(text).toBe(readFileSync(file, 'utf8'))
  })
})
