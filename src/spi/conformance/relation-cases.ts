/** Joins, exists, order, limit. */
import type { Field, Join, Predicate } from '../contract.js'
import { byId, type ConformanceCase, compare, finds, not, or, people, person } from './case.js'
import { fieldOf } from './dataset.js'

const equals = (field: Field, value: string): Predicate => ({ op: 'compare', field, is: 'eq', to: { type: 'string', value } })

const ward: Join = { entity: 'ward', alias: 'w', on: [[person('WARD'), fieldOf('w', 'CODE')]], optional: true }
const site: Join = {
  entity: 'site',
  alias: 's',
  on: [[fieldOf('w', 'SITE'), fieldOf('s', 'ID')]],
  where: equals(fieldOf('s', 'LIST'), 'site'),
  optional: true,
}
const inner = (join: Join): Join => ({ ...join, optional: false })
const visit: Join = { entity: 'visit', alias: 'v', on: [[fieldOf('v', 'PERSON'), person('ID')]], optional: false }
const visitWard: Join = { entity: 'ward', alias: 'wv', on: [[fieldOf('v', 'WARD'), fieldOf('wv', 'CODE')]], optional: false }

const clinic = equals(fieldOf('v', 'KIND'), 'clinic')

/** Aliases are made from the names of maps and relations: long, and alike at their beginnings. */
const longAlias = (end: string): string => `w${'-a-long-name'.repeat(24)}${end}`
const longWard = (end: string): Join => ({
  entity: 'ward',
  alias: longAlias(end),
  on: [[person('WARD'), fieldOf(longAlias(end), 'CODE')]],
  optional: true,
})

export const relationCases: readonly ConformanceCase[] = [
  {
    name: 'two joins whose long aliases differ at their ends',
    query: {
      ...people,
      joins: [longWard('1'), longWard('2')],
      where: compare('ID', 'le', 3),
      select: [fieldOf(longAlias('1'), 'NAME'), fieldOf(longAlias('2'), 'NAME')],
      orderBy: [byId],
    },
    rows: [
      ['Ash', 'Ash'],
      ['Ash', 'Ash'],
      ['Birch', 'Birch'],
    ],
  },
  {
    name: 'a left join gives nulls where nothing is found',
    query: {
      ...people,
      joins: [ward],
      where: compare('ID', 'le', 5),
      select: [person('ID'), fieldOf('w', 'NAME')],
      orderBy: [byId],
    },
    rows: [
      [1, 'Ash'],
      [2, 'Ash'],
      [3, 'Birch'],
      [4, null],
      [5, 'Cedar'],
    ],
  },
  {
    name: 'a join upon a join, with its constants',
    query: {
      ...people,
      joins: [ward, site],
      where: compare('ID', 'le', 5),
      select: [person('WARD'), fieldOf('s', 'NAME')],
      orderBy: [byId],
    },
    rows: [
      ['A1', 'North'],
      ['A1', 'North'],
      ['B2', 'South'],
      ['a1', null],
      ['C_3', null],
    ],
  },
  finds('an inner join drops what finds nothing', { op: 'and', of: [] }, [1, 2, 3, 5, 9, 10, 12], [inner(ward)]),
  finds('an inner join upon an inner join', { op: 'and', of: [] }, [1, 2, 3, 10, 12], [inner(ward), inner(site)]),
  finds('a test on a joined field', equals(fieldOf('w', 'NAME'), 'Ash'), [1, 2, 10], [ward]),
  finds(
    'a negated test on a joined field holds where nothing was joined',
    not(equals(fieldOf('w', 'NAME'), 'Ash')),
    [3, 4, 5, 6, 7, 8, 9, 11, 12, 13],
    [ward],
  ),
  finds('a left join that nothing needs changes nothing', compare('ID', 'le', 4), [1, 2, 3, 4], [ward, site]),
  finds('exists', { op: 'exists', join: visit }, [1, 2, 3, 9]),
  finds('exists with a test', { op: 'exists', join: visit, where: clinic }, [1, 2, 9]),
  finds('not exists', not({ op: 'exists', join: visit, where: clinic }), [3, 4, 5, 6, 7, 8, 10, 11, 12, 13]),
  finds('exists with a negated test', { op: 'exists', join: visit, where: not(clinic) }, [1, 3]),
  finds('exists with constants in its join', { op: 'exists', join: { ...visit, where: clinic } }, [1, 2, 9]),
  finds(
    'exists with a join inside',
    { op: 'exists', join: visit, joins: [visitWard], where: equals(fieldOf('wv', 'NAME'), 'Birch') },
    [1, 2],
  ),
  finds(
    'exists within exists',
    {
      op: 'exists',
      join: visit,
      where: {
        op: 'exists',
        join: visitWard,
        where: { op: 'compare', field: fieldOf('wv', 'CODE'), is: 'eq', to: person('WARD') },
      },
    },
    [1, 9],
  ),
  finds('exists or a test', or({ op: 'exists', join: visit, where: clinic }, compare('ID', 'eq', 13)), [1, 2, 9, 13]),
  {
    name: 'order by code point, nulls last',
    query: {
      ...people,
      where: { op: 'compare', field: person('ID'), is: 'gt', to: { type: 'integer', value: 7 } },
      select: [person('SURNAME')],
      orderBy: [{ by: person('SURNAME'), direction: 'asc', nulls: 'last' }, byId],
    },
    rows: [[''], ['Vance'], ['van der Berg'], ['｀full'], ['😀'], [null]],
  },
  {
    name: 'order by a decimal downwards, nulls first, up to a limit',
    query: {
      ...people,
      select: [person('ID'), person('SCORE')],
      orderBy: [{ by: person('SCORE'), direction: 'desc', nulls: 'first' }, byId],
      limit: 5,
    },
    rows: [
      [5, null],
      [10, null],
      [8, '12345.678'],
      [12, '100'],
      [13, '99'],
    ],
  },
  {
    name: 'order by the first that has a value',
    query: {
      ...people,
      joins: [ward],
      select: [person('ID')],
      orderBy: [{ by: { coalesce: [fieldOf('w', 'NAME'), person('SURNAME')] }, direction: 'desc', nulls: 'last' }, byId],
      limit: 4,
    },
    rows: [[8], [4], [9], [13]],
  },
  {
    name: 'values come as the contract writes them',
    query: {
      ...people,
      where: compare('ID', 'le', 2),
      select: ['SEEN', 'BORN', 'SCORE', 'BIG', 'ACTIVE', 'WARD'].map(person),
      orderBy: [byId],
    },
    rows: [
      ['2020-03-29T01:30:00', '1980-02-29', '1.5', '9007199254740993', true, 'A1'],
      ['2020-03-29T01:30:01', '1980-03-01', '1.25', '9007199254740992', false, 'A1'],
    ],
  },
]
