/**
 * Reads a number as people type it: spaces, apostrophes or commas between thousands, a point or a lone comma
 * before decimals. `null` for an empty text, `undefined` for what is no number.
 */
export function parseNumber(text: string): number | null | undefined {
  const plain = text.trim().replace(/[\s'’]/gu, "");
  if (plain === "") return null;
  const thousands = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain);
  const decimalComma = !thousands && /^[-+]?\d*,\d+$/.test(plain);
  const read = thousands ? plain.replaceAll(",", "") : decimalComma ? plain.replace(",", ".") : plain;
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(read) ? Number(read) : undefined;
}

/** A number as people read it, thousands apart. */
export function numberText(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 6, useGrouping: true });
}
