export { default as Portfolio } from "./Portfolio.svelte";
