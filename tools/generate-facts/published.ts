/** The published facts that the generator reads: three JSON files, found by name in a folder or below it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** elements.json: each type of the STU3 schema by its name. */
export type PublishedTypes = Readonly<Record<string, PublishedType>>
export interface PublishedType {
  readonly base: string | null
  readonly elements: readonly PublishedElement[]
  /** `['value']` marks a primitive. */
  readonly attributes?: readonly string[]
  /** The codes of a required binding; the type is then a `code`. */
  readonly codes?: readonly string[]
}
export interface PublishedElement {
  readonly name: string
  readonly type: string
  readonly min: number
  readonly max: string
  readonly choice?: string
  readonly choiceMin?: number
}

/** search-parameters.json: resource type, then parameter. */
export type PublishedParameters = Readonly<Record<string, Readonly<Record<string, PublishedParameter>>>>
export interface PublishedParameter {
  readonly type: string
  readonly expression: string
  readonly target?: readonly string[]
  readonly component?: readonly { readonly definition: { readonly reference: string }; readonly expression: string }[]
}

/** profiles.json: what the Care Connect definitions constrain. */
export interface PublishedProfiles {
  readonly profiles: Readonly<Record<string, PublishedProfile>>
  readonly extensions: Readonly<Record<string, PublishedExtension>>
  readonly valueSets: Readonly<Record<string, PublishedValueSet>>
}
export interface PublishedProfile {
  readonly url: string
  readonly version: string
  readonly elements: readonly PublishedRule[]
}
export interface PublishedRule {
  readonly id: string
  readonly sliceName?: string
  readonly min: number
  readonly max: string
  readonly types?: readonly PublishedTypeUse[]
  readonly fixed?: { readonly value: string }
  readonly binding?: PublishedBinding
  readonly extensionUrl?: string
  readonly slicing?: { readonly discriminators: readonly { readonly path: string }[]; readonly rules: string }
  /** What the profile says beyond STU3; empty when the row only repeats it. */
  readonly changed: readonly string[]
}
export interface PublishedTypeUse {
  readonly code: string
  readonly targetProfile?: readonly string[]
}
export interface PublishedBinding {
  readonly strength: string
  readonly valueSet: string | null
}
export interface PublishedExtension {
  readonly contexts: readonly string[]
  readonly shape: {
    readonly value?: PublishedValue
    readonly nested?: Readonly<Record<string, { readonly min: number; readonly max: string; readonly value: PublishedValue }>>
  }
}
export interface PublishedValue {
  readonly min?: number
  readonly types: readonly PublishedTypeUse[]
  readonly binding?: PublishedBinding
}
export interface PublishedValueSet {
  readonly enumerable: boolean
  readonly codes?: readonly { readonly system: string; readonly code: string; readonly display: string | null }[]
}

export interface Input<Content> {
  readonly name: string
  readonly sha256: string
  readonly content: Content
}

/** The caller says what the file holds: its shape is described above and is not checked here. */
export function readInput<Content>(folder: string, name: string): Input<Content> {
  const { sha256, content } = readText(folder, name)
  return { name, sha256, content: JSON.parse(content) as Content }
}

export function readText(folder: string, name: string): Input<string> {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.split(/[\\/]/).at(-1) === name)
  const [path] = found
  if (path === undefined || found.length > 1)
    throw new Error(`${folder} holds ${found.length} files named ${name}; it needs one.`)
  const text = readFileSync(join(folder, path), 'utf8')
  return { name, sha256: sha256(text), content: text }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
