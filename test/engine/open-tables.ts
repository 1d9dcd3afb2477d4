/** An engine over small tables in memory, with a mapping written in full. */
import { memory } from '../../adapters/memory/index.js'
import type { MemoryTable } from '../../adapters/memory/tables.js'
import { createEngine } from '../../src/engine/create-engine.js'
import type { Engine } from '../../src/engine/engine.js'
import type { EngineLimits } from '../../src/engine/engine-setup.js'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { compileModel, type MappingModel } from '../../src/mapping/compile/compile-model.js'
import { parseMappingFile } from '../../src/mapping/language/read-mapping-files.js'
import type { Adapter, EntitySchema, FieldType, Scalar } from '../../src/spi/index.js'
import { requestOptions } from '../support/open-facade.js'

export interface Given {
  readonly mapping: string
  readonly rows: string
  readonly wrap?: (adapter: Adapter) => Adapter
  readonly limits?: Partial<EngineLimits>
  /** Rows of every table as introspection would estimate them. */
  readonly estimate?: number
}

export interface Opened {
  readonly engine: Engine
  readonly model: MappingModel
}

export const openTables = (given: Given): Promise<Opened> => openSources([given])

/** One engine over several sources; the limits are those of the first. */
export async function openSources(given: readonly Given[]): Promise<Opened> {
  const opened = await Promise.all(given.map(openSource))
  const compiled = compileModel(opened.map(({ source, maps, rules, schemaOf }) => ({ source, maps, rules, schemaOf })))
  if (!compiled.model) throw new Error(compiled.diagnostics.map(formatDiagnostic).join('\n'))
  const engine = createEngine({
    model: compiled.model,
    adapters: new Map(opened.map(({ source, adapter }) => [source.name, adapter])),
    limits: { defaultCount: 10, maxCount: 1000, ...given[0]?.limits },
    pageKey: new Uint8Array(32).fill(7),
    baseUrl: 'http://localhost/STU3',
  })
  return { engine, model: compiled.model }
}

async function openSource({ mapping, rows, wrap = adapter => adapter, estimate }: Given) {
  const { sources, maps, rules, diagnostics } = parseMappingFile('m.yaml', mapping, () => undefined)
  const [source] = sources
  if (!source || diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  const tables = readTables(rows)
  const entities = Object.fromEntries([...source.tables.values()].map(({ name, path }) => [name, { path }]))
  const opened = await memory.open({ tables }, { entities }, requestOptions())
  const schemas = new Map<string, EntitySchema>()
  for (const entity of source.tables.keys())
    for (const schema of (await opened.introspect?.([entity], requestOptions())) ?? [])
      schemas.set(entity, estimate === undefined ? schema : { ...schema, rows: estimate })
  return { source, maps, rules, schemaOf: (table: string) => schemas.get(table), adapter: wrap(opened) }
}

/** Tables with an empty line between two. The first heading names the table and its key, a whole number; an empty cell is null. */
function readTables(text: string): Readonly<Record<string, MemoryTable>> {
  return Object.fromEntries(
    text
      .trim()
      .split(/\n\s*\n/)
      .map(block => {
        const [heading = [], ...lines] = block.split('\n').map(line => line.split('|').map(cell => cell.trim()))
        const columns = heading.map((cell, place) => {
          const [name = '', type = place === 0 ? 'integer' : 'string'] = cell.split(':').map(part => part.trim())
          return { name, type: type as FieldType, nullable: place > 0 }
        })
        const key = columns[0]?.name ?? ''
        const rows = lines.map(cells => columns.map(({ type }, place) => readCell(cells[place] ?? '', type)))
        return [key, { columns, key: [key], rows }]
      }),
  )
}

const readCell = (text: string, type: FieldType): Scalar => (text === '' ? null : type === 'integer' ? Number(text) : text)

/** Two maps of patients with ties and nulls, phones as child rows, a lookup table behind a join. */
export const peopleMapping = `source: s
systems: { local: http://example.org/local }
tables:
  people:
    key: [people]
    where: TEST is null
    gone: GONE = 'Y'
  others:
    key: [others]
  phones:
    key: [phones]
    gone: GONE = 'Y'
  practices:
    key: [practices]
---
map: people
prefix: a
from: people as p
joins:
  gp: { table: practices, match: gp.practices = p.GP }
lists:
  tel: { table: phones, match: tel.PERSON = p.people, order: [RANK] }
Patient:
  identifier: { system: local, value: gp.CODE }
  name[official]: { family: p.FAMILY }
  telecom: { for: tel, system: phone, value: tel.NUMBER }
  birthDate: p.BORN
---
map: others
prefix: b
from: others as o
Patient:
  name[official]: { family: o.FAMILY }
  birthDate: o.BORN
`

export const peopleRows = `
  people | FAMILY | BORN: date | GP: integer | TEST | GONE
  1      | Ash    | 1980-01-01 | 1           |      |
  2      | Birch  |            | 2           |      | N
  3      | Cedar  | 1980-01-01 |             |      |
  4      | Elm    | 1970-05-05 | 1           |      |
  5      | Fir    | 1990-01-01 | 9           |      |
  6      | Gorse  | 1980-01-01 | 1           | Y    |
  7      | Hazel  | 1980-01-01 | 1           |      | Y
  8      |        | 1980-01-01 | 1           |      |
  9      | Ivy    |            | 2           |      |

  others | FAMILY | BORN: date
  1      | Ash    | 1980-01-01
  2      | Oak    | 1960-01-01
  3      | Pine   |
  4      | Rowan  | 1990-01-01

  phones | PERSON: integer | RANK: integer | NUMBER | GONE
  1      | 1               | 2             | 222    |
  2      | 1               | 1             | 111    |
  3      | 2               | 1             | 333    | Y
  4      | 4               | 1             | 111    |
  5      | 7               | 1             | 555    |
  6      |                 | 1             | 999    |

  practices | CODE
  1         | north
  2         | south`
