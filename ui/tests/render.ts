import { flushSync, mount, unmount, type Component, type ComponentProps } from "svelte";

type Mounted = ReturnType<typeof mount>;
const mounted: Mounted[] = [];

/** Shows a component in the page and waits for its effects. Taken away after each test. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any component at all
export function render<C extends Component<any, any, any>>(
  component: C,
  props: ComponentProps<C>,
): HTMLElement {
  const target = document.createElement("div");
  document.body.append(target);
  mounted.push(
    mount(component as Component<Record<string, unknown>>, {
      target,
      props: props as Record<string, unknown>,
    }),
  );
  flushSync();
  return target;
}

/** Takes everything away. */
export function clear(): void {
  for (const one of mounted.splice(0)) void unmount(one);
  document.body.replaceChildren();
}

/** The only element that matches; a test that finds none says which. */
export function one<E extends HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`Nothing matches ${selector} in ${document.body.innerHTML}`);
  return found;
}

export function all<E extends HTMLElement>(selector: string, within: ParentNode = document): E[] {
  return [...within.querySelectorAll<E>(selector)];
}

/** Presses a key on what has the focus, or on the given element. */
export function press(key: string, init: KeyboardEventInit & { on?: Element } = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  (init.on ?? document.activeElement ?? document.body).dispatchEvent(event);
  flushSync();
  return event;
}

/** Types a text into what has the focus, as one input. */
export function type(text: string): void {
  const field = document.activeElement as HTMLInputElement;
  field.value += text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  flushSync();
}

export function click(element: Element): void {
  element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  flushSync();
}
