/** JSON Schema of the values of the mapping language (MAPPING section 5): whatever can stand at an element. */
import {
  anyOf,
  type Definitions,
  describedText,
  named,
  object,
  ref,
  type SchemaNode,
  text,
  withThen,
  words,
} from './definitions.js'

/** A column, a template: what text at an element can be besides a constant. */
const columnOrTemplate = { type: 'string', pattern: String.raw`^[A-Za-z][A-Za-z0-9_]*\.\S|\{` } as const

export const sqlExpressions = named(text, 'An expression for each adapter: { sqlite: "upper({p.NAME})" }.')

const codeResult = anyOf(
  text,
  object({ code: text, system: text, display: text }, ['code'], 'A code with its own system and display.'),
)

const codeMapKeys = {
  map: named(codeResult, 'From legacy values to codes: { M: male, F: female }.'),
  csv: describedText('A file beside this one, with columns from, code, system and display.'),
  conceptMap: describedText('A file beside this one: a ConceptMap of STU3 in JSON.'),
  system: describedText('The code system of all its codes: a short name or a url.'),
  whenNull: codeResult,
  otherwise: { ...codeResult, description: 'For a value that is not listed: omit (when left out), error, or a code.' },
}

const codeMap = (): SchemaNode => ({
  ...object(codeMapKeys, [], 'Legacy values and the codes that they stand for.'),
  oneOf: ['map', 'csv', 'conceptMap'].map(key => ({ required: [key] })),
})

export const codeMapsSchema = (definitions: Definitions): SchemaNode =>
  named(definitions.define('code map', codeMap), 'Code maps by the name under which codes: refers to them.')

/** Value objects that are the same at every element. */
function commonValues(definitions: Definitions): readonly SchemaNode[] {
  definitions.define('code map', codeMap)
  return [
    definitions.define('coded column', () =>
      object(
        { col: describedText('A column: alias.NAME.'), codes: anyOf(text, ref('code map')) },
        ['col'],
        'A coded column: its values become codes by a code map.',
      ),
    ),
    definitions.define('constant', () => object({ const: text }, ['const'], 'A constant that looks like something else.')),
    definitions.define('absent', () =>
      object(
        { absent: words('unknown', 'asked', 'temp', 'notasked', 'masked', 'unsupported', 'astext', 'error', 'NaN') },
        ['absent'],
        'The source has no value, and the resource says why.',
      ),
    ),
    definitions.define('function', () =>
      object(
        {
          fn: describedText('A function of the file that the source document names.'),
          args: anyOf(text, { type: 'array', minItems: 1 }),
        },
        ['fn', 'args'],
        'What a function of yours makes of other values.',
      ),
    ),
    definitions.define('sql', () => object({ sql: sqlExpressions }, ['sql'], 'A value that the database works out.')),
  ]
}

export interface ElementValue {
  /** The definition's name. */
  readonly name: string
  /** All the constants that the element takes; absent when any text may be one. */
  readonly codes?: readonly string[]
  /** Objects of elements. */
  readonly trees?: readonly SchemaNode[]
}

/** One item at an element, with all that can stand for it. */
export function valueSchema({ name, codes, trees = [] }: ElementValue, definitions: Definitions): SchemaNode {
  return definitions.define(name, () => {
    const self = ref(name)
    const plain = codes ? [words(...codes), columnOrTemplate] : [text]
    return anyOf(
      ...plain,
      ...commonValues(definitions),
      object({ first: { type: 'array', items: self, minItems: 1 } }, ['first'], 'The first of these that has a value.'),
      object(
        withThen({ if: describedText('An expression: p.END_DT is null.') }, self),
        ['if', 'then'],
        'The value, where the expression holds.',
      ),
      ...trees,
    )
  })
}
