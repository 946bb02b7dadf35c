export { default as CaptureLine } from "./CaptureLine.svelte";
export { Captures } from "./captures.svelte";
export { dayOf } from "./when";
