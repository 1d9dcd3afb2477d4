/** Small mappings by chance: every construct of the language over columns that make trouble. */
import type { Cell, DemoTable } from '../../src/tooling/demo/table.js'
import type { Random } from '../support/random.js'
import {
  type ColumnKind,
  cellOf,
  codeKeys,
  dateKinds,
  identifierKinds,
  integerKind,
  numberKinds,
  textKinds,
  timeKinds,
} from './columns.js'

export interface GeneratedMapping {
  /** A source document and its maps. */
  readonly text: string
  readonly tables: readonly DemoTable[]
}

interface Column extends ColumnKind {
  readonly name: string
}

/** A table under construction: a column is added when an element asks for one. */
class TableDraft {
  readonly columns: Column[]
  readonly name: string
  readonly alias: string
  readonly random: Random

  constructor(name: string, alias: string, key: readonly Column[], random: Random) {
    this.name = name
    this.alias = alias
    this.columns = [...key]
    this.random = random
  }

  add(kind: ColumnKind): string {
    const name = `C${this.columns.length}`
    this.columns.push({ ...kind, name })
    return `${this.alias}.${name}`
  }

  facts(): string {
    const told = this.columns.filter(({ facts }) => facts !== undefined)
    return told.length === 0 ? '' : `\n    columns:\n${told.map(({ name, facts }) => `      ${name}: ${facts}`).join('\n')}`
  }

  table(rows: readonly (readonly Cell[])[], key: readonly string[]): DemoTable {
    return {
      table: this.name,
      columns: this.columns.map(({ name, type }) => ({ name, type, nullable: !key.includes(name) })),
      key,
      indexes: this.columns.filter(() => this.random.chance(0.3)).map(({ name }) => [name]),
      rows: rows.map(row => [...row, ...this.columns.slice(row.length).map(column => cellOf(column, this.random))]),
    }
  }
}

const quoted = (text: string): string => JSON.stringify(text)
const literal = (value: Cell): string =>
  typeof value === 'number' ? String(value) : `'${String(value ?? '').replaceAll("'", "''")}'`

// ── Expressions and values ──────────────────────────────────────────────────────────────────────────────────────────

/** `plain`: of a table that is joined, whose rules the database has to decide: no format, no mask. */
function condition(draft: TableDraft, plain = false, depth = 0): string {
  const { random } = draft
  if (depth < 2 && random.chance(0.3)) {
    const [left, right] = [condition(draft, plain, depth + 1), condition(draft, plain, depth + 1)]
    return random.pick([`(${left} and ${right})`, `(${left} or ${right})`, `not (${left})`])
  }
  if (random.chance(0.3)) {
    const column = draft.add(integerKind)
    return `${column} ${random.pick(['=', '<>', '<', '<=', '>', '>='])} ${random.pick([0, 1, 2, -3])}`
  }
  if (random.chance(0.25)) {
    const column = draft.add(random.pick(plain ? dateKinds.slice(0, 2) : dateKinds))
    return random.pick([
      `${column} is null`,
      `${column} < '1980-03-01'`,
      `${column} >= today`,
      `${column} = '1980-02-29'`,
      `${column} <> '2021'`,
    ])
  }
  const kind = random.pick(textKinds)
  const column = draft.add(kind)
  const value = (): string => literal(random.pick(kind.values.filter(each => String(each ?? '').trim() !== '')))
  return random.pick([
    `${column} is null`,
    `${column} is not null`,
    `${column} = ${value()}`,
    `${column} <> ${value()}`,
    `${column} in (${value()}, ${value()})`,
    `${column} not in (${value()}, ${value()})`,
    `${column} starts with ${literal(random.pick(['S', 's', 'a', 'É', '%']))}`,
    `${column} contains ${literal(random.pick(['m', '_', 'é', 'ith']))}`,
    `${column} < ${value()}`,
    `${column} >= ${value()}`,
  ])
}

