/** The page of the reference that says what every diagnostic means. */
import { configFaults } from '../config/config-faults.js'
import { diagnosticTable } from '../mapping/language/diagnostic-codes.js'

/** A line that is wrong, and what is said of it. */
export interface DiagnosticExample {
  readonly line: string
  readonly message: string
}

const families = {
  yaml: 'The file as YAML',
  map: 'Mappings',
  code: 'Codes',
  profile: 'Profiles',
  fact: 'Storage facts',
  schema: 'The schema of the database (`check --live`)',
  data: 'The rows of the database (`check --data`)',
  search: 'Search',
} as const

/** `examples` by code. */
export function diagnosticsReference(examples: ReadonlyMap<string, DiagnosticExample>): string {
  const codes = Object.entries(diagnosticTable)
  const familyOf = (code: string): string => code.split('.')[0] ?? ''
  const names = new Map<string, string>(Object.entries(families))
  const order = [...new Set([...names.keys(), ...codes.map(([code]) => familyOf(code))])]
  return [
    '<!-- Generated from src/mapping/language/diagnostic-codes.ts and test/mapping/mistakes: UPDATE_GOLDEN=1 npx vitest run test/mapping/diagnostics-reference.test.ts -->',
    '',
    '# Diagnostics',
    '',
    'What `careconnect check` and the start of the server say of mappings. Every message has a place (`file:line:column`, from 1), a severity and a code that stays. An *error* keeps the mappings from being served, a *warning* is worth a look, an *info* is a remark.',
    '',
    '- All faults are told at once, in the order of files, lines and columns. What only follows from a fault that is told is left out, so that a second run may tell of more.',
    '- `check` looks at the files alone, `check --live` also at tables and columns, `check --data` also at the rows, by counts and keys: no value of a row is ever told.',
    '- The exit code is 1 when there is an error, 0 when there are warnings and remarks at most, and 2 when the command was not understood. The server starts, and reloads, only without errors.',
    '- `--json` prints `level`, the counts `errors`, `warnings` and `infos`, and `diagnostics`, each with `file`, `line`, `column`, `severity`, `code` and `message`. Codes and keys stay; messages may be worded anew.',
    '',
    'Where there is an example, the line is wrong and the words under it are what is said.',
    ...order.flatMap(family => {
      const own = codes.filter(([code]) => familyOf(code) === family)
      if (own.length === 0) return []
      return ['', `## ${names.get(family) ?? family}`, ...own.flatMap(([code, row]) => section(code, row, examples.get(code)))]
    }),
    '',
    '## careconnect.yaml',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...Object.entries(configFaults).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    '',
  ].join('\n')
}

function section(
  code: string,
  { severity, description }: { readonly severity: string; readonly description: string },
  example: DiagnosticExample | undefined,
): readonly string[] {
  const shown = example === undefined ? [] : ['', '```text', example.line.trim(), '```', '', `> ${escaped(example.message)}`]
  return ['', `### ${code}`, '', `*${severity}.* ${description}`, ...shown]
}

/** Markdown takes `<` and `*` for its own. */
const escaped = (text: string): string => text.replace(/[<>*_[\]#]/g, character => `\\${character}`)
