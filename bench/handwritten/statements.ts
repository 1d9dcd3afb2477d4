/**
 * The statements of the hand-written route: those that the facade was seen to send, with the places where the values of a request go.
 * So both ask the database for exactly the same, whatever becomes of the facade's SQL.
 */
import type Database from 'better-sqlite3'
import type { SentStatement } from '../spy-on-statements.js'

export type Value = string | number | null

/** Bindings of the recorded request to those of this one; others are constants. */
export type Replace = (recorded: Value, place: number, count: number) => Value

export interface Prepared<Row> {
  all(replace: Replace): Row[]
  get(replace: Replace): Row | undefined
}

export function prepare<Row>(database: Database.Database, { text, bindings }: SentStatement): Prepared<Row> {
  const statement = database.prepare<Value[], Row>(nameColumns(text))
  const bind = (replace: Replace) => bindings.map((value, place) => replace(value, place, bindings.length))
  return { all: replace => statement.all(...bind(replace)), get: replace => statement.get(...bind(replace)) }
}

/** Rows come as objects, so `"p"."Title"` and `"gp"."Title"` need names: p_Title and gp_Title. */
function nameColumns(text: string): string {
  const end = text.indexOf(' from ')
  return text.slice(0, end).replace(/"(\w+)"\."(\w+)"/g, '$& as "$1_$2"') + text.slice(end)
}

/** Rows below several parents: `("x"."A" = ? and "x"."B" = ?)` once for each of them, and the last once more up to a power of two. */
export function prepareTuples<Row>(database: Database.Database, { text, bindings }: SentStatement, tuple: string) {
  const one = `\\(${tuple.replace(/[?.+]/g, '\\$&')}\\)`
  const run = new RegExp(`${one}(?: or ${one})+`).exec(text)
  if (run === null) throw new Error(`The facade no longer sends \`${tuple}\`: bench/handwritten must follow it.`)
  const [head, tail] = [text.slice(0, run.index), text.slice(run.index + run[0].length)]
  const before = bindings.slice(0, placeholders(head))
  const after = bindings.slice(before.length + placeholders(run[0]))
  const size = placeholders(tuple)
  const statements = new Map<number, Database.Statement<Value[], Row>>()
  const prepareFor = (length: number): Database.Statement<Value[], Row> => {
    const known = statements.get(length)
    if (known !== undefined) return known
    const tuples = Array.from({ length }, () => `(${tuple})`).join(' or ')
    const statement = database.prepare<Value[], Row>(nameColumns(head + tuples + tail))
    statements.set(length, statement)
    return statement
  }
  return (values: Value[]): Row[] => {
    const last = values.slice(-size)
    let length = 1
    while (length * size < values.length) length *= 2
    while (values.length < length * size) values.push(...last)
    return prepareFor(length).all(...before, ...values, ...after)
  }
}

const placeholders = (text: string): number => text.split('?').length - 1