/** A value of `leaf`, perhaps one of several or under a condition. */
function someValue(draft: TableDraft, leaf: () => string, depth = 0): string {
  const { random } = draft
  if (depth < 2 && random.chance(0.12))
    return `{ first: [${someValue(draft, leaf, depth + 1)}, ${someValue(draft, leaf, depth + 1)}] }`
  if (depth < 2 && random.chance(0.12)) return `{ if: ${quoted(condition(draft))}, then: ${someValue(draft, leaf, depth + 1)} }`
  return leaf()
}

const textOf = (draft: TableDraft): string =>
  someValue(draft, () => {
    const { random } = draft
    if (random.chance(0.08)) return `{ const: ${quoted(random.pick(['Constant', 'Śmith x', '50%']))} }`
    if (random.chance(0.1)) return codedOf(draft, ['Smith', 'Śmith b', 'x'])
    return draft.add(random.pick(textKinds))
  })

function identifierOf(draft: TableDraft): string {
  const { random } = draft
  return someValue(draft, () => {
    if (random.chance(0.75)) return draft.add(random.pick(identifierKinds))
    const [a, b] = [draft.add(random.pick(identifierKinds.slice(0, 8))), draft.add(random.pick(identifierKinds))]
    return quoted(random.pick([`{${a}}/{${b}}`, `{${a}}[-{${b}}]`, `id-{${a}}`, `[{${a}} ]{${b}}`]))
  })
}

const dateOf = (draft: TableDraft, kinds: readonly ColumnKind[]): string =>
  someValue(draft, () => draft.add(draft.random.pick(kinds)))

/** A coded column with a code map in place that gives these codes. */
function codedOf(draft: TableDraft, codes: readonly string[], system?: string): string {
  const { random } = draft
  const { keys, others, ...column } = random.pick(codeKeys)
  const pairs = keys.map(key => `${quoted(key)}: ${quoted(random.pick(codes))}`)
  const rest = [
    ...(system === undefined ? [] : [`system: ${quoted(system)}`]),
    ...(random.chance(0.4) ? [`whenNull: ${quoted(random.pick(codes))}`] : []),
    ...(random.chance(0.4) ? [`otherwise: ${quoted(random.pick(codes))}`] : []),
  ]
  const stored = keys.map(
    (key): Cell => (column.type === 'INTEGER' ? Number(key) : column.type === 'CHAR(2)' ? key.padEnd(2) : key),
  )
  const name = draft.add({ ...column, values: [...stored, ...stored, ...others] })
  return `{ col: ${name}, codes: { map: { ${pairs.join(', ')} }${rest.map(part => `, ${part}`).join('')} } }`
}

const genders = ['male', 'female', 'other', 'unknown']

const codingOf = (draft: TableDraft, system: string): string =>
  draft.random.chance(0.3)
    ? codedOf(draft, ['x', '1-8', 'É'], system)
    : `{ system: ${quoted(system)}, code: ${draft.add(draft.random.pick(identifierKinds))} }`

/** A number in units that are constant, coded or anything, or in none; perhaps with a comparator. */
function quantityOf(draft: TableDraft): string {
  const { random } = draft
  const units = ['kg', 'g', 'Cel', '[degF]', 'mmol/L', 'mg/dL', 'no unit']
  const code = (): string => {
    if (random.chance(0.3)) return quoted(random.pick(units.slice(0, 6)))
    if (random.chance(0.7)) return someValue(draft, () => codedOf(draft, units))
    return draft.add({ type: 'VARCHAR(12)', values: [...units, 'KG', '', null] })
  }
  const parts = [
    `value: ${someValue(draft, () => draft.add(random.pick(numberKinds)))}`,
    ...(random.chance(0.3) ? [`comparator: ${codedOf(draft, ['<', '<=', '>=', '>'])}`] : []),
    ...(random.chance(0.3) ? [`unit: ${textOf(draft)}`] : []),
    ...(random.chance(0.8) ? [`system: ${random.chance(0.8) ? 'http://unitsofmeasure.org' : 'http://a.example'}`] : []),
    ...(random.chance(0.8) ? [`code: ${code()}`] : []),
  ]
  return `{ ${parts.join(', ')} }`
}

