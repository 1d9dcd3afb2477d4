/** Loads the file of functions that a source document names. It runs in this process: it is as trusted as the mappings are. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Diagnostic } from '../kernel/diagnostics.js'
import type { MappedFunction } from '../mapping/compile/shape.js'
import type { SourceDocument } from '../mapping/language/document.js'

/** Undefined when there is no such file, or it can not be run; that is told. A file that has changed is loaded anew. */
export async function loadFunctions(
  { functions }: SourceDocument,
  dir: string,
  diagnostics: Diagnostic[],
): Promise<ReadonlyMap<string, MappedFunction> | undefined> {
  if (functions === undefined) return new Map()
  const version = createHash('sha256').update(functions.text).digest('hex').slice(0, 12)
  try {
    return functionsIn(await import(`${pathToFileURL(join(dir, functions.path)).href}?version=${version}`))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `${functions.path} can not be run: ${reason}`
    diagnostics.push({ severity: 'error', code: 'map.functions-unreadable', at: functions.at, message })
    return undefined
  }
}

type Exports = Readonly<Record<string, unknown>>

/** Every exported function; `inverses` is an object of those that go back, by the same names. */
export function functionsIn(exports: Exports): ReadonlyMap<string, MappedFunction> {
  const inverses = isObject(exports.inverses) ? exports.inverses : {}
  return new Map(
    Object.entries(exports).flatMap(([name, call]) => {
      const inverse = inverses[name]
      return isFunction(call) ? [[name, { call, ...(isFunction(inverse) && { inverse }) }] as const] : []
    }),
  )
}

const isFunction = (value: unknown): value is (...args: readonly unknown[]) => unknown => typeof value === 'function'
const isObject = (value: unknown): value is Exports => typeof value === 'object' && value !== null
