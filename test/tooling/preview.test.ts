import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ExactDecimal } from '../../src/fhir/exact-decimal.js'
import { type PreviewedRow, type PreviewWanted, previewRows } from '../../src/tooling/preview/preview-map.js'
import { renderPreview } from '../../src/tooling/preview/render-preview.js'
import type { Project, ToolOptions } from '../../src/tooling/project.js'
import { measureQuality } from '../../src/tooling/quality.js'
import { plainStyle } from '../../src/tooling/terminal/style.js'
import { openDemo } from '../support/demo-facade.js'
import { type AdapterName, adapterNames, type Facade, now } from '../support/open-facade.js'

const options: ToolOptions = { now, timeoutMs: 20_000, progress: () => undefined }

const open = async (name: AdapterName): Promise<{ readonly facade: Facade; readonly project: Project }> => {
  const facade = await openDemo(name)
  const sources = new Map([['gp', { adapter: facade.adapter, schemaOf: () => undefined }]])
  return { facade, project: { model: facade.model, sources } }
}

const mapNamed = ({ model }: Project, name: string) => {
  const map = model.maps.find(each => each.name === name)
  if (map === undefined) throw new Error(`no map ${name}`)
  return map
}

const preview = async (project: Project, map: string, wanted: PreviewWanted): Promise<readonly PreviewedRow[]> => {
  const rows: PreviewedRow[] = []
  for await (const row of previewRows(project, mapNamed(project, map), wanted, options)) rows.push(row)
  return rows
}

describe.each(adapterNames)('on %s', name => {
  let facade: Facade
  let project: Project
  beforeAll(async () => {
    ;({ facade, project } = await open(name))
  })
  afterAll(() => facade.close())

  it('a preview tells the column and the stored value of each element', async () => {
    const [row] = await preview(project, 'gp/patient', { key: '60', limit: 1 })
    const sourceOf = (path: string) => row?.elements.find(element => element.path === path)
    expect(row).toMatchObject({ id: '60', state: 'served' })
    expect(sourceOf('birthDate')).toEqual({
      path: 'birthDate',
      value: '1958-01-28',
      from: [{ column: 'p.DobText', stored: '19580128' }],
    })
    expect(sourceOf('telecom[1].use')?.from).toEqual([{ column: 'phones.ContactKind', stored: 'H' }])
    expect(sourceOf('identifier[0].system')?.from).toEqual([])
    expect(sourceOf('managingOrganization.reference')?.from).toEqual([{ column: 'practice.PracticeCode', stored: 'Z99003' }])
  })

  it('a preview holds every value of every resource, each once', async () => {
    for (const map of project.model.maps)
      for (const { resource, elements, state } of await preview(project, map.name, { limit: 12 })) {
        if (state !== 'served') continue
        expect(new Set(elements.map(({ path }) => path)).size, map.name).toBe(elements.length)
        expect(
          elements.map(({ path, value }) => [path, value]),
          map.name,
        ).toEqual(leavesOf(resource))
      }
  })

  it('a preview says what was left out, why, and what is stored there', async () => {
    const [row] = await preview(project, 'gp/patient', { key: '34', limit: 1 })
    if (row === undefined) throw new Error('There is no patient 34.')
    expect(row).toMatchObject({ state: 'left out', losses: [{ rule: 'required', place: 'Patient.name.family' }] })
    expect(renderPreview('gp/patient', 'Patient', row, plainStyle)).toContain(
      '  left out Patient.name.family has no value, and the profile requires one: p.Surname is null and p.PrevSurname is null',
    )
  })

  it('a key that no row has gives no preview', async () => {
    expect(await preview(project, 'gp/patient', { key: '999999', limit: 1 })).toEqual([])
    expect(await preview(project, 'gp/patient', { key: 'x/y', limit: 1 })).toEqual([])
  })

  it('quality counts every row once, by what became of it', async () => {
    for (const map of project.model.maps) {
      const { rows, served, gone, leftOut } = await measureQuality(project, map, undefined, options)
      expect(served + gone + leftOut, map.name).toBe(rows)
    }
  })

  it('quality tells what is left out with the ids of the rows', async () => {
    const { losses, leftOut } = await measureQuality(project, mapNamed(project, 'gp/patient'), undefined, options)
    expect(leftOut).toBe(2)
    expect(losses).toContainEqual({
      rule: 'required',
      place: 'Patient.name.family',
      rows: 2,
      rowsLeftOut: 2,
      keys: ['34', '35'],
      stored: ['p.Surname is null and p.PrevSurname is null', "p.Surname = '' and p.PrevSurname is null"],
      isMoreStored: false,
    })
    expect(losses).toContainEqual({
      rule: 'unreadable',
      place: 'DobText',
      rows: 2,
      rowsLeftOut: 0,
      keys: ['30', '31'],
      stored: ["p.DobText = '19730230'", "p.DobText = '1962'"],
      isMoreStored: false,
    })
  })
})

/** The values of a resource with their paths, without the type. */
function leavesOf(node: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => leavesOf(item, `${path}[${index}]`))
  if (typeof node !== 'object' || node === null || node instanceof ExactDecimal) return [[path, node]]
  return Object.entries(node).flatMap(([name, value]) =>
    path === '' && name === 'resourceType' ? [] : leavesOf(value, path === '' ? name : `${path}.${name}`),
  )
}