// ── Resources ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Around {
  readonly root: TableDraft
  readonly joined: TableDraft
  readonly child: TableDraft
  /** Its rows hang on those of `child`. */
  readonly inner: TableDraft
}

/** Several values in one column: whole parts, parts without a system, empty ones, and text that is no part at all. */
const packedKind: ColumnKind = {
  type: 'VARCHAR(40)',
  values: ['a:x;b:1-8', 'a: x ; a:x', 'b:É;', ';;', 'x', ' ', null, 'a:Smith;none;b:x', ':x'],
}

/** Codings that are rows or parts of text within a row of `items`. */
const innerCodingOf = ({ child, inner }: Around): string =>
  child.random.chance(0.5)
    ? `{ for: inner, if: ${quoted(condition(inner))}, system: http://a.example, code: ${inner.add(child.random.pick(identifierKinds))} }`
    : "{ for: parts, system: 'http://{parts.SYS}.example', code: parts.CODE }"

/** The key of JOINED, by a column or by another value. */
function linkOf({ root, joined }: Around): string {
  const { random } = root
  const column = `${random.pick([joined.alias, root.alias])}.LINK`
  if (random.chance(0.5)) return column
  return random.pick([
    `{ first: [${column}, { const: B2 }] }`,
    `{ if: ${quoted(condition(root))}, then: ${column} }`,
    codedOf(root, ['A1', 'B2', 'zz']),
    `'{${root.add({ type: 'VARCHAR(4)', values: ['A', 'B', '', null] })}}{${root.add({ type: 'INTEGER', values: [1, 2, null] })}}'`,
  ])
}

/** Elements stand on the row, on a joined row, or on child rows. */
function patientElements(around: Around): readonly string[] {
  const { root, joined, child } = around
  const { random } = root
  const some = (): TableDraft => (random.chance(0.2) ? joined : root)
  const use = (name: string, write: () => string): readonly string[] => (random.chance(0.6) ? [`${name}: ${write()}`] : [])
  const family = random.chance(0.5) ? '{ const: Anybody }' : textOf(root)
  return [
    `name[official]: { family: ${family}, given: [${textOf(root)}, ${textOf(some())}] }`,
    ...use('identifier', () =>
      random.pick([
        `[{ system: http://a.example, value: ${identifierOf(root)} }, { system: http://b.example, value: ${identifierOf(some())} }]`,
        `[{ for: items, if: ${quoted(condition(child))}, system: http://a.example, value: ${identifierOf(child)} }]`,
      ]),
    ),
    ...use('telecom', () =>
      random.pick([
        `{ for: items, system: ${codedOf(child, ['phone', 'email'])}, value: ${textOf(child)} }`,
        `[{ system: phone, value: ${textOf(some())} }, { if: ${quoted(condition(root))}, system: email, value: ${textOf(root)} }]`,
      ]),
    ),
    ...use('gender', () =>
      someValue(root, () =>
        random.chance(0.8) ? codedOf(some(), genders) : root.add({ type: 'VARCHAR(8)', values: [...genders, 'Male', null] }),
      ),
    ),
    ...use('birthDate', () => dateOf(some(), dateKinds)),
    ...use('active', () =>
      random.chance(0.5) ? root.add({ type: 'BIT', values: [0, 1, null] }) : codedOf(root, ['true', 'false']),
    ),
    ...use('deceasedDateTime', () => dateOf(root, timeKinds)),
    ...use('deceasedBoolean', () => codedOf(root, ['true', 'false'])),
    ...use('address', () =>
      random.pick([
        `{ for: items, city: ${textOf(child)}, postalCode: ${textOf(child)}, use: ${codedOf(child, ['home', 'work'])} }`,
        `[{ line: [${textOf(root)}, ${textOf(some())}], city: ${textOf(root)} }]`,
      ]),
    ),
    ...use('managingOrganization', () => `{ ref: Organization, key: ${linkOf(around)} }`),
  ]
}

