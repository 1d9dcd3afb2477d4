/** The author's tools over lists in lists, maps of packed text and keys that are put together. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkData } from '../../src/tooling/check-data.js'
import { explainSearch } from '../../src/tooling/explain/explain-search.js'
import { type PreviewedRow, previewRows } from '../../src/tooling/preview/preview-map.js'
import type { Project, ToolOptions } from '../../src/tooling/project.js'
import { measureQuality } from '../../src/tooling/quality.js'
import { verifyMaps } from '../../src/tooling/verify/verify.js'
import { adapterNames, type Facade, now, openFacade } from '../support/open-facade.js'
import { mappingOfTrial, type Trial } from '../support/trial.js'

const trial: Trial = {
  yaml: `
source: gp
tables:
  panel: { key: [ID] }
  result: { key: [ID] }
  mark: { key: [ID] }
  unit: { key: [CODE] }
---
map: panel
from: panel as p
lists:
  kids: { table: result, match: kids.PANEL_ID = p.ID, order: [ID] }
  marks: { table: mark, match: marks.RESULT_ID = kids.ID, order: [ID] }
  tags: { split: kids.TAGS, by: ';', parse: '{SYS}:{CODES}' }
  tag: { split: tags.CODES, by: ',' }
Observation:
  status: final
  code: loinc|85354-9
  subject: { display: Somebody }
  performer: { ref: unit, key: '{p.SITE}-{p.NO}' }
  component:
    for: kids
    code: { coding: { for: marks, system: http://m.example, code: marks.CODE, display: kids.NAME } }
    valueString: kids.NAME
    referenceRange:
      for: tags
      text: '{tags.SYS} of {kids.NAME}'
      appliesTo: { coding: { for: tag, system: http://t.example, code: tag.PART, display: tags.SYS } }
---
map: tags
prefix: tag
from: result as r
for: dx
lists:
  dx: { split: r.TAGS, by: ';', parse: '{SYS}:{CODES}' }
Observation:
  status: final
  code: { coding: { system: http://d.example, code: dx.CODES }, text: dx.SYS }
  subject: { display: Somebody }
---
map: unit
from: unit as u
Organization: { name: u.NAME }
`,
  tables: {
    panel: {
      columns: { ID: 'INTEGER not null', SITE: 'VARCHAR(4)', NO: 'INTEGER' },
      rows: [
        [1, 'A', 1],
        [2, null, 2],
      ],
    },
    result: {
      columns: { ID: 'INTEGER not null', PANEL_ID: 'INTEGER', NAME: 'VARCHAR(9)', TAGS: 'VARCHAR(40)' },
      rows: [
        [11, 1, 'one', 'a:x,y;b:z'],
        [12, 1, 'two', null],
        [21, 2, 'three', 'a:z'],
      ],
    },
    mark: {
      columns: { ID: 'INTEGER not null', RESULT_ID: 'INTEGER', CODE: 'VARCHAR(4)' },
      rows: [
        [1, 11, 'k'],
        [2, 11, 'l'],
        [3, 12, 'k'],
        [4, 21, 'm'],
      ],
    },
    unit: { columns: { CODE: 'VARCHAR(8) not null', NAME: 'VARCHAR(9)' }, rows: [['A-1', 'North']] },
  },
}

const options: ToolOptions = { now, timeoutMs: 20_000, progress: () => undefined }

describe.each(adapterNames)('on %s', name => {
  let facade: Facade
  let project: Project
  beforeAll(async () => {
    facade = await openFacade(...mappingOfTrial(trial), name)
    project = { model: facade.model, sources: new Map([['gp', { adapter: facade.adapter, schemaOf: () => undefined }]]) }
  })
  afterAll(() => facade.close())

  const mapNamed = (map: string) => {
    const found = project.model.maps.find(each => each.name === map)
    if (found === undefined) throw new Error(`There is no map ${map}.`)
    return found
  }
  const preview = async (map: string, key?: string): Promise<readonly PreviewedRow[]> => {
    const rows: PreviewedRow[] = []
    for await (const row of previewRows(project, mapNamed(map), { limit: 9, ...(key !== undefined && { key }) }, options))
      rows.push(row)
    return rows
  }
  const stored = ({ elements }: PreviewedRow, path: string) => elements.find(element => element.path === path)

  it('preview tells the rows and the parts that each value came from', async () => {
    const [first] = await preview('gp/panel', '1')
    if (first === undefined) throw new Error('There is no panel 1.')
    expect(stored(first, 'component[0].code.coding[1].code')).toMatchObject({
      value: 'l',
      from: [{ column: 'marks.CODE', stored: 'l' }],
    })
    expect(stored(first, 'component[1].code.coding[0].display')).toMatchObject({
      value: 'two',
      from: [{ column: 'kids.NAME', stored: 'two' }],
    })
    expect(stored(first, 'component[0].referenceRange[0].appliesTo[0].coding[1].code')).toMatchObject({
      value: 'y',
      from: [{ column: 'tag.PART', stored: 'y' }],
    })
    expect(stored(first, 'component[0].referenceRange[1].text')).toMatchObject({ value: 'b of one' })
    expect(stored(first, 'performer[0].reference')).toEqual({
      path: 'performer[0].reference',
      value: 'Organization/A..2D1',
      from: [
        { column: 'p.SITE', stored: 'A' },
        { column: 'p.NO', stored: 1 },
      ],
    })
  })

  it('preview shows each part of a packed text as the resource that it is', async () => {
    const rows = await preview('gp/tags')
    expect(rows.map(({ id, state }) => `${id} ${state}`)).toEqual(['tag-11.1 served', 'tag-11.2 served', 'tag-21.1 served'])
    expect(rows[1] && stored(rows[1], 'code.coding[0].code')).toMatchObject({
      value: 'z',
      from: [{ column: 'r.TAGS', stored: 'a:x,y;b:z' }],
    })
    expect((await preview('gp/tags', 'tag-11.2')).map(({ id }) => id)).toEqual(['tag-11.2'])
    expect(await preview('gp/tags', 'tag-11.3')).toEqual([])
  })

  it('verify finds everything by what it says of itself', async () => {
    const verified = await verifyMaps(project, project.model.maps, { rows: 9, pageKey: new Uint8Array(32).fill(7) }, options)
    expect(verified.flatMap(({ parameters }) => parameters.flatMap(({ faults }) => faults))).toEqual([])
    expect(verified.map(({ type, resources }) => `${type} ${resources}`)).toEqual(['Observation 5', 'Organization 1'])
  })

  it('explain says what the source decides and what is left', async () => {
    const explained = await explainSearch(project, 'Observation?component-code=k', options)
    if (explained.kind !== 'explained') throw new Error('It has faults.')
    const [panel, tags] = explained.maps
    expect(panel?.clauses[0]?.predicate).toMatch(/^some result where .* some mark where .*marks\.CODE = 'k'$/)
    expect(panel?.residual).toEqual([])
    expect(tags?.pruned).toBeDefined()
    const packed = await explainSearch(project, 'Observation?code=z', options)
    if (packed.kind !== 'explained') throw new Error('It has faults.')
    expect(packed.maps[1]?.clauses[0]).toMatchObject({ class: 'C' })
    expect(packed.maps[1]?.residual).toEqual([
      'on each row: which parts r.TAGS has, each of them a resource',
      'on each finished resource: code',
    ])
  })

  it('check --data and quality count rows and parts', async () => {
    expect((await checkData(project, options)).map(({ code }) => code)).toEqual([])
    expect(await measureQuality(project, mapNamed('gp/tags'), undefined, options)).toMatchObject({ rows: 3, served: 3 })
    expect(await measureQuality(project, mapNamed('gp/panel'), undefined, options)).toMatchObject({ rows: 2, served: 2 })
  })
})
