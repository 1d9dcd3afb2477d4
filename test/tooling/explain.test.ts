import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { EntitySchema } from '../../src/spi/index.js'
import { type Explanation, explainSearch } from '../../src/tooling/explain/explain-search.js'
import { renderExplanation } from '../../src/tooling/explain/render-explanation.js'
import type { Project, ToolOptions } from '../../src/tooling/project.js'
import { plainStyle } from '../../src/tooling/terminal/style.js'
import { openDemo } from '../support/demo-facade.js'
import { type Facade, now, requestOptions } from '../support/open-facade.js'

const options: ToolOptions = { now, timeoutMs: 20_000, progress: () => undefined }

describe('explain, on the demo in SQLite', () => {
  let facade: Facade
  let project: Project
  beforeAll(async () => {
    facade = await openDemo('sqlite')
    const schemas = new Map<string, EntitySchema>()
    for (const entity of facade.model.sources.get('gp')?.tables.keys() ?? [])
      for (const schema of (await facade.adapter.introspect?.([entity], requestOptions())) ?? []) schemas.set(entity, schema)
    const schemaOf = (table: string) => schemas.get(table)
    project = { model: facade.model, sources: new Map([['gp', { adapter: facade.adapter, schemaOf }]]) }
  })
  afterAll(() => facade.close())

  const mapOf = (explanation: Explanation, name: string) =>
    explanation.kind === 'explained' ? explanation.maps.find(({ map }) => map === name) : undefined

  test.each([
    ['Observation?patient=60', 'gp/observation-bp', 'patient', 'A', 'e.PatId = 60'],
    ['Patient?gender=female', 'gp/patient', 'gender', 'B', "p.SexCode = 'F'"],
    ['Patient?gender:not=female', 'gp/patient', 'gender:not', 'C', "not (p.SexCode = 'F')"],
    ['Patient?family:contains=mit', 'gp/patient', 'family:contains', 'C', undefined],
    ['Patient?phonetic=x', 'gp/patient', 'phonetic', 'D', ''],
    ['Patient?_has:Observation:patient:code=85354-9', 'gp/patient', '_has:Observation:patient:code', 'C', undefined],
    ['Observation?code=85354-9', 'gp/observation-bp', 'code', '-', 'true'],
  ])('%s on %s: %s is class %s', async (search, map, clause, expected, predicate) => {
    const explained = mapOf(await explainSearch(project, search, options), map)?.clauses.find(each => each.clause === clause)
    expect(explained?.class).toBe(expected)
    if (predicate !== undefined) expect(explained?.predicate).toBe(predicate)
  })

  it('gives the index that would help', async () => {
    const explanation = await explainSearch(project, 'Patient?gender=female', options)
    expect(mapOf(explanation, 'gp/patient')?.clauses[0]?.ddl).toBe('CREATE INDEX ix_gp_patient_SexCode ON gp_patient (SexCode);')
  })

  it('says which maps are not asked, and why', async () => {
    const explanation = await explainSearch(project, 'Observation?code=85354-9', options)
    const pruned = explanation.kind === 'explained' ? explanation.maps.filter(map => map.pruned !== undefined) : []
    expect(pruned.length).toBeGreaterThan(0)
    expect(pruned.every(({ native }) => native === undefined)).toBe(true)
  })

  it('shows the SQL without any value', async () => {
    const explanation = await explainSearch(project, 'Patient?family:exact=Begum', options)
    const native = mapOf(explanation, 'gp/patient')?.native ?? []
    expect(native[0]?.text).toMatch(/^select .* from "gp_patient" as "p"/)
    expect(JSON.stringify(native)).not.toContain('Begum')
  })

  it('says what is left to decide on the finished resource', async () => {
    const map = mapOf(await explainSearch(project, 'Patient?birthdate=ge1980', options), 'gp/patient')
    expect(map?.clauses[0]).toMatchObject({ class: 'A', why: expect.stringContaining('then decided on the finished resource') })
    expect(map?.residual).toContain('on each finished resource: birthdate')
  })

  it('a search that would be refused is refused here, in the same words', async () => {
    expect(await explainSearch(project, 'Patient?phonetic=x', options)).toMatchObject({ refused: 'phonetic is not offered.' })
    const unknown = await explainSearch(project, 'Patient?famly=x', options)
    expect(unknown).toMatchObject({ kind: 'faults', faults: [expect.stringContaining('family')] })
    expect(renderExplanation(unknown, plainStyle)).toHaveLength(1)
  })

  it('the words of a page stay in their lines', async () => {
    for (const line of renderExplanation(await explainSearch(project, 'Observation?patient=60&date=ge2015', options), plainStyle))
      expect(line).not.toContain('\n')
  })
})