function observationElements(around: Around): readonly string[] {
  const { root, joined, child } = around
  const { random } = root
  const some = (): TableDraft => (random.chance(0.3) ? joined : root)
  const use = (name: string, write: () => string): readonly string[] => (random.chance(0.6) ? [`${name}: ${write()}`] : [])
  const codings = [codingOf(root, 'http://a.example'), codingOf(some(), 'http://b.example')]
  return [
    'subject: { display: Somebody }',
    `status: ${random.chance(0.5) ? 'final' : someValue(root, () => codedOf(root, ['final', 'amended']))}`,
    `code: { coding: [${codings.filter(coding => coding.includes('code:')).join(', ') || '{ system: http://a.example, code: x }'}], text: ${random.chance(0.5) ? '{ const: A code }' : textOf(root)} }`,
    ...use('category', () => codedOf(some(), ['lab', 'vital'], 'http://c.example')),
    ...use('effectiveDateTime', () => dateOf(some(), timeKinds)),
    ...use('effectivePeriod', () => `{ start: ${dateOf(root, timeKinds)}, end: ${dateOf(some(), timeKinds)} }`),
    ...(random.chance(0.5) ? use('valueQuantity', () => quantityOf(root)) : []),
    ...use('valueString', () => textOf(root)),
    ...use('performer', () => `[{ ref: Organization, key: ${linkOf(around)} }]`),
    ...use(
      'component',
      () =>
        `{ for: items, code: { coding: [${random.chance(0.5) ? innerCodingOf(around) : `{ system: http://a.example, code: ${child.add(random.pick(identifierKinds))} }`}] }, ${random.chance(0.5) ? `valueQuantity: ${quantityOf(child)}` : `valueString: ${textOf(child)}`} }`,
    ),
    ...use('issued', () => dateOf(root, timeKinds.slice(0, 4))),
  ]
}

/** Rows of a table that the mapped one refers to by LINK; some are not there. */
const links: readonly Cell[] = ['A1    ', 'B2    ', 'C     ', null]
const linkKind: ColumnKind = { type: 'CHAR(6)', values: [...links, 'gone  ', '      ', 'a1    '] }

export function generateMapping(random: Random): GeneratedMapping {
  const type = random.pick(['Patient', 'Observation'])
  const composite = random.chance(0.4)
  const key: readonly Column[] = composite
    ? [
        { name: 'SITE', type: 'CHAR(3)', values: [] },
        { name: 'NO', type: 'INTEGER', values: [] },
      ]
    : [{ name: 'NO', type: 'INTEGER', values: [] }]
  const keyNames = key.map(({ name }) => name)
  const root = new TableDraft('MAIN', 'p', [...key, { ...linkKind, name: 'LINK' }], random)
  const joined = new TableDraft('JOINED', 'j', [{ name: 'LINK', type: 'CHAR(6)', values: [] }], random)
  const child = new TableDraft('CHILD', 'items', [{ name: 'ID', type: 'INTEGER', values: [] }, ...key], random)
  const inner = new TableDraft(
    'INNER_ROWS',
    'inner',
    ['ID', 'ITEM'].map(name => ({ name, type: 'INTEGER', values: [] })),
    random,
  )
  const packed = child.add(packedKind)
  const around: Around = { root, joined, child, inner }
  const elements = type === 'Patient' ? patientElements(around) : observationElements(around)
  const where = random.chance(0.4) ? [`where: ${quoted(condition(random.chance(0.7) ? root : joined, true))}`] : []
  const pieces = random.chance(0.5) ? piecesMap(type, random) : undefined
  const rules = [root, child, joined, inner].map(draft => tableRules(draft))
  const keys: readonly (readonly Cell[])[] = Array.from({ length: 24 }, (_, at) =>
    composite ? [random.pick(['A  ', 'a  ', 'B/C']), at] : [at],
  )
  const text = [
    'source: made',
    `zone: ${random.pick(['Europe/London', 'Europe/London', 'UTC', 'America/New_York'])}`,
    'tables:',
    `  MAIN:\n    key: [${keyNames.join(', ')}]${rules[0]}${root.facts()}`,
    `  CHILD:\n    key: [ID]${rules[1]}${child.facts()}`,
    `  JOINED:\n    key: [LINK]${rules[2]}${joined.facts()}`,
    `  INNER_ROWS:\n    key: [ID]${rules[3]}${inner.facts()}`,
    ...(pieces ? [`  PIECES:\n    key: [ID]${pieces.draft.facts()}`] : []),
    '---',
    'map: main',
    ...(pieces ? ['prefix: m'] : []),
    'from: MAIN as p',
    'joins:\n  j: { table: JOINED, match: j.LINK = p.LINK }',
    `lists:\n  items: { table: CHILD, match: ${quoted(keyNames.map(name => `items.${name} = p.${name}`).join(' and '))}, order: [ID] }`,
    '  inner: { table: INNER_ROWS, match: inner.ITEM = items.ID, order: [ID] }',
    `  parts: { split: ${packed}, by: ';', parse: '{SYS:a|b}:{CODE}' }`,
    ...where,
    `${type}:`,
    ...elements.map(element => `  ${element}`),
    '---',
    'map: organization',
    'from: JOINED as o',
    'Organization: { name: Organization }',
    ...(pieces ? ['---', pieces.text] : []),
  ].join('\n')
  const children = Array.from({ length: 40 }, (_, at): readonly Cell[] => [at, ...random.pick(keys)])
  return {
    text,
    tables: [
      root.table(
        keys.map(cells => [...cells]),
        keyNames,
      ),
      child.table(children, ['ID']),
      joined.table([['A1    '], ['B2    '], ['C     ']], ['LINK']),
      inner.table(
        Array.from({ length: 40 }, (_, at) => [at, random.pick([...children.map(([id]) => id ?? null), null])]),
        ['ID'],
      ),
      ...(pieces
        ? [
            pieces.draft.table(
              Array.from({ length: 12 }, (_, at) => [at]),
              ['ID'],
            ),
          ]
        : []),
    ],
  }
}

/** A map that is repeated over the parts of a text. */
function piecesMap(type: string, random: Random): { readonly draft: TableDraft; readonly text: string } {
  const draft = new TableDraft('PIECES', 'q', [{ name: 'ID', type: 'INTEGER', values: [] }], random)
  const packed = draft.add(packedKind)
  const elements =
    type === 'Patient'
      ? [
          'name[official]: { family: dx.CODE }',
          `identifier: [{ system: 'http://{dx.SYS}.example', value: dx.CODE }]`,
          `birthDate: ${draft.add(random.pick(dateKinds))}`,
        ]
      : [
          'status: final',
          `code: { coding: [{ system: 'http://{dx.SYS}.example', code: dx.CODE }], text: ${textOf(draft)} }`,
          'subject: { display: Somebody }',
          `effectiveDateTime: ${draft.add(random.pick(timeKinds))}`,
        ]
  return {
    draft,
    text: [
      'map: pieces',
      'prefix: q',
      'from: PIECES as q',
      'for: dx',
      `lists: { dx: { split: ${packed}, by: ';', parse: ['{SYS:a|b}:{CODE}', '{CODE}'] } }`,
      ...(random.chance(0.4) ? [`where: ${quoted(random.pick(["dx.CODE <> 'x'", "dx.SYS = 'a'", 'dx.SYS is null']))}`] : []),
      `${type}:`,
      ...elements.map(element => `  ${element}`),
    ].join('\n'),
  }
}

/** `where` and `gone` of a table name its columns without an alias. */
function tableRules(draft: TableDraft): string {
  const { random } = draft
  const rule = (): string => quoted(condition(draft, true).replaceAll(`${draft.alias}.C`, 'C'))
  return [
    ...(random.chance(0.2) ? [`\n    where: ${rule()}`] : []),
    ...(random.chance(0.2) ? [`\n    gone: ${rule()}`] : []),
  ].join('')
}
