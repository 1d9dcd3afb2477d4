/** The table of keys as a JSON Schema, for editors, and as a page of the reference. */
import { configRows, type KeyRow } from './config-keys.js'

interface SchemaNode {
  [name: string]: unknown
}

export function configJsonSchema(): object {
  const root = emptyObject()
  for (const [key, row] of configRows) {
    const path = key.split('.')
    const leaf = path.pop() ?? ''
    const parent = path.reduce(childOf, root)
    ;(parent.properties as SchemaNode)[leaf] = { description: row.describe, ...leafSchema(row) }
    if (row.required) parent.required = [...((parent.required as readonly string[] | undefined) ?? []), leaf]
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'careconnect.yaml',
    ...root,
    definitions: { reference: { oneOf: [referenceSchema('env'), referenceSchema('file')] } },
  }
}

const emptyObject = (): SchemaNode => ({ type: 'object', additionalProperties: false, properties: {} })

/** `*` is any name: additionalProperties of its parent. */
function childOf(parent: SchemaNode, name: string): SchemaNode {
  if (name === '*') {
    if (parent.additionalProperties === false) parent.additionalProperties = emptyObject()
    return parent.additionalProperties as SchemaNode
  }
  const properties = parent.properties as SchemaNode
  properties[name] ??= emptyObject()
  return properties[name] as SchemaNode
}

function leafSchema(row: KeyRow): SchemaNode {
  if (row.type === 'options') return { type: 'object' }
  if (row.type === 'texts') return { type: 'array', items: { type: 'string' } }
  const defaults = row.default === undefined ? {} : { default: row.default }
  return { anyOf: [plainSchema(row), { $ref: '#/definitions/reference' }], ...defaults }
}

function plainSchema(row: Exclude<KeyRow, { type: 'options' | 'texts' }>): SchemaNode {
  switch (row.type) {
    case 'integer':
      return { type: 'integer', minimum: row.min, maximum: row.max }
    case 'boolean':
      return { type: 'boolean' }
    case 'choice':
      return { enum: row.choices }
    case 'url':
      return { type: 'string', format: 'uri' }
    case 'text':
      return { type: 'string', ...(row.secret ? { writeOnly: true } : {}) }
    default:
      return row satisfies never
  }
}

const referenceSchema = (name: string): SchemaNode => ({
  type: 'object',
  additionalProperties: false,
  required: [name],
  properties: { [name]: { type: 'string' } },
})

export function configReference(): string {
  const rows = [...configRows].map(
    ([key, row]) => `| \`${key.replace('*', 'NAME')}\` | ${takes(row)} | ${defaultOf(row)} | ${row.describe} |`,
  )
  return [
    '<!-- Generated from src/config/config-keys.ts by test/cli/config-reference.test.ts: UPDATE_GOLDEN=1 npx vitest run test/cli -->',
    '',
    '# careconnect.yaml',
    '',
    'Any single value may instead be `{ env: NAME }`, an environment variable, or `{ file: PATH }`, the text of a file.',
    'Secrets belong there. A key that is not in this table is an error at its place; all faults are named at once.',
    'Editors that know JSON Schema complete and check the file with `careconnect.schema.json` beside this page.',
    '',
    '| key | takes | when left out | what it does |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function takes(row: KeyRow): string {
  switch (row.type) {
    case 'integer':
      return `${row.min} to ${row.max}`
    case 'boolean':
      return 'true, false'
    case 'choice':
      return row.choices.join(', ')
    case 'url':
      return 'an address'
    case 'text':
      return row.secret ? 'text (a secret)' : 'text'
    case 'texts':
      return 'a list'
    case 'options':
      return 'keys of the adapter'
    default:
      return row satisfies never
  }
}

function defaultOf(row: KeyRow): string {
  if (row.required) return 'an error'
  return 'default' in row && row.default !== undefined ? `\`${row.default}\`` : ''
}
