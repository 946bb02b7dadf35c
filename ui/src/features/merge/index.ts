export { default as CopiesSection } from "./CopiesSection.svelte";
export { default as MergeDialog } from "./MergeDialog.svelte";
export { merging } from "./merge.svelte";
