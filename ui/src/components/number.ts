import { language } from "../words/language.svelte";

/** What stands before decimals and between thousands in the language shown. */
function signs(): { decimal: string; thousand: string } {
  const parts = new Intl.NumberFormat(language.code, { useGrouping: true }).formatToParts(12_345.6);
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { decimal: sign("decimal"), thousand: sign("group") };
}

/**
 * Reads a number as people type it: spaces, apostrophes or the language's own sign between thousands, its sign or
 * a lone one of the others before decimals. `null` for an empty text, `undefined` for what is no number.
 */
export function parseNumber(text: string): number | null | undefined {
  const { decimal, thousand } = signs();
  const swapped = decimal === "," && thousand === ".";
  const other: Readonly<Record<string, string>> = swapped ? { ",": ".", ".": "," } : {};
  // From here on as English writes it.
  const plain = text
    .trim()
    .replace(/[\s'’]/gu, "")
    .replace(/[.,]/g, (sign) => other[sign] ?? sign);
  if (plain === "") return null;
  const thousands = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain);
  const decimalComma = !thousands && /^[-+]?\d*,\d+$/.test(plain);
  const read = thousands ? plain.replaceAll(",", "") : decimalComma ? plain.replace(",", ".") : plain;
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(read) ? Number(read) : undefined;
}

/** A number as people read it, thousands apart. */
export function numberText(value: number): string {
  return value.toLocaleString(language.code, { maximumFractionDigits: 6, useGrouping: true });
}

/** A number as people type it: nothing between thousands, so that digits can be added. */
export function typedNumber(value: number): string {
  return String(value).replace(".", signs().decimal);
}
