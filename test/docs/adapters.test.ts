/** docs/reference/adapters.md says what each adapter says of its options. UPDATE_GOLDEN=1 writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mysql } from '../../adapters/mysql/index.js'
import { postgres } from '../../adapters/postgres/index.js'
import { sqlite } from '../../adapters/sqlite/index.js'

interface Option {
  readonly type: string
  readonly description: string
  readonly enum?: readonly string[]
  readonly writeOnly?: boolean
}
interface Options {
  readonly required?: readonly string[]
  readonly properties: Readonly<Record<string, Option>>
}

const file = 'docs/reference/adapters.md'
const heading = `<!-- Generated from the adapters by test/docs/adapters.test.ts: UPDATE_GOLDEN=1 npx vitest run test/docs -->

# Options of the adapters

What stands under \`sources.NAME.options\`. Any single value may instead be \`{ env: NAME }\`, an environment variable, or \`{ file: PATH }\`, the text of
a file: secrets belong there.
`

const kindOf = ({ type, enum: choice, writeOnly }: Option): string =>
  `${choice?.map(word => `\`${word}\``).join(', ') ?? type}${writeOnly === true ? ' (a secret)' : ''}`

function describeAdapter(name: string, schema: object): string {
  const { required = [], properties } = schema as Options
  const rows = Object.entries(properties).map(
    ([key, option]) => `| \`${key}\`${required.includes(key) ? ', needed' : ''} | ${kindOf(option)} | ${option.description} |`,
  )
  return [
    `## ${name}`,
    '',
    `See also [its README](../../adapters/${name}/README.md).`,
    '',
    '| key | takes | what it does |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

it(`${file} says what the adapters take`, () => {
  const text = [heading, ...[mysql, postgres, sqlite].map(({ name, configSchema }) => describeAdapter(name, configSchema))].join(
    '\n',
  )
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text)
  expect(readFileSync(file, 'utf8')).toBe(text)
})
