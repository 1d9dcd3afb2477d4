/** Every diagnostic of mapping documents: its code, its severity and what it means. One table for language, check and compile. */
import type { ColumnPlace, Diagnostic, Position, Severity } from '../../kernel/diagnostics.js'

interface DiagnosticRow {
  readonly severity: Severity
  readonly description: string
}

export const diagnosticTable = {
  // The file as YAML.
  'yaml.syntax': {
    severity: 'error',
    description: 'The file is not YAML here. Indentation, colons and quotes are the usual reasons.',
  },
  'yaml.comma': { severity: 'error', description: 'A comma inside { } ended a value early.' },
  'yaml.bracket': { severity: 'error', description: 'A bracket inside { } began a list or an object in the middle of a value.' },
  'yaml.brace': {
    severity: 'error',
    description: 'Text that begins with { or [ is not in quotes, or something stands behind the closing } or ].',
  },
  'yaml.quote': { severity: 'error', description: 'A quoted text is not closed, or goes on after its closing quote.' },
  'yaml.indent': { severity: 'error', description: 'A line is indented by a tab, or not as its neighbours are.' },
  'yaml.colon': { severity: 'error', description: 'A colon inside a value, or a key without a colon and a blank after it.' },
  'yaml.key-duplicate': { severity: 'error', description: 'A key stands twice in one object.' },
  'yaml.feature': {
    severity: 'error',
    description: 'YAML has anchors (&), aliases (*), tags (!) and keys that are no text; mapping files have none of them.',
  },
  'yaml.too-deep': { severity: 'error', description: 'Objects and lists nest too deeply.' },

  // Documents and keys.
  'map.file-unreadable': { severity: 'error', description: 'A file or folder of mappings can not be read.' },
  'map.document-unknown': { severity: 'error', description: 'A document begins with none of `source:`, `map:` and `rules:`.' },
  'map.source-missing': { severity: 'error', description: 'A folder of maps has no source document.' },
  'map.source-many': { severity: 'error', description: 'A folder of maps has more than one source document.' },
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
  'map.alias-unknown': {
    severity: 'error',
    description:
      'A column is written with an alias that neither `from`, `joins` nor `lists` of the map declares. It is told once, with the number of other places.',
  },
  'map.alias-duplicate': { severity: 'error', description: 'An alias is declared twice in one map.' },
  'map.table-unknown': { severity: 'error', description: 'A table that the source document does not declare.' },
  'map.list-unknown': { severity: 'error', description: 'A `for` that names no list of the map.' },
  'map.slot-duplicate': { severity: 'error', description: 'Two slots of one list have the same name.' },
  'map.slot-field': {
    severity: 'error',
    description: 'A field that no slot of the list has, or one that is a constant where a column is due.',
  },
  'map.codes-unknown': { severity: 'error', description: 'A code map that neither the map nor the source declares.' },

  // Values.
  'map.expression-invalid': { severity: 'error', description: 'A test (`where`, `if`, `match`, `gone`) that can not be read.' },
  'map.template-invalid': { severity: 'error', description: 'Text with {alias.COLUMN} in it that can not be read.' },
  'map.value-unclear': {
    severity: 'error',
    description: 'A value begins like a column (`p.`) and goes on as no name can. Odd names of columns stand in double quotes.',
  },
  'map.element-invalid': { severity: 'error', description: 'A key that can not be the name of an element.' },
  'map.format-invalid': { severity: 'error', description: 'A `format` of a column that can not be read.' },
  'map.pattern-invalid': {
    severity: 'error',
    description: 'A `parse` pattern that can not be read, or in which it is not clear where one part ends.',
  },
  'map.query-invalid': {
    severity: 'error',
    description: 'A `query` of a table that is not one SELECT: only reading is allowed.',
  },
  'map.mask-invalid': { severity: 'error', description: 'A `mask` without any #, which stands for a character of the value.' },
  'map.sql-invalid': {
    severity: 'error',
    description: 'An `sql` value that is not one expression over columns of one table, each written {alias.COLUMN}.',
  },
  'map.sql-missing': { severity: 'error', description: 'An `sql` value that is not written for the database in use.' },
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
  'search.override-invalid': { severity: 'error', description: 'An entry of `search:` that does not fit its parameter.' },
  'rules.duplicate': { severity: 'error', description: 'Two rules documents of one type.' },
  'rules.type-unserved': { severity: 'error', description: 'Rules of a type that no map serves.' },
  'rules.parameter-unmapped': {
    severity: 'error',
    description: 'A `require_any` names a parameter whose element no map has: nobody could meet the rule.',
  },

  // The schema of the database.
  'schema.table-unknown': { severity: 'error', description: 'A table that the database does not have.' },
  'schema.query-refused': { severity: 'error', description: 'A `query` that the database does not take; its own words follow.' },
  'schema.column-unknown': { severity: 'error', description: 'A column that the table does not have.' },
  'schema.type-unknown': {
    severity: 'error',
    description: 'A column of a type that is not known here. Say in the source document how to take it.',
  },
  'fact.type-clash': {
    severity: 'error',
    description:
      'The source document says something of a column that does not go with its type: a mask on a number, a format on a date.',
  },
  'fact.null-if': { severity: 'error', description: 'A `nullIf` value that a column of this type can not hold.' },
  'fact.scale-invalid': {
    severity: 'error',
    description: 'A `scale` that is more than multiplying and adding, or whose decimals have no end and are not rounded.',
  },
  'fact.precision-codes': {
    severity: 'error',
    description: 'The code map of a `precision` gives something else than year, month, day, minute, time or none.',
  },
  'fact.conflict': {
    severity: 'error',
    description: 'The source document says two things of one column that can not both be so.',
  },
  'fact.column-clash': {
    severity: 'error',
    description: 'A column that `parse` or `of` makes has the name of one that the table has already.',
  },

  // What a map means.
  'map.type-clash': {
    severity: 'error',
    description: 'A column of one type where another is due: text for a date, a date for a code.',
  },
  'map.constant-is-column': {
    severity: 'warning',
    description: 'A constant that is the name of a column: its alias was forgotten.',
  },
  'map.constant-invalid': {
    severity: 'error',
    description: 'A constant that is no value of its element: 30 February for a date.',
  },
  'map.expression-constant': { severity: 'error', description: 'A test that compares two constants, and so no row.' },
  'map.join-cycle': { severity: 'error', description: 'Joins that wait for each other: none can be read first.' },
  'map.match-invalid': {
    severity: 'error',
    description: 'A `match` is made of equal columns and of tests on its own table, joined by `and`; this has something else.',
  },
  'map.match-unbound': {
    severity: 'error',
    description: 'A `match` that names no column outside its own table: every row would be joined with the same rows.',
  },
  'map.condition-rough': {
    severity: 'error',
    description:
      'A test in a `match`, or of deleted rows, on a column whose format or mask the database can not follow. There nobody else could decide it.',
  },
  'map.where-undecidable': {
    severity: 'error',
    description: 'A `where` on what a column means, which the database can not work out at all.',
  },
  'map.latest-order': {
    severity: 'error',
    description: 'A `latest` names a column whose stored order is not the order of its values: dd/MM/yyyy sorts by day.',
  },
  'map.latest-ties': {
    severity: 'warning',
    description: 'A `latest` without a unique key: of two rows with the same latest value both would be served.',
  },
  'map.list-outside-for': { severity: 'error', description: 'A column of a list is used where only one row can be meant.' },
  'map.for-single': { severity: 'error', description: 'A `for` repeats an element, and this one has at most one value.' },
  'map.for-unrelated': {
    severity: 'error',
    description: 'A for inside another for, over a list that does not hang on what the other repeats over.',
  },
  'map.for-rows': {
    severity: 'error',
    description:
      'A `for` beside `from` makes several resources of one row, out of slots or packed text; this list gives rows of a table.',
  },
  'map.absent-place': {
    severity: 'error',
    description: 'An `absent` says why an element has no value, and stands where that element would.',
  },
  'map.field-unknown': { severity: 'error', description: 'A field that no `parse` pattern of the packed text takes out.' },
  'map.element-unknown': { severity: 'error', description: 'An element that STU3 does not have there.' },
  'map.element-unmapped': { severity: 'error', description: 'An element that the facade makes or leaves out by itself.' },
  'map.slice-unknown': { severity: 'error', description: 'A slice or an extension that the profile does not have there.' },
  'map.reference-unknown': { severity: 'error', description: 'A reference to a map that is not there.' },
  'map.reference-unclear': { severity: 'error', description: 'A reference to a type that several maps serve: name the map.' },
  'map.reference-slot': {
    severity: 'error',
    description: 'A reference to a map that is repeated over slots has to name the slot, and no other has one.',
  },
  'map.reference-type': { severity: 'error', description: 'A reference to a type that the element does not allow.' },
  'map.reference-key': {
    severity: 'error',
    description: 'A reference has to give the key of the table that it points to, with its types and in its order.',
  },
  'map.live-impossible': {
    severity: 'error',
    description: 'A `live` reference is left out where its row is not served, which the database can not decide here.',
  },
  'map.key-type': {
    severity: 'error',
    description: 'A column that can not be part of an address (a logical id): it is no whole number and no text.',
  },
  'map.prefix-missing': {
    severity: 'error',
    description: 'Ids of this map, which has no prefix and is keyed by uuids, could look like those of a map with that prefix.',
  },
  'map.prefix-clash': { severity: 'error', description: 'Two maps of a type that could make the same id.' },
  'map.id-nhs-number': {
    severity: 'error',
    description: 'The address of a resource would be an NHS number, which then stands in logs everywhere.',
  },
  'map.test-decided': { severity: 'warning', description: 'A test that is true of every row, or of none.' },
  'map.slot-unreachable': { severity: 'warning', description: 'A slot of a repeated map that no row can fill.' },
  'map.where-overlap': { severity: 'warning', description: 'Two maps of a type that could both serve the same row.' },
  'map.where-scans': {
    severity: 'warning',
    description: 'A `where` that no index helps: every search of the map reads the whole table.',
  },
  'map.alternative-dead': {
    severity: 'warning',
    description: 'An alternative of `first` behind one that always has a value: it is never used.',
  },
  'map.codes-unused': { severity: 'warning', description: 'A code map that nothing uses.' },
  'code.not-allowed': { severity: 'error', description: 'A code that STU3 or the profile does not allow for the element.' },
  'code.system-unknown': { severity: 'error', description: 'A short name of a code system that is not declared.' },
  'profile.forbidden': { severity: 'error', description: 'An element that the profile forbids.' },
  'profile.too-many': { severity: 'error', description: 'More items than the profile allows.' },
  'profile.required-unmapped': {
    severity: 'error',
    description: 'What STU3 or the profile requires is not mapped. With a database, the number of rows that it costs is told.',
  },

  // The rows of the database: counts and keys, never values.
  'data.join-many': { severity: 'error', description: 'A join that finds more than one row.' },
  'data.key-duplicate': { severity: 'error', description: 'Two rows would have one address (logical id).' },
  'data.not-valid': { severity: 'warning', description: 'Rows that give no valid resource, and are not served.' },
  'data.latest-tie': {
    severity: 'warning',
    description: 'Several rows of one key have the same `latest` value, so that chance, or the key, picks one.',
  },
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
  'data.unreadable': {
    severity: 'warning',
    description: 'Values that can not be read as the source document says; where they look like another format, it is named.',
  },
  'data.required-missing': {
    severity: 'warning',
    description: 'Rows that give no resource, since they have nothing for an element that STU3 or the profile requires.',
  },
  'data.reference-orphan': { severity: 'warning', description: 'References to rows that are not there.' },
  'data.nulls-left-out': { severity: 'info', description: 'Rows without a value that a test with <> leaves out.' },
} as const satisfies Record<string, DiagnosticRow>

export type DiagnosticCode = keyof typeof diagnosticTable

export const diagnostic = (code: DiagnosticCode, at: Position, message: string, column?: ColumnPlace): Diagnostic => ({
  severity: diagnosticTable[code].severity,
  code,
  at,
  message,
  ...(column && { column }),
})

/** Takes a fault and goes on. */
export type Report = (code: DiagnosticCode, at: Position, message: string, column?: ColumnPlace) => void

export const reportTo =
  (diagnostics: Diagnostic[]): Report =>
  (code, at, message, column) => {
    diagnostics.push(diagnostic(code, at, message, column))
  }

/** For what is read or resolved more than once: a fault is told once. */
export function onceEach(report: Report): Report {
  const seen = new Set<string>()
  return (code, at, message, column) => {
    const key = `${code} ${at.file}:${at.line}:${at.column} ${message}`
    if (seen.has(key)) return
    seen.add(key)
    report(code, at, message, column)
  }
}
