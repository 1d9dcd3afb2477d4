/** The `key=value` words that end a line of the Care Connect facts, and what they mean. */

export interface Binding {
  readonly strength: 'required' | 'extensible' | 'preferred' | 'example'
  readonly valueSet: string
}

export interface Constraints {
  readonly types?: readonly string[]
  /** Resource types. */
  readonly targets?: readonly string[]
  readonly binding?: Binding
  readonly fixed?: string
  readonly extensionUrl?: string
  readonly slicedBy?: string
  /** Items that belong to no slice stand after those that do. */
  readonly restAtEnd?: boolean
}

export function readConstraints(words: readonly string[]): Constraints {
  const { types, targets, binding, fixed, extension, by, rest } = Object.fromEntries(words.map(splitWord))
  return {
    ...(types && { types: types.split(',') }),
    ...(targets && { targets: targets.split(',') }),
    ...(binding && { binding: readBinding(binding) }),
    ...(fixed && { fixed }),
    ...(extension && { extensionUrl: extension }),
    ...(by && { slicedBy: by }),
    ...(rest === 'atEnd' && { restAtEnd: true }),
  }
}

function splitWord(word: string): readonly [string, string] {
  const at = word.indexOf('=')
  return [word.slice(0, at), word.slice(at + 1)]
}

function readBinding(text: string): Binding {
  const at = text.indexOf(':')
  return { strength: text.slice(0, at) as Binding['strength'], valueSet: text.slice(at + 1) }
}
