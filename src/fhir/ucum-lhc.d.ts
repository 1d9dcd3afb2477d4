/** What we use of the package, which has no types of its own. */
declare module '@lhncbc/ucum-lhc' {
  interface Conversion {
    readonly status: 'succeeded' | 'failed' | 'error'
    readonly toVal: number | null
  }
  export const UcumLhcUtils: {
    getInstance(): { convertUnitTo(fromUnitCode: string, fromVal: number, toUnitCode: string): Conversion }
  }
}
