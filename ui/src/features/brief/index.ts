export { default as Brief } from "./Brief.svelte";
