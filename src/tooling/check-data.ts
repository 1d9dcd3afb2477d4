/** The third level of `check`: looks at the rows, and tells counts and keys, never values. */
import { type PreparedMap, prepareMap } from '../engine/prepared-map.js'
import type { Diagnostic } from '../kernel/diagnostics.js'
import { watchDuplicateIds } from '../mapping/check/data/duplicate-ids.js'
import { keyReader } from '../mapping/check/data/key-counter.js'
import { watchLatestTies } from '../mapping/check/data/latest-ties.js'
import { columnsLeavingOutNulls, tellNullsLeftOut } from '../mapping/check/data/nulls-left-out.js'
import { type OrphanWatcher, watchOrphanReferences } from '../mapping/check/data/orphan-references.js'
import { RequiredCounter } from '../mapping/check/data/required-missing.js'
import { watchSentinels } from '../mapping/check/data/sentinels.js'
import { isProvenToOne, watchToManyJoin } from '../mapping/check/data/to-many-joins.js'
import { watchTrailingBlanks } from '../mapping/check/data/trailing-blanks.js'
import { watchUnlistedCodes } from '../mapping/check/data/unlisted-codes.js'
import { watchUnreadableValues } from '../mapping/check/data/unreadable-values.js'
import { rowReader, type Scan, valuesBelow, type Watcher } from '../mapping/check/data/watcher.js'
import { fieldsOf } from '../mapping/compile/column.js'
import { columnPresent } from '../mapping/compile/column-inverse.js'
import type { CompiledMap } from '../mapping/compile/compile-model.js'
import { conditionHolds } from '../mapping/compile/condition.js'
import { type Inverse, negate } from '../mapping/compile/inverse.js'
import { rowsRead } from '../mapping/compile/latest.js'
import type { JoinBinding, LatestBinding, ReferenceTarget } from '../mapping/compile/shape.js'
import { type Report, reportTo } from '../mapping/language/diagnostic-codes.js'
import type { Field, Predicate, SourceQuery } from '../spi/index.js'
import { callOptions, eachRow, type Project, sourceOf, type ToolOptions } from './project.js'
import { measureQuality } from './quality.js'
import { readRows } from './read-rows.js'
import { lossReason } from './row-losses.js'

/** Of each map, in the order of its ids. */
const sampledRows = 1000

/** Rules of losses that have a diagnostic of their own. */
const toldOtherwise: ReadonlySet<string> = new Set(['required', 'repeated-id', 'unreadable', 'unlisted'])

export async function checkData(project: Project, options: ToolOptions): Promise<readonly Diagnostic[]> {
  return new DataCheck(project, options).run()
}

class DataCheck {
  readonly #project: Project
  readonly #options: ToolOptions
  readonly #diagnostics: Diagnostic[] = []
  readonly #report: Report
  readonly #orphans: { readonly watcher: OrphanWatcher; readonly rows: number }[] = []

  constructor(project: Project, options: ToolOptions) {
    this.#project = project
    this.#options = options
    this.#report = reportTo(this.#diagnostics)
  }

  async run(): Promise<readonly Diagnostic[]> {
    for (const map of this.#project.model.maps) {
      await this.#checkMap(prepareMap(map))
      await this.#checkValidity(map)
    }
    await this.#tellOrphans()
    return onceEach(this.#diagnostics)
  }

  async #checkMap(prepared: PreparedMap): Promise<void> {
    const { map } = prepared
    const joins = [...map.relations.joins, ...prepared.children.flatMap(({ list }) => list.joins)]
    const before = this.#manyJoins
    for (const join of joins) await this.#checkJoin(join, map)
    for (const latest of [
      map.latest,
      ...joins.flatMap(join => join.latest),
      ...prepared.children.flatMap(({ list }) => list.latest),
    ])
      if (latest) await this.#checkLatest(latest, map)
    await this.#checkNulls(map)
    // A join that multiplies rows would make every id look repeated.
    await this.#checkRows(prepared, this.#manyJoins === before)
    await this.#checkRequired(prepared)
  }

