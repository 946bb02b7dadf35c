export { useVerifyCount } from "./count.svelte";
export { everything, filterOf, filterParams, Verify, type Filter } from "./verify.svelte";
export { default as VerifyLink } from "./VerifyLink.svelte";
export { default as VerifyTable } from "./VerifyTable.svelte";
