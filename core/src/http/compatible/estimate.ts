/** Says that a number of tokens was guessed. */
export const estimateHeader = 'x-clinvk-estimate'
