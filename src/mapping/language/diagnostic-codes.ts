/** Every diagnostic of mapping documents: its code, its severity and what it means. One table for language, check and compile. */
import type { Diagnostic, Position, Severity } from '../../kernel/diagnostics.js'

interface DiagnosticRow {
  readonly severity: Severity
  readonly description: string
}

export const diagnosticTable = {
  // The file as YAML.
  'yaml.syntax': { severity: 'error', description: 'The file can not be read as YAML here.' },
  'yaml.comma': { severity: 'error', description: 'A comma inside { } ended a value early.' },
  'yaml.bracket': { severity: 'error', description: 'A bracket inside { } began a list or an object in the middle of a value.' },
  'yaml.brace': { severity: 'error', description: 'Text begins with { or [ and is not in quotes.' },
  'yaml.quote': { severity: 'error', description: 'A quoted text is not closed, or goes on after its closing quote.' },
  'yaml.indent': { severity: 'error', description: 'A line is indented by a tab, or not as its neighbours are.' },
  'yaml.colon': { severity: 'error', description: 'A colon inside a value, or a key without a colon and a blank after it.' },
  'yaml.key-duplicate': { severity: 'error', description: 'A key stands twice in one object.' },
  'yaml.feature': {
    severity: 'error',
    description: 'An anchor, an alias, a tag or a key that is no text: mapping files have none.',
  },
  'yaml.too-deep': { severity: 'error', description: 'Objects and lists nest too deeply.' },

  // Documents and keys.
  'map.file-unreadable': { severity: 'error', description: 'A file or folder of mappings can not be read.' },
  'map.document-unknown': { severity: 'error', description: 'A document is neither a source nor a map.' },
  'map.source-missing': { severity: 'error', description: 'A folder of maps has no source document.' },
  'map.source-many': { severity: 'error', description: 'A folder of maps has more than one source document.' },
  'map.not-yet': { severity: 'error', description: 'A part of the language that this version does not have.' },
  'map.key-unknown': { severity: 'error', description: 'A key that the language does not have at this place.' },
  'map.key-missing': { severity: 'error', description: 'A key that is required at this place is not there.' },
  'map.keys-conflict': { severity: 'error', description: 'Two keys that exclude each other stand together.' },
  'map.value-missing': { severity: 'error', description: 'A key has no value, or a list no item.' },
  'map.value-kind': {
    severity: 'error',
    description: 'A value is text where a list or an object is due, or the other way round.',
  },
  'map.value-invalid': { severity: 'error', description: 'A value is not one of the words that its key takes.' },
  'map.name-invalid': { severity: 'error', description: 'A name has characters that names do not have.' },
  'map.name-duplicate': { severity: 'error', description: 'Two maps of one source have the same name.' },
  'map.resource-type': { severity: 'error', description: 'A map has no resource type, or more than one.' },

  // Names that must be declared.
  'map.alias-unknown': { severity: 'error', description: 'A column is written with an alias that the map does not declare.' },
  'map.alias-duplicate': { severity: 'error', description: 'An alias is declared twice in one map.' },
  'map.table-unknown': { severity: 'error', description: 'A table that the source document does not declare.' },
  'map.list-unknown': { severity: 'error', description: 'A `for` that names no list of the map.' },
  'map.slot-duplicate': { severity: 'error', description: 'Two slots of one list have the same name.' },
  'map.slot-field': {
    severity: 'error',
    description: 'A field that no slot of the list has, or that does not fit where it is used.',
  },
  'map.codes-unknown': { severity: 'error', description: 'A code map that neither the map nor the source declares.' },

  // Values.
  'map.expression-invalid': { severity: 'error', description: 'An expression that can not be read.' },
  'map.template-invalid': { severity: 'error', description: 'A template that can not be read.' },
  'map.value-unclear': { severity: 'error', description: 'A value that begins like a column and is none.' },
  'map.element-invalid': { severity: 'error', description: 'A key that can not be the name of an element.' },
  'map.format-invalid': { severity: 'error', description: 'A storage format that can not be read.' },
  'map.pattern-invalid': { severity: 'error', description: 'A pattern that can not be read.' },
  'map.query-invalid': { severity: 'error', description: 'A query that is not one SELECT, or that does more than read.' },
  'map.mask-invalid': { severity: 'error', description: 'A mask without any #.' },
  'map.sql-invalid': { severity: 'error', description: 'An SQL value that is not one expression over the columns of one table.' },
  'map.sql-missing': { severity: 'error', description: 'An SQL value without an expression for the adapter of its source.' },
  'map.functions-unreadable': { severity: 'error', description: 'The file of functions of a source can not be read.' },
  'map.function-unknown': { severity: 'error', description: 'A function that the file of functions does not export.' },
  'map.code-duplicate': { severity: 'error', description: 'Two pairs of a code map have the same legacy value.' },
  'map.csv-unreadable': { severity: 'error', description: 'The file of a code map can not be read.' },
  'map.csv-invalid': { severity: 'error', description: 'The file of a code map is not a table of from, code, system, display.' },
  'map.concept-map-unreadable': { severity: 'error', description: 'The ConceptMap of a code map can not be read.' },
  'map.concept-map-invalid': {
    severity: 'error',
    description: 'The file of a code map is no ConceptMap that gives each code one target.',
  },
  'search.parameter-unknown': { severity: 'error', description: 'A search parameter that the type does not have.' },
  'search.override-invalid': { severity: 'error', description: 'A search override that does not fit its parameter.' },
  'rules.duplicate': { severity: 'error', description: 'Two rules documents of one type.' },
  'rules.type-unserved': { severity: 'error', description: 'Rules of a type that no map serves.' },
  'rules.parameter-unmapped': { severity: 'error', description: 'A rule that asks for a parameter that can not be asked.' },

  // The schema of the database.
  'schema.table-unknown': { severity: 'error', description: 'A table that the database does not have.' },
  'schema.query-refused': { severity: 'error', description: 'A query that the database does not take.' },
  'schema.column-unknown': { severity: 'error', description: 'A column that the table does not have.' },
  'schema.type-unknown': { severity: 'error', description: 'A column of a native type that is not known.' },
  'fact.type-clash': { severity: 'error', description: 'A storage fact that does not fit the native type of its column.' },
  'fact.null-if': { severity: 'error', description: 'A nullIf value that the column can not hold.' },
  'fact.scale-invalid': { severity: 'error', description: 'A scale that is not linear in x, or whose decimals have no end.' },
  'fact.precision-codes': { severity: 'error', description: 'A code map of precisions that gives something else.' },
  'fact.conflict': { severity: 'error', description: 'Two storage facts that can not stand together.' },
  'fact.column-clash': { severity: 'error', description: 'A column that a pattern or a date adds, and that is there already.' },

  // What a map means.
  'map.type-clash': { severity: 'error', description: 'A value whose type does not fit the place where it is used.' },
  'map.constant-is-column': {
    severity: 'warning',
    description: 'A constant that is the name of a column: its alias was forgotten.',
  },
  'map.constant-invalid': { severity: 'error', description: 'A constant that is no value of its element.' },
  'map.expression-constant': { severity: 'error', description: 'A test of two constants.' },
  'map.join-cycle': { severity: 'error', description: 'Joins that need each other.' },
  'map.match-invalid': { severity: 'error', description: 'A match that is more than equal columns and tests on its own table.' },
  'map.match-unbound': { severity: 'error', description: 'A match that names no column outside its own table.' },
  'map.condition-rough': {
    severity: 'error',
    description: 'A test on joined, repeated or deleted rows that the database can not decide exactly.',
  },
  'map.where-undecidable': { severity: 'error', description: 'A where that the database can not decide at all.' },
  'map.latest-order': { severity: 'error', description: 'A latest column whose stored order is not the order of its values.' },
  'map.latest-ties': { severity: 'warning', description: 'Nothing decides between two rows with the same latest value.' },
  'map.list-outside-for': { severity: 'error', description: 'A column of a list, used where the list is not repeated over.' },
  'map.for-single': { severity: 'error', description: 'A for on an element that has at most one value.' },
  'map.for-rows': { severity: 'error', description: 'A for beside from that names no list of slots.' },
  'map.absent-place': { severity: 'error', description: 'An absent where no element can carry the reason.' },
  'map.field-unknown': { severity: 'error', description: 'A field that no pattern of a list of packed text has.' },
  'map.element-unknown': { severity: 'error', description: 'An element that the type does not have.' },
  'map.element-unmapped': { severity: 'error', description: 'An element that the facade makes or leaves out by itself.' },
  'map.slice-unknown': { severity: 'error', description: 'A slice or an extension that the profile does not have there.' },
  'map.reference-unknown': { severity: 'error', description: 'A reference to a map that is not there.' },
  'map.reference-unclear': { severity: 'error', description: 'A reference to a type that several maps serve.' },
  'map.reference-slot': { severity: 'error', description: 'A reference to a repeated map without a slot that it has.' },
  'map.reference-type': { severity: 'error', description: 'A reference to a type that the element does not allow.' },
  'map.reference-key': { severity: 'error', description: 'A reference whose key is not the key of its target.' },
  'map.live-impossible': {
    severity: 'error',
    description: 'A live reference whose target the database can not decide on from there.',
  },
  'map.key-type': { severity: 'error', description: 'A key column that can not be part of a logical id.' },
  'map.prefix-missing': { severity: 'error', description: 'A map of uuids, beside one whose prefix could begin a uuid.' },
  'map.prefix-clash': { severity: 'error', description: 'Two maps of a type that could make the same id.' },
  'map.id-nhs-number': { severity: 'error', description: 'A logical id that would be an NHS number.' },
  'map.test-decided': { severity: 'warning', description: 'A test that is true of every row, or of none.' },
  'map.where-overlap': { severity: 'warning', description: 'Two maps of a type that could both serve the same row.' },
  'map.where-scans': { severity: 'warning', description: 'A where that makes every search read the whole table.' },
  'map.alternative-dead': { severity: 'warning', description: 'An alternative after one that always has a value.' },
  'map.codes-unused': { severity: 'warning', description: 'A code map that nothing uses.' },
  'code.not-allowed': { severity: 'error', description: 'A code that a required binding does not allow.' },
  'code.system-unknown': { severity: 'error', description: 'A short name of a code system that is not declared.' },
  'profile.forbidden': { severity: 'error', description: 'An element that the profile forbids.' },
  'profile.too-many': { severity: 'error', description: 'More items than the profile allows.' },
  'profile.required-unmapped': { severity: 'error', description: 'An element that the profile requires is not mapped.' },

  // The rows of the database: counts and keys, never values.
  'data.join-many': { severity: 'error', description: 'A join that finds more than one row.' },
  'data.key-duplicate': { severity: 'error', description: 'A logical id that stands for more than one row.' },
  'data.not-valid': { severity: 'warning', description: 'Rows that give no valid resource, and are not served.' },
  'data.latest-tie': { severity: 'warning', description: 'Rows of one key that share the greatest version.' },
  'data.codes-unlisted': { severity: 'warning', description: 'Values in the data that a code map does not list.' },
  'data.codes-unmapped': {
    severity: 'error',
    description: 'A column of other codes than its element takes, without a code map.',
  },
  'data.sentinel-undeclared': {
    severity: 'warning',
    description: 'A date that looks as though it stood for none, and is not declared.',
  },
  'data.blanks-undeclared': { severity: 'warning', description: 'Text that ends in blanks, which are not declared as padding.' },
  'data.unreadable': { severity: 'warning', description: 'Stored values that the facts of their column can not read.' },
  'data.reference-orphan': { severity: 'warning', description: 'References to rows that are not there.' },
  'data.nulls-left-out': { severity: 'info', description: 'Rows without a value that a test with <> leaves out.' },
} as const satisfies Record<string, DiagnosticRow>

export type DiagnosticCode = keyof typeof diagnosticTable

export const diagnostic = (code: DiagnosticCode, at: Position, message: string): Diagnostic => ({
  severity: diagnosticTable[code].severity,
  code,
  at,
  message,
})

/** Takes a fault and goes on. */
export type Report = (code: DiagnosticCode, at: Position, message: string) => void

export const reportTo =
  (diagnostics: Diagnostic[]): Report =>
  (code, at, message) => {
    diagnostics.push(diagnostic(code, at, message))
  }

/** For what is read or resolved more than once: a fault is told once. */
export function onceEach(report: Report): Report {
  const seen = new Set<string>()
  return (code, at, message) => {
    const key = `${code} ${at.file}:${at.line}:${at.column} ${message}`
    if (seen.has(key)) return
    seen.add(key)
    report(code, at, message)
  }
}
