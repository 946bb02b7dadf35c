import { language } from "./language.svelte";
import { untranslated } from "./overlay";

const spoken = ["aria-label", "title", "placeholder", "aria-description"];
/** Set by the mark itself, so that a language that a component sets stays. */
const own = "data-untranslated";

/**
 * Marks what stands in English although another language is shown: `lang="en"` for those who listen, and what the
 * style sheet makes of it for those who look. Returns the function that ends it.
 */
export function markUntranslated(root: Element): () => void {
  if (language.code === "en") return () => undefined;
  const judge = (element: Element) => {
    const isMarked = element.hasAttribute(own);
    if (!isMarked && element.hasAttribute("lang")) return;
    const texts = [...element.childNodes].flatMap((node) =>
      node.nodeType === Node.TEXT_NODE ? [(node.nodeValue ?? "").trim()] : [],
    );
    const said = texts.filter(Boolean);
    const other = spoken.map((name) => element.getAttribute(name) ?? "").filter(Boolean);
    const isEnglish = (said.length > 0 ? said : other).some((text) => untranslated.has(text));
    if (isEnglish === isMarked) return;
    if (isEnglish) {
      element.setAttribute("lang", "en");
      element.setAttribute(own, "");
    } else unmark(element);
  };
  const judgeBelow = (node: Node) => {
    if (!(node instanceof Element)) return;
    judge(node);
    for (const below of node.querySelectorAll("*")) judge(below);
  };
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      if (element) judge(element);
      addedNodes.forEach(judgeBelow);
    }
  });
  const watched = { subtree: true, childList: true, characterData: true, attributeFilter: spoken };
  judgeBelow(root);
  observer.observe(root, watched);
  // A text that becomes known as English after it was shown.
  let isWaiting = false;
  const stop = untranslated.follow(() => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      judgeBelow(root);
    });
  });
  return () => {
    stop();
    observer.disconnect();
    for (const marked of root.querySelectorAll(`[${own}]`)) unmark(marked);
  };
}

function unmark(element: Element): void {
  element.removeAttribute("lang");
  element.removeAttribute(own);
}
