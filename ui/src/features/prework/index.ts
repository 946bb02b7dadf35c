export { default as PreworkSection } from "./PreworkSection.svelte";
export { saveCards } from "./send.svelte";
