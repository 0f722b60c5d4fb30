// Mounts a React view in a Streamlit component, whose function is called again at each data or theme change.
import type { ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";

export type Mounted<D> = { data: D; setStateValue: (name: string, value: unknown) => void };
type Call<D> = Mounted<D> & { parentElement: HTMLElement | ShadowRoot };
type Place = { host: HTMLElement; root: Root };

export function mounting<D>(className: string, view: (mounted: Mounted<D>) => ReactNode) {
  const places = new WeakMap<Node, Place>();
  return ({ data, setStateValue, parentElement }: Call<D>) => {
    const place = places.get(parentElement) ?? settle(className);
    places.set(parentElement, place);
    if (!place.host.isConnected) parentElement.append(place.host);
    place.host.dataset.theme = theme(place.host);
    place.root.render(view({ data, setStateValue }));
    // Streamlit may call this while the element stays: only a host that is really gone is taken down.
    return () => void setTimeout(() => place.host.isConnected || (place.root.unmount(), places.delete(parentElement)));
  };
}

function settle(className: string): Place {
  const host = document.createElement("div");
  host.className = className;
  host.addEventListener("keydown", keepTyping);
  return { host, root: createRoot(host) };
}

// What a person types here must not reach the page's own keys (Streamlit reruns on R, clears its cache on C).
function keepTyping(event: KeyboardEvent): void {
  const typed = event.key.length === 1 || /^(Enter|Backspace|Delete|Arrow\w+|Home|End|Page\w+)$/.test(event.key);
  if (typed) event.stopPropagation();
}

// Dark when the page's background is dark: the theme reaches a component as custom properties only.
function theme(host: HTMLElement): "dark" | "light" {
  host.style.columnRuleColor = "var(--st-background-color, #fff)";
  const channels = (getComputedStyle(host).columnRuleColor.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const [red = 255, green = 255, blue = 255] = channels;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}
