/** Text that LIKE shall take literally. */

/** The escape character: not the backslash, which MySQL's string literals already use. */
export const likeEscape = '!'

/** `[` too: SQL Server reads it as a set of characters. */
export const escapeLike = (text: string): string => text.replace(/[!%_[]/g, '!$&')
