/** A TOML basic string, quotes included, for the value of a `-c key=value`. */
export function tomlString(text: string): string {
  const escaped = text.replaceAll(/["\\]/g, '\\$&').replaceAll(/[\u0000-\u001f\u007f]/g, escapeControl)
  return `"${escaped}"`
}

function escapeControl(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
