/** The tables on which every adapter is tried: small, and full of what legacy databases hold. */
import type { Collation, Field, FieldType, Scalar, SourceSchema } from '../contract.js'

interface DatasetColumn {
  readonly name: string
  readonly type: FieldType
  /** Standard SQL; an adapter's loader translates where its engine differs. */
  readonly nativeType: string
  readonly collation?: Collation
  readonly trim?: boolean
}
export interface DatasetTable {
  readonly columns: readonly DatasetColumn[]
  readonly key: readonly string[]
  readonly rows: readonly (readonly Scalar[])[]
}

const column = (name: string, type: FieldType, nativeType: string, facts: Partial<DatasetColumn> = {}): DatasetColumn => ({
  name,
  type,
  nativeType,
  ...facts,
})

const person: DatasetTable = {
  columns: [
    column('ID', 'integer', 'INTEGER'),
    column('SURNAME', 'string', 'VARCHAR(40)'),
    column('WARD', 'string', 'CHAR(6)', { trim: true }),
    column('STATUS', 'string', 'VARCHAR(10)', { collation: { folds: 'ignoreCase', padsBlanks: false } }),
    column('BORN', 'date', 'DATE'),
    column('SEEN', 'dateTime', 'DATETIME'),
    column('SCORE', 'decimal', 'DECIMAL(12,4)'),
    column('BIG', 'integer', 'BIGINT'),
    column('ACTIVE', 'boolean', 'BIT'),
  ],
  key: ['ID'],
  rows: [
    [1, 'Smith', 'A1    ', 'open', '1980-02-29', '2020-03-29T01:30:00', '1.5', '9007199254740993', true],
    [2, 'SMITH', 'A1', 'OPEN', '1980-03-01', '2020-03-29T01:30:01', '1.25', '9007199254740992', false],
    [3, 'smithson', 'B2    ', 'Shut', '1979-12-31', '2020-03-28T23:59:59', '10', 7, true],
    [4, 'Šmíth', 'a1', null, null, null, '-0.5', -7, null],
    [5, 'Straße', 'C_3', 'open', '2000-01-01', '2021-01-01T00:00:00', null, null, false],
    [6, "O'Brien", 'C%3   ', 'shut', '2000-01-01', '2021-01-01T00:00:00', '0', 0, true],
    [7, '50%_[a]!\\"?', '', 'open ', '2000-01-02', null, '1.5', 9007199254740991, null],
    [8, '😀', null, '', null, '2021-06-01T12:00:00', '12345.678', 1, true],
    [9, '｀full', 'Z9', 'open', '1980-02-29', '2020-03-29T01:30:00', '-10', 2, false],
    [10, null, 'A1', 'éclair', '1980-02-29', '2020-03-30T00:00:00', null, null, null],
    [11, '', 'zz', 'ÉCLAIR', '1999-12-31', '2020-03-29T01:30:00', '1.5', 3, true],
    [12, 'van der Berg', 'A', 'x', '1999-12-31', null, '100', 4, true],
    [13, 'Vance', 'A1 B', 'y', '1999-12-31', null, '99', 5, true],
  ],
}

const ward: DatasetTable = {
  columns: [
    column('CODE', 'string', 'CHAR(6)', { trim: true }),
    column('NAME', 'string', 'VARCHAR(40)'),
    column('SITE', 'integer', 'INTEGER'),
  ],
  key: ['CODE'],
  rows: [
    ['A1    ', 'Ash', 1],
    ['B2', 'Birch', 2],
    ['C_3', 'Cedar', 9],
    ['Z9    ', 'Zelkova', null],
    ['A', 'Alder', 1],
  ],
}

const site: DatasetTable = {
  columns: [column('ID', 'integer', 'INTEGER'), column('LIST', 'string', 'VARCHAR(10)'), column('NAME', 'string', 'VARCHAR(40)')],
  key: ['ID', 'LIST'],
  rows: [
    [1, 'site', 'North'],
    [1, 'other', 'Wrong'],
    [2, 'site', 'South'],
    [2, 'other', 'Wrong too'],
  ],
}

const visit: DatasetTable = {
  columns: [
    column('ID', 'integer', 'INTEGER'),
    column('PERSON', 'integer', 'INTEGER'),
    column('WARD', 'string', 'CHAR(6)', { trim: true }),
    column('KIND', 'string', 'VARCHAR(10)'),
  ],
  key: ['ID'],
  rows: [
    [1, 1, 'A1', 'clinic'],
    [2, 1, 'B2', 'ward'],
    [3, 2, 'B2    ', 'clinic'],
    [4, 3, null, 'ward'],
    [5, 3, 'nope', null],
    [6, null, 'A1', 'clinic'],
    [7, 9, 'Z9', 'clinic'],
  ],
}

export const dataset: Readonly<Record<'PERSON' | 'WARD' | 'SITE' | 'VISIT', DatasetTable>> = {
  PERSON: person,
  WARD: ward,
  SITE: site,
  VISIT: visit,
}

/** Entities have other names than their tables. */
export const datasetSchema: SourceSchema = {
  entities: { person: { path: ['PERSON'] }, ward: { path: ['WARD'] }, site: { path: ['SITE'] }, visit: { path: ['VISIT'] } },
}

/** A field of the dataset, by the alias `p`, `w`, `s` or `v` (with any ending). */
export function fieldOf(alias: string, name: string): Field {
  const tables: Readonly<Record<string, DatasetTable>> = { p: person, w: ward, s: site, v: visit }
  const found = tables[alias.charAt(0)]?.columns.find(candidate => candidate.name === name)
  if (found === undefined) throw new Error(`The dataset has no ${alias}.${name}.`)
  return { alias, ...found }
}
