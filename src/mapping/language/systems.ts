/** Short names of code and identifier systems: `systems:` of a source document, and those that every map may use. */
import type { SourceDocument } from './document.js'
import { knownSystems } from './known-systems.js'

/** The system that a short name stands for; any other text is a system itself. */
export const expandSystem = (source: Pick<SourceDocument, 'systems'>, text: string): string =>
  source.systems.get(text) ?? knownSystems[text] ?? text