  async #checkRequired(prepared: PreparedMap): Promise<void> {
    const { map } = prepared
    const { now, timeoutMs } = this.#options
    const counter = new RequiredCounter(now)
    const { adapter } = sourceOf(this.#project, map)
    let seen = 0
    for await (const rows of readRows({ prepared, adapter, options: { ...callOptions(timeoutMs), now } })) {
      for (const { row, children } of rows)
        if (!prepared.isGone(row, this.#options)) counter.see(() => map.emitted.toResource(row, children, counter))
      seen += rows.length
      this.#options.progress(`${map.name}, whole resources: ${seen} rows`)
    }
    counter.tell(map.at, map.type, this.#report)
  }

  /** What a join that multiplies rows, or an id of several rows, makes of resources is told of by them. */
  async #checkValidity(map: CompiledMap): Promise<void> {
    const { rows, losses } = await measureQuality(this.#project, map, sampledRows, this.#options)
    for (const { rule, place, rowsLeftOut } of losses)
      if (rowsLeftOut > 0 && !toldOtherwise.has(rule))
        this.#report(
          'data.not-valid',
          map.at,
          `${rowsLeftOut} of ${rows} rows of ${map.name} are not served: ${place} ${lossReason(rule)}.`,
        )
  }

  get #manyJoins(): number {
    return this.#diagnostics.filter(({ code }) => code === 'data.join-many').length
  }

  async #checkJoin(join: JoinBinding, map: CompiledMap): Promise<void> {
    if (join.latest.length > 0 || isProvenToOne(join, sourceOf(this.#project, map).schemaOf(join.entity))) return
    const inner = join.on.map(([, column]) => column)
    const fields = inner.flatMap(fieldsOf)
    const read = keyReader(fields, inner)
    const query = queryOver(join.entity, join.alias, fields, predicateOf(rowsRead(join, this.#options)))
    if (read) await this.#watch(map, query, [watchToManyJoin(join, read)])
  }

  async #checkLatest(latest: LatestBinding, map: CompiledMap): Promise<void> {
    const fields = [...latest.among, latest.version].flatMap(fieldsOf)
    const [readKey, readVersion] = [keyReader(fields, latest.among), rowReader(fields, latest.version)]
    const query = queryOver(latest.entity, latest.alias, fields, predicateOf(conditionHolds(latest.where, this.#options)))
    if (readKey && readVersion) await this.#watch(map, query, [watchLatestTies(latest, readKey, readVersion)])
  }

  async #checkNulls(map: CompiledMap): Promise<void> {
    const { adapter } = sourceOf(this.#project, map)
    for (const column of columnsLeavingOutNulls(map.where)) {
      if (column.field.alias !== map.alias || !adapter.count) continue
      const absent = predicateOf(negate(columnPresent(column)))
      const query = { from: { entity: map.entity, alias: map.alias }, joins: [], ...(absent && { where: absent }) }
      tellNullsLeftOut(column, await adapter.count(query, callOptions(this.#options.timeoutMs)), this.#report)
    }
  }

  async #checkRows(prepared: PreparedMap, isToOne: boolean): Promise<void> {
    const { map } = prepared
    const clock = this.#options
    const values = valuesBelow(map.searched)
    const served = predicateOf(negate(map.gone ? conditionHolds(map.gone, clock) : { kind: 'never' }))
    const rules = [prepared.where(clock), served].flatMap(part => part ?? [])
    const root: Scan = { fields: map.emitted.root.selected, values }
    const ids = isToOne ? watchDuplicateIds(map.rowKey, root) : []
    await this.#watch(
      map,
      { ...queryOver(map.entity, map.alias, root.fields, conjunction(rules)), joins: prepared.joins(clock) },
      [...watchersOf(root), ...ids],
      watchOrphanReferences(root),
    )
    for (const child of prepared.children) {
      const { fields } = child.layout
      const scan: Scan = { fields, values }
      const query = queryOver(child.list.entity, child.list.alias, fields, child.where(clock))
      await this.#watch(map, { ...query, joins: child.joins(clock) }, watchersOf(scan), watchOrphanReferences(scan))
    }
  }

  async #watch(
    map: CompiledMap,
    query: SourceQuery,
    watchers: readonly Watcher[],
    orphans: readonly OrphanWatcher[] = [],
  ): Promise<void> {
    const all = [...watchers, ...orphans]
    const { adapter } = sourceOf(this.#project, map)
    const rows = await eachRow(adapter, query, `${map.name}, ${query.from.alias}`, this.#options, row => {
      for (const watcher of all) watcher.see(row)
    })
    for (const watcher of watchers) watcher.tell(rows, this.#report)
    for (const watcher of orphans) this.#orphans.push({ watcher, rows })
  }

  /** When all maps were read: each target's keys once. */
  async #tellOrphans(): Promise<void> {
    const keys = new Map<string, ReadonlySet<string>>()
    for (const { watcher, rows } of this.#orphans) {
      const known = keys.get(watcher.target.map) ?? (await this.#keysOf(watcher.target))
      keys.set(watcher.target.map, known)
      watcher.know(known)
      watcher.tell(rows, this.#report)
    }
  }

  async #keysOf(target: ReferenceTarget): Promise<ReadonlySet<string>> {
    const keys = new Set<string>()
    const map = this.#project.model.maps.find(each => each.name === target.map || each.name === target.repeats)
    if (!map) return keys
    const { adapter } = sourceOf(this.#project, map)
    const fields = map.key.flatMap(fieldsOf)
    const read = keyReader(fields, map.key)
    await eachRow(adapter, queryOver(map.entity, map.alias, fields, undefined), `${map.name}, keys`, this.#options, row => {
      const key = read?.(row)
      if (key !== undefined) keys.add(key)
    })
    return keys
  }
}

const watchersOf = (scan: Scan): readonly Watcher[] => [
  ...watchUnlistedCodes(scan),
  ...watchSentinels(scan),
  ...watchTrailingBlanks(scan),
  ...watchUnreadableValues(scan),
]

const queryOver = (entity: string, alias: string, select: readonly Field[], where: Predicate | undefined): SourceQuery => ({
  from: { entity, alias },
  joins: [],
  select,
  ...(where && { where }),
  orderBy: [],
})

const conjunction = (parts: readonly Predicate[]): Predicate | undefined =>
  parts.length < 2 ? parts[0] : { op: 'and', of: parts }

/** Roughly is good enough: a row too many is only a row looked at. */
function predicateOf(inverse: Inverse): Predicate | undefined {
  if (inverse.kind === 'never') return { op: 'or', of: [] }
  return inverse.kind === 'rows' ? inverse.may : undefined
}

/** A column that two maps use is told of once for each place. */
function onceEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ at, code, message }) => {
    const key = `${at.file}:${at.line}:${at.column} ${code} ${message}`
    return !seen.has(key) && seen.add(key)
  })
}
