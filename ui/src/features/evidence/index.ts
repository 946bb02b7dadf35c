export { Evidence } from "./evidence.svelte";
export { default as AdminDialog } from "./AdminDialog.svelte";
export { default as FactRow } from "./FactRow.svelte";
export { default as FoundList } from "./FoundList.svelte";
export { default as ScanDialog } from "./ScanDialog.svelte";
export { default as ScanList } from "./ScanList.svelte";
