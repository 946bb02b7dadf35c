export { askedLast } from "./assess.svelte";
