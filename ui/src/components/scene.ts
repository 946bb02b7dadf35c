/**
 * Makes a drawing safe to put into the page. Drawings come from the application's own chart writer, but they
 * carry texts that people typed, so only what a drawing needs may pass: known elements, known attributes, local
 * references, colour roles as classes. Nothing that runs, loads or styles.
 */

const elements = new Set(
  "svg g path rect circle ellipse line polyline polygon text tspan title desc defs pattern clipPath marker use".split(
    " ",
  ),
);

const attributes = new Set(
  (
    "x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewBox preserveAspectRatio transform " +
    "text-anchor dominant-baseline alignment-baseline font-size font-weight font-style letter-spacing textLength " +
    "lengthAdjust text-decoration stroke-width stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin " +
    "stroke-miterlimit opacity fill-opacity stroke-opacity fill-rule clip-rule vector-effect patternUnits " +
    "patternContentUnits patternTransform clipPathUnits markerWidth markerHeight markerUnits refX refY orient " +
    "pathLength role aria-label aria-hidden data-id data-kind data-from data-to"
  ).split(" "),
);

const localReference = /^url\(\s*#([\w-]+)\s*\)$/;
const roleClass = /^((fill|stroke|scene)-[a-z0-9-]+|tabular)$/;

/**
 * Reads an SVG text and returns a clean copy that belongs to `owner`, or null when it is no SVG.
 *
 * @param prefix put before every id, so that two drawings on one page cannot take each other's patterns
 */
export function readScene(text: string, prefix: string, owner: Document): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root?.localName !== "svg" || parsed.querySelector("parsererror")) return null;
  return copy(root, prefix, owner) as SVGSVGElement | null;
}

function copy(from: Element, prefix: string, owner: Document): Element | null {
  if (!elements.has(from.localName)) return null;
  const to = owner.createElementNS("http://www.w3.org/2000/svg", from.localName);
  for (const { name, value } of from.attributes) {
    const safe = attribute(name, value, prefix);
    if (safe !== null) to.setAttribute(name === "xlink:href" ? "href" : name, safe);
  }
  for (const child of from.childNodes) {
    if (child.nodeType === 3) to.append(owner.createTextNode(child.nodeValue ?? ""));
    else if (child.nodeType === 1) {
      const clean = copy(child as Element, prefix, owner);
      if (clean) to.append(clean);
    }
  }
  return to;
}

/** What an attribute may say, or null when it may not be there. */
function attribute(name: string, value: string, prefix: string): string | null {
  if (name === "class") {
    const kept = value.split(/\s+/).filter((word) => roleClass.test(word));
    return kept.length > 0 ? kept.join(" ") : null;
  }
  if (name === "id") return /^[\w-]+$/.test(value) ? prefix + value : null;
  if (name === "href" || name === "xlink:href") {
    return /^#[\w-]+$/.test(value) ? `#${prefix}${value.slice(1)}` : null;
  }
  if (["fill", "stroke", "clip-path", "marker-start", "marker-mid", "marker-end"].includes(name)) {
    const reference = localReference.exec(value.trim());
    if (reference) return `url(#${prefix}${reference[1]})`;
    return ["none", "currentColor"].includes(value.trim()) ? value.trim() : null;
  }
  return attributes.has(name) && !/url\(|javascript:/i.test(value) ? value : null;
}
