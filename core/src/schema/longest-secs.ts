/** The longest time that anything may be told to wait, seconds: 24 days. The timers of Node.js take hardly more, and fire at once then. */
export const longestSecs = 24 * 24 * 60 * 60
