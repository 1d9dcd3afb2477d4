/** JSON Schema of a source document (MAPPING section 2). */
import {
  anyOf,
  type Definitions,
  describedText,
  named,
  object,
  oneOrMore,
  type SchemaNode,
  text,
  texts,
  words,
} from './definitions.js'
import { codeMapsSchema } from './value-schema.js'

export function sourceSchema(definitions: Definitions): SchemaNode {
  const facts = definitions.define('storage facts', () => factsSchema)
  return object(
    {
      source: describedText('The name of the database, as in careconnect.yaml.'),
      zone: describedText('Of all local times of this source: Europe/London when left out.'),
      defaults: object({ text: facts, date: facts, number: facts }, [], 'Facts of all columns of a kind.'),
      systems: named(text, 'Short names of code and identifier systems.'),
      codes: codeMapsSchema(definitions),
      functions: describedText('A JavaScript file beside this one, for { fn: … }.'),
      tables: named(tableSchema(facts), 'Tables by the name that maps use.'),
    },
    ['source', 'tables'],
  )
}

function tableSchema(facts: SchemaNode): SchemaNode {
  const table = object(
    {
      table: describedText('The table as the database calls it: dbo.PATIENT. Its name here when left out.'),
      query: describedText('Instead of a table: one SELECT.'),
      key: { ...texts, description: 'The columns that other tables refer to.' },
      id: { ...texts, description: 'The columns of the logical id, where the key is not fit for one.' },
      latest: describedText('Of the rows with one key only the one with the greatest value here exists.'),
      where: describedText('An expression without alias: other rows were never resources.'),
      gone: describedText("An expression without alias: these rows were resources and are deleted. DELETED_FLG = 'Y'"),
      changed: { ...texts, description: 'meta.lastUpdated: the first of these columns that has a value.' },
      columns: named(facts, 'What is said of columns.'),
    },
    ['key'],
  )
  return { ...table, not: { required: ['table', 'query'] } }
}

const factsSchema = object(
  {
    type: words('string', 'integer', 'decimal', 'boolean', 'date', 'dateTime', 'instant', 'time', 'binary'),
    format: {
      ...texts,
      description: 'yyyyMMdd, dd/MM/yyyy, dd-MMM-yyyy, epoch-seconds, epoch-millis, uuid, …; with of: one for each column.',
    },
    nullIf: { ...texts, description: 'Values that mean null.' },
    trim: words('true', 'false'),
    mask: { ...texts, description: "'### ### ####': # stands for a character of the value." },
    zone: describedText('A time zone: Europe/London.'),
    of: { ...texts, description: 'One date from several columns.' },
    precision: anyOf(
      words('day', 'month', 'year', 'minute', 'zeros'),
      object(
        {
          by: describedText('A column that says how much of the date is known.'),
          codes: describedText('A code map to year, month, day, none.'),
        },
        ['by', 'codes'],
      ),
    ),
    yearsFrom: describedText('For years of two digits: the first of their hundred years.'),
    stored: oneOrMore(words('upper', 'lower', 'ascii')),
    scale: describedText('Linear in x: (x - 32) * 5 / 9.'),
    round: describedText('How many decimals are kept.'),
    parse: { ...texts, description: "A pattern: '[{CMP:<=|>=|<|>}]{NUM:decimal}'. Each hole is a column more." },
    text: words('html', 'rtf'),
  },
  [],
  'How a column stores its values.',
)
