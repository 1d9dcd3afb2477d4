/** What checks see of a map: structural, so that checks need not import the compiler that calls them. */
import type { Field, FieldType } from '../../spi/index.js'
import type { Condition } from '../compile/shape.js'
import type { MapDocument, SourceDocument } from '../language/document.js'

export interface ResolvedMap {
  readonly bound: {
    readonly document: MapDocument
    readonly where: Condition | undefined
    readonly key: readonly {
      readonly field: Field
      readonly meaning: FieldType
      readonly isGuess?: boolean
      readonly derived?: { readonly fact: string }
    }[]
  }
  readonly shape: CheckedObject
}
interface CheckedObject {
  readonly kind: 'object'
  readonly elements: readonly {
    readonly name: string
    readonly items: readonly { readonly slice?: string; readonly shape: CheckedShape }[]
  }[]
}
type CheckedShape =
  | CheckedObject
  | {
      readonly kind: 'primitive'
      readonly value:
        | { readonly kind: 'column'; readonly column: { readonly field: Field } }
        | { readonly kind: 'constant' | 'coded' | 'template' | 'function' | 'reference' | 'id' }
    }
  | { readonly kind: 'first' | 'when' | 'each' | 'parts' }

export interface LoadedDocuments {
  readonly source: SourceDocument
  readonly maps: readonly MapDocument[]
  readonly unread?: readonly object[]
}
