/** Code maps bound to the element that they fill: systems and displays completed, results checked against required value sets. */
import { displayOf, valueSetCodes } from '../../fhir/careconnect/value-sets.js'
import type { CodedNode, CodeMap, CodeResult } from '../language/document.js'
import type { MapContext } from './map-context.js'
import type { ResolvedCode, ResolvedCodes } from './shape.js'

/** What the target says of codes. */
export interface CodeTarget {
  /** Of a `code`: the codes that STU3 or the profile allow. */
  readonly codes?: ReadonlySet<string>
  /** A required value set that can be listed. */
  readonly valueSet?: string
  /** Fixed by the profile's slice. */
  readonly system?: string
  /** Shown in messages: `gender`. */
  readonly element: string
  /** A `code` or a boolean has no system. */
  readonly isPlain: boolean
}

export function codeMapOf(node: CodedNode, context: MapContext): CodeMap | undefined {
  if (!('name' in node.codes) || 'pairs' in node.codes) return 'pairs' in node.codes ? node.codes : undefined
  const { name, at } = node.codes
  const codes = context.document.codes.get(name) ?? context.scope.source.codes.get(name)
  if (!codes) context.scope.report('map.codes-unknown', at, `There is no code map ${name} in this map or in its source document.`)
  else context.usedCodes.add(name)
  return codes
}

export function resolveCodes(codes: CodeMap, target: CodeTarget, context: MapContext): ResolvedCodes {
  const allowed = target.valueSet === undefined ? undefined : valueSetCodes(target.valueSet)
  const resolve = (result: CodeResult): ResolvedCode => {
    const listed = allowed?.find(candidate => candidate.code === result.code)
    checkAllowed(
      result,
      target,
      allowed?.map(({ code }) => code),
      context,
    )
    if (target.isPlain) return { code: result.code }
    const system = target.system ?? result.system ?? codes.system ?? listed?.system
    const display = result.display ?? listed?.display ?? (system === undefined ? undefined : displayOf(system, result.code))
    return { code: result.code, ...(system !== undefined && { system }), ...(display !== undefined && { display }) }
  }
  return {
    pairs: new Map(codes.pairs.map(pair => [pair.from, resolve(pair)])),
    ...(codes.whenNull && { whenNull: resolve(codes.whenNull) }),
    ...(typeof codes.otherwise === 'object' && { otherwise: resolve(codes.otherwise) }),
  }
}

function checkAllowed(
  { at, code }: CodeResult,
  target: CodeTarget,
  listed: readonly string[] | undefined,
  context: MapContext,
): void {
  const allowed = target.codes ? [...target.codes] : listed
  if (!allowed || allowed.includes(code)) return
  const shown = allowed.length > 12 ? `${allowed.slice(0, 12).join(', ')} and ${allowed.length - 12} more` : allowed.join(', ')
  context.scope.report('code.not-allowed', at, `${target.element} takes ${shown}; ${code} is none of them.`)
}
