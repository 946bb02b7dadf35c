export { applies, countsGaps, gridColumn, pastedText, plainText, textOf, textsWidth } from "./cells";
export { default as FieldControl } from "./FieldControl.svelte";
export { inventories, Inventory } from "./inventory.svelte";
export { default as Mistakes } from "./Mistakes.svelte";
export { default as RecordGrid, type DerivedColumn } from "./RecordGrid.svelte";
export { default as RecordSheet } from "./RecordSheet.svelte";
