/** Public entry point `careconnect-facade/adapter`: everything a vendor needs to write an adapter. */
export * from './adapter-error.js'
export * from './assert-supported.js'
export * from './compare-scalars.js'
export type * from './contract.js'
export * from './evaluate.js'
export * from './fold-text.js'
export * from './full-capabilities.js'
