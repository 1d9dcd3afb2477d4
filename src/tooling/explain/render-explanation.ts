/** An explained search as a page for a terminal. */
import type { Style } from '../terminal/style.js'
import { renderTable } from '../terminal/table.js'
import type { ExplainedMap, Explanation } from './explain-search.js'

export function renderExplanation(explanation: Explanation, style: Style): readonly string[] {
  if (explanation.kind === 'faults') return explanation.faults.map(fault => style.red(fault))
  const { search, maps, refused, hints } = explanation
  const ddl = new Set(maps.flatMap(({ clauses }) => clauses.flatMap(clause => clause.ddl ?? [])))
  return [
    style.bold(search),
    ...(refused === undefined ? [] : [style.red(`Refused: ${refused}`)]),
    ...hints.map(hint => style.yellow(hint)),
    '',
    ...maps.flatMap(map => renderMap(map, style)),
    ...(ddl.size === 0 ? [] : [style.yellow('Indexes that would help:'), ...[...ddl].map(line => `  ${line}`), '']),
    style.dim('A: an index is there. B: an index would help. C: read through, only beside an A or B. D: not supported.'),
  ]
}

function renderMap({ map, pruned, clauses, pushed, residual, native }: ExplainedMap, style: Style): readonly string[] {
  const head = pruned === undefined ? style.bold(map) : `${style.bold(map)} ${style.dim(`is not asked: ${pruned}.`)}`
  if (pruned !== undefined) return [head, '']
  const rows = clauses.map(clause => [clause.clause, clause.class, clause.predicate, clause.why])
  return [
    head,
    ...(rows.length === 0 ? [] : renderTable(['CLAUSE', 'CLASS', 'PREDICATE', 'WHY'], rows, { style, indent: '  ', widest: 90 })),
    ...(pushed === undefined ? [] : [`  ${style.dim('database')}  ${pushed}`]),
    ...residual.map(text => `  ${style.dim('then')}      ${text}`),
    ...(native ?? []).flatMap(({ text, binds }) => [
      `  ${style.dim('sql')}       ${withoutRuns(text)}`,
      ...(binds.length === 0 ? [] : [`  ${style.dim('binds')}     ${grouped(binds)}`]),
    ]),
    '',
  ]
}

/** A list of sixty binds tells no more than its length. */
const withoutRuns = (sql: string): string => sql.replace(/(?:\?, ){7,}\?/g, run => `? × ${run.split(',').length}`)

function grouped(types: readonly string[]): string {
  const runs: { type: string; count: number }[] = []
  for (const type of types) {
    const last = runs.at(-1)
    if (last?.type === type) last.count++
    else runs.push({ type, count: 1 })
  }
  return runs.map(({ type, count }) => (count === 1 ? type : `${type} × ${count}`)).join(', ')
}
