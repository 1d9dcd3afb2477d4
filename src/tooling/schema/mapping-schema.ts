/** The JSON Schema of mapping files, for completion in editors. Structure alone: what the checker says is the word that counts. */
import { resourceTypes } from '../../fhir/stu3/elements.js'
import {
  anyOf,
  Definitions,
  describedText,
  named,
  object,
  oneOrMore,
  type SchemaNode,
  text,
  texts,
  withThen,
  words,
} from './definitions.js'
import { resourceSchema } from './element-schema.js'
import { sourceSchema } from './source-schema.js'
import { codeMapsSchema, sqlExpressions } from './value-schema.js'

/** A line for each definition: readable differences, and a third of the size. */
export function printMappingSchema(): string {
  const { definitions, ...root } = mappingSchema()
  const lines = Object.entries(definitions).map(([name, node]) => `  ${JSON.stringify(name)}: ${JSON.stringify(node)}`)
  return `${JSON.stringify(root, null, 2).slice(0, -2)},\n  "definitions": {\n${lines.join(',\n')}\n  }\n}`
}

export function mappingSchema(): SchemaNode & { readonly definitions: SchemaNode } {
  const definitions = new Definitions()
  const source = definitions.define('a source document', () => sourceSchema(definitions))
  const map = definitions.define('a map', () => mapSchema(definitions))
  const rules = definitions.define('a rules document', rulesSchema)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A mapping file of the Care Connect facade: a source document, maps, rules.',
    type: 'object',
    properties: {
      source: describedText('A source document: how the tables of one database are.'),
      map: describedText('A map: what the rows of a table mean as one resource type.'),
      rules: describedText('Rules for the searches of a resource type.'),
    },
    ...whenHas('source', source, whenHas('rules', rules, map)),
    definitions: definitions.all(),
  }
}

const whenHas = (key: string, node: SchemaNode, otherwise: SchemaNode): SchemaNode =>
  withThen({ if: { required: [key] }, else: otherwise }, node)

function mapSchema(definitions: Definitions): SchemaNode {
  const resources = resourceTypes.map(type => [type, resourceSchema(type, definitions)] as const)
  const keys = {
    map: describedText('The name of the map.'),
    prefix: { ...describedText('Begins the logical id, before the key.'), pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$' },
    profile: describedText('The url of the profile; that of Care Connect when left out.'),
    from: {
      type: 'string',
      pattern: String.raw`^\S+\s+[aA][sS]\s+\S+$`,
      description: 'A table of the source document and its alias: patient as p.',
    },
    joins: named(joinSchema, 'Tables that add at most one row each, by their alias.'),
    lists: named(listSchema(), 'Any number of rows, slots or parts of text, by their alias.'),
    for: describedText('A list of slots or of packed text: the whole map is repeated over it.'),
    where: describedText("An expression: the rows that this map serves. e.KIND = 'B' and e.END_DT is null"),
    codes: codeMapsSchema(definitions),
    search: named(overrideSchema, 'By search parameter: what replaces the search that is derived.'),
  }
  return {
    ...object({ ...keys, ...Object.fromEntries(resources) }, ['map', 'from']),
    oneOf: resourceTypes.map(type => ({ required: [type] })),
  }
}

const relationKeys = {
  table: describedText('A table of the source document.'),
  match: describedText('An expression: gp.PRAC_ID = p.REG_PRAC_ID.'),
  includeGone: { ...words('true', 'false'), description: 'Rows that are gone are read too.' },
}

const joinSchema = object({ ...relationKeys, latest: describedText('Of its matches, the one with the greatest value here.') }, [
  'table',
  'match',
])

function listSchema(): SchemaNode {
  const slot = {
    type: 'object',
    properties: { slot: describedText('The name of the slot; ends the logical id.') },
    required: ['slot'],
  }
  return anyOf(
    object({ ...relationKeys, order: texts }, ['table', 'match'], 'Child rows.'),
    object(
      { split: describedText('A column: alias.NAME.'), by: text, parse: texts },
      ['split', 'by'],
      'The parts of packed text.',
    ),
    { type: 'array', items: slot, minItems: 1, description: 'Slots: columns side by side.' },
  )
}

const searchByColumn: SchemaNode = {
  ...object({
    col: describedText('A column that was made for searching: alias.NAME.'),
    sql: sqlExpressions,
    type: words('string', 'token', 'date', 'number', 'uri'),
    match: words('equals', 'starts', 'words'),
    value: oneOrMore(words('upper', 'lower', 'noPunctuation', 'soundex')),
  }),
  oneOf: [{ required: ['col'] }, { required: ['sql'] }],
}

const overrideSchema = anyOf(
  words('disabled'),
  object({ as: describedText('Another parameter, or one of a type that a parameter refers to: medication.code.') }, ['as']),
  searchByColumn,
)

const count = {
  anyOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: String.raw`^[1-9]\d{0,5}$` },
  ],
}

const rulesSchema = (): SchemaNode =>
  object(
    {
      rules: words(...resourceTypes),
      require_any: {
        type: 'array',
        items: texts,
        minItems: 1,
        description: 'A search asks for all of some group: [[identifier], [name, birthdate]].',
      },
      default_count: count,
      max_count: count,
      allow_scan: words('true', 'false'),
    },
    ['rules'],
  )
