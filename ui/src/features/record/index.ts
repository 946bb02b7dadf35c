export { plainText } from "./cells";
export { default as FieldControl } from "./FieldControl.svelte";
export { inventories, Inventory } from "./inventory.svelte";
export { default as Mistakes } from "./Mistakes.svelte";
export { default as RecordGrid } from "./RecordGrid.svelte";
export { default as RecordSheet } from "./RecordSheet.svelte";
