import { untrack } from "svelte";
import { openDocument } from "../document";
import { Verify } from "./verify.svelte";

const verify = new Verify();

/** How many answers are to be verified, as it follows what is stored; null where that is not known. Call while the component is set up. */
export function useVerifyCount(): { readonly count: number | null } {
  $effect(() => {
    // Each change that is stored brings a new view of the document.
    if (openDocument.view) untrack(() => void verify.load());
  });
  return {
    get count() {
      return verify.failure ? null : verify.count;
    },
  };
}
