/** Whether tests can hold together, as far as their constants tell: never a guess, so "no" is proven and "yes" is not. */
import type { Expression, LiteralOperand } from '../language/document.js'

type Test = Exclude<Expression, { kind: 'and' | 'or' | 'not' }>
/** A test, or its plain negation. */
interface Term {
  readonly test: Test
  readonly negated: boolean
}

/** How a column is told apart from others. */
export type NameColumn = (alias: string | undefined, name: string) => string

/** Ways in which an expression can hold, each a list of terms; undefined when there are too many to look at. */
function waysOf(expression: Expression, negated = false): readonly (readonly Term[])[] | undefined {
  if (expression.kind === 'not') return waysOf(expression.of, !negated)
  if (!('of' in expression)) return [[{ test: expression, negated }]]
  const parts = expression.of.map(part => waysOf(part, negated))
  if (!parts.every(part => part !== undefined)) return undefined
  if ((expression.kind === 'or') !== negated) return within(parts.flat())
  let ways: readonly (readonly Term[])[] = [[]]
  for (const part of parts) {
    ways = ways.flatMap(way => part.map(more => [...way, ...more]))
    if (ways.length > mostWays) return undefined
  }
  return ways
}

const mostWays = 64
const mostWaysTogether = 512
const within = <Item>(items: readonly Item[]) => (items.length > mostWays ? undefined : items)

/** Proven: no row passes all of them. */
export function areContradictory(
  expressions: readonly { readonly expression: Expression; readonly name: NameColumn }[],
): boolean {
  let ways: readonly (readonly Fact[])[] = [[]]
  for (const { expression, name } of expressions) {
    const own = waysOf(expression)?.map(way => way.flatMap(term => factOf(term, name)))
    if (!own) return false
    ways = ways.flatMap(way => own.map(more => [...way, ...more]))
    if (ways.length > mostWaysTogether) return false
  }
  return ways.every(isImpossible)
}

interface Fact {
  readonly column: string
  readonly isNull?: boolean
  /** The value is one of these. */
  readonly among?: readonly string[]
  readonly except?: readonly string[]
  /** Bounds of numbers and ISO dates. */
  readonly above?: string
  readonly below?: string
  readonly begins?: readonly string[]
}

function factOf({ test, negated }: Term, name: NameColumn): readonly Fact[] {
  switch (test.kind) {
    case 'isNull': {
      const column = name(test.column.alias, test.column.name)
      return [{ column, isNull: test.negated === negated }]
    }
    case 'in': {
      const column = name(test.column.alias, test.column.name)
      const values = test.values.map(({ text }) => text)
      if (test.negated) return negated ? [] : [{ column, isNull: false, except: values }]
      return negated ? [{ column, except: values }] : [{ column, isNull: false, among: values }]
    }
    case 'startsWith': {
      const column = name(test.column.alias, test.column.name)
      return negated ? [] : [{ column, isNull: false, begins: test.texts }]
    }
    case 'contains':
      return negated ? [] : [{ column: name(test.column.alias, test.column.name), isNull: false }]
    case 'compare':
      return comparisonFacts(test, negated, name)
    default:
      return test satisfies never
  }
}

const turned = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function comparisonFacts(test: Extract<Test, { kind: 'compare' }>, negated: boolean, name: NameColumn): readonly Fact[] {
  const { left, right, is } = test
  if (left.kind !== 'column')
    return right.kind === 'column' ? comparisonFacts({ ...test, left: right, right: left, is: turned[is] }, negated, name) : []
  const column = name(left.alias, left.name)
  if (right.kind === 'column') {
    const isSame = name(right.alias, right.name) === column
    if (!isSame || negated) return negated ? [] : [{ column, isNull: false }]
    return [{ column, isNull: false, ...((is === '<>' || is === '<' || is === '>') && { among: [] }) }]
  }
  if (right.kind !== 'text' && right.kind !== 'number') return negated ? [] : [{ column, isNull: false }]
  return literalFacts(column, is, right, negated)
}

function literalFacts(column: string, is: keyof typeof turned, { text }: LiteralOperand, negated: boolean): readonly Fact[] {
  if (is === '=') return negated ? [{ column, except: [text] }] : [{ column, isNull: false, among: [text] }]
  if (negated) return []
  if (is === '<>') return [{ column, isNull: false, except: [text] }]
  if (!isOrdered(text)) return [{ column, isNull: false }]
  return [{ column, isNull: false, ...(is === '>' || is === '>=' ? { above: text } : { below: text }) }]
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)
const isOrdered = (text: string): boolean => isNumber(text) || /^\d{4}-\d\d-\d\d/.test(text)

/** Undefined when the two are of different sorts. Equal bounds are taken to meet. */
function isBefore(a: string, b: string): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) < Number(b)
  return !isNumber(a) && !isNumber(b) && isOrdered(a) && isOrdered(b) && a.slice(0, 10) < b.slice(0, 10)
}

function isImpossible(facts: readonly Fact[]): boolean {
  const columns = new Set(facts.map(({ column }) => column))
  return [...columns].some(column => isColumnImpossible(facts.filter(fact => fact.column === column)))
}

function isColumnImpossible(facts: readonly Fact[]): boolean {
  const nulls = new Set(facts.flatMap(({ isNull }) => isNull ?? []))
  if (nulls.size === 2) return true
  const lists = facts.flatMap(({ among }) => (among ? [among] : []))
  const [first, ...others] = lists
  if (first) {
    const left = first.filter(value => others.every(list => list.includes(value)) && facts.every(fact => allows(fact, value)))
    if (left.length === 0) return true
  }
  return facts.some(
    ({ above }) => above !== undefined && facts.some(({ below }) => below !== undefined && isBefore(below, above)),
  )
}

const allows = ({ except, begins, above, below }: Fact, value: string): boolean =>
  !except?.includes(value) &&
  (begins === undefined || begins.some(text => value.startsWith(text))) &&
  !(above !== undefined && isOrdered(value) && isBefore(value, above)) &&
  !(below !== undefined && isOrdered(value) && isBefore(below, value))
