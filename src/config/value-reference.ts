/** `{ env: NAME }` and `{ file: PATH }`: values that stand outside careconnect.yaml, such as secrets. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isMap, isScalar } from 'yaml'
import type { Position } from '../kernel/diagnostics.js'
import type { ConfigFaultCode } from './config-faults.js'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ReferenceReader {
  readonly environment: Environment
  /** Absolute: what a PATH is relative to. */
  readonly folder: string
}

export type ReadReference =
  | { readonly text: string }
  | { readonly code: ConfigFaultCode; readonly at: Position; readonly message: string }

/** Undefined when the node is no reference. The line break at a file's end is not part of the value. */
export function readReference(node: unknown, at: Position, reader: ReferenceReader): ReadReference | undefined {
  if (!isMap(node) || node.items.length !== 1) return undefined
  const [pair] = node.items
  if (!isScalar(pair?.key) || !isScalar(pair.value)) return undefined
  const name = String(pair.value.value)
  if (pair.key.value === 'env') return readEnvironment(name, at, reader.environment)
  if (pair.key.value === 'file') return readText(name, at, reader.folder)
  return undefined
}

function readEnvironment(name: string, at: Position, environment: Environment): ReadReference {
  const text = environment[name]
  if (text !== undefined && text !== '') return { text }
  return { code: 'config.reference-unset', at, message: `The environment variable ${name} is not set. Set it before the start.` }
}

function readText(path: string, at: Position, folder: string): ReadReference {
  try {
    return { text: readFileSync(resolve(folder, path), 'utf8').replace(/\r?\n$/, '') }
  } catch {
    return {
      code: 'config.reference-unreadable',
      at,
      message: `The file ${path} cannot be read. It is looked for relative to this file.`,
    }
  }
}
