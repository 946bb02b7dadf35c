export { useVerifyCount } from "./count.svelte";
export { Verify } from "./verify.svelte";
export { default as VerifyLink } from "./VerifyLink.svelte";
export { default as VerifyTable } from "./VerifyTable.svelte";
