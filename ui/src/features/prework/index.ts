export { default as PreworkSection } from "./PreworkSection.svelte";
export { usePreworkActions } from "./actions.svelte";
